// A usage cache keeps what the text said, belongs to that text alone, and never gives anything else back, whatever happens to its file.
// That runs through it say what runs over the text say is in every other test of this folder (input_files.hpp).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "runtime/io/usage_ingest.hpp"
#include "tests/io/input_files.hpp"

namespace ratebook::io_test {
namespace {

namespace fs = std::filesystem;
using Width = Readings::Width;
using ::testing::HasSubstr;

struct Kept {
  Ingested ingested;
  std::optional<Failure> failure;
};

// The text of a usage file, kept in `folder`/cache.
Kept keep(const Folder& folder, const std::string& path, const ReadingOptions& reading = {}) {
  Kept kept;
  auto file = InputFile::open(path, folder.path());
  MeteredNames names(book());
  const auto columns = recognise_usage(*read_header(*file), names);
  TaskPool pool(2);
  auto ingested = ingest(*file, *columns, {folder.path() + "/cache", reading, 512, {folder.path()}}, pool);
  if (ingested)
    kept.ingested = std::move(*ingested);
  else
    kept.failure = ingested.error();
  return kept;
}

// All rows of a cache as text; nothing when a piece is damaged.
std::optional<std::string> content(const UsageCache& cache) {
  std::string all = fmt::format("{} rows, digest {}\n", cache.totals().records, cache.totals().digest);
  for (std::size_t piece = 0; piece < cache.pieces(); ++piece) {
    ParsedRows<ReadingRun> rows;
    if (const auto read = cache.read(piece, rows); !read) {
      EXPECT_EQ(read.error().kind, Failure::Kind::damaged_cache);
      return std::nullopt;
    }
    for (const ReadingRun& run : rows.rows) {
      all += fmt::format("{} row {} at {} + {}:", run.id, run.line, run.text_at, run.text_bytes);
      for (std::uint32_t k = 0; k < run.count; ++k) all += fmt::format(" {}", run.value(0, k));
      all += '\n';
    }
    for (const BadRow& bad : rows.bad) all += fmt::format("{} row {}: {}: {}\n", bad.id, bad.line, bad.fault.message, bad.text);
  }
  return all;
}

std::string wide(const std::string& values) {
  return "account_id,start,interval_minutes,kwh\nA1,2025-07-01T00:00:00-07:00,15," + values + "\n";
}

ReadingRun::Pool::Column only_column(const std::string& values) {
  const Folder folder;
  const Kept kept = keep(folder, folder.write("usage.csv", wide(values)));
  static ParsedRows<ReadingRun> rows;  // what the column points into
  rows = {};
  EXPECT_TRUE(kept.ingested.cache->read(0, rows));
  EXPECT_EQ(rows.rows.size(), 1U);
  return rows.rows[0].columns[0];
}

TEST(UsageCache, KeepsReadingsAsNarrowAsTheyGo) {
  const auto small = only_column("0.5;0;1.25;655.35");
  EXPECT_EQ(small.readings.width(), Width::unsigned16);
  EXPECT_EQ(small.readings.unit(), 10000);
  EXPECT_EQ(small.readings[3], 655350000);
  EXPECT_EQ(only_column("0.5;0;1.25;655.36").readings.width(), Width::signed32);
  EXPECT_EQ(only_column("0.000001;65.535").readings.width(), Width::signed32);
  EXPECT_EQ(only_column("0.000001;9000000").readings.width(), Width::signed64);
  EXPECT_EQ(only_column("0;0;0").readings.width(), Width::unsigned16);
  const auto large = only_column("9000000;10000000");
  EXPECT_EQ(large.readings.width(), Width::signed32);
  EXPECT_EQ(large.readings.unit(), 1000000);
  EXPECT_EQ(large.readings[1], 10000000000000);
  const auto holes = only_column("1;;3");
  EXPECT_EQ(holes.readings.width(), Width::signed64);
  EXPECT_EQ(holes.readings[1], kMissing);
}

TEST(UsageCache, SummariesAreThoseOfTheReadings) {
  for (const char* values : {"0.5;0.25;1.25;655.35", "1;;3", "7", ";;", "0.000001;9000000;0.1"}) {
    const auto column = only_column(values);
    std::int64_t sum = 0, greatest = 0, least = INT64_MAX;
    std::size_t holes = 0;
    for (std::size_t k = 0; k < column.readings.size(); ++k) {
      const std::int64_t reading = column.readings[k];
      if (reading == kMissing) {
        ++holes;
        continue;
      }
      sum += reading;
      greatest = std::max(greatest, reading);
      least = std::min(least, reading);
    }
    if (holes == column.readings.size()) least = 0;
    EXPECT_EQ(std::tie(column.summary.sum, column.summary.greatest, column.summary.least, column.summary.holes),
              std::tie(sum, greatest, least, holes))
        << values;
  }
}

std::string several_accounts() {
  std::string text = "account_id,start,interval_minutes,kwh\n";
  for (const char* id : {"B", "A", "C"}) {
    for (int row = 0; row < 20; ++row)
      text += fmt::format("{},2025-07-{:02}T00:00:00-07:00,60,{};{}.5;{}\n", id, row + 1, row, row, row == 7 ? "x" : "0.25");
  }
  return text;
}

TEST(UsageCache, IsFoundAgainAndBelongsToOneStateOfTheFile) {
  const Folder folder;
  const std::string path = folder.write("usage.csv", several_accounts());
  const Kept first = keep(folder, path);
  EXPECT_EQ(first.ingested.words(), "made");
  EXPECT_EQ(first.ingested.cache->totals().records, 60U);
  EXPECT_EQ(first.ingested.cache->totals().refused, 3U);
  EXPECT_EQ(first.ingested.cache->totals().accounts, 3U);
  EXPECT_TRUE(first.ingested.cache->totals().unsorted);
  const Kept second = keep(folder, path);
  EXPECT_EQ(second.ingested.words(), "found");
  EXPECT_EQ(content(*first.ingested.cache), content(*second.ingested.cache));

  // The same size, one digit another; even with the time of modification set back.
  const auto modified = fs::last_write_time(path);
  std::string text = several_accounts();
  text[text.find("0.25")] = '9';
  folder.write("usage.csv", text);
  fs::last_write_time(path, modified);
  const Kept third = keep(folder, path);
  EXPECT_THAT(third.ingested.words(), HasSubstr("made anew: "));
  EXPECT_THAT(third.ingested.words(), HasSubstr("is of an earlier state of the file"));
  EXPECT_NE(content(*first.ingested.cache), content(*third.ingested.cache));
}

TEST(UsageCache, AnotherWayOfReadingIsAnotherFile) {
  const Folder folder;
  const std::string path = folder.write("usage.csv", wide("0.1234567;1"));
  EXPECT_EQ(keep(folder, path).ingested.cache->totals().refused, 1U);
  ReadingOptions rounding;
  rounding.round_decimals = 3;
  const Kept rounded = keep(folder, path, rounding);
  EXPECT_EQ(rounded.ingested.words(), "made");
  EXPECT_EQ(rounded.ingested.cache->totals().rounded, 1U);
  EXPECT_EQ(keep(folder, path).ingested.words(), "found");
}

TEST(UsageCache, NoDamageIsEverTakenForReadings) {
  const Folder folder;
  const std::string path = folder.write("usage.csv", several_accounts());
  const std::string cache = keep(folder, path).ingested.cache->path();
  const auto whole = content(*keep(folder, path).ingested.cache);
  ASSERT_TRUE(whole);
  std::ifstream in(cache, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  std::size_t refused = 0, damaged = 0;
  const auto look = [&](const std::string& changed, const std::string& how) {
    std::ofstream(cache, std::ios::binary | std::ios::trunc) << changed;
    auto file = InputFile::open(path, folder.path());
    MeteredNames names(book());
    std::string why;
    const auto opened = UsageCache::open(folder.path() + "/cache",
                                         *cache_identity(*file, *recognise_usage(*read_header(*file), names), {}), why);
    if (!opened) {
      EXPECT_NE(why, "") << how;
      ++refused;
    } else if (const auto now = content(*opened); !now) {
      ++damaged;
    } else {
      EXPECT_EQ(now, whole) << how;
      ADD_FAILURE() << "not noticed: " << how;
    }
  };
  for (std::size_t at = 0; at<bytes.size(); at += bytes.size()> 4000 ? 7 : 1) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    look(changed, fmt::format("byte {} of {}", at, bytes.size()));
  }
  EXPECT_GT(refused, 20U);
  EXPECT_GT(damaged, 20U);
  for (std::size_t size = 0; size < bytes.size(); size += 97) look(bytes.substr(0, size), fmt::format("cut to {}", size));
  look(bytes + "x", "a byte more");
  look("account_id,start,kwh\n", "a text");
  look(std::string(bytes.size(), '\0'), "zeros");
  fs::remove(cache);  // what would be waited for without end
  ASSERT_EQ(::mkfifo(cache.c_str(), 0600), 0);
  EXPECT_THAT(keep(folder, path).ingested.words(), HasSubstr("made anew: "));
  EXPECT_EQ(content(*keep(folder, path).ingested.cache), whole);
}

TEST(UsageCache, LeavesNothingHalfWritten) {
  const Folder folder;
  const std::string path = folder.write("usage.csv", several_accounts());
  fs::create_directory(folder.path() + "/cache");
  std::ofstream(folder.path() + "/cache/.partial-killed") << "half a cache";
  ASSERT_EQ(::mkfifo((folder.path() + "/cache/.partial-pipe").c_str(), 0600), 0);
  keep(folder, path);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder.path() + "/cache")) {
    ++files;
    EXPECT_EQ(entry.path().extension(), ".usage");
    EXPECT_EQ(fs::status(entry.path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  }
  EXPECT_EQ(files, 1U);
}

TEST(UsageCache, WhatCannotBeKeptIsSaid) {
  const Folder folder;
  const Kept registers = keep(folder, folder.write("reads.csv", "account_id,from,through,kwh\nA1,2025-07-01,2025-07-31,7\n"));
  ASSERT_TRUE(registers.failure);
  EXPECT_THAT(registers.failure->message, HasSubstr("has no intervals"));
  std::ofstream(folder.path() + "/cache") << "a file where the directory should be";
  const Kept blocked = keep(folder, folder.write("usage.csv", wide("1;2")));
  ASSERT_TRUE(blocked.failure);
  EXPECT_EQ(blocked.failure->kind, Failure::Kind::system);
}

}  // namespace
}  // namespace ratebook::io_test
