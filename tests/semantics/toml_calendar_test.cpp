// Calendars in files: what is read of them, and where and why one is refused.
#include "language/semantics/toml_calendar.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace ratebook {
namespace {

TEST(toml_calendar, dates_come_in_order_with_their_names) {
  const auto file =
      read_calendar("name = \"Days\"\n[[date]]\non = 2025-12-25\nname = \"Christmas Day\"\n[[date]]\non = 2025-01-01\n");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->name, "Days");
  ASSERT_EQ(file->dates.size(), 2U);
  EXPECT_EQ(file->dates[0].date, make_date(2025, 1, 1));
  EXPECT_EQ(file->dates[0].name, "");
  EXPECT_EQ(file->dates[1].date, make_date(2025, 12, 25));
  EXPECT_EQ(file->dates[1].name, "Christmas Day");
}

struct Refused {
  std::string_view text;
  unsigned line;
  std::string_view words;  // part of the message
};

TEST(toml_calendar, a_malformed_file_is_refused_with_its_line) {
  const Refused cases[] = {
      {"", 0, "no `[[date]]`"},
      {"name = \"Days\"\n", 0, "no `[[date]]`"},
      {"name = 5\n[[date]]\non = 2025-01-01\n", 1, "`name` must be a string"},
      {"title = \"Days\"\n[[date]]\non = 2025-01-01\n", 1, "`title` is not a key"},
      {"\ndate = 2025-01-01\n", 2, "`[[date]]` tables"},
      {"[date]\non = 2025-01-01\n", 1, "`[[date]]` tables"},
      {"[[date]]\nname = \"New Year\"\n", 1, "a date has no `on`"},
      {"[[date]]\non = \"2025-01-01\"\n", 2, "without quotes"},
      {"[[date]]\non = 2025-01-01T00:00:00\n", 2, "without quotes or time"},
      {"[[date]]\non = 2025-01-01\nname = 7\n", 3, "`name` must be a string"},
      {"[[date]]\non = 2025-01-01\nnmae = \"New Year\"\n", 3, "`nmae` is not a key"},
      {"[[date]]\non = 2025-01-01\n[[date]]\non = 2025-01-01\n", 4, "2025-01-01 stands in line 2 already"},
      {"[[date]]\non = 1899-12-31\n", 2, "1900 to 2999"},
      {"[[date]]\non = 2025-02-30\n", 2, ""},
      {"[[date]\non = 2025-01-01\n", 1, ""},
      {"[[date]]\non = 2025-01-01\nname = \"New\xff\"\n", 3, ""},
  };
  for (const Refused& c : cases) {
    const auto file = read_calendar(c.text);
    ASSERT_FALSE(file) << c.text;
    EXPECT_EQ(file.error().line, c.line) << c.text << file.error().message;
    EXPECT_NE(file.error().message.find(c.words), std::string::npos) << file.error().message;
    EXPECT_FALSE(file.error().message.empty());
  }
}

TEST(toml_calendar, the_calendars_of_the_library_are_read) {
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(RATEBOOK_SOURCE_DIR) / "stdlib/calendars")) {
    if (entry.path().extension() != ".toml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const auto file = read_calendar(std::string{std::istreambuf_iterator<char>(in), {}});
    ASSERT_TRUE(file) << entry.path() << ": " << file.error().line << ": " << file.error().message;
    EXPECT_EQ(year_of(file->dates.front().date), 2015) << entry.path();
    EXPECT_EQ(year_of(file->dates.back().date), 2035) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 6U);
}

}  // namespace
}  // namespace ratebook
