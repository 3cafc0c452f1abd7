// What examples in scripts cannot say: readings off the grid, order of errors, facts by edition, rows as plain data.
#include "runtime/interpreter/rate.hpp"

#include <gtest/gtest.h>

#include "runtime/interpreter/example_facts.hpp"
#include "tests/interpreter/read_script.hpp"

namespace ratebook {
namespace {

std::string small_tariff(const std::string& rules, const std::string& body, const std::string& zone = "America/New_York") {
  return "tariff SMALL \"Small\" {\n  utility \"Example Power & Light\"\n  timezone " + zone + "\n  currency USD\n" +
         "  source s \"Sheet\" effective 2025-01-01\n  rules {\n    round each line half up to 0.01 USD cite s \"1\"\n" +
         rules + "  }\n" + body + "}\n";
}

constexpr const char* kPeriods = R"(
  period on_peak  = every day 16:00 to 21:00 cite s "2"
  period off_peak = otherwise
  charge energy "Energy" = usage split by period at 0.10 USD/kWh cite s "3"
)";
constexpr const char* kClock = "    clock local daylight time cite s \"1\"\n";

AccountCycle cycle(Date from, int days) {
  AccountCycle c;
  c.account_id = "1";
  c.from = from;
  c.through = from + Days{days - 1};
  return c;
}
// `count` readings of 1 kWh, the first at `start` seconds after midnight UTC of the day.
IntervalSeries readings(Date day, std::int64_t start, std::int32_t step, std::size_t count) {
  return {kUsage, std::int64_t{day_number(day)} * 86400 + start, step, std::vector<std::int64_t>(count, 1000000)};
}
std::string outcome(const Rated& rated) {
  return rated ? format_scaled(rated->total, rated->amount_scale, 2) : std::string(code_word(rated.error().code));
}

class Grid : public testing::Test {
 protected:
  const Date day = make_date(2025, 7, 1);  // New York: 04:00 UTC
  test::Script script{small_tariff(kClock, kPeriods)};
  void SetUp() override { ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics(); }
  std::string rated(const IntervalSeries& series) {
    AccountCycle c = cycle(day, 1);
    c.intervals.push_back(series);
    return outcome(rate(script.editions(), c));
  }
};

TEST_F(Grid, WholeHours) { EXPECT_EQ(rated(readings(day, 4 * 3600, 3600, 24)), "2.40"); }
TEST_F(Grid, ReadingsOutsideTheCycleAreLeftOut) { EXPECT_EQ(rated(readings(day, 0, 3600, 48)), "2.40"); }
TEST_F(Grid, StartsTooLate) { EXPECT_EQ(rated(readings(day, 5 * 3600, 3600, 24)), "interval_missing"); }
TEST_F(Grid, EndsTooEarly) { EXPECT_EQ(rated(readings(day, 4 * 3600, 3600, 23)), "interval_missing"); }
TEST_F(Grid, LiesAcrossTheCyclesEdge) { EXPECT_EQ(rated(readings(day, 3 * 3600 + 1800, 3600, 25)), "interval_straddles"); }
TEST_F(Grid, LiesAcrossAPeriodsEdge) {
  // Steps of three hours from midnight: 15:00 to 18:00 holds 16:00.
  EXPECT_EQ(rated(readings(day, 4 * 3600, 3 * 3600, 8)), "interval_straddles");
  // Steps of half an hour do not.
  EXPECT_EQ(rated(readings(day, 4 * 3600, 1800, 48)), "4.80");
}
TEST_F(Grid, AnEdgeCountsBeforeAHole) {
  IntervalSeries series = readings(day, 4 * 3600, 3 * 3600, 8);
  series.readings[0] = kMissing;
  EXPECT_EQ(rated(series), "interval_straddles");
}
TEST_F(Grid, NegativeReading) {
  IntervalSeries series = readings(day, 4 * 3600, 3600, 24);
  series.readings[3] = -1;
  EXPECT_EQ(rated(series), "negative_reading");
}
TEST_F(Grid, TwoReadingsForOneInterval) {
  AccountCycle c = cycle(day, 1);
  c.intervals = {readings(day, 4 * 3600, 3600, 24), readings(day, 10 * 3600, 3600, 1)};
  EXPECT_EQ(outcome(rate(script.editions(), c)), "sources_disagree");
}
TEST_F(Grid, OneChannelInPieces) {
  AccountCycle c = cycle(day, 1);
  c.intervals = {readings(day, 14 * 3600, 3600, 14), readings(day, 4 * 3600, 3600, 10)};
  EXPECT_EQ(outcome(rate(script.editions(), c)), "2.40");
  c.intervals[1].step = 1800;
  EXPECT_EQ(outcome(rate(script.editions(), c)), "interval_mismatch");
}
TEST_F(Grid, AYearWithoutZoneData) {
  AccountCycle c = cycle(make_date(2040, 7, 1), 1);
  c.intervals.push_back(readings(c.from, 4 * 3600, 3600, 24));
  EXPECT_EQ(outcome(rate(script.editions(), c)), "zone_year");
}

TEST(Straddling, ByStartWhereTheScriptSaysSo) {
  const test::Script script(small_tariff(std::string(kClock) + "    intervals by start cite s \"1\"\n", kPeriods));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  AccountCycle c = cycle(make_date(2025, 7, 1), 1);
  c.intervals.push_back(readings(c.from, 4 * 3600, 3 * 3600, 8));
  const Rated rated = rate(script.editions(), c);
  ASSERT_TRUE(rated) << rated.error().message;
  ASSERT_EQ(rated->rows.size(), 2U);
  EXPECT_EQ(format_shown(rated->rows[0].quantity), "1");  // only 18:00 to 21:00 starts on peak
  EXPECT_EQ(format_shown(rated->rows[1].quantity), "7");
}

TEST(Straddling, EdgesOfSchemesThatTheBillDoesNotReadAreNone) {
  const test::Script script(small_tariff(kClock, R"(
  period on_peak  = every day 16:00 to 21:00 cite s "2"
  period off_peak = otherwise
  measure peak_use = usage in off_peak cite s "2"
  charge energy "Energy" = usage * 0.10 USD/kWh cite s "3"
)"));
  const test::Script whole(small_tariff(kClock, R"(
  period on_peak  = every day 16:00 to 21:00 cite s "2"
  period off_peak = otherwise
  charge energy "Energy" = usage * 0.10 USD/kWh cite s "3"
)"));
  AccountCycle c = cycle(make_date(2025, 7, 1), 1);
  c.intervals.push_back(readings(c.from, 4 * 3600, 3 * 3600, 8));
  EXPECT_EQ(outcome(rate(script.editions(), c)), "interval_straddles");
  EXPECT_EQ(outcome(rate(whole.editions(), c)), "0.80");
}

TEST(Straddling, AnEdgeWithoutAChangeOfMemberIsNone) {
  // At 16:00 the name of the range changes, not the member.
  const test::Script script(small_tariff(kClock, R"(
  period long_day = every day 06:00 to 16:00, every day 16:00 to 21:00 cite s "2"
  period night    = otherwise
  charge energy "Energy" = usage split by period at 0.10 USD/kWh cite s "3"
)"));
  AccountCycle c = cycle(make_date(2025, 7, 1), 1);
  c.intervals.push_back(readings(c.from, 4 * 3600, 3 * 3600, 8));
  EXPECT_EQ(outcome(rate(script.editions(), c)), "0.80");
}

TEST(Clock, IntervalsNeedTheRule) {
  const test::Script script(small_tariff("", "  charge energy \"Energy\" = usage * 0.10 USD/kWh cite s \"3\"\n"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  AccountCycle c = cycle(make_date(2025, 7, 1), 1);
  c.intervals.push_back(readings(c.from, 4 * 3600, 3600, 24));
  EXPECT_EQ(outcome(rate(script.editions(), c)), "rule_missing");
  c.intervals.clear();
  c.reads.push_back({kUsage, {}, 24000000});
  EXPECT_EQ(outcome(rate(script.editions(), c)), "2.40");
}

// Everything is wrong with this account; each repair uncovers the next error of the table in runtime/interpreter/README.md.
TEST(Errors, InTheOrderOfTheTable) {
  test::Script script(small_tariff(std::string(kClock) + "    version by usage day cite s \"1\"\n", R"(
  choice zone = north, south cite s "2"
  input account.first_fact : kW from 1 kW to 10 kW
  input premise.zone       : zone
  input account.size       : kW from 0 kW to 50 kW
  eligible when account.size <= 20 kW cite s "2"
  calendar holidays cite s "2" { 2025-07-04 }
  day weekday = Mon..Fri except holidays
  day weekend = otherwise
  period on_peak  = weekday 16:00 to 21:00 cite s "2"
  period off_peak = otherwise
  table rate : USD/kWh {
    from 2025-01-01 cite s "3"
      | zone  | on_peak | off_peak |
      | north |       1 |        2 |
      | south |       3 |        4 |
  }
  value extra { from 2025-07-01 = 1 USD/day cite s "3" }
  charge energy "Energy" = usage split by period at rate[premise.zone, period] cite s "3"
  charge extra_line "Extra" = extra * days cite s "3"
  charge one "One" = 1 USD/day * days
    for first 2 cycles of account cite s "3"
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  CheckedTariff& tariff = script.book.tariffs.front().editions.front();
  for (TableCell& cell : tariff.tables.front().versions.front().cells) cell.amount.reset();

  AccountCycle c = cycle(make_date(2026, 6, 30), 1);
  c.inputs.resize(3);
  const auto code = [&] { return outcome(rate(script.editions(), c)); };
  c.intervals.push_back(readings(c.from, 4 * 3600, 3600, 23));
  c.inputs[1] = FactValue(std::string("west"));
  EXPECT_EQ(code(), "input_missing");
  c.inputs[0] = FactValue(Ratio{11, 1});
  EXPECT_EQ(code(), "input_range");
  c.inputs[0] = FactValue(Ratio{10, 1});
  EXPECT_EQ(code(), "bad_choice");
  c.inputs[1] = FactValue(std::string("south"));
  EXPECT_EQ(code(), "input_missing");
  c.inputs[2] = FactValue(Ratio{30, 1});
  EXPECT_EQ(code(), "not_eligible");
  c.inputs[2] = FactValue(Ratio{20, 1});
  EXPECT_EQ(code(), "holiday_year");
  c = [&] {
    AccountCycle in_listed_year = c;
    in_listed_year.from = in_listed_year.through = make_date(2025, 6, 30);
    in_listed_year.intervals = {readings(in_listed_year.from, 4 * 3600, 3600, 23)};
    return in_listed_year;
  }();
  EXPECT_EQ(code(), "interval_missing");
  c.intervals = {readings(c.from, 4 * 3600, 3600, 24)};
  c.reads.push_back({kUsage, {}, 1});
  EXPECT_EQ(code(), "sources_disagree");
  c.reads.clear();
  EXPECT_EQ(code(), "price_missing");
  for (TableCell& cell : tariff.tables.front().versions.front().cells) cell.amount = Amount{{1, 1}, {1, 0}, {}};
  EXPECT_EQ(code(), "value_gap");
  c.from = c.through = make_date(2025, 7, 1);
  c.intervals = {readings(c.from, 4 * 3600, 3600, 24)};
  EXPECT_EQ(code(), "cycle_number_missing");
  c.cycle_number = 3;
  EXPECT_EQ(code(), "25.00");
  c.cycle_number = 2;
  EXPECT_EQ(code(), "26.00");
}

TEST(Rows, HoldWhatFilesShow) {
  const test::Script script(
      small_tariff("    season by usage day cite s \"1\"\n    version by usage day cite s \"1\"\n"
                   "    allocate register reads evenly by day cite s \"1\"\n",
                   R"(
  season summer = Jun 1 through Sep 30 cite s "2"
  season winter = otherwise
  table rate : c/kWh {
    from 2025-01-01 cite s "3"
      | season |    all |
      | summer | 12.345 |
      | winter | 10.000 |
    from 2025-09-24 cite s "3"
      | season | all |
      | summer |  13 |
      | winter |  11 |
  }
  charge energy "Energy" = usage split by season at rate[season, all] cite s "3"
  credit back "Back" = 7% of energy cite s "4"
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  AccountCycle c = cycle(make_date(2025, 9, 22), 21);
  c.reads.push_back({kUsage, {}, 100000000});
  const Rated rated = rate(script.editions(), c);
  ASSERT_TRUE(rated) << rated.error().message;
  std::string text;
  for (const BillRow& r : rated->rows)
    text +=
        fmt::format("{} {}..{} {} {} x {} {} = {}{} -> {}\n", row_address(script.tariff(), r, true), format_date(r.part_from),
                    format_date(r.part_through), format_shown(r.quantity), r.quantity_unit, format_shown(r.price), r.price_unit,
                    r.unrounded.exact ? "" : "~", format_shown(r.unrounded), format_scaled(r.amount, rated->amount_scale, 2));
  EXPECT_EQ(text,
            "energy.summer@2025-01-01 2025-09-22..2025-09-23 9.52381 kWh x 12.345 c/kWh = ~1.175714 -> 1.18\n"
            "energy.summer@2025-09-24 2025-09-24..2025-09-30 33.333333 kWh x 13 c/kWh = ~4.333333 -> 4.33\n"
            "energy.winter@2025-09-24 2025-10-01..2025-10-12 57.142857 kWh x 11 c/kWh = ~6.285714 -> 6.29\n"
            "back@2025-01-01 2025-09-22..2025-10-12 11.8 USD x 7 % = -0.826 -> -0.83\n");
  EXPECT_EQ(rated->total, 1097);
  ASSERT_EQ(rated->quantities.size(), 1U);
  EXPECT_EQ(rated->quantities[0].value, (Ratio{100, 1}));
}

TEST(AsKnown, CorrectionsCountFromTheDayTheyAreKnown) {
  const test::Script script(small_tariff("    version by usage day cite s \"1\"\n", R"(
  value rate {
    from 2025-01-01                  = 0.10 USD/kWh cite s "3"
    from 2025-04-01                  = 0.20 USD/kWh cite s "3"
    from 2025-04-01 known 2025-06-20 = 0.15 USD/kWh cite s "3"
  }
  charge energy "Energy" = usage * rate cite s "3"
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  AccountCycle c = cycle(make_date(2025, 5, 1), 30);
  c.reads.push_back({kUsage, {}, 100000000});
  EXPECT_EQ(outcome(rate(script.editions(), c, {make_date(2025, 6, 19)})), "20.00");
  EXPECT_EQ(outcome(rate(script.editions(), c, {make_date(2025, 6, 20)})), "15.00");
  EXPECT_EQ(outcome(rate(script.editions(), c)), "15.00");
}

TEST(AsKnown, PricesCountFromTheDayOnWhichTheirSourcesAreKnown) {
  const test::Script script(small_tariff("    version by usage day cite s \"1\"\n", R"(
  source filed    "Filed"    filed 2025-03-10 effective 2025-04-01
  source told     "Told"     filed 2025-03-10 known 2025-06-01 effective 2025-05-01
  source in_force "In force" effective 2025-06-15
  value rate {
    from 2025-01-01 = 0.10 USD/kWh cite s "3"
    from 2025-04-01 = 0.20 USD/kWh cite filed "3"
    from 2025-05-01 = 0.30 USD/kWh cite filed "3", told "4"
    from 2025-05-15 known 2025-05-20 = 0.40 USD/kWh cite in_force "5"
  }
  table basic : USD/month {
    from 2025-01-01 cite s "6"
      | kind  | amount |
      | plain | 1.00   |
    from 2025-05-01 cite in_force "6"
      | kind  | amount |
      | plain | 2.00   |
  }
  charge energy "Energy" = usage * rate cite s "3"
  charge basic_line "Basic" = basic[plain, amount] * 1 month version by cycle end cite s "3"
)"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  const auto billed = [&](Date from, Date as_known) {
    AccountCycle c = cycle(from, 10);
    c.reads.push_back({kUsage, {}, 100000000});
    return outcome(rate(script.editions(), c, {as_known}));
  };
  const Date april = make_date(2025, 4, 2), may = make_date(2025, 5, 2), late = make_date(2025, 5, 16);
  EXPECT_EQ(billed(april, make_date(2025, 3, 9)), "11.00");
  EXPECT_EQ(billed(april, make_date(2025, 3, 10)), "21.00");
  EXPECT_EQ(billed(april, make_date(2024, 12, 31)), "value_gap");  // nothing was known
  EXPECT_EQ(billed(may, make_date(2025, 5, 31)), "21.00");         // of two sources the later one counts
  EXPECT_EQ(billed(may, make_date(2025, 6, 1)), "31.00");
  EXPECT_EQ(billed(may, make_date(2025, 6, 15)), "32.00");
  EXPECT_EQ(billed(late, make_date(2025, 5, 19)), "21.00");
  EXPECT_EQ(billed(late, make_date(2025, 5, 20)), "41.00");  // a version's own `known` is the word that counts
}

TEST(Editions, FactsThatOnlyTheEarlierOneDeclares) {
  const std::filesystem::path folder = std::filesystem::path(RATEBOOK_SOURCE_DIR) / "tests/interpreter/scripts";
  const test::Script script(std::vector<std::filesystem::path>{folder / "edition-2025.tariff", folder / "edition-2026.tariff"});
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  AccountCycle c = cycle(make_date(2025, 12, 11), 31);
  const CheckedTariff& newest = script.editions().editions.back();
  for (std::uint16_t m = 0; m < 2; ++m) c.reads.push_back({kUsage, {{SchemeId{0}, m}}, m == 0 ? 62000000 : 248000000});
  ASSERT_EQ(newest.schemes.size(), 1U);
  c.earlier_inputs.emplace_back("account.old_class", FactValue(std::string("legacy")));
  const Rated rated = rate(script.editions(), c);
  ASSERT_TRUE(rated) << rated.error().message;
  EXPECT_EQ(format_scaled(rated->total, rated->amount_scale, 3), "92.650");  // 21.00 and its tax more
}

}  // namespace
}  // namespace ratebook
