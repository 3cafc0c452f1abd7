// What cuts a line into parts, and which members stand in the addresses of its rows.
#include <gtest/gtest.h>

#include "tests/semantics/script.hpp"

namespace ratebook {
namespace {

using test::check_script;

// "values twice; tables price; seasons season; dated account.rate; month"
std::string words(const CheckedTariff& t, const CutSet& cuts) {
  std::string all;
  auto put = [&](const std::string& w) { all += (all.empty() ? "" : " ") + w; };
  for (const ValueId v : cuts.values) put(t[v].name);
  for (const TableId v : cuts.tables) put(t[v].name);
  for (const SchemeId v : cuts.seasons) put(t[v].name);
  for (const InputId v : cuts.dated) put(t[v].path);
  if (cuts.month) put("month");
  return all;
}
std::string dimensions(const CheckedTariff& t, const Line& line) {
  std::string all;
  for (const SplitDimension& d : line.dimensions)
    all += (all.empty() ? "" : " ") + (d.kind == SplitDimension::Kind::month ? "month" : t[d.scheme].name);
  return all;
}

constexpr std::string_view kLines = R"(
  define doubled(x) = 2 * x * twice
  measure parts = smallest of { usage, 10 kWh/day * days } split by season
  measure whole = usage
  charge a "a" = once * months
  charge b "b" = twice * months
  charge c "c" = doubled(months)
  charge d "d" = usage * price[season, off_peak]
  charge e "e" = usage split by period at price[season, period]
  charge f "f" = usage split by season at price[summer, off_peak]
  charge g "g" = usage * account.rate  cite s "6"
  charge h "h" = parts * 0.10 USD/kWh  cite s "6"
  charge i "i" = usage * 0.01 USD/kWh when season = summer  cite s "6"
  charge j "j" = usage split by month at 0.01 USD/kWh  cite s "6"
  charge k "k" = whole * 0.01 USD/kWh  cite s "6"
  charge l "l" = usage * 0.01 USD/kWh * (twice / once)  cite s "6"
  charge m "m" = twice * months version by cycle end  cite s "6"
  tax t "t" = 5% of all lines  cite s "7"
)";

TEST(Cuts, FollowWhatTheLineReads) {
  const auto c = check_script(kLines);
  ASSERT_TRUE(c.tariff) << c.messages();
  auto cuts = [&](std::string_view name) { return words(*c.tariff, c.line(name).cuts); };
  EXPECT_EQ(cuts("a"), "");
  EXPECT_EQ(cuts("b"), "twice");
  EXPECT_EQ(cuts("c"), "twice");
  EXPECT_EQ(cuts("d"), "season");
  EXPECT_EQ(cuts("e"), "season");
  EXPECT_EQ(cuts("f"), "season");
  EXPECT_EQ(cuts("g"), "account.rate");
  EXPECT_EQ(cuts("h"), "season");
  EXPECT_EQ(cuts("i"), "season");
  EXPECT_EQ(cuts("j"), "month");
  EXPECT_EQ(cuts("k"), "");
  EXPECT_EQ(cuts("l"), "twice");
  EXPECT_EQ(cuts("m"), "");
  EXPECT_EQ(cuts("t"), "");
}

TEST(Cuts, ByCycleEndOnlyTheLinesOwnRuleCuts) {
  const auto c = check_script(kLines, "    season by cycle end  cite s \"2\"\n    version by cycle end  cite s \"2\"\n");
  ASSERT_TRUE(c.tariff) << c.messages();
  for (const Line& line : c.tariff->lines) EXPECT_EQ(words(*c.tariff, line.cuts), line.name == "j" ? "month" : "") << line.name;
  // The season of a split stands in the address whatever cuts.
  EXPECT_EQ(dimensions(*c.tariff, c.line("f")), "season");
  EXPECT_EQ(dimensions(*c.tariff, c.line("d")), "");
  EXPECT_EQ(dimensions(*c.tariff, c.line("h")), "season");
}

TEST(Cuts, DimensionsOfAddresses) {
  const auto c = check_script(kLines);
  ASSERT_TRUE(c.tariff) << c.messages();
  auto of = [&](std::string_view name) { return dimensions(*c.tariff, c.line(name)); };
  EXPECT_EQ(of("a"), "");
  EXPECT_EQ(of("b"), "");
  EXPECT_EQ(of("d"), "season");
  EXPECT_EQ(of("e"), "season period");
  EXPECT_EQ(of("f"), "season");
  EXPECT_EQ(of("h"), "season");
  EXPECT_EQ(of("j"), "month");
}

TEST(Cuts, CorrectionsOfAVersionCutNothing) {
  const auto c = check_script(R"(
  value corrected { from 2025-01-01 = 6.00 USD/month  cite s "4"  from 2025-01-01 known 2025-03-01 = 7.00 USD/month  cite s "4" }
  charge a "a" = corrected * months
  charge b "b" = twice * months
  charge c "c" = once * months + usage * price[season, on_peak] + usage * price[season, mid_peak] + usage * price[season, off_peak]
)");
  ASSERT_TRUE(c.tariff) << c.messages();
  EXPECT_TRUE(c.line("a").cuts.empty());
}

}  // namespace
}  // namespace ratebook
