// What expressions become: each form written in a script, and the checked expression as it is printed.
#include "language/semantics/print_expression.hpp"

#include <gtest/gtest.h>

#include "tests/semantics/script.hpp"

namespace ratebook {
namespace {

std::string measure(std::string_view arms, std::string_view modifiers = "") {
  const auto c = test::check_script(
      "  define doubled(x) = 2 * x\n  define banded(x, limit) =\n    limit when x < limit\n    x otherwise\n"
      "  define cell(p) = price[winter, p]\n  input account.name : text = none\n"
      "  input account.start : date = 2025-01-01\n  input account.count : count from 1 to 9 = 1\n"
      "  measure kw = maximum demand in cycle\n  measure m = " +
      std::string(arms) + " " + std::string(modifiers) + "\n  charge a \"a\" = usage * 1 USD/kWh  cite s \"6\"\n");
  return c.tariff ? print_expression(*c.tariff, c.measure("m").value) : c.messages();
}
std::string condition(std::string_view text) {
  const auto c = test::check_script(
      "  input account.name : text = none\n  input account.start : date = 2025-01-01\n"
      "  input account.count : count from 1 to 9 = 1\n"
      "  charge a \"a\" = usage split by month at 1 USD/kWh when " +
      std::string(text) + "  cite s \"6\"\n");
  return c.tariff ? print_expression(*c.tariff, c.line("a").when.front()) : c.messages();
}

TEST(Expressions, Arithmetic) {
  EXPECT_EQ(measure("usage - export + 5 kWh"), "usage - export + 5 kWh");
  EXPECT_EQ(measure("usage - (export + 5 MWh)"), "usage - (export + 5000 kWh)");
  EXPECT_EQ(measure("2 * (usage - export) / 4"), "2 * (usage - export) / 4");
  EXPECT_EQ(measure("usage / (2 * 3)"), "usage / (2 * 3)");
  EXPECT_EQ(measure("35% of 50% of usage"), "0.35 * (0.5 * usage)");
  EXPECT_EQ(measure("kw * 90 min"), "kw * 1.5 h");
  EXPECT_EQ(measure("largest of { usage, 5 kWh\n export }"), "largest of { usage, 5 kWh, export }");
  EXPECT_EQ(measure("smallest of { usage }"), "usage");
  EXPECT_EQ(measure("(usage / 3 round half even to 0.1 kWh)"), "(usage / 3 round half even to 0.1 kWh)");
}
TEST(Expressions, DefinesStandInPlaceOfTheirCalls) {
  EXPECT_EQ(measure("doubled(usage) + 1 kWh"), "2 * usage + 1 kWh");
  EXPECT_EQ(measure("doubled(doubled(kw + 1 kW))"), "2 * (2 * (kw + 1 kW))");
  EXPECT_EQ(measure("banded(kw, account.kw)"), "{ account.kw when kw < account.kw; kw otherwise }");
  EXPECT_EQ(measure("usage * cell(off_peak)"), "usage * price[winter, off_peak]");
}
TEST(Expressions, TimeAndDemand) {
  EXPECT_EQ(measure("usage in on_peak"), "usage in on_peak");
  EXPECT_EQ(measure("(usage - export) in on_peak"), "usage in on_peak - export in on_peak");
  EXPECT_EQ(measure("(usage in on_peak) in summer"), "usage in summer in on_peak");
  EXPECT_EQ(measure("maximum demand of reactive in off_peak over 60 min"),
            "maximum demand of reactive in off_peak over 60 min");
  EXPECT_EQ(measure("average demand in summer"), "average demand of usage in summer");
  EXPECT_EQ(measure("average power factor in on_peak", "round half up to 0.01"), "average power factor in on_peak");
}
TEST(Expressions, History) {
  EXPECT_EQ(measure("80% of highest kw in preceding 11 cycles within summer, missing cycles as 5 kW"),
            "0.8 * (highest kw in preceding 11 cycles within summer, missing cycles as 5 kW)");
  EXPECT_EQ(measure("average of lowest 2 of usage in preceding 3 cycles, missing cycles left out"),
            "average of lowest 2 of usage in preceding 3 cycles, missing cycles left out");
  EXPECT_EQ(measure("highest (kw * 2 + doubled(kw)) in preceding 2 cycles"), "highest (kw * 2 + 2 * kw) in preceding 2 cycles");
}
TEST(Expressions, Conditions) {
  EXPECT_EQ(condition("usage > 5 MWh and (account.low or not cycle.first)"),
            "usage > 5000 kWh and (account.low or not cycle.first)");
  EXPECT_EQ(condition("account.low = false"), "not account.low");
  EXPECT_EQ(condition("account.low != false"), "account.low");
  EXPECT_EQ(condition("account.low = cycle.first"), "account.low and cycle.first or not account.low and not cycle.first");
  EXPECT_EQ(condition("account.zone = north"), "account.zone = north");
  EXPECT_EQ(condition("north != account.zone"), "account.zone != north");
  EXPECT_EQ(condition("account.name = SPRING25"), "account.name = SPRING25");
  EXPECT_EQ(condition("cycle.month in (Apr, Oct)"), "cycle.month in (Apr, Oct)");
  EXPECT_EQ(condition("month = Jul"), "month = Jul");
  EXPECT_EQ(condition("account.count in (3, 1)"), "account.count in (1, 3)");
  EXPECT_EQ(condition("season = summer"), "season = summer");
  EXPECT_EQ(condition("season != summer"), "not season = summer");
  EXPECT_EQ(condition("season in (summer, winter)"), "season = summer or season = winter");
  EXPECT_EQ(condition("cycle.days outside 25..35 days"), "cycle.days outside 25 day .. 35 day");
  EXPECT_EQ(condition("cycle.from >= account.start + 30 day"), "cycle.from >= account.start + 30 day");
}

}  // namespace
}  // namespace ratebook
