#include "runtime/interpreter/wall_clock.hpp"

#include <gtest/gtest.h>

#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

WallClock clock(const char* zone, ClockRule rule, int year) {
  return WallClock::make(zone, rule, make_date(year, 1, 1), make_date(year, 12, 31));
}
std::int64_t hours(const WallClock& c, int year, unsigned month, unsigned day) {
  return c.length(make_date(year, month, day)) / 3600;
}

TEST(WallClock, DaysOfClockChanges) {
  const WallClock la = clock("America/Los_Angeles", ClockRule::local_daylight, 2025);
  EXPECT_EQ(hours(la, 2025, 3, 8), 24);
  EXPECT_EQ(hours(la, 2025, 3, 9), 23);
  EXPECT_EQ(hours(la, 2025, 11, 2), 25);
  const WallClock standard = clock("America/Los_Angeles", ClockRule::standard, 2025);
  for (unsigned d = 1; d <= 9; ++d) EXPECT_EQ(hours(standard, 2025, 3, d), 24);
}

TEST(WallClock, HalfAnHourOnLordHowe) {
  const WallClock c = clock("Australia/Lord_Howe", ClockRule::local_daylight, 2025);
  EXPECT_EQ(c.length(make_date(2025, 4, 6)), 24 * 3600 + 1800);
  EXPECT_EQ(c.length(make_date(2025, 10, 5)), 24 * 3600 - 1800);
}

TEST(WallClock, RepeatedHourIsShownTwice) {
  const WallClock c = clock("Europe/Berlin", ClockRule::local_daylight, 2025);
  const std::int64_t start = c.day_start(make_date(2025, 10, 26)), end = c.day_start(make_date(2025, 10, 27));
  EXPECT_EQ(c.showing(2 * 60 + 30, start, end).size(), 2U);
  EXPECT_EQ(c.showing(3 * 60 + 30, start, end).size(), 1U);
  const std::int64_t spring = c.day_start(make_date(2025, 3, 30));
  EXPECT_TRUE(c.showing(2 * 60 + 30, spring, spring + c.length(make_date(2025, 3, 30))).empty());
}

TEST(WallClock, DayThatBeginsAtOne) {
  // Cairo's clocks went from 00:00 to 01:00 on 2024-04-26.
  const WallClock c = clock("Africa/Cairo", ClockRule::local_daylight, 2024);
  const Date day = make_date(2024, 4, 26);
  EXPECT_EQ(c.at(c.day_start(day)).date, day);
  EXPECT_EQ(c.at(c.day_start(day)).minute, 60);
  EXPECT_EQ(c.length(day), 23 * 3600);
}

TEST(WallClock, DayThatBeginsTwice) {
  // St. John's went back from 00:01 to 23:01 of the day before on 2010-11-07: the day keeps its first instant.
  const WallClock c = clock("America/St_Johns", ClockRule::local_daylight, 2010);
  const Date day = make_date(2010, 11, 7);
  const std::int64_t start = c.day_start(day);
  EXPECT_EQ(c.at(start + 60).date, day - Days{1});
  EXPECT_EQ(c.day_of(start + 60), day);
  EXPECT_EQ(c.length(day), 25 * 3600);
}

TEST(WallClock, StandardTimeIsTheYearsSmallestOffset) {
  // Ireland's law calls winter time the daylight saving one; the smallest offset is still that of winter.
  const WallClock dublin = clock("Europe/Dublin", ClockRule::standard, 2025);
  EXPECT_EQ(dublin.at(dublin.day_start(make_date(2025, 7, 1))).minute, 0);
  EXPECT_EQ(dublin.pieces().front().offset, 0);
  // Samoa ended daylight time for good in 2021: that year's smallest offset is +13.
  EXPECT_EQ(clock("Pacific/Apia", ClockRule::standard, 2021).pieces().front().offset, 13 * 3600);
}

TEST(WallClock, StandardTimeThatChangesBetweenYears) {
  // Volgograd: +4 in 2020 (until 27 December, then +3), +3 in 2021. The smallest of 2020 is +3 as well.
  const WallClock volgograd =
      WallClock::make("Europe/Volgograd", ClockRule::standard, make_date(2019, 12, 1), make_date(2020, 2, 1));
  ASSERT_EQ(volgograd.pieces().size(), 2U);
  EXPECT_EQ(volgograd.pieces()[0].offset, 4 * 3600);
  EXPECT_EQ(volgograd.pieces()[1].offset, 3 * 3600);
  EXPECT_EQ(volgograd.length(make_date(2019, 12, 31)), 25 * 3600);
  EXPECT_EQ(volgograd.at(volgograd.day_start(make_date(2020, 1, 1))).minute, 0);
}

TEST(WallClock, RefusesYearsThatTheListedChangesDoNotReach) {
  EXPECT_NO_THROW(clock("America/New_York", ClockRule::local_daylight, 2037));
  try {
    clock("America/New_York", ClockRule::local_daylight, 2038);
    FAIL();
  } catch (const Refusal& refusal) {
    EXPECT_EQ(refusal.error.code, Code::zone_year);
  }
  // Zones whose clocks no longer change stay known.
  EXPECT_NO_THROW(clock("America/Phoenix", ClockRule::local_daylight, 2045));
  EXPECT_NO_THROW(clock("Asia/Kolkata", ClockRule::standard, 2045));
}

}  // namespace
}  // namespace ratebook::oracle
