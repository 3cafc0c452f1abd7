#include "language/semantics/computations.hpp"

#include <algorithm>

#include "language/semantics/classify.hpp"
#include "language/semantics/prove_years.hpp"

namespace ratebook {
namespace {

template <class Version>
bool has_two_starts(const std::vector<Version>& versions) {
  return std::any_of(versions.begin(), versions.end(),
                     [&](const Version& v) { return v.dates.from != versions.front().dates.from; });
}

// Every shape of year once, and the years whose holidays are listed.
std::set<int> years_to_look_at(const CheckedTariff& tariff) {
  std::set<int> years;
  for (int y = 2000; y < 2028; ++y) years.insert(y);
  for (const Calendar& c : tariff.calendars)
    for (const HolidayDate& d : c.dates) years.insert(year_of(d.date));
  return years;
}

}  // namespace

Computations& computations(Checker& checker) {
  if (!checker.computations) checker.computations = std::make_shared<Computations>(checker.tariff);
  return *checker.computations;
}

bool changes_in_cycle(const CheckedTariff& tariff, ValueId value, const Place& place) {
  return place.version_rule == CutRule::usage_day && has_two_starts(tariff[value].versions);
}
bool changes_in_cycle(const CheckedTariff& tariff, TableId table, const Place& place) {
  return place.version_rule == CutRule::usage_day && has_two_starts(tariff[table].versions);
}
bool changes_in_cycle(const CheckedTariff& tariff, SchemeId season, const Place& place) {
  return place.season_rule == CutRule::usage_day && tariff[season].kind == SchemeKind::season &&
         tariff[season].members.size() > 1;
}
bool changes_in_cycle(const CheckedTariff& tariff, InputId input, const Place& place) {
  return place.version_rule == CutRule::usage_day && tariff[input].dated;
}

const std::set<Occurrences::Combination>& Occurrences::of(const std::vector<SchemeId>& schemes) {
  const auto [at, is_new] = known_.try_emplace(schemes);
  std::set<Combination>& found = at->second;
  if (!is_new) return found;
  // What holds on a date depends on the date's and the day before's seasons and day types alone, and inside a day changes only where a
  // range of some period begins or ends: each kind of day pair is looked at once, at these minutes.
  std::set<int> minutes{0};
  std::vector<SchemeId> by_date;
  for (std::size_t s = 0; s < tariff_.schemes.size(); ++s) {
    if (tariff_.schemes[s].kind != SchemeKind::period) by_date.emplace_back(s);
    for (const Member& m : tariff_.schemes[s].members)
      for (const PeriodRange& r : m.ranges)
        for (const int minute : {r.from_minute, r.to_minute})
          if (minute < 1440) minutes.insert(minute);
  }
  std::set<Combination> seen;
  for (const int year : years_to_look_at(tariff_)) {
    std::vector<std::vector<MemberIndex>> strips;
    for (const SchemeId s : by_date) strips.push_back(day_strip(tariff_, s, year));
    const Date eve = make_date(year - 1, 12, 31);
    const auto days = static_cast<std::size_t>(days_in_year(year));
    Combination pair, last;  // most days are as the day before
    for (std::size_t n = 1; n <= days; ++n) {
      pair.clear();
      for (const auto& strip : strips) pair.insert(pair.end(), {strip[n - 1], strip[n]});
      if ((n > 1 && pair == last) || seen.contains(pair)) continue;
      last = pair;
      seen.insert(pair);
      const Date day = eve + Days{static_cast<int>(n)};
      for (const int minute : minutes) {
        Combination c;
        for (const SchemeId s : schemes)
          c.push_back(tariff_[s].kind == SchemeKind::period ? member_at(tariff_, s, day, minute) : member_on(tariff_, s, day));
        found.insert(std::move(c));
      }
    }
  }
  return found;
}

std::string words_of(const CheckedTariff& tariff, ExprId id) {
  const Expr& e = tariff[id];
  switch (e.type.kind) {
    case Type::Kind::flag:
      return "a condition";
    case Type::Kind::date:
      return "a date";
    case Type::Kind::text:
      return "a text";
    case Type::Kind::word:
      return e.type.choice.valid() ? "a member of `" + tariff.choices[e.type.choice.index].name + "`" : "a month";
    case Type::Kind::number:
      break;
  }
  auto written = [&](const UnitText& unit) {
    return unit.text.empty() || unit.unit.is_ratio() ? unit_words(e.type.unit) : unit.text;
  };
  switch (e.kind) {
    case ExprKind::constant:
      return written(std::get<Constant>(e.payload).unit);
    case ExprKind::value:
      return written(tariff[std::get<ValueId>(e.payload)].unit);
    case ExprKind::table:
      return written(tariff[std::get<TableRef>(e.payload).table].unit);
    case ExprKind::input:
      return written(tariff[std::get<InputId>(e.payload)].unit);
    case ExprKind::measure:
      return written(tariff[std::get<MeasureRef>(e.payload).measure].shown_unit);
    default:
      return unit_words(e.type.unit);
  }
}

std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) all += i + 1 == words.size() ? " and " : ", ";
    all += words[i];
  }
  return all;
}

}  // namespace ratebook
