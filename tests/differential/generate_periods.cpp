// Period schemes: ranges by day type and season, wrapped over midnight, several ranges, overrides, a complement without `otherwise`.
#include <fmt/format.h>

#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

// Ranges of one scheme may not overlap: all lie between `morning` and `evening`, and what runs over midnight does so outside of them.
struct Frame {
  std::vector<int> cuts;  // minutes, ascending, at least three
};

Frame frame(World& world) {
  const int grain = world.dice.pick_weighted<int>({{55, 60}, {25, 30}, {15, 15}, {5, 5}});
  std::vector<int> cuts;
  const std::size_t count = static_cast<std::size_t>(world.dice.between(3, 6));
  while (cuts.size() < count) {
    const int at = world.dice.chance(12) ? world.dice.pick({60, 120, 180, 150})
                                         : static_cast<int>(world.dice.between(1, 1439 / grain)) * grain;
    if (std::find(cuts.begin(), cuts.end(), at) == cuts.end()) cuts.push_back(at);
  }
  std::sort(cuts.begin(), cuts.end());
  for (const int at : cuts) world.edge_minutes.insert(at);
  return {cuts};
}

Piece member(const SchemeWords& scheme, const std::string& name, Piece definition, const std::string& construct) {
  const std::string of = scheme.named ? " of " + scheme.scheme : "";
  return piece("  period " + name + of + " = ", std::move(definition), "\n")
      .declaring(member_key(scheme, name))
      .showing(construct)
      .leavable();
}

// `in summer weekday`, `every day`: on which days a range starts.
struct Start {
  Piece piece;
  std::string construct;
};
Start start(const SchemeWords* seasons, const SchemeWords* days, const std::string& season, const std::string& day) {
  Start s;
  if (seasons != nullptr && !season.empty()) {
    s.piece.add(Piece("in " + seasons->path(season) + " ").needing(member_key(*seasons, season)).leavable());
    s.construct = "period: per season";
  }
  if (days != nullptr && !day.empty()) {
    Piece of = Piece(days->path(day)).needing(member_key(*days, day)).or_simply("every day");
    s.piece.add(std::move(of));
  } else {
    s.piece.add("every day");
  }
  return s;
}

std::string hours(int from, int to) { return fmt::format(" {} to {}", format_clock(from), format_clock(to)); }

void write_scheme(World& world, SchemeWords scheme) {
  Dice& dice = world.dice;
  const auto season_schemes = world.schemes_of(SchemeKind::season);
  const auto day_schemes = world.schemes_of(SchemeKind::day);
  const SchemeWords* seasons = !season_schemes.empty() && dice.chance(45) ? dice.pick(season_schemes) : nullptr;
  const SchemeWords* days = !day_schemes.empty() && dice.chance(75) ? dice.pick(day_schemes) : nullptr;
  const std::string day = days == nullptr ? "" : days->members.front();
  const Frame f = frame(world);
  const int last = f.cuts.back(), first = f.cuts.front();

  const std::string peak = world.new_name(scheme.named ? "busy" : "on_peak");
  const std::string off = world.new_name(scheme.named ? "calm" : "off_peak");
  Piece all;
  auto add = [&](const std::string& name, Piece definition, const std::string& construct) {
    scheme.members.push_back(name);
    all.add(member(scheme, name, std::move(definition), construct));
  };

  // The peak: the same hours in all seasons, or other hours in each.
  Piece ranges = list(", ", {});
  std::string construct = "period: ranges";
  if (seasons != nullptr) {
    for (std::size_t k = 0; k < seasons->members.size(); ++k) {
      if (k > 0 && dice.chance(40)) continue;
      const Start s = start(seasons, days, seasons->members[k], day);
      const std::size_t from = k % (f.cuts.size() - 1);
      ranges.add(piece(s.piece, hours(f.cuts[from], f.cuts[from + 1])).leavable());
      construct = s.construct;
    }
  } else {
    ranges.add(piece(start(nullptr, days, "", day).piece, hours(f.cuts[0], f.cuts[1])).leavable());
    if (f.cuts.size() > 4 && dice.chance(50)) {
      ranges.add(
          piece(start(nullptr, days, "", day).piece, hours(f.cuts[f.cuts.size() - 3], f.cuts[f.cuts.size() - 2])).leavable());
    }
  }
  add(peak, std::move(ranges), construct);

  // The night, over midnight, never meets the ranges above: they lie between the first cut and the last but one … or it takes what it meets.
  const bool peak_reaches_last = seasons != nullptr;
  if (dice.chance(45) && !peak_reaches_last && f.cuts[f.cuts.size() - 2] < last) {
    const std::string night = world.new_name(scheme.named ? "dark" : "night");
    const bool by_day = days != nullptr && dice.chance(50);
    const Start s = start(nullptr, by_day ? days : nullptr, "", day);
    add(night, piece(s.piece, hours(last, first)), by_day ? "period: weekday over midnight" : "period: over midnight");
  } else if (dice.chance(30) && !peak_reaches_last) {
    add(world.new_name("early"), piece("every day", hours(0, first)), "period: from midnight");
  }
  if (dice.chance(35) && seasons == nullptr && f.cuts[1] - f.cuts[0] >= 60) {
    // Inside the peak's first range, so that it takes time from the peak alone.
    const int at = f.cuts[0] + (f.cuts[1] - f.cuts[0]) / 30 / 2 * 15;
    world.edge_minutes.insert(at);
    add(world.new_name("critical"),
        piece(start(nullptr, days, "", day).piece, hours(f.cuts[0], at),
              Piece(" overrides " + peak).needing(member_key(scheme, peak))),
        "period: overrides");
  }
  add(off, "otherwise", "");
  world.time.push_back(std::move(all).declaring(scheme_key(scheme.scheme)).leavable());
  world.schemes.push_back(std::move(scheme));
}

// A scheme whose members are all stated: the clock divided at its cuts, every day alike.
void write_full_scheme(World& world, SchemeWords scheme) {
  const Frame f = frame(world);
  const bool wrapped = world.dice.chance(60);
  Piece all;
  for (std::size_t k = 0; k < f.cuts.size(); ++k) {
    const bool last = k + 1 == f.cuts.size();
    const std::string name = world.new_name("block");
    std::string text = "every day" + hours(f.cuts[k], last ? f.cuts[0] : f.cuts[k + 1]);
    if (last && !wrapped) text = "every day" + hours(0, f.cuts[0]) + ", every day" + hours(f.cuts[k], 1440);
    scheme.members.push_back(name);
    all.add(member(scheme, name, text, wrapped && last ? "period: over midnight" : "period: no otherwise"));
  }
  world.time.push_back(std::move(all).declaring(scheme_key(scheme.scheme)).leavable());
  world.schemes.push_back(std::move(scheme));
}

}  // namespace

void write_periods(World& world) {
  auto write = [&](const SchemeWords& scheme) {
    if (world.dice.chance(15))
      write_full_scheme(world, scheme);
    else
      write_scheme(world, scheme);
  };
  if (world.dice.chance(80)) write({SchemeKind::period, "period", false, {}});
  if (world.dice.chance(3 * world.size)) write({SchemeKind::period, world.new_name("demand_hours"), true, {}});
}

}  // namespace ratebook::differential
