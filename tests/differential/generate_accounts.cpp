// Cycles at every edge that the scripts have, facts within and outside of their ranges, data of every kind.
#include "tests/differential/generate_accounts.hpp"

#include <algorithm>

#include "language/bill/account_cycle.hpp"
#include "tests/differential/account_cycle.hpp"

namespace ratebook::differential {
namespace {

using Kind = FactWords::Kind;

void choose_dates(Account& a, const std::vector<World>& worlds, Dice& dice) {
  const World& world = worlds[dice.below(worlds.size())];
  int days = 0;
  switch (dice.pick_weighted<int>({{8, 0}, {10, 1}, {52, 2}, {14, 3}, {11, 4}, {5, 5}})) {
    case 0:
      days = 1;
      break;
    case 1:
      days = static_cast<int>(dice.between(2, 6));
      break;
    case 2:
      days = static_cast<int>(dice.between(27, 34));
      break;
    case 3:
      days = static_cast<int>(dice.between(7, 26));
      break;
    case 4:
      days = static_cast<int>(dice.between(35, 95));
      break;
    default:
      days = static_cast<int>(dice.between(96, 400));
  }
  Date from = make_date(static_cast<int>(dice.between(kFirstYear, kLastYear)), static_cast<unsigned>(dice.between(1, 12)),
                        static_cast<unsigned>(dice.between(1, 28)));
  if (dice.chance(70) && !world.dates.empty()) {
    const Date edge = dice.pick(world.dates);
    if (edge >= make_date(kFirstYear, 1, 2) && edge <= make_date(kLastYear, 12, 31)) {
      // The edge is the first day, the day after the last, or anywhere between.
      const int form = dice.pick_weighted<int>({{15, 0}, {15, 1}, {70, 2}});
      from = form == 0 ? edge : form == 1 ? edge - Days{days} : edge - Days{dice.between(0, days)};
    }
  }
  from = std::clamp(from, make_date(kFirstYear, 1, 1), make_date(kLastYear, 11, 30));
  if (dice.chance(25)) {  // a calendar month
    from = make_date(year_of(from), month_of(from), 1);
    days = static_cast<int>(days_in_month(year_of(from), month_of(from)));
  }
  a.from = from;
  a.through = from + Days{days - 1};
}

std::string shown(std::int64_t whole, const FactWords& f) {
  const std::string n = std::to_string(whole);
  return f.unit.empty() ? n : f.unit == "%" ? n + "%" : n + " " + f.unit;
}

std::string fact_value(const FactWords& f, const Account& a, Dice& dice) {
  switch (f.kind) {
    case Kind::flag:
      return dice.pick({"true", "false"});
    case Kind::text:
      return dice.chance(15) ? "elsewhere" : dice.chance(15) ? "none" : dice.pick(f.words);
    case Kind::choice:
      return dice.pick(f.words);
    case Kind::month:
      return std::string(kMonthWords[dice.chance(40) ? month_of(a.through) - 1 : dice.below(12)]);
    case Kind::date:
      return format_date(dice.chance(50) ? a.from - Days{dice.between(-5, 400)} : make_date(2024, 6, 1));
    case Kind::count:
    case Kind::number: {
      const int form = dice.pick_weighted<int>({{70, 0}, {12, 1}, {12, 2}, {3, 3}, {3, 4}});
      if (form == 1) return shown(f.low, f);
      if (form == 2) return shown(f.high, f);
      if (form == 3) return shown(f.high + 1, f);  // outside its range
      if (form == 4 && f.kind == Kind::number)
        return format_decimal({f.low * 10000 + dice.between(0, (f.high - f.low) * 10000), 4}) +
               (f.unit == "%" ? "%" : " " + f.unit);
      return shown(dice.between(f.low, f.high), f);
    }
  }
  return "";
}

void choose_facts(Account& a, const std::vector<World>& worlds, Dice& dice) {
  for (const World& world : worlds) {
    for (const FactWords& f : world.facts) {
      if (a.facts.contains(f.path)) continue;
      if (!dice.chance(f.has_default ? 30 : 2)) a.facts[f.path] = fact_value(f, a, dice);
      if (!f.dated) continue;
      const std::int64_t changes = dice.between(0, 3);
      for (std::int64_t k = 0; k < changes; ++k) {
        const Date on = a.from + Days{dice.between(-3, a.days() + 2)};
        const bool again =
            std::any_of(a.dated.begin(), a.dated.end(), [&](const DatedWords& d) { return d.path == f.path && d.from == on; });
        if (!again) a.dated.push_back({f.path, on, fact_value(f, a, dice)});
      }
    }
  }
  std::sort(a.dated.begin(), a.dated.end(), [](const DatedWords& x, const DatedWords& y) { return x.from < y.from; });
  if (dice.chance(80)) a.cycle_number = static_cast<std::uint32_t>(dice.between(1, 5));
  if (dice.chance(85)) a.since = dice.chance(50) ? a.from - Days{dice.between(0, 700)} : make_date(2024, 1, 31);
  a.first = dice.chance(8);
  a.last = dice.chance(8);
  if (dice.chance(15)) a.bill_month = static_cast<unsigned>(dice.between(1, 12));
  if (dice.chance(88)) a.scheduled_days = static_cast<int>(dice.between(28, 33));
}

std::set<std::string> channels(const std::vector<World>& worlds) {
  std::set<std::string> all;
  for (const World& w : worlds) all.insert(w.channels_read.begin(), w.channels_read.end());
  return all;
}

// Reads of the buckets that some edition divides energy by, or of the cycle alone.
void add_reads(Account& a, const World& world, const std::string& channel, Dice& dice) {
  std::vector<const SchemeWords*> divided;
  for (const std::string& s : world.split_schemes)
    if (world.scheme(s) != nullptr) divided.push_back(world.scheme(s));
  if (!divided.empty() && dice.chance(90)) {
    const SchemeWords& s = *dice.pick(divided);
    const auto seasons = world.schemes_of(SchemeKind::season);
    const bool by_season = !seasons.empty() && s.kind == SchemeKind::period && dice.chance(15);
    for (const std::string& m : s.members) {
      if (by_season) {
        for (const std::string& season : seasons[0]->members)
          a.reads.push_back(
              {channel, {seasons[0]->path(season), s.path(m)}, generate_amount(dice, world.kwh_limits, a.days())});
      } else if (!dice.chance(3)) {
        a.reads.push_back({channel, {s.path(m)}, generate_amount(dice, world.kwh_limits, a.days())});
      }
    }
    return;
  }
  a.reads.push_back({channel, {}, generate_amount(dice, world.kwh_limits, a.days())});
  if (dice.chance(4)) a.reads.push_back({channel, {}, generate_amount(dice, world.kwh_limits, a.days())});
}

void add_demand_reads(Account& a, const World& world, Dice& dice) {
  auto kw = [&] {
    return world.kw_limits.empty() || dice.chance(50) ? dice.between(0, 5000) * 100'000 : dice.pick(world.kw_limits);
  };
  for (const char* channel : {"usage", "reactive"}) {
    if (dice.chance(90)) a.demand_reads.push_back({channel, {}, kw()});
    for (const SchemeWords* s : world.schemes_of(SchemeKind::period))
      for (const std::string& m : s->members)
        if (dice.chance(75)) a.demand_reads.push_back({channel, {s->path(m)}, kw()});
  }
}

std::int32_t choose_step(const std::vector<World>& worlds, const Account& a, Dice& dice) {
  int minutes = a.days() > 60 ? 60 : dice.pick_weighted<int>({{40, 15}, {30, 60}, {25, 30}, {5, 5}});
  if (minutes == 5 && a.days() > 10) minutes = 15;
  if (dice.chance(90)) {  // fits the edges and windows; else they may straddle
    for (const World& w : worlds) {
      for (const int edge : w.edge_minutes)
        while (edge % minutes != 0) minutes = minutes == 60 ? 30 : minutes == 30 ? 15 : 5;
      if (w.demand_read)
        while (w.slide % minutes != 0 || w.window % minutes != 0) minutes = minutes == 60 ? 30 : minutes == 30 ? 15 : 5;
    }
  }
  return minutes * 60;
}

void choose_quantities(Account& a, const std::vector<World>& worlds, Dice& dice) {
  const World& world = worlds.back();
  bool needed = false, demand = false;
  std::set<std::string> divided;
  for (const World& w : worlds) {
    needed |= w.intervals_needed;
    demand |= w.demand_read;
    for (const std::string& s : w.split_schemes)
      if (w.scheme(s) != nullptr) divided.insert(s);
  }
  const int intervals = needed ? 94 : demand || divided.size() > 1 ? 80 : 45;
  const bool by_interval = dice.chance(intervals);
  const std::int32_t step = choose_step(worlds, a, dice);
  const std::int64_t seconds = cycle_seconds(world.timezone, world.standard_clock, a.from, a.through);
  for (const std::string& channel : channels(worlds)) {
    if (dice.chance(3)) continue;  // not metered
    if (by_interval != dice.chance(3)) {
      const std::int32_t own = dice.chance(3) && step > 900 ? 900 : step;
      a.series.push_back(
          {channel, own, generate_readings(dice, static_cast<std::size_t>(seconds / own), own, world.kwh_limits)});
      if (dice.chance(4)) {  // a register beside the intervals
        std::int64_t sum = 0;
        for (const std::int64_t r : a.series.back().readings) sum += r == kMissing ? 0 : r;
        a.reads.push_back({channel, {}, dice.chance(60) ? sum : sum + 1'000'000});
      }
    } else {
      add_reads(a, world, channel, dice);
    }
  }
  if (!by_interval && demand && dice.chance(85)) add_demand_reads(a, world, dice);
}

void choose_history(Account& a, const std::vector<World>& worlds, Dice& dice) {
  std::map<std::string, std::string> names;  // name → unit
  for (const World& w : worlds) {
    for (const std::string& n : w.history_names) names[n] = "kWh";
    for (const MeasureWords& m : w.measures)
      if (w.history_names.contains(m.name)) names[m.name] = m.unit;
  }
  if (names.empty()) return;
  a.history_given = !dice.chance(10);
  if (!a.history_given) return;
  const std::int64_t cycles =
      dice.pick_weighted<std::int64_t>({{15, 0}, {40, dice.between(1, 11)}, {45, dice.between(11, 14)}});
  Date through = a.from - Days{1};
  for (std::int64_t k = 0; k < cycles; ++k) {
    EarlierWords e{through, {}};
    for (const auto& [name, unit] : names)
      if (!dice.chance(2)) e.recorded[name] = std::to_string(dice.between(0, 40) * 25) + " " + unit;
    a.history.push_back(std::move(e));
    through -= Days{dice.between(28, 32)};
  }
}

}  // namespace

Account generate_account(const std::vector<World>& worlds, Dice dice) {
  Account a;
  choose_dates(a, worlds, dice);
  choose_facts(a, worlds, dice);
  choose_quantities(a, worlds, dice);
  choose_history(a, worlds, dice);
  if (dice.chance(12)) a.as_known = a.through + Days{dice.between(-60, 200)};
  return a;
}

}  // namespace ratebook::differential
