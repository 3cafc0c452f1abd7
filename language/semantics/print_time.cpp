#include <fmt/format.h>

#include <cstdlib>
#include <iterator>

#include "language/semantics/print_checked.hpp"
#include "language/semantics/schemes.hpp"

namespace ratebook {
namespace {

std::string selector_words(const CheckedTariff& t, const DaySelector& s) {
  if (s.kind == DaySelector::Kind::calendar) return t[s.calendar].name;
  if (s.first == s.last) return std::string(kWeekdayWords[s.first]);
  return fmt::format("{}..{}", kWeekdayWords[s.first], kWeekdayWords[s.last]);
}

std::string range_words(const CheckedTariff& t, const PeriodRange& r) {
  const std::string season = r.season ? fmt::format("in {} ", member_words(t, *r.season)) : "";
  const std::string day = r.day ? member_words(t, *r.day) : "every day";
  return fmt::format("{}{} {} to {}", season, day, format_clock(r.from_minute), format_clock(r.to_minute));
}

void print_member(const CheckedTariff& t, const Scheme& scheme, const Member& m, std::string& out) {
  fmt::format_to(std::back_inserter(out), "  {} =", m.name);
  if (m.otherwise) out += " otherwise";
  std::string_view joint = " ";
  const auto item = [&](const std::string& words) {
    fmt::format_to(std::back_inserter(out), "{}{}", joint, words);
    joint = ", ";
  };
  for (const SeasonSpan& s : m.spans) item(fmt::format("{} through {}", date_words(s.first), date_words(s.last)));
  for (const DaySelector& s : m.days) item(selector_words(t, s));
  for (const PeriodRange& r : m.ranges) item(range_words(t, r));
  joint = " except ";
  for (const CalendarId c : m.except) item(t[c].name);
  joint = " overrides ";
  for (const MemberIndex o : m.overrides) item(scheme.members[o].name);
  out += '\n';
}

}  // namespace

std::string member_words(const CheckedTariff& t, MemberRef ref) {
  const Scheme& s = t[ref.scheme];
  const std::string& member = s.members[ref.member].name;
  return s.name == kind_word(s.kind) ? member : fmt::format("{}.{}", s.name, member);
}

std::string date_words(const DayRule& r) {
  constexpr std::string_view nth[] = {"first", "second", "third", "fourth", "last"};
  const std::string_view month = kMonthWords[r.month - 1U];
  std::string words;
  switch (r.kind) {
    case DayRule::Kind::month_day:
      words = fmt::format("{} {}", month, r.day);
      break;
    case DayRule::Kind::last_day_of_month:
      words = fmt::format("last day of {}", month);
      break;
    case DayRule::Kind::nth_weekday:
      words = fmt::format("{} {} of {}", nth[r.nth - 1U], kWeekdayWords[r.weekday], month);
      break;
    case DayRule::Kind::easter:
      words = "Easter";
      break;
  }
  if (r.offset_days == 0) return words;
  return fmt::format("{} days {} {}", std::abs(int{r.offset_days}), r.offset_days < 0 ? "before" : "after", words);
}

void print_time(const CheckedTariff& t, std::string& out) {
  auto put = std::back_inserter(out);
  for (const Calendar& c : t.calendars) {
    fmt::format_to(put, "calendar {}: {} dates", c.name, c.dates.size());
    if (!c.file.empty()) fmt::format_to(put, " of \"{}\" {}", c.file, c.digest);
    out += '\n';
    for (const HolidayDate& h : c.dates)
      fmt::format_to(put, "  {}{}{}\n", format_date(h.date), h.name.empty() ? "" : " ", h.name);
  }
  for (const Scheme& s : t.schemes) {
    fmt::format_to(put, "{} scheme {}\n", kind_word(s.kind), s.name);
    for (const Member& m : s.members) print_member(t, s, m, out);
  }
}

}  // namespace ratebook
