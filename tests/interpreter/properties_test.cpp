#include "runtime/interpreter/properties.hpp"

#include <gtest/gtest.h>

#include "runtime/interpreter/rate.hpp"
#include "tests/interpreter/read_script.hpp"

namespace ratebook {
namespace {

std::string tariff_with(const std::string& body) {
  return R"(tariff SMALL "Small" {
  utility "Example Power & Light"
  timezone America/New_York
  currency USD
  source s "Sheet" effective 2025-01-01
  rules {
    season   by usage day                   cite s "1"
    version  by usage day                   cite s "1"
    clock    local daylight time            cite s "1"
    demand   15 min fixed windows           cite s "1"
    allocate register reads evenly by day   cite s "1"
    round    each line half up to 0.01 USD  cite s "1"
  }
)" + body +
         "}\n";
}

PropertyOutcome outcome(const test::Script& script, std::size_t points = 100) {
  const TariffEditions& editions = script.editions();
  const auto rating = [&](const AccountCycle& cycle, const RatingOptions& options) { return rate(editions, cycle, options); };
  return check_property(script.sources, editions, 0, script.tariff().properties.front(), rating, {.points = points});
}

TEST(Property, APriceThatFallsForAllEnergyIsFound) {
  const test::Script script(tariff_with(R"(
  define price(q) = cite s "2"
    0.12 USD/kWh when q <= 500 kWh
    0.10 USD/kWh otherwise
  charge energy "Energy" = usage * price(usage) version by cycle end cite s "2"
  property "more energy never costs less" {
    for all usage from 0 kWh to 3000 kWh
    total never decreases in usage
  }
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  const PropertyOutcome found = outcome(script);
  ASSERT_TRUE(found.failure);
  EXPECT_EQ(found.failure->claim, "total never decreases in usage");
  // Shrunk to the step itself: 500 kWh still at 0.12, the next value at 0.10.
  EXPECT_NE(found.failure->example.find("given usage 500 kWh"), std::string::npos) << found.failure->example;
  EXPECT_NE(found.failure->example.find("expect total 60.00 USD"), std::string::npos) << found.failure->example;
}

TEST(Property, AFailureIsPrintedAsAnExampleThatChecks) {
  const std::string body = R"(
  input account.member : flag = false
  charge energy "Energy" = usage * 0.10 USD/kWh cite s "2"
  discount club "Club" = 10.00 USD
    when account.member cite s "2"
  property "nobody is paid for using energy" {
    for all usage from 0 kWh to 3000 kWh
    always total >= 0.00 USD
  }
)";
  const test::Script script(tariff_with(body));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  const PropertyOutcome found = outcome(script);
  ASSERT_TRUE(found.failure);
  const test::Script again(tariff_with(body + found.failure->example));
  EXPECT_FALSE(again.sink.has_errors()) << again.diagnostics() << found.failure->example;
  EXPECT_EQ(again.tariff().examples.size(), 1U);
  EXPECT_NE(found.failure->example.find("given usage 0 kWh"), std::string::npos) << found.failure->example;
}

TEST(Property, WhenLimitsAClaim) {
  const test::Script script(tariff_with(R"(
  charge energy "Energy" = usage * 0.10 USD/kWh cite s "2"
  discount club "Club" = 10.00 USD cite s "2"
  property "from 100 kWh on the bill is not negative" {
    for all usage from 0 kWh to 3000 kWh
    always total >= 0.00 USD when usage >= 100 kWh
  }
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  const PropertyOutcome found = outcome(script);
  EXPECT_FALSE(found.failure) << found.failure->example;
}

TEST(Property, PeriodsDemandAndHistoryAreGenerated) {
  const test::Script script(tariff_with(R"(
  input account.contract_kw : kW from 0 kW to 500 kW
  period on_peak  = every day 16:00 to 21:00 cite s "2"
  period off_peak = otherwise
  measure peak_kw = maximum demand in cycle round half up to 0.1 kW cite s "2"
  measure pf = average power factor in cycle round half up to 0.01 cite s "2"
  measure billing = largest of { peak_kw, 80% of highest peak_kw in preceding 11 cycles, missing cycles as 0 kW } round half up to 0.1 kW cite s "2"
  charge demand "Demand" = billing / pf * 2 USD/kW version by cycle end cite s "2"
  charge energy "Energy" = usage split by period at 0.10 USD/kWh cite s "2"
  minimum floor "Minimum" = account.contract_kw * 1 USD/kW over all lines version by cycle end cite s "2"
  property "more energy on peak never costs less" {
    for all usage.on_peak from 0 kWh to 3000 kWh
    total never decreases in usage.on_peak
  }
  property "more demand never costs less" {
    for all peak_kw from 0 kW to 800 kW
    for all usage from 0 kWh to 1000 kWh
    total never decreases in peak_kw
    total never decreases in usage
  }
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  for (const Property& property : script.tariff().properties) {
    const TariffEditions& editions = script.editions();
    const auto rating = [&](const AccountCycle& cycle, const RatingOptions& options) { return rate(editions, cycle, options); };
    const PropertyOutcome found = check_property(script.sources, editions, 0, property, rating, {.points = 60});
    EXPECT_FALSE(found.failure) << property.name << found.failure->reason << found.failure->example;
    EXPECT_GT(found.points, 50U);
  }
}

TEST(Property, TheSameSeedTriesTheSamePoints) {
  const test::Script script(tariff_with(R"(
  choice area = north, south cite s "2"
  input premise.area : area
  charge energy "Energy" = usage * 0.10 USD/kWh cite s "2"
  property "a claim that is false somewhere" {
    for all usage from 0 kWh to 3000 kWh
    for all premise.area values
    always total < 250.00 USD
  }
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  const PropertyOutcome a = outcome(script), b = outcome(script);
  ASSERT_TRUE(a.failure);
  ASSERT_TRUE(b.failure);
  EXPECT_EQ(a.failure->example, b.failure->example);
  EXPECT_EQ(a.points, b.points);
  EXPECT_NE(a.failure->example.find("given usage 2499.95 kWh"), std::string::npos)
      << a.failure->example;  // the least that costs 250.00
}

}  // namespace
}  // namespace ratebook
