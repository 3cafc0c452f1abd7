// Calendars and day types: listed dates, dates with rules that check them, observed days, exceptions, overrides.
#include <algorithm>

#include "tests/differential/day_words.hpp"
#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

struct Holiday {
  std::string name;
  DayWords day;
  std::string observed;  // as written, or ""
  std::vector<Observance> observance;
};

std::vector<Holiday> holidays(World& world) {
  std::vector<Holiday> all = {
      {"Labour Day", month_day(5, 1), "", {}},
      {"Founders' Day", nth_weekday(1, 0, 9), "", {}},
      {"Thanksgiving", nth_weekday(4, 3, 11), "", {}},
      {"Good Friday", moved(easter(), -2), "", {}},
      {"Easter Monday", moved(easter(), 1), "", {}},
      {"Independence Day", month_day(7, 4), " observed Mon when Sun observed Fri when Sat", {{0, 6}, {4, 5}}},
      {"Midsummer", month_day(6, 21), " observed Mon when Sun", {{0, 6}}},
      {"Christmas Day", month_day(12, 25), "", {}},
      {"Memorial Day", nth_weekday(5, 0, 5), "", {}},
  };
  world.dice.shuffle(all);
  all.resize(static_cast<std::size_t>(world.dice.between(1, 5)));
  return all;
}

void write_calendar(World& world) {
  const std::string name = world.new_name("holidays");
  const bool rules = world.dice.chance(40);
  const int last =
      world.dice.chance(4) ? kLastYear - 1 : kLastYear + 1;  // the last year has no holidays: an error of its accounts
  std::vector<Date> dates;
  Piece body;
  for (const Holiday& h : holidays(world)) {
    HolidayRule rule;
    rule.day = h.day.rule;
    rule.observed = h.observance;
    for (int year = kFirstYear - 2; year <= last; ++year) dates.push_back(observed(rule, year));
    if (rules) body.add(Piece("    rule \"" + h.name + "\" = " + h.day.text + h.observed + "\n").showing("calendar: rule"));
  }
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  Piece listed;
  for (const Date d : dates) {
    world.dates.push_back(d);
    listed.add(Piece("    " + format_date(d) + "\n").leavable());
  }
  world.time.push_back(piece("  calendar " + name + " {\n", std::move(listed), std::move(body), "  }\n")
                           .declaring(name)
                           .showing("calendar")
                           .leavable());
  world.calendars[name] = std::move(dates);
}

bool falls_on(const std::vector<Date>& dates, unsigned weekday) {
  return std::any_of(dates.begin(), dates.end(), [&](Date d) { return weekday_from_monday(d) == weekday; });
}

Piece member(const SchemeWords& scheme, const std::string& name, Piece definition, const std::string& construct) {
  const std::string of = scheme.named ? " of " + scheme.scheme : "";
  return piece("  day " + name + of + " = ", std::move(definition), "\n")
      .declaring(member_key(scheme, name))
      .showing(construct)
      .leavable();
}

void write_scheme(World& world, SchemeWords scheme) {
  Piece all;
  auto day = [&](const std::string& wish, Piece definition, const std::string& construct) {
    scheme.members.push_back(world.new_name(wish));
    all.add(member(scheme, scheme.members.back(), std::move(definition), construct));
    return scheme.members.back();
  };
  std::string calendar;
  if (!world.calendars.empty() && world.dice.chance(80))
    calendar = std::next(world.calendars.begin(), static_cast<int>(world.dice.below(world.calendars.size())))->first;
  auto except = [&] { return calendar.empty() ? Piece() : Piece(" except " + calendar).needing(calendar).leavable(); };
  switch (world.dice.below(4)) {
    case 0:
      day("weekday", piece("Mon..Fri", except()), calendar.empty() ? "day: weekdays" : "day: except");
      day("weekend", "otherwise", "");
      break;
    case 1: {
      const Piece holiday = calendar.empty() ? Piece() : Piece(calendar).needing(calendar).leavable();
      day("sunday", list(", ", {"Sun", holiday}), "day: calendar as a day");
      day("saturday", piece("Sat", except()), "day: except");
      day("workday", "otherwise", "");
      break;
    }
    case 2: {
      const std::string ordinary = day("ordinary", world.dice.pick({"Mon..Thu", "Sat..Mon", "Tue, Thu"}), "day: weekdays");
      // An override must take time from what it names: a Thursday is in two of these, a Monday in two.
      const bool takes = !calendar.empty() && falls_on(world.calendars[calendar], 0) && falls_on(world.calendars[calendar], 3);
      if (takes) {
        day("special",
            piece(Piece(calendar).needing(calendar), Piece(" overrides " + ordinary).needing(member_key(scheme, ordinary))),
            "day: overrides");
      }
      day("rest", "otherwise", "");
      break;
    }
    default:
      day("workday", piece(world.dice.pick({"Mon..Fri", "Mon..Sat", "Sun..Thu"}), except()), "day: weekdays");
      day("offday", "otherwise", "");
  }
  world.time.push_back(std::move(all).declaring(scheme_key(scheme.scheme)).leavable());
  world.schemes.push_back(std::move(scheme));
}

}  // namespace

void write_days(World& world) {
  if (world.dice.chance(70)) write_calendar(world);
  if (world.dice.chance(2 * world.size)) write_calendar(world);
  if (world.dice.chance(80)) write_scheme(world, {SchemeKind::day, "day", false, {}});
  if (world.dice.chance(2 * world.size)) {
    const std::string scheme = world.new_name("business");
    write_scheme(world, {SchemeKind::day, scheme, true, {}});
  }
}

}  // namespace ratebook::differential
