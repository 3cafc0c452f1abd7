#include "runtime/calendar/zone.hpp"

#include <date/tz.h>
#include <gtest/gtest.h>

#include "language/base/civil.hpp"
#include "runtime/calendar/clock.hpp"
#include "runtime/calendar/posix_rule.hpp"

namespace ratebook {
namespace {

constexpr const char* kZones[] = {"America/Denver",      "America/Los_Angeles", "America/New_York", "America/Phoenix",
                                  "Asia/Jerusalem",      "Europe/Berlin",       "Europe/London",    "Australia/Sydney",
                                  "Australia/Lord_Howe", "Pacific/Apia",        "Asia/Kolkata",     "America/Havana"};

TEST(Zone, OffsetsEqualAnotherLibrarys) {
  for (const char* name : kZones) {
    const auto zone = Zone::load(name);
    ASSERT_TRUE(zone.has_value()) << zone.error();
    const auto* other = date::locate_zone(name);
    // Every 17 minutes of two years around each clock change of the recent past, and coarsely from 1970 to 2037.
    for (Instant t = 1704067200; t < 1767225600; t += 1020)
      ASSERT_EQ(zone->offset_at(t), other->get_info(date::sys_seconds{std::chrono::seconds{t}}).offset.count())
          << name << " " << t;
    for (Instant t = 0; t < 2114380800; t += 86400 * 3 + 1234)
      ASSERT_EQ(zone->offset_at(t), other->get_info(date::sys_seconds{std::chrono::seconds{t}}).offset.count())
          << name << " " << t;
  }
}

TEST(Zone, FooterRuleHoldsAfterTheLastTransitionOfTheFile) {
  const auto denver = Zone::load("America/Denver");
  ASSERT_TRUE(denver.has_value());
  EXPECT_TRUE(denver->lists_year(2037));
  EXPECT_FALSE(denver->lists_year(2038));
  EXPECT_TRUE(Zone::load("America/Phoenix")->lists_year(2060));
  // 2060: daylight time from Sunday 14 March 02:00 to Sunday 7 November 02:00.
  const Instant begins = Instant{day_number(make_date(2060, 3, 14))} * 86400 + 2 * 3600 + 7 * 3600;
  const Instant ends = Instant{day_number(make_date(2060, 11, 7))} * 86400 + 2 * 3600 + 6 * 3600;
  EXPECT_EQ(denver->offset_at(begins - 1), -7 * 3600);
  EXPECT_EQ(denver->offset_at(begins), -6 * 3600);
  EXPECT_EQ(denver->offset_at(ends - 1), -6 * 3600);
  EXPECT_EQ(denver->offset_at(ends), -7 * 3600);
}

TEST(Zone, RepeatedSkippedAndPlainLocalTimes) {
  const auto la = Zone::load("America/Los_Angeles");
  ASSERT_TRUE(la.has_value());
  auto local = [](int y, unsigned m, unsigned d, int hour, int minute) {
    return LocalSeconds{day_number(make_date(y, m, d))} * 86400 + hour * 3600 + minute * 60;
  };
  const auto repeated = la->instants_of_local(local(2025, 11, 2, 1, 30));
  EXPECT_EQ(repeated.kind, Zone::Occurrence::Kind::twice);
  EXPECT_EQ(repeated.second - repeated.first, 3600);
  const auto skipped = la->instants_of_local(local(2025, 3, 9, 2, 30));
  EXPECT_EQ(skipped.kind, Zone::Occurrence::Kind::never);
  EXPECT_EQ(la->to_local(skipped.first), local(2025, 3, 9, 3, 0));
  EXPECT_EQ(la->instants_of_local(local(2025, 7, 1, 12, 0)).kind, Zone::Occurrence::Kind::once);
}

TEST(Zone, FilesThatAreNotZonesAreRefusedWithAReason) {
  EXPECT_FALSE(Zone::from_bytes("x", "").has_value());
  EXPECT_FALSE(
      Zone::from_bytes("x", "TZif2 and then nothing of use, but long enough for a header to be read from it").has_value());
  const auto denver = Zone::load("America/Denver");
  ASSERT_TRUE(denver.has_value());
  for (std::size_t length = 0; length < denver->bytes().size(); length += 7)
    EXPECT_FALSE(Zone::from_bytes("x", std::string_view(denver->bytes()).substr(0, length)).has_value()) << length;
  EXPECT_FALSE(Zone::load("No/Such_Zone").has_value());
  EXPECT_FALSE(Zone::load("../../etc/passwd").has_value());
}

TEST(PosixRule, FormsOfTheStandard) {
  const auto plain = parse_posix_rule("<+03>-3");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->standard_offset, 3 * 3600);
  const auto dublin = parse_posix_rule("IST-1GMT0,M10.5.0,M3.5.0/1");
  ASSERT_TRUE(dublin);
  EXPECT_EQ(dublin->daylight_offset, 0);
  const auto godthab = parse_posix_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  ASSERT_TRUE(godthab);
  EXPECT_EQ(godthab->begins.seconds, -3600);
  const auto julian = parse_posix_rule("AAA3BBB,J60/0,300/2:30");
  ASSERT_TRUE(julian);
  EXPECT_EQ(format_date(julian->begins.date(2024)), "2024-03-01");
  EXPECT_EQ(format_date(julian->ends.date(2024)), "2024-10-27");
  for (const char* bad : {"", "A1", "MST7MDT", "MST7MDT,M3.2.0", "MST7MDT,M13.2.0,M11.1.0", "MST7MDT,M3.2.0,M11.1.0,", "MST"})
    EXPECT_FALSE(parse_posix_rule(bad)) << bad;
}

TEST(TariffClock, DaysOfAClockChangeHaveTheirHours) {
  const auto zone = Zone::load("Asia/Jerusalem");
  ASSERT_TRUE(zone.has_value());
  const TariffClock daylight(*zone, ClockRule::local_daylight), standard(*zone, ClockRule::standard);
  auto hours = [](const TariffClock& c, Date d) { return (c.day_begin(d + Days{1}) - c.day_begin(d)) / 3600; };
  EXPECT_EQ(hours(daylight, make_date(2025, 3, 28)), 23);  // clocks go forward on the Friday before the last Sunday of March
  EXPECT_EQ(hours(daylight, make_date(2025, 10, 26)), 25);
  EXPECT_EQ(hours(standard, make_date(2025, 3, 28)), 24);
  EXPECT_EQ(hours(standard, make_date(2025, 10, 26)), 24);
  EXPECT_EQ(standard.offset_at(1751328000), 7200);
}

TEST(TariffClock, PiecesCoverTheirWindow) {
  for (const char* name : kZones) {
    const auto zone = Zone::load(name);
    ASSERT_TRUE(zone.has_value());
    for (const ClockRule rule : {ClockRule::local_daylight, ClockRule::standard}) {
      const TariffClock clock(*zone, rule);
      const Instant from = clock.day_begin(make_date(2023, 12, 20)), to = clock.day_begin(make_date(2025, 1, 10));
      Instant at = from;
      for (const ClockPiece& p : clock.pieces(from, to)) {
        EXPECT_EQ(p.first, at);
        EXPECT_LT(p.first, p.last);
        EXPECT_EQ(clock.offset_at(p.first), p.offset);
        EXPECT_EQ(clock.offset_at(p.last - 1), p.offset);
        at = p.last;
      }
      EXPECT_EQ(at, to);
    }
  }
}

}  // namespace
}  // namespace ratebook
