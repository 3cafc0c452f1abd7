#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "runtime/io/usage_cache.hpp"
#include "runtime/io/usage_cache_format.hpp"

namespace ratebook {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;  // of numbers or rows: fits a processor's own cache while it is rated
constexpr std::string_view kPartial = ".partial-";

std::string cannot_write(const std::string& directory) { return "cannot write into the cache " + directory; }

// Files of writers that were killed: nobody holds their lock.
void take_away_stale(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (!entry.path().filename().string().starts_with(kPartial)) continue;
    const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
    ::close(descriptor);
  }
}

// The greatest power of ten up to 10^6 that divides all of them.
std::int64_t common_unit(const Readings& readings) {
  std::size_t k = 0;
  const auto divides_rest = [&]<std::int64_t unit>() {
    while (k < readings.size() && readings[k] % unit == 0) ++k;
    return k == readings.size();
  };
  if (divides_rest.operator()<1000000>()) return 1000000;
  if (divides_rest.operator()<100000>()) return 100000;
  if (divides_rest.operator()<10000>()) return 10000;
  if (divides_rest.operator()<1000>()) return 1000;
  if (divides_rest.operator()<100>()) return 100;
  if (divides_rest.operator()<10>()) return 10;
  return 1;
}

template <class Number>
void append_numbers(const Readings& readings, std::int64_t unit, std::string& out) {
  const std::size_t at = out.size();
  out.resize(at + readings.size() * sizeof(Number));
  auto* into = reinterpret_cast<Number*>(out.data() + at);  // 8 bytes aligned: `at` is, and so is a string's buffer
  for (std::size_t k = 0; k < readings.size(); ++k) into[k] = static_cast<Number>(readings[k] / unit);
  out.resize((out.size() + 7) / 8 * 8);
}

usage_cache::PackedColumn packed(const Readings& readings, std::string& numbers) {
  using Width = Readings::Width;
  usage_cache::PackedColumn column;
  column.numbers_at = numbers.size();
  const ReadingsSummary summary = column.summary = summarise(readings);
  if (summary.holes == 0) {
    const std::int64_t unit = common_unit(readings);
    const std::int64_t least = summary.least / unit, greatest = summary.greatest / unit;
    if (least >= 0 && greatest <= UINT16_MAX)
      column.width = Width::unsigned16;
    else if (least >= INT32_MIN && greatest <= INT32_MAX)
      column.width = Width::signed32;
    if (column.width != Width::signed64) column.unit = unit;
  }
  switch (column.width) {
    case Width::unsigned16:
      append_numbers<std::uint16_t>(readings, column.unit, numbers);
      break;
    case Width::signed32:
      append_numbers<std::int32_t>(readings, column.unit, numbers);
      break;
    case Width::signed64:
      append_numbers<std::int64_t>(readings, 1, numbers);
      break;
  }
  return column;
}

}  // namespace

Outcome<std::unique_ptr<UsageCacheWriter>> UsageCacheWriter::create(const std::string& directory,
                                                                    const CacheIdentity& identity) {
  std::unique_ptr<UsageCacheWriter> writer(new UsageCacheWriter(directory, identity));
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) return errno_failure("cannot make the cache " + directory);
  take_away_stale(directory);
  std::string name = (fs::path(directory) / (std::string(kPartial) + "XXXXXX")).string();
  writer->descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);  // 0600
  if (writer->descriptor_ < 0) return errno_failure(cannot_write(directory));
  writer->temporary_ = name;
  ::flock(writer->descriptor_, LOCK_EX | LOCK_NB);
  const usage_cache::Header room;
  if (auto written = write_all(writer->descriptor_, reinterpret_cast<const char*>(&room), sizeof room, name); !written)
    return failure(written.error());
  writer->written_ = sizeof room;
  return writer;
}

UsageCacheWriter::~UsageCacheWriter() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

Outcome<void> UsageCacheWriter::begin_row(std::string_view account_id) {
  if (numbers_.size() >= kPieceBytes || rows_.size() >= kPieceBytes) {
    if (auto ended = end_piece(); !ended) return ended;
  }
  without_account_ = without_account_ || account_id.empty();
  if (account_id.empty()) return {};
  if (account_id != account_) ++accounts_;
  account_ = account_id;
  if (first_.empty()) first_ = account_id;
  last_ = account_id;
  return {};
}

Outcome<void> UsageCacheWriter::add(const ReadingRun& run) {
  if (auto begun = begin_row(run.id); !begun) return begun;
  std::vector<usage_cache::PackedColumn> columns;
  const std::size_t channels = run.count == 0 ? 0 : run.values.size() / run.count;
  for (std::size_t c = 0; c < channels; ++c) columns.push_back(packed(run.readings(c, 0, run.count), numbers_));
  usage_cache::encode(run, columns, rows_);
  readings_ += channels * run.count;
  return {};
}

Outcome<void> UsageCacheWriter::add(const BadRow& bad) {
  if (auto begun = begin_row(bad.id); !begun) return begun;
  ++refused_;
  usage_cache::encode(bad, rows_);
  return {};
}

Outcome<void> UsageCacheWriter::end_piece() {
  if (rows_.empty()) return {};
  UsageCache::Piece piece;
  rows_.resize((rows_.size() + 63) / 64 * 64, static_cast<char>(usage_cache::kFiller));
  piece.at = written_;
  piece.numbers_at = rows_.size();
  rows_ += numbers_;
  piece.bytes = rows_.size();
  const usage_cache::Checksum sum = usage_cache::checksum(rows_);
  piece.checksum_low = sum.low;
  piece.checksum_high = sum.high;
  if (!without_account_) {
    piece.first = std::move(first_);
    piece.last = std::move(last_);
  }
  if (auto written = write_all(descriptor_, rows_.data(), rows_.size(), temporary_); !written) return written;
  written_ += rows_.size();
  pieces_.push_back(std::move(piece));
  rows_.clear();
  numbers_.clear();
  first_.clear();
  last_.clear();
  without_account_ = false;
  return {};
}

Outcome<void> UsageCacheWriter::finish(UsageCache::Totals totals) {
  totals.refused = refused_;
  totals.accounts = accounts_;
  totals.readings = readings_;
  if (auto ended = end_piece(); !ended) return ended;
  std::string index;
  RecordWriter out(index);
  out.text(identity_.path);
  out.text(identity_.state);
  out.text(identity_.reading);
  out.text(totals.digest);
  for (const UsageCache::Piece& piece : pieces_) {
    for (const std::uint64_t number : {piece.at, piece.bytes, piece.numbers_at, piece.checksum_low, piece.checksum_high})
      out.number(number);
    out.text(piece.first);
    out.text(piece.last);
  }
  usage_cache::Header header;
  header.index_at = written_;
  header.index_bytes = index.size();
  header.file_bytes = written_ + index.size();
  header.index_checksum = usage_cache::checksum(index);
  header.pieces = pieces_.size();
  header.records = totals.records;
  header.refused = totals.refused;
  header.accounts = totals.accounts;
  header.readings = totals.readings;
  header.rounded = totals.rounded;
  header.unsorted = totals.unsorted ? 1 : 0;
  header.checksum = header.own_checksum();
  if (auto written = write_all(descriptor_, index.data(), index.size(), temporary_); !written) return written;
  if (::pwrite(descriptor_, &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header) || ::fsync(descriptor_) != 0)
    return errno_failure(cannot_write(directory_));
  const std::string place = (fs::path(directory_) / identity_.name()).string();
  if (::rename(temporary_.c_str(), place.c_str()) != 0) return errno_failure(cannot_write(directory_));
  temporary_.clear();
  return {};
}

}  // namespace ratebook
