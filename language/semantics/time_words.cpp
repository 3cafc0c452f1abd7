#include "language/semantics/time_words.hpp"

namespace ratebook {
namespace {

void set(DayRule& r, const syntax::MonthDay& d) {
  r.kind = DayRule::Kind::month_day;
  r.month = static_cast<std::uint8_t>(d.month);
  r.day = static_cast<std::uint8_t>(d.day);
}
void set(DayRule& r, const syntax::LastDayOf& d) {
  r.kind = DayRule::Kind::last_day_of_month;
  r.month = static_cast<std::uint8_t>(d.month);
}
void set(DayRule& r, const syntax::NthWeekday& d) {
  r.kind = DayRule::Kind::nth_weekday;
  r.nth = static_cast<std::uint8_t>(d.nth < 0 ? 5 : d.nth);
  r.weekday = static_cast<std::uint8_t>(d.weekday);
  r.month = static_cast<std::uint8_t>(d.month);
}
void set(DayRule& r, const syntax::EasterDay&) { r.kind = DayRule::Kind::easter; }

}  // namespace

DayRule day_rule(const syntax::DayRule& rule) {
  DayRule r;
  std::visit([&](const auto& day) { set(r, day); }, rule.day);
  r.offset_days = static_cast<std::int16_t>(rule.shift);
  r.span = rule.span;
  return r;
}

bool names_leap_day(const syntax::DayRule& rule) {
  const auto* d = std::get_if<syntax::MonthDay>(&rule.day);
  return d != nullptr && d->month == 2 && d->day == 29;
}

}  // namespace ratebook
