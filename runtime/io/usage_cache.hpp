// A usage file of intervals as it was read once, kept as columns (`ratebook ingest`, `rate --cache`): what is slow about usage is reading it as
// text. Accounts ascend by id whatever the file's order was; each account's readings are runs (reading_rows.hpp), each channel of a run as narrow
// as its numbers allow (readings.hpp). Rows that were refused are kept too, so that a run from the cache says the same as one from the text.
//
// A file of the cache belongs to one file of usage, as the file system knows it (path, size, times, number), read in one way (columns, their
// units, --round-usage). When either is different, it is made anew. It is one directory's file, written beside its place and renamed: two runs
// at once do no harm, and a killed run leaves no half of it. Pieces have checksums (XXH3): a damaged file is noticed and made anew. It is as
// private as usage is (mode 0600) and belongs to one kind of machine (little-endian).
//
//   header · pieces, each: its runs and refused rows, then the numbers, aligned to 64 bytes · index: identity, and each piece's place and
//   checksum and first and last account
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/io/reading_rows.hpp"
#include "runtime/io/row_source.hpp"
#include "runtime/io/task_pool.hpp"

namespace ratebook {

class ParquetOriginal;

// What a cache was made of and how.
struct CacheIdentity {
  std::string path;          // of the usage file, absolute
  std::string state;         // of the usage file, as the file system tells it
  std::string reading;       // columns with their units, and options
  std::string name() const;  // of the file in the cache's directory: of path and reading alone
  friend bool operator==(const CacheIdentity&, const CacheIdentity&) = default;
};
// Nothing: the file cannot be kept (standard input, a pipe).
std::optional<CacheIdentity> cache_identity(const InputFile& file, const UsageFile& columns, const ReadingOptions& options);

class UsageCache {
 public:
  struct Totals {
    std::uint64_t records = 0, refused = 0;  // rows of the text, and those of them that are not readings
    std::uint64_t accounts = 0, readings = 0, rounded = 0;
    std::string digest;     // of the text
    bool unsorted = false;  // the text was not ascending by account
  };

  // Nothing when there is none for this identity that is whole; `why` says more unless there is none at all.
  static std::shared_ptr<const UsageCache> open(const std::string& directory, const CacheIdentity& identity, std::string& why);
  ~UsageCache();
  UsageCache(const UsageCache&) = delete;
  UsageCache& operator=(const UsageCache&) = delete;

  const std::string& path() const { return path_; }
  std::uint64_t bytes() const { return bytes_; }
  const Totals& totals() const { return totals_; }
  std::size_t pieces() const { return pieces_.size(); }
  // Whether the piece may hold rows of these accounts.
  bool may_hold(std::size_t piece, const AccountRange& accounts) const;
  // Failure (damaged_cache): the piece is not what was written.
  Outcome<void> read(std::size_t piece, ParsedRows<ReadingRun>& into) const;

 private:
  friend class UsageCacheWriter;
  struct Piece {
    std::uint64_t at = 0, bytes = 0, numbers_at = 0;  // numbers: from the piece's begin
    std::uint64_t checksum_low = 0, checksum_high = 0;
    std::string first, last;  // accounts; empty: it has rows without an account
  };
  UsageCache() = default;

  std::string path_;
  int descriptor_ = -1;
  std::uint64_t bytes_ = 0;
  Totals totals_;
  std::vector<Piece> pieces_;
};

// Makes a file of the cache from groups of rows in the order of accounts. What is not finished is taken away.
class UsageCacheWriter {
 public:
  // The directory is made, for its owner alone, when it does not exist; files that a killed run left half-written are taken away.
  static Outcome<std::unique_ptr<UsageCacheWriter>> create(const std::string& directory, const CacheIdentity& identity);
  ~UsageCacheWriter();
  UsageCacheWriter(const UsageCacheWriter&) = delete;
  UsageCacheWriter& operator=(const UsageCacheWriter&) = delete;

  Outcome<void> add(const ReadingRun& run);
  Outcome<void> add(const BadRow& bad);
  // Of `totals`: records, rounded, digest, unsorted; the others are counted here.
  Outcome<void> finish(UsageCache::Totals totals);

 private:
  UsageCacheWriter(std::string directory, const CacheIdentity& identity)
      : directory_(std::move(directory)), identity_(identity) {}
  Outcome<void> end_piece();
  Outcome<void> begin_row(std::string_view account_id);

  std::string directory_;
  CacheIdentity identity_;
  std::string temporary_;
  int descriptor_ = -1;
  std::uint64_t written_ = 0;
  std::vector<UsageCache::Piece> pieces_;
  std::string rows_;     // of the piece at hand
  std::string numbers_;  // likewise
  std::string first_, last_;
  bool without_account_ = false;  // the piece at hand has such rows
  std::uint64_t refused_ = 0, accounts_ = 0, readings_ = 0;
  std::string account_;  // of the row before
};

// The rows of a cached file, pieces being read ahead on the pool's threads. `text` is the file that was cached: quarantine records show its rows.
class CachedReadings final : public RowSource<ReadingRun> {
 public:
  CachedReadings(std::shared_ptr<const UsageCache> cache, const InputFile& text, TaskPool& pool);
  ~CachedReadings() override;
  CachedReadings(const CachedReadings&) = delete;
  CachedReadings& operator=(const CachedReadings&) = delete;

  void take_only(const AccountRange& accounts) override { wanted_ = accounts; }
  Outcome<std::shared_ptr<ParsedRows<ReadingRun>>> next() override;
  std::uint64_t records() const override { return cache_->totals().records; }
  std::uint64_t bytes() const override;
  const std::string& name() const override { return text_.name(); }
  std::string digest() override { return cache_->totals().digest; }

 private:
  struct Ahead {
    std::shared_ptr<ParsedRows<ReadingRun>> rows;
    std::shared_ptr<TaskPool::Task> task;
  };
  std::shared_ptr<OriginalText> original() const;

  std::shared_ptr<const UsageCache> cache_;
  const InputFile& text_;
  TaskPool& pool_;
  std::shared_ptr<ParquetOriginal> parquet_;  // of a Parquet file: its rows once more
  AccountRange wanted_;
  std::deque<Ahead> ahead_;
  std::size_t begun_ = 0, taken_ = 0;  // pieces
};

}  // namespace ratebook
