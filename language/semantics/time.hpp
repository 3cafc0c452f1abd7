// How a tariff divides time: calendars and the three kinds of schemes (language reference, section 6).
// A checked scheme is a proven partition: every civil date (season, day) or local date and minute (period) has exactly one member.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/base/civil.hpp"
#include "language/semantics/cite.hpp"
#include "language/semantics/ids.hpp"
#include "language/source/source.hpp"

namespace ratebook {

// A rule that names one civil day of each year: `Jun 1`, `last day of Feb`, `last Sun of Mar`, `Easter`, each moved by `offset_days`.
struct DayRule {
  enum class Kind : std::uint8_t { month_day, last_day_of_month, nth_weekday, easter };
  Kind kind = Kind::month_day;
  std::uint8_t month = 1;        // 1…12
  std::uint8_t day = 1;          // month_day: 1…31 (never Feb 29)
  std::uint8_t nth = 1;          // nth_weekday: 1…4, 5 = last
  std::uint8_t weekday = 0;      // nth_weekday: 0 = Mon … 6 = Sun
  std::int16_t offset_days = 0;  // `2 days before Easter` = -2
  Span span;
};
Date resolve(const DayRule& rule, int year);

struct Observance {  // `observed Mon when Sun`: to the nearer `moved_to` when the day falls on `when`
  std::uint8_t moved_to = 0, when = 6;
};
struct HolidayRule {
  std::string name;
  DayRule day;
  std::vector<Observance> observed;
  Span span;
};
// The rule's day of the year after the first observance that fits: Jan 1 of 2028, a Saturday, `observed Fri when Sat`, is 2027-12-31.
Date observed(const HolidayRule& rule, int year);
struct HolidayDate {
  Date date;
  std::string name;  // "" when the script lists the bare date
  Span span;         // of the script, or of the `calendar … from` path
};
struct Calendar {
  std::string name;
  Span span;
  std::vector<HolidayDate> dates;  // ascending, each date once: the truth
  std::vector<HolidayRule> rules;  // only check the dates
  std::string file;                // path of the TOML file as written, or ""
  std::string digest;              // sha256 of that file's bytes, or ""
  std::vector<Cite> cites;
  bool contains(Date d) const;
  bool lists_year(int year) const;  // at least one date of that year
};

// A member of a scheme, as `season of water_season` or `day weekday` is written.
struct MemberRef {
  SchemeId scheme;
  MemberIndex member = 0;
  friend bool operator==(const MemberRef&, const MemberRef&) = default;
  friend auto operator<=>(const MemberRef&, const MemberRef&) = default;
};

struct SeasonSpan {  // both days included; wraps over New Year when `last` falls before `first`
  DayRule first, last;
  Span span;
};
struct DaySelector {  // `Mon..Fri`, `Sun`, or a calendar's dates
  enum class Kind : std::uint8_t { weekdays, calendar };
  Kind kind = Kind::weekdays;
  std::uint8_t first = 0, last = 0;  // weekdays, may wrap (Sat..Mon)
  CalendarId calendar;
  Span span;
};
struct PeriodRange {                // `in SEASON weekday 16:00 to 21:00`
  std::optional<MemberRef> season;  // of the date on which the range starts
  std::optional<MemberRef> day;     // none: every day; of the date on which the range starts
  int from_minute = 0;              // 0…1439
  int to_minute = 1440;             // 1…1440; ≤ from_minute: runs into the next day
  Span span;
};

struct Member {
  std::string name;
  Span span;  // of the name
  std::vector<Cite> cites;
  bool otherwise = false;              // takes what no other member claims
  std::vector<MemberIndex> overrides;  // members whose time it takes
  std::vector<SeasonSpan> spans;       // season schemes
  std::vector<DaySelector> days;       // day schemes …
  std::vector<CalendarId> except;      // … less these
  std::vector<PeriodRange> ranges;     // period schemes
};

enum class SchemeKind : std::uint8_t { season, day, period };

struct Scheme {
  SchemeKind kind = SchemeKind::season;
  std::string name;             // "season", "day", "period", or the name after `of`
  Span span;                    // of the first member
  std::vector<Member> members;  // in text order, at least one
};

}  // namespace ratebook
