#include "language/semantics/time.hpp"

#include <algorithm>

namespace ratebook {
namespace {

Date nth_weekday(int year, unsigned month, unsigned nth, unsigned weekday) {
  if (nth == 5) {
    const Date last = make_date(year, month, days_in_month(year, month));
    return last - Days{(weekday_from_monday(last) + 7 - weekday) % 7};
  }
  const Date first = make_date(year, month, 1);
  return first + Days{(weekday + 7 - weekday_from_monday(first)) % 7 + 7 * (nth - 1)};
}

}  // namespace

Date resolve(const DayRule& rule, int year) {
  const Days offset{rule.offset_days};
  switch (rule.kind) {
    case DayRule::Kind::month_day:
      return make_date(year, rule.month, rule.day) + offset;
    case DayRule::Kind::last_day_of_month:
      return make_date(year, rule.month, days_in_month(year, rule.month)) + offset;
    case DayRule::Kind::nth_weekday:
      return nth_weekday(year, rule.month, rule.nth, rule.weekday) + offset;
    case DayRule::Kind::easter:
      return easter_sunday(year) + offset;
  }
  return {};
}

Date observed(const HolidayRule& rule, int year) {
  const Date day = resolve(rule.day, year);
  for (const Observance& o : rule.observed) {
    if (weekday_from_monday(day) != o.when) continue;
    const int ahead = (o.moved_to + 7 - o.when) % 7;
    return day + Days{ahead <= 3 ? ahead : ahead - 7};
  }
  return day;
}

bool Calendar::contains(Date d) const {
  const auto at = std::lower_bound(dates.begin(), dates.end(), d, [](const HolidayDate& h, Date x) { return h.date < x; });
  return at != dates.end() && at->date == d;
}

bool Calendar::lists_year(int year) const {
  const auto at = std::lower_bound(dates.begin(), dates.end(), make_date(year, 1, 1),
                                   [](const HolidayDate& h, Date x) { return h.date < x; });
  return at != dates.end() && year_of(at->date) == year;
}

}  // namespace ratebook
