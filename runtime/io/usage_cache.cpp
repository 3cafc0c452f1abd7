#define XXH_INLINE_ALL
#include "runtime/io/usage_cache.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "language/base/digest.hpp"
#include "runtime/io/parquet_original.hpp"
#include "runtime/io/usage_cache_format.hpp"

namespace ratebook {

namespace fs = std::filesystem;

std::string CacheIdentity::name() const { return sha256_digest(path + '\n' + reading).substr(7, 32) + ".usage"; }

std::optional<CacheIdentity> cache_identity(const InputFile& file, const UsageFile& columns, const ReadingOptions& options) {
  const auto state = file.state();
  std::error_code error;
  const fs::path path = fs::canonical(file.name(), error);
  if (!state || error) return std::nullopt;
  std::string reading = columns.form == UsageForm::wide_intervals ? "wide" : "long";
  for (const std::string& name : columns.header.names) reading += "," + name;
  for (const UsageColumn& column : columns.columns)
    reading += fmt::format(";{}*10^{}{}", column.field, column.shift, column.metering == Metering::demand ? "d" : "");
  if (options.round_decimals) reading += fmt::format(";round {}", *options.round_decimals);
  return CacheIdentity{path.string(), *state, std::move(reading)};
}

namespace usage_cache {

Checksum checksum(std::string_view bytes) {
  const XXH128_hash_t sum = XXH3_128bits(bytes.data(), bytes.size());
  return {sum.low64, sum.high64};
}

}  // namespace usage_cache

using usage_cache::Header;

std::shared_ptr<const UsageCache> UsageCache::open(const std::string& directory, const CacheIdentity& identity,
                                                   std::string& why) {
  std::shared_ptr<UsageCache> cache(new UsageCache);
  cache->path_ = (fs::path(directory) / identity.name()).string();
  cache->descriptor_ = ::open(cache->path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  why.clear();
  if (cache->descriptor_ < 0) return nullptr;
  const auto unfit = [&](std::string_view reason) {
    why = fmt::format("{}: {}", cache->path_, reason);
    return nullptr;
  };
  struct stat status {};
  Header header;
  if (::fstat(cache->descriptor_, &status) != 0 || !S_ISREG(status.st_mode) ||
      !read_exactly_at(cache->descriptor_, 0, reinterpret_cast<char*>(&header), sizeof header))
    return unfit("is cut off");
  if (header.magic != Header{}.magic || header.byte_order != Header{}.byte_order)
    return unfit("is no usage cache of this version");
  if (header.file_bytes != static_cast<std::uint64_t>(status.st_size) || header.index_at < sizeof header ||
      header.index_at > header.file_bytes || header.index_bytes != header.file_bytes - header.index_at)
    return unfit("is cut off");
  std::string index(header.index_bytes, '\0');
  if (!read_exactly_at(cache->descriptor_, header.index_at, index.data(), index.size())) return unfit("is cut off");
  const usage_cache::Checksum sum = usage_cache::checksum(index);
  if (sum != header.index_checksum || header.own_checksum() != header.checksum) return unfit("is damaged");

  RecordReader in(index);
  CacheIdentity made_of;
  made_of.path = in.text();
  made_of.state = in.text();
  made_of.reading = in.text();
  if (made_of.path != identity.path || made_of.reading != identity.reading) return unfit("belongs to another file");
  if (made_of.state != identity.state) return unfit("is of an earlier state of the file");
  cache->totals_.digest = in.text();
  cache->bytes_ = header.file_bytes;
  cache->totals_.records = header.records;
  cache->totals_.refused = header.refused;
  cache->totals_.accounts = header.accounts;
  cache->totals_.readings = header.readings;
  cache->totals_.rounded = header.rounded;
  cache->totals_.unsorted = header.unsorted != 0;
  if (header.pieces > header.index_bytes) return unfit("is damaged");
  cache->pieces_.resize(header.pieces);
  for (Piece& piece : cache->pieces_) {
    piece.at = in.number<std::uint64_t>();
    piece.bytes = in.number<std::uint64_t>();
    piece.numbers_at = in.number<std::uint64_t>();
    piece.checksum_low = in.number<std::uint64_t>();
    piece.checksum_high = in.number<std::uint64_t>();
    piece.first = in.text();
    piece.last = in.text();
    if (piece.at > header.file_bytes || piece.bytes > header.file_bytes - piece.at) return unfit("is damaged");
  }
  if (!in.is_whole()) return unfit("is damaged");
  return cache;
}

UsageCache::~UsageCache() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool UsageCache::may_hold(std::size_t piece, const AccountRange& accounts) const {
  const Piece& p = pieces_[piece];
  return p.first.empty() || accounts.overlaps(p.first, p.last);
}

Outcome<void> UsageCache::read(std::size_t number, ParsedRows<ReadingRun>& into) const {
  const Piece& piece = pieces_[number];
  const auto size = (piece.bytes + 63) / 64 * 64;
  std::shared_ptr<char> bytes(static_cast<char*>(std::aligned_alloc(64, std::max<std::size_t>(size, 64))), &std::free);
  const std::string_view all(bytes.get(), piece.bytes);
  const auto damaged = [&] {
    return failure(Failure{Failure::Kind::damaged_cache, fmt::format("{}: piece {} is damaged", path_, number + 1)});
  };
  if (!read_exactly_at(descriptor_, piece.at, bytes.get(), piece.bytes)) return damaged();
  if (usage_cache::checksum(all) != usage_cache::Checksum{piece.checksum_low, piece.checksum_high}) return damaged();
  if (piece.numbers_at > all.size() ||
      !usage_cache::decode_rows(all.substr(0, piece.numbers_at), all.substr(piece.numbers_at), into))
    return damaged();
  into.pool.piece = std::move(bytes);
  return {};
}

// -- rows of a cached file ------------------------------------------------------------------------------------------------------------------

namespace {

class TextOnDisk final : public OriginalText {
 public:
  explicit TextOnDisk(const InputFile& file) : file_(file) {}
  std::string_view read(std::uint64_t at, std::uint32_t count) override {
    std::string& text = texts_.emplace_back(count, '\0');
    if (!file_.read_at(at, text.data(), count)) text = "(this row cannot be read again)";
    return text;
  }

 private:
  const InputFile& file_;
  std::deque<std::string> texts_;
};

class RowsOfParquet final : public OriginalText {
 public:
  explicit RowsOfParquet(std::shared_ptr<ParquetOriginal> file) : file_(std::move(file)) {}
  std::string_view read(std::uint64_t at, std::uint32_t count) override {
    return texts_.emplace_back(file_->read(at, count).value_or("(this row cannot be read again)"));
  }

 private:
  std::shared_ptr<ParquetOriginal> file_;
  std::deque<std::string> texts_;
};

}  // namespace

CachedReadings::CachedReadings(std::shared_ptr<const UsageCache> cache, const InputFile& text, TaskPool& pool)
    : cache_(std::move(cache)),
      text_(text),
      pool_(pool),
      parquet_(is_parquet(text) ? std::make_shared<ParquetOriginal>(text) : nullptr) {}

CachedReadings::~CachedReadings() {
  for (const Ahead& ahead : ahead_) pool_.wait(*ahead.task);
}

std::shared_ptr<OriginalText> CachedReadings::original() const {
  if (parquet_) return std::make_shared<RowsOfParquet>(parquet_);
  return std::make_shared<TextOnDisk>(text_);
}

std::uint64_t CachedReadings::bytes() const {
  return cache_->pieces() == 0 ? text_.size() : text_.size() / cache_->pieces() * taken_;
}

Outcome<std::shared_ptr<ParsedRows<ReadingRun>>> CachedReadings::next() {
  for (; begun_ < cache_->pieces() && ahead_.size() < 2 * pool_.threads(); ++begun_) {
    if (!cache_->may_hold(begun_, wanted_)) continue;
    auto rows = std::make_shared<ParsedRows<ReadingRun>>();
    ahead_.push_back({rows, pool_.submit([this, rows, piece = begun_] {
                        rows->by_account = true;
                        rows->pool.original = original();
                        if (auto read = cache_->read(piece, *rows); !read) rows->failure = read.error();
                      })});
  }
  if (ahead_.empty()) return std::shared_ptr<ParsedRows<ReadingRun>>();
  pool_.wait(*ahead_.front().task);
  const auto rows = std::move(ahead_.front().rows);
  ahead_.pop_front();
  ++taken_;
  if (rows->failure) return failure(*rows->failure);
  return rows;
}

}  // namespace ratebook
