// Months and years against the definition, day by day.
#include "runtime/interpreter/proration.hpp"

#include <gtest/gtest.h>

#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

Ruled<Proration> rule(Proration::Kind kind, Ratio divisor = {30, 1}, std::vector<Proration::Condition> when = {}) {
  Ruled<Proration> r;
  r.rule.kind = kind;
  r.rule.divisor = divisor;
  r.rule.when = std::move(when);
  return r;
}
const std::vector<Proration::Condition> kOutside{{Proration::Condition::Kind::cycle_outside, 25, 35}};

WholeCycle cycle(Date from, int days) { return {from, from + Days{days - 1}, std::nullopt, false, false}; }
DaySet all(const WholeCycle& c) { return DaySet::between(c.from, c.through); }

TEST(Months, WindowOfAMonth) {
  const auto by30 = rule(Proration::Kind::days_by_number, {30, 1}, kOutside);
  for (int days = 1; days <= 60; ++days) {
    const WholeCycle c = cycle(make_date(2025, 3, 2), days);
    EXPECT_EQ(months_of(by30, c, all(c)), days >= 25 && days <= 35 ? Number(1) : Number(days, 30)) << days;
  }
}

TEST(Months, FirstAndLastCycles) {
  const auto r = rule(Proration::Kind::days_by_number, {30, 1},
                      {{Proration::Condition::Kind::cycle_first, 0, 0}, {Proration::Condition::Kind::cycle_last, 0, 0}});
  WholeCycle c = cycle(make_date(2025, 3, 2), 30);
  EXPECT_EQ(months_of(r, c, all(c)), 1);
  c = cycle(make_date(2025, 3, 2), 15);
  EXPECT_EQ(months_of(r, c, all(c)), 1);
  c.last = true;
  EXPECT_EQ(months_of(r, c, all(c)), Number(1, 2));
}

TEST(Months, ByLengthsOfCalendarMonths) {
  const auto r = rule(Proration::Kind::days_of_month);
  const WholeCycle c = cycle(make_date(2024, 2, 20), 20);  // 10 days of a February of 29, 10 of March
  EXPECT_EQ(months_of(r, c, all(c)), Number(10, 29) + Number(10, 31));
}

TEST(Months, PartsAddUpUnderEveryRule) {
  const Proration::Kind kinds[] = {Proration::Kind::never, Proration::Kind::days_by_number, Proration::Kind::days_of_month,
                                   Proration::Kind::days_of_year, Proration::Kind::scheduled_days};
  for (const Proration::Kind kind : kinds)
    for (const bool conditional : {false, true})
      for (const int days : {1, 13, 30, 61, 400}) {
        WholeCycle c = cycle(make_date(2023, 12, 17), days);
        c.scheduled_days = 31;
        const auto r = rule(kind, {365, 12}, conditional ? kOutside : std::vector<Proration::Condition>{});
        Number sum = 0;
        for (const Date d : all(c)) sum += months_of(r, c, DaySet({d}));
        EXPECT_EQ(sum, months_of(r, c, all(c)));
      }
}

TEST(Months, WithoutAProratingRuleDaysShareOneMonth) {
  const WholeCycle c = cycle(make_date(2025, 6, 16), 30);
  EXPECT_EQ(months_of(rule(Proration::Kind::never), c, DaySet::between(c.from, c.from + Days{9})), Number(1, 3));
  EXPECT_EQ(months_of(std::nullopt, c, DaySet::between(c.from, c.from + Days{9})), Number(1, 3));
}

TEST(Months, ScheduledDaysAreNeededOnlyWhereTheyDivide) {
  const WholeCycle c = cycle(make_date(2025, 6, 16), 30);
  EXPECT_THROW(months_of(rule(Proration::Kind::scheduled_days), c, all(c)), Refusal);
  EXPECT_EQ(months_of(rule(Proration::Kind::scheduled_days, {30, 1}, kOutside), c, all(c)), 1);
}

TEST(Years, ByDaysAndByMonths) {
  const WholeCycle leap = cycle(make_date(2023, 12, 2), 60);  // 30 days of 2023, 30 of 2024
  EXPECT_EQ(years_of(rule(Proration::Kind::days_of_year), std::nullopt, leap, all(leap)), Number(30, 365) + Number(30, 366));
  const WholeCycle c = cycle(make_date(2025, 3, 1), 45);
  const auto monthly = rule(Proration::Kind::days_by_number, {30, 1}, kOutside);
  EXPECT_EQ(years_of(rule(Proration::Kind::months_by_12), monthly, c, all(c)), Number(45, 360));
  EXPECT_EQ(years_of(rule(Proration::Kind::days_by_number, {36525, 100}), monthly, c, all(c)), Number(4500, 36525));
}

}  // namespace
}  // namespace ratebook::oracle
