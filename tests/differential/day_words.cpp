#include "tests/differential/day_words.hpp"

#include "language/base/civil.hpp"

namespace ratebook::differential {

DayWords month_day(unsigned month, unsigned day) {
  DayWords d;
  d.text = std::string(kMonthWords[month - 1]) + " " + std::to_string(day);
  d.rule.kind = DayRule::Kind::month_day;
  d.rule.month = static_cast<std::uint8_t>(month);
  d.rule.day = static_cast<std::uint8_t>(day);
  return d;
}

DayWords last_day_of(unsigned month) {
  DayWords d;
  d.text = "last day of " + std::string(kMonthWords[month - 1]);
  d.rule.kind = DayRule::Kind::last_day_of_month;
  d.rule.month = static_cast<std::uint8_t>(month);
  return d;
}

DayWords nth_weekday(unsigned nth, unsigned weekday, unsigned month) {
  static constexpr const char* words[] = {"first", "second", "third", "fourth", "last"};
  DayWords d;
  d.text =
      std::string(words[nth - 1]) + " " + std::string(kWeekdayWords[weekday]) + " of " + std::string(kMonthWords[month - 1]);
  d.rule.kind = DayRule::Kind::nth_weekday;
  d.rule.nth = static_cast<std::uint8_t>(nth);
  d.rule.weekday = static_cast<std::uint8_t>(weekday);
  d.rule.month = static_cast<std::uint8_t>(month);
  return d;
}

DayWords easter() {
  DayWords d;
  d.text = "Easter";
  d.rule.kind = DayRule::Kind::easter;
  return d;
}

DayWords moved(const DayWords& day, int days) {
  DayWords d = day;
  d.rule.offset_days = static_cast<std::int16_t>(days);
  if (days == 0) return d;
  const int many = days < 0 ? -days : days;
  const std::string how = days < 0 ? "before " : "after ";
  d.text = (many == 1 ? "day " : std::to_string(many) + " days ") + how + day.text;
  return d;
}

}  // namespace ratebook::differential
