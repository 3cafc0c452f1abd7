// Statements about time (language reference, section 6).
//
//   season summer of water = Jun 1 through last day of Feb, … overrides x  cite a     season winter = otherwise
//   calendar us { 2025-01-01 "New Year" rule "Easter Monday" = day after Easter }      calendar uk from "uk.toml"
//   day workday of d = Mon..Fri, Sun, us.holidays, days of heat except holidays overrides x  cite a
//   period on_peak of demand_hours = in summer weekday 16:00 to 21:00, … | during heat | otherwise
//   event heat from "heat_days" per account on every day 14:00 to 18:00 in summer at most 10 per season  cite a
#pragma once
#include <variant>

#include "language/syntax/tree_words.hpp"

namespace ratebook::syntax {

struct MonthDay {
  unsigned month = 1, day = 1;
};  // Jun 1; the day exists in some year (Feb 29 included)
struct LastDayOf {
  unsigned month = 1;
};  // last day of Feb
struct NthWeekday {
  int nth = 1;
  unsigned weekday = 0, month = 1;
};  // second Sun of Mar; nth 1…4, -1 = last; weekday 0 = Mon
struct EasterDay {};
// A day of each year, moved by `shift` days: 2 days before Easter is {EasterDay, -2}. |shift| <= 366.
struct DayRule {
  Span span;
  std::variant<MonthDay, LastDayOf, NthWeekday, EasterDay> day;
  int shift = 0;
};

struct SeasonSpan {
  Span span;
  DayRule first, last;
};  // both included
struct Season {
  Name name;
  std::optional<Name> scheme;
  bool otherwise = false;  // then `spans` is empty
  std::vector<SeasonSpan> spans;
  std::vector<Path> overrides;
  std::vector<Cite> cites;
};

struct Holiday {
  Span span;
  DateWord date;
  std::optional<Text> name;
};
struct Observed {
  Span span;
  unsigned on = 0, when = 0;
};  // observed Mon when Sun; 0 = Mon
struct HolidayRule {
  Span span;
  Text name;
  DayRule day;
  std::vector<Observed> observed;
};
struct Calendar {
  Name name;
  std::vector<Holiday> dates;
  std::vector<HolidayRule> rules;
  std::optional<Text> file;  // calendar NAME from "file.toml"
  std::vector<Cite> cites;
};

struct WeekdayRange {
  unsigned first = 0, last = 0;
};  // Mon..Fri; Sun is {6, 6}; may wrap (Sat..Mon)
struct DaysOfEvent {
  Path event;
};  // days of heat
struct DayItem {
  Span span;
  std::variant<WeekdayRange, DaysOfEvent, Path> days;
};  // Path: a calendar or a day type
struct DayType {
  Name name;
  std::optional<Name> scheme;
  bool otherwise = false;
  std::vector<DayItem> items;
  std::vector<Path> except;
  std::vector<Path> overrides;
  std::vector<Cite> cites;
};

struct DaysWords {
  Span span;
  std::optional<Path> day_type;
};  // absent: every day
struct HoursWords {
  Span span;
  bool all_day = false;
  ClockWord from, to;
};  // to <= from: wraps over midnight
struct PeriodItem {
  Span span;
  std::optional<Path> season;
  DaysWords days;
  HoursWords hours;
};
struct Period {
  Name name;
  std::optional<Name> scheme;
  bool otherwise = false;
  std::optional<Path> during;  // during EVENT
  std::vector<PeriodItem> items;
  std::vector<Path> overrides;
  std::vector<Cite> cites;
};

struct AtMostPer {
  Span span;
  Count count;
  Name per;
};  // at most 10 per season; year, season or cycle
struct EventFrame {
  Span span;
  DaysWords days;
  HoursWords hours;
};  // on every day 14:00 to 18:00
struct Event {
  Name name;
  Text file;
  bool per_account = false;
  std::optional<EventFrame> on;
  std::optional<Path> season;
  std::optional<AtMostPer> at_most;
  std::vector<Cite> cites;
};

}  // namespace ratebook::syntax
