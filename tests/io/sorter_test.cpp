#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <map>

#include "runtime/io/record_bytes.hpp"
#include "runtime/io/record_sorter.hpp"
#include "tests/io/input_files.hpp"

namespace ratebook {
namespace {

std::vector<std::pair<std::string, std::string>> sorted(const std::map<std::string, std::string>& records, std::size_t memory,
                                                        std::size_t& files) {
  const io_test::Folder folder;
  RecordSorter sorter(folder.path(), memory);
  std::vector<std::string> keys;
  for (const auto& [key, record] : records) keys.push_back(key);
  std::reverse(keys.begin(), keys.end());
  for (const std::string& key : keys) EXPECT_TRUE(sorter.add(key, records.at(key)));
  EXPECT_TRUE(sorter.sort());
  std::vector<std::pair<std::string, std::string>> out;
  std::string_view key, record;
  while (*sorter.next(key, record)) out.emplace_back(key, record);
  files = sorter.files();
  return out;
}

RC_GTEST_PROP(Sorter, SortsByBytes, ()) {
  const auto text = rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const auto records = *rc::gen::container<std::map<std::string, std::string>>(text, text);
  std::size_t files = 0;
  const auto out = sorted(records, 1 << 20, files);
  const std::vector<std::pair<std::string, std::string>> expected(records.begin(), records.end());
  RC_ASSERT(out == expected);
}

std::size_t resident_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

// 200 MB of records in 8 MB: they go to files, more of them than are merged at once, and memory stays within the bound.
TEST(Sorter, KeepsWithinItsMemory) {
  const io_test::Folder folder;
  RecordSorter sorter(folder.path(), std::size_t{8} << 20);
  const std::string record(1000, 'r');
  const std::size_t before = resident_kilobytes();
  std::size_t most = 0;
  std::uint64_t number = 1;
  constexpr std::uint64_t kRecords = 600000;
  std::string key;
  for (std::uint64_t i = 0; i < kRecords; ++i) {
    number = number * 6364136223846793005U + 1442695040888963407U;
    key.clear();
    append_key(key, number);
    ASSERT_TRUE(sorter.add(key, record));
    if (i % 50000 == 0) most = std::max(most, resident_kilobytes());
  }
  ASSERT_TRUE(sorter.sort());
  std::string last;
  std::string_view at, found;
  std::uint64_t count = 0;
  for (;; ++count) {
    const auto more = sorter.next(at, found);
    ASSERT_TRUE(more);
    if (!*more) break;
    ASSERT_LT(last, at);
    ASSERT_EQ(found, record);
    last = at;
    if (count % 50000 == 0) most = std::max(most, resident_kilobytes());
  }
  EXPECT_EQ(count, kRecords);
  EXPECT_GT(sorter.files(), 64U);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they keep what is freed
  EXPECT_LT(most, before + 40 * 1024);
#endif
}

TEST(Sorter, SaysThatADirectoryIsMissing) {
  RecordSorter sorter("/nonexistent/folder", 1 << 20);
  const std::string record(3000, 'r');
  Outcome<void> added;
  for (int i = 0; i < 5000 && added; ++i) {
    std::string key;
    append_key(key, static_cast<std::uint64_t>(i));
    added = sorter.add(key, record);
  }
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, Failure::Kind::system);
  EXPECT_NE(added.error().message.find("/nonexistent/folder"), std::string::npos);
}

}  // namespace
}  // namespace ratebook
