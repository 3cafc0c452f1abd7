// Sizes, depths and bytes at the edge.
#include <gtest/gtest.h>

#include "tests/support/golden.hpp"
#include "tests/syntax/reading.hpp"

namespace ratebook {
namespace {

using test::in_tariff;
using test::Reading;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(Limits, AMegabyteOfStatements) {
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i)
    text += "  charge c" + std::to_string(i) +
            " \"C\" = (usage * 0.1 USD/kWh + 3 USD/day * days) * largest of { 1, 2 } when account.care  cite s \"x\"\n";
  const Reading r(in_tariff(text));
  ASSERT_TRUE(r.whole()) << r.said().substr(0, 1000);
  EXPECT_GT(r.tree->statements.size(), 8000U);
  EXPECT_EQ(Reading(r.laid_out()).printed(), r.printed());
}

TEST(Limits, AMegabyteOfMistakes) {
  const Reading r(in_tariff(repeated("  chrage c \"C\" = usage splt 3\n", 30'000)));
  EXPECT_EQ(r.sink.errors(), 30'000U);
}

TEST(Limits, LongChainsAreNotDeep) {
  EXPECT_TRUE(Reading(in_tariff("  measure m = 1" + repeated(" + usage", 100'000))).whole());
  EXPECT_TRUE(Reading(in_tariff("  define f(x) =\n" + repeated("    x when x > 3\n", 30'000) + "    x otherwise")).whole());
  EXPECT_TRUE(Reading(in_tariff("  table t : USD {\n    from 2025-01-01\n      | a | b |\n" +
                                repeated("      | a | 1 |\n", 60'000) + "  }"))
                  .whole());
  EXPECT_TRUE(Reading(in_tariff("  rider r \"R\" = 1% of a" + repeated(", b", 100'000))).whole());
}

TEST(Limits, NestingEndsWithAMessage) {
  const std::size_t fits = syntax::kMaxNesting - 1;
  EXPECT_TRUE(Reading(in_tariff("  measure m = " + repeated("(", fits) + "1" + repeated(")", fits))).whole());
  const std::vector<std::string> deep = {
      "  measure m = " + repeated("(", 100'000) + "1" + repeated(")", 100'000),
      "  measure m = " + repeated("50% of ", 100'000) + "usage",
      "  measure m = " + repeated("largest of { ", 50'000),
      "  measure m = " + repeated("sum of ", 50'000),
      "  measure m = " + repeated("f(", 50'000),
      "  measure m = " + repeated("t[1, ", 50'000),
  };
  for (const auto& text : deep) {
    const Reading r(in_tariff(text + "\n  season winter = otherwise"));
    ASSERT_EQ(r.sink.errors(), 1U) << r.said().substr(0, 2000);
    EXPECT_EQ(r.sink.all()[0].message, "expected at most 200 levels of nesting");
    EXPECT_EQ(r.tree->statements.size(), 1U) << "the statement behind it is read";
  }
  const Reading tiers(in_tariff("  charge c \"C\" = usage " + repeated("in tiers { a above ", 50'000)));
  EXPECT_GE(tiers.sink.errors(), 1U);
}

TEST(Limits, BracesAndQuotesWithoutEnd) {
  for (const std::string& text :
       {repeated("{", 300'000), repeated("}", 300'000), repeated("\"a\"b", 100'000), repeated("\"", 300'000),
        repeated("' ", 100'000), repeated(";", 300'000), repeated("# ", 300'000), repeated("| ", 100'000)}) {
    const Reading r(in_tariff(text));
    EXPECT_EQ(r.whole(), text[0] == '#') << text.substr(0, 10);
  }
}

TEST(Limits, LineEndsMarksAndTabsChangeNothing) {
  const std::string text = test::read_file("tests/golden/syntax/every_form.tariff");
  const Reading plain(text);
  ASSERT_TRUE(plain.whole());
  std::string windows, tabs;
  for (const char c : text) {
    if (c == '\n') windows += '\r';
    windows += c;
    tabs += c == ' ' && tabs.ends_with('\n') ? '\t' : c;
  }
  EXPECT_EQ(Reading(windows).printed(), plain.printed());
  EXPECT_EQ(Reading(windows).laid_out(), plain.laid_out());
  EXPECT_EQ(Reading(tabs).laid_out(), plain.laid_out());
  EXPECT_EQ(Reading("\xEF\xBB\xBF" + text).printed(), plain.printed());
  EXPECT_EQ(Reading(text.substr(0, text.size() - 1)).laid_out(), plain.laid_out());
}

TEST(Limits, FilesWithoutAScript) {
  for (const char* text : {"", "\n\n", "# only a comment", "   ", "}", "{", "\"", "tariff", "tariff X", "library X \"x\""}) {
    const Reading r(text);
    EXPECT_TRUE(r.sink.has_errors()) << text;
    EXPECT_FALSE(r.whole());
  }
  EXPECT_TRUE(Reading("tariff X \"x\" { }").whole());
}

}  // namespace
}  // namespace ratebook
