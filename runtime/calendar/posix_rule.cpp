#include "runtime/calendar/posix_rule.hpp"

namespace ratebook {
namespace {

struct Reader {
  std::string_view text;
  std::size_t at = 0;
  bool ok = true;
  char peek() const { return at < text.size() ? text[at] : '\0'; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at;
    return true;
  }
  int number() {
    int n = 0;
    const std::size_t begin = at;
    while (peek() >= '0' && peek() <= '9' && at - begin < 4) n = n * 10 + (text[at++] - '0');
    if (at == begin) ok = false;
    return n;
  }
  void name() {
    const std::size_t begin = at;
    if (take('<')) {
      while (at < text.size() && peek() != '>') ++at;
      if (!take('>')) ok = false;
    } else {
      while ((peek() >= 'A' && peek() <= 'Z') || (peek() >= 'a' && peek() <= 'z')) ++at;
    }
    if (at - begin < 3) ok = false;
  }
  // [+-]hh[:mm[:ss]]
  std::int32_t time() {
    const int sign = take('-') ? -1 : (take('+'), 1);
    std::int32_t seconds = number() * 3600;
    if (take(':')) {
      seconds += number() * 60;
      if (take(':')) seconds += number();
    }
    return sign * seconds;
  }
  PosixRule::Change change() {
    PosixRule::Change c;
    if (take('M')) {
      c.month = number();
      ok = ok && take('.');
      c.week = number();
      ok = ok && take('.');
      c.day = number();
      ok = ok && c.month >= 1 && c.month <= 12 && c.week >= 1 && c.week <= 5 && c.day <= 6;
    } else {
      c.kind = take('J') ? PosixRule::Change::Kind::julian_without_leap : PosixRule::Change::Kind::day_of_year;
      c.day = number();
      ok = ok && c.day <= 366;
    }
    if (take('/')) c.seconds = time();
    return c;
  }
};

}  // namespace

Date PosixRule::Change::date(int year) const {
  const Date january = make_date(year, 1, 1);
  switch (kind) {
    case Kind::julian_without_leap: {
      const bool after_february = is_leap(year) && day >= 60;
      return january + Days{day - 1 + (after_february ? 1 : 0)};
    }
    case Kind::day_of_year:
      return january + Days{day};
    case Kind::month_week_day:
      break;
  }
  const Date first = make_date(year, static_cast<unsigned>(month), 1);
  const int first_weekday = static_cast<int>(Weekday{first}.c_encoding());
  Date d = first + Days{(day - first_weekday + 7) % 7 + (week - 1) * 7};
  const Date last = first + Days{days_in_month(year, static_cast<unsigned>(month)) - 1};
  while (d > last) d -= Days{7};
  return d;
}

std::optional<PosixRule> parse_posix_rule(std::string_view text) {
  Reader r{text};
  PosixRule rule;
  r.name();
  rule.standard_offset = -r.time();
  if (!r.ok) return std::nullopt;
  if (r.at == text.size()) return rule;
  r.name();
  rule.has_daylight = true;
  rule.daylight_offset = rule.standard_offset + 3600;
  if (r.ok && r.peek() != ',') rule.daylight_offset = -r.time();
  if (!r.ok || !r.take(',')) return std::nullopt;
  rule.begins = r.change();
  if (!r.ok || !r.take(',')) return std::nullopt;
  rule.ends = r.change();
  if (!r.ok || r.at != text.size()) return std::nullopt;
  return rule;
}

}  // namespace ratebook
