// Result files: splitting, the one rename, what a killed run leaves.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "runtime/io/bill_text.hpp"
#include "runtime/io/output_directory.hpp"
#include "runtime/io/table_file.hpp"
#include "tests/io/input_files.hpp"

namespace ratebook {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Table, SplitsAtItsRows) {
  const io_test::Folder folder;
  auto table = TableFile::create(folder.path(), "lines", "a,b", 3);
  ASSERT_TRUE(table);
  std::string rows;
  std::vector<std::uint32_t> ends;
  for (int i = 0; i < 8; ++i) {
    rows += std::to_string(i) + ",x\n";
    ends.push_back(static_cast<std::uint32_t>(rows.size()));
  }
  ASSERT_TRUE(table->write(std::string_view(rows).substr(0, ends[1]), std::span(ends).first(2)));
  std::string rest = rows.substr(ends[1]);
  std::vector<std::uint32_t> rest_ends;
  for (std::size_t i = 2; i < 8; ++i) rest_ends.push_back(ends[i] - ends[1]);
  ASSERT_TRUE(table->write(rest, rest_ends));
  ASSERT_TRUE(table->close());
  EXPECT_THAT(table->names(), ElementsAre("lines.csv", "lines_2.csv", "lines_3.csv"));
  EXPECT_EQ(content(folder.path() + "/lines.csv"), "a,b\n0,x\n1,x\n2,x\n");
  EXPECT_EQ(content(folder.path() + "/lines_2.csv"), "a,b\n3,x\n4,x\n5,x\n");
  EXPECT_EQ(content(folder.path() + "/lines_3.csv"), "a,b\n6,x\n7,x\n");
  EXPECT_EQ(table->rows(), 8U);
}

TEST(Table, AFullDiskIsAFailure) {
  const io_test::Folder folder;
  rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  rlimit small = old;
  small.rlim_cur = 2 << 20;
  std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  auto table = TableFile::create(folder.path(), "lines", "a", 1000000);
  Outcome<void> written;
  const std::string row(100000, 'x');
  for (int i = 0; i < 100 && written; ++i) written = table->write_row(row + "\n");
  ::setrlimit(RLIMIT_FSIZE, &old);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, Failure::Kind::system);
  EXPECT_THAT(written.error().message, HasSubstr("lines.csv"));
}

TEST(Output, IsMovedToItsPlaceWhole) {
  const io_test::Folder folder;
  const std::string place = folder.path() + "/bills";
  {
    auto out = OutputDirectory::begin(place, false);
    ASSERT_TRUE(out);
    std::ofstream(out->path() + "/bills.csv") << "new";
    std::ofstream(out->path() + "/run.json") << "{}";
    EXPECT_FALSE(fs::exists(place));
    ASSERT_TRUE(out->publish());
  }
  EXPECT_EQ(content(place + "/bills.csv"), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
  EXPECT_THAT(OutputDirectory::begin(place, false).error().message, HasSubstr("--replace"));
  {
    auto out = OutputDirectory::begin(place + "/", true);
    ASSERT_TRUE(out);
    std::ofstream(out->path() + "/lines.csv") << "newer";
    ASSERT_TRUE(out->publish());
  }
  EXPECT_FALSE(fs::exists(place + "/bills.csv"));
  EXPECT_EQ(content(place + "/lines.csv"), "newer");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(Output, OnlyResultsAreReplaced) {
  const io_test::Folder folder;
  const std::string place = folder.path() + "/bills";
  fs::create_directory(place);
  EXPECT_TRUE(OutputDirectory::begin(place, true));
  for (const char* name : {"bills.csv", "bills_2.csv", "run.json"}) std::ofstream(place + "/" + name) << "old";
  EXPECT_TRUE(OutputDirectory::begin(place, true));
  for (const char* name : {"notes.txt", "bills_x.csv", "accounts.csv"}) {
    std::ofstream(place + "/" + name) << "mine";
    EXPECT_THAT(OutputDirectory::begin(place, true).error().message, HasSubstr(name));
    fs::remove(place + "/" + name);
  }
  fs::remove(place + "/run.json");
  EXPECT_THAT(OutputDirectory::begin(place, true).error().message, HasSubstr("is not the result of a run"));
}

TEST(Output, GivenUpLeavesNothing) {
  const io_test::Folder folder;
  {
    auto out = OutputDirectory::begin(folder.path() + "/bills", false);
    std::ofstream(out->path() + "/bills.csv") << "half";
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Output, TwoRunsAtOnceDoNoHarm) {
  const io_test::Folder folder;
  const std::string place = folder.path() + "/bills";
  auto first = OutputDirectory::begin(place, false);
  auto second = OutputDirectory::begin(place, false);  // does not take away the first one's directory
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->path(), second->path());
  EXPECT_TRUE(fs::exists(first->path()));
  std::ofstream(first->path() + "/who") << "first";
  std::ofstream(second->path() + "/who") << "second";
  ASSERT_TRUE(second->publish());
  EXPECT_THAT(first->publish().error().message, HasSubstr("another run"));
  EXPECT_EQ(content(place + "/who"), "second");
}

TEST(Output, WhatAKilledRunLeftIsTakenAway) {
  const io_test::Folder folder;
  fs::create_directory(folder.path() + "/.bills.partial-killed");
  fs::create_directory(folder.path() + "/.other.partial-killed");
  std::ofstream(folder.path() + "/.bills.partial-killed/bills.csv") << "half";
  const auto out = OutputDirectory::begin(folder.path() + "/bills", false);
  EXPECT_FALSE(fs::exists(folder.path() + "/.bills.partial-killed"));
  EXPECT_TRUE(fs::exists(folder.path() + "/.other.partial-killed"));
}

TEST(Output, Places) {
  const io_test::Folder folder;
  EXPECT_EQ(OutputDirectory::begin(folder.path() + "/none/bills", false).error().kind, Failure::Kind::usage);
  EXPECT_EQ(OutputDirectory::begin(folder.write("file", "x"), true).error().kind, Failure::Kind::usage);
  EXPECT_EQ(OutputDirectory::begin(".", true).error().kind, Failure::Kind::usage);
}

TEST(Numbers, AsFilesShowThem) {
  const auto shown = [](Int128 mantissa, int scale, int least) {
    std::string text;
    append_scaled(text, mantissa, scale, least);
    return text;
  };
  EXPECT_EQ(shown(1050, 2, 2), "10.50");
  EXPECT_EQ(shown(-5, 2, 2), "-0.05");
  EXPECT_EQ(shown(540000000, 6, 0), "540");
  EXPECT_EQ(shown(67338000, 6, 0), "67.338");
  EXPECT_EQ(shown(0, 6, 0), "0");
  EXPECT_EQ(shown(7, 0, 0), "7");
  EXPECT_EQ(shown(Int128{INT64_MAX} * 1000, 3, 0), std::to_string(INT64_MAX));
  std::string date;
  append_date(date, make_date(2024, 2, 29));
  EXPECT_EQ(date, "2024-02-29");
}

}  // namespace
}  // namespace ratebook
