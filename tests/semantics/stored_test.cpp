// Which measures always end as a decimal, so that later bills can read them exactly.
#include "language/semantics/stored.hpp"

#include <gtest/gtest.h>

#include "tests/semantics/script.hpp"

namespace ratebook {
namespace {

bool ends(std::string_view arms) {
  const auto c = test::check_script("  measure kw = maximum demand in cycle\n  measure third = usage / 3\n  measure x = " +
                                    std::string(arms) + "\n  charge a \"a\" = usage * 1 USD/kWh  cite s \"6\"\n");
  EXPECT_TRUE(c.tariff) << c.messages();
  const std::vector<bool> all = measures_end_as_decimals(*c.tariff);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (c.tariff->measures[i].name == "x") return all[i];
  ADD_FAILURE();
  return false;
}

TEST(MeasuresEndAsDecimals, ReadingsPricesAndTheirSumsAndProducts) {
  EXPECT_TRUE(ends("usage - export"));
  EXPECT_TRUE(ends("kw * 0.85 + 5 kW"));
  EXPECT_TRUE(ends("usage * once * account.kw"));
  EXPECT_TRUE(ends("usage / 100 kWh"));
  EXPECT_TRUE(ends("usage / 64"));
  EXPECT_TRUE(ends("largest of { usage, 10 kWh/day * days }"));
  EXPECT_TRUE(ends("highest kw in preceding 11 cycles, missing cycles as 0 kW"));
  EXPECT_TRUE(ends("sum of usage in preceding 3 cycles, missing cycles left out"));
}
TEST(MeasuresEndAsDecimals, ThirdsAndAveragesDoNot) {
  EXPECT_FALSE(ends("third"));
  EXPECT_FALSE(ends("usage / 7 kWh"));
  EXPECT_FALSE(ends("usage / days"));
  EXPECT_FALSE(ends("once * months"));
  EXPECT_FALSE(ends("average demand in cycle"));
  EXPECT_FALSE(ends("average of kw in preceding 3 cycles, missing cycles as 0 kW"));
  EXPECT_FALSE(ends("1 kWh when account.low\n    third otherwise"));
}
TEST(MeasuresEndAsDecimals, WhatIsRoundedDoes) {
  EXPECT_TRUE(ends("third round half up to 0.001 kWh"));
  EXPECT_TRUE(ends("(usage / days round half up to 0.01 kWh/day)"));
  EXPECT_TRUE(ends("average power factor in cycle round half up to 0.01"));
}

}  // namespace
}  // namespace ratebook
