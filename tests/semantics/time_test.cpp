// Days of the year, observed holidays, versions in force: against dates that people published.
#include <gtest/gtest.h>

#include "language/semantics/classify.hpp"
#include "language/semantics/prices.hpp"
#include "language/semantics/prove_years.hpp"
#include "language/semantics/zone_edges.hpp"
#include "tests/semantics/whole_script.hpp"

namespace ratebook {
namespace {

DayRule month_day(unsigned month, unsigned day) {
  DayRule r;
  r.month = static_cast<std::uint8_t>(month);
  r.day = static_cast<std::uint8_t>(day);
  return r;
}
DayRule nth(unsigned n, unsigned weekday, unsigned month) {
  DayRule r;
  r.kind = DayRule::Kind::nth_weekday;
  r.nth = static_cast<std::uint8_t>(n);
  r.weekday = static_cast<std::uint8_t>(weekday);
  r.month = static_cast<std::uint8_t>(month);
  return r;
}
DayRule easter(int offset) {
  DayRule r;
  r.kind = DayRule::Kind::easter;
  r.offset_days = static_cast<std::int16_t>(offset);
  return r;
}
constexpr unsigned kMon = 0, kThu = 3, kFri = 4, kSat = 5, kSun = 6;

TEST(day_rule, known_dates) {
  EXPECT_EQ(resolve(nth(4, kThu, 11), 2025), make_date(2025, 11, 27));  // Thanksgiving
  EXPECT_EQ(resolve(nth(4, kThu, 11), 2018), make_date(2018, 11, 22));
  EXPECT_EQ(resolve(nth(5, kMon, 5), 2025), make_date(2025, 5, 26));  // Memorial Day
  EXPECT_EQ(resolve(nth(5, kMon, 5), 2027), make_date(2027, 5, 31));
  EXPECT_EQ(resolve(nth(1, kMon, 9), 2025), make_date(2025, 9, 1));  // Labor Day
  EXPECT_EQ(resolve(nth(2, kSun, 3), 2026), make_date(2026, 3, 8));  // clocks forward
  EXPECT_EQ(resolve(nth(5, kSun, 10), 2025), make_date(2025, 10, 26));
  EXPECT_EQ(resolve(easter(0), 2024), make_date(2024, 3, 31));
  EXPECT_EQ(resolve(easter(-2), 2025), make_date(2025, 4, 18));  // Good Friday
  EXPECT_EQ(resolve(easter(1), 2038), make_date(2038, 4, 26));   // the latest possible
  DayRule february;
  february.kind = DayRule::Kind::last_day_of_month;
  february.month = 2;
  EXPECT_EQ(resolve(february, 2024), make_date(2024, 2, 29));
  EXPECT_EQ(resolve(february, 2025), make_date(2025, 2, 28));
  EXPECT_EQ(resolve(february, 2100), make_date(2100, 2, 28));
}

TEST(day_rule, observances_as_published) {
  const HolidayRule federal{"New Year's Day", month_day(1, 1), {{kFri, kSat}, {kMon, kSun}}, {}};
  EXPECT_EQ(observed(federal, 2022), make_date(2021, 12, 31));  // a Saturday, kept the day before
  EXPECT_EQ(observed(federal, 2023), make_date(2023, 1, 2));    // a Sunday, kept the day after
  EXPECT_EQ(observed(federal, 2025), make_date(2025, 1, 1));
  const HolidayRule nerc{"Independence Day", month_day(7, 4), {{kMon, kSun}}, {}};
  EXPECT_EQ(observed(nerc, 2026), make_date(2026, 7, 4));  // a Saturday, not moved
  EXPECT_EQ(observed(nerc, 2027), make_date(2027, 7, 5));
  // The nearer direction: three days ahead rather than four back, three back rather than four ahead.
  const HolidayRule ahead{"", month_day(7, 4), {{kThu, kMon}}, {}};  // 4 July 2022 is a Monday
  EXPECT_EQ(observed(ahead, 2022), make_date(2022, 7, 7));
  const HolidayRule back{"", month_day(7, 4), {{kFri, kMon}}, {}};
  EXPECT_EQ(observed(back, 2022), make_date(2022, 7, 1));
}

TEST(versions, newest_start_alone_decides) {
  struct Version {
    VersionDates dates;
  };
  const auto on = [](int y, unsigned m, unsigned d) { return make_date(y, m, d); };
  const std::vector<Version> versions{{{on(2025, 1, 1), {}, {}, {}, {}}},
                                      {{on(2025, 4, 1), on(2025, 6, 30), {}, {}, {}}},
                                      {{on(2025, 4, 1), {}, on(2025, 5, 20), on(2025, 5, 20), {}}}};
  const Date now = on(2030, 1, 1);
  EXPECT_FALSE(version_on(versions, on(2024, 12, 31), now));
  EXPECT_EQ(version_on(versions, on(2025, 1, 1), now), 0U);
  EXPECT_EQ(version_on(versions, on(2025, 3, 31), now), 0U);
  EXPECT_EQ(version_on(versions, on(2025, 4, 1), now), 2U);
  EXPECT_EQ(version_on(versions, on(2025, 4, 1), on(2025, 5, 19)), 1U);  // as it was known then
  EXPECT_EQ(version_on(versions, on(2025, 4, 1), on(2025, 5, 20)), 2U);
  EXPECT_FALSE(
      version_on(versions, on(2025, 7, 1), on(2025, 5, 19)));  // its `through` has passed, the older one does not come back
}

TEST(versions, one_that_may_not_be_used_yet_is_not_there) {
  struct Version {
    VersionDates dates;
  };
  const auto on = [](int y, unsigned m, unsigned d) { return make_date(y, m, d); };
  // Both of sources; the second one's was filed after its first day.
  const std::vector<Version> versions{{{on(2025, 1, 1), {}, {}, on(2024, 11, 1), {}}},
                                      {{on(2025, 4, 1), {}, {}, on(2025, 4, 10), {}}}};
  EXPECT_EQ(version_on(versions, on(2025, 5, 1), on(2025, 4, 10)), 1U);
  EXPECT_EQ(version_on(versions, on(2025, 5, 1), on(2025, 4, 9)), 0U);
  EXPECT_EQ(version_on(versions, on(2025, 5, 1), on(2024, 11, 1)), 0U);
  EXPECT_FALSE(version_on(versions, on(2025, 5, 1), on(2024, 10, 31)));
}

TEST(proof_years, hold_every_shape_and_every_listed_year) {
  CheckedTariff t;
  t.edition = make_date(2023, 5, 1);
  Calendar c;
  for (const int year : {2019, 2023, 2031}) c.dates.push_back({make_date(year, 7, 4), "", {}});
  t.calendars.push_back(c);
  const ProofYears years = proof_years(t);
  EXPECT_EQ(years.of_days.front(), 2023);  // the edition's year leads
  std::set<std::pair<unsigned, bool>> shapes;
  for (const int year : years.of_days) shapes.emplace(weekday_from_monday(make_date(year, 1, 1)), is_leap(year));
  EXPECT_EQ(shapes.size(), 14U);
  for (const int year : {2019, 2023, 2031})
    EXPECT_TRUE(std::count(years.of_days.begin(), years.of_days.end(), year) == 1) << year;
  EXPECT_LT(years.of_days.size(), 60U);
  EXPECT_EQ(years.of_days, years.of_seasons);
}

TEST(zone_edges, clock_changes_of_known_zones) {
  const auto denver = clock_changes("America/Denver", 2025, 2025);
  ASSERT_EQ(denver.size(), 2U);
  EXPECT_EQ(denver[0], (ClockChange{make_date(2025, 3, 9), 120, 180, true}));
  EXPECT_EQ(denver[1], (ClockChange{make_date(2025, 11, 2), 60, 120, false}));
  EXPECT_TRUE(clock_changes("America/Phoenix", 2020, 2030).empty());
  EXPECT_TRUE(clock_changes("Mars/Olympus", 2025, 2025).empty());
  // Lord Howe moves by half an hour.
  const auto howe = clock_changes("Australia/Lord_Howe", 2025, 2025);
  ASSERT_EQ(howe.size(), 2U);
  EXPECT_EQ(howe[0], (ClockChange{make_date(2025, 4, 6), 90, 120, false}));
  EXPECT_EQ(howe[1], (ClockChange{make_date(2025, 10, 5), 120, 150, true}));
  // Lebanon's skipped hour begins at midnight.
  const auto beirut = clock_changes("Asia/Beirut", 2022, 2022);
  ASSERT_EQ(beirut.size(), 2U);
  EXPECT_EQ(beirut[0], (ClockChange{make_date(2022, 3, 27), 0, 60, true}));
  EXPECT_EQ(beirut[1], (ClockChange{make_date(2022, 10, 29), 1380, 1440, false}));
}

TEST(classify, wrapped_seasons_and_the_leap_day) {
  const auto c = test::check_body(R"(
  season winter = Nov 1 through last day of Feb  cite s "3"
  season summer = otherwise
)");
  ASSERT_TRUE(c.tariff) << c.messages();
  const auto name = [&](int y, unsigned m, unsigned d) {
    return c.tariff->schemes[0].members[member_on(*c.tariff, SchemeId{0}, make_date(y, m, d))].name;
  };
  EXPECT_EQ(name(2024, 2, 29), "winter");
  EXPECT_EQ(name(2024, 3, 1), "summer");
  EXPECT_EQ(name(2025, 2, 28), "winter");
  EXPECT_EQ(name(2025, 3, 1), "summer");
  EXPECT_EQ(name(2025, 10, 31), "summer");
  EXPECT_EQ(name(2025, 11, 1), "winter");
  EXPECT_EQ(name(2026, 1, 1), "winter");
}

TEST(classify, a_wrapped_range_has_the_day_type_of_the_day_it_starts_on) {
  const auto c = test::check_body(R"(
  day weekday = Mon..Fri
  day weekend = otherwise
  period night = weekday 22:00 to 06:00  cite s "3"
  period rest  = otherwise
)");
  ASSERT_TRUE(c.tariff) << c.messages();
  const SchemeId periods{1};
  const auto night = [&](Date d, int minute) { return member_at(*c.tariff, periods, d, minute) == 0; };
  const Date friday = make_date(2025, 7, 4), saturday = make_date(2025, 7, 5), monday = make_date(2025, 7, 7);
  EXPECT_TRUE(night(friday, 22 * 60));
  EXPECT_TRUE(night(saturday, 0));
  EXPECT_TRUE(night(saturday, 359));
  EXPECT_FALSE(night(saturday, 360));
  EXPECT_FALSE(night(saturday, 23 * 60));
  EXPECT_FALSE(night(monday, 0));  // Sunday night is no weekday's
  EXPECT_TRUE(night(monday, 1439));
}

}  // namespace
}  // namespace ratebook
