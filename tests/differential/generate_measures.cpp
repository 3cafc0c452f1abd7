// Measures: demand in every scope and window, power factor, energy and money measures, packages, ratchets over history, defines with arms.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

std::string mode(World& world) {
  return world.dice.pick_weighted<std::string>({{60, "half up"}, {20, "half even"}, {10, "up"}, {10, "down"}});
}

struct Definition {
  std::string wish, unit;
  Piece body;
  std::vector<std::string> split;  // as written: schemes, "version", "month"
  std::string step;                // of the rounding; "": none
  bool never_negative = true;
  std::string construct;
};

MeasureWords declare(World& world, Definition d) {
  MeasureWords m;
  m.name = world.new_name(d.wish);
  m.unit = d.unit;
  m.never_negative = d.never_negative;
  m.rounded = !d.step.empty();
  m.step = d.step;
  Piece p = piece("  measure " + m.name + " = ", std::move(d.body));
  Piece split = list(" split by ", ", ", "", {});
  for (const std::string& s : d.split) {
    if (world.scheme(s) != nullptr)
      m.split.push_back(s), split.add(mention(s)), split.parts.back().needs = {scheme_key(s)};
    else
      m.split.push_back(s), split.add(Piece(s).leavable());
  }
  p.add(std::move(split));
  if (!d.step.empty()) {
    const std::string how = mode(world);
    p.add(Piece(" round " + how + " to " + d.step + (d.unit.empty() ? "" : " " + d.unit))
              .showing("measure: round " + how)
              .leavable());
  }
  p.add(world.cite());
  p.add("\n");
  world.computations.push_back(std::move(p).declaring(m.name).showing("measure: " + d.construct).leavable());
  world.measures.push_back(m);
  return m;
}

std::vector<Piece> scopes(World& world) {
  std::vector<Piece> found;
  for (const SchemeWords& s : world.schemes)
    for (const std::string& m : s.members) found.push_back(Piece(s.path(m)).needing(member_key(s, m)).or_simply("cycle"));
  return found;
}

// `maximum demand of reactive in on_peak over 60 min`
Piece demand(World& world, const std::string& channel, std::string& construct) {
  Dice& dice = world.dice;
  const std::string kind = dice.pick_weighted<std::string>({{80, "maximum"}, {10, "minimum"}, {10, "average"}});
  const auto named = scopes(world);
  Piece scope = named.empty() || dice.chance(45) ? Piece("cycle") : dice.pick(named);
  construct =
      kind + " demand" + (channel == "usage" ? "" : " of " + channel) + (scope.needs.empty() ? " in cycle" : " in scope");
  Piece over;
  if (kind != "average" && dice.chance(15)) {
    const int minutes = world.window == 60 || world.slide != world.window ? world.window : world.window * 2;
    over = Piece(" over " + std::to_string(minutes) + " min").showing("demand: over").leavable();
  }
  world.channels_read.insert(channel == "apparent" ? "reactive" : channel);
  if (channel == "apparent") world.channels_read.insert("usage");
  world.demand_read = true;
  return piece(kind + " demand" + (channel == "usage" ? "" : " of " + channel) + " in ", std::move(scope), std::move(over));
}

MeasureWords demand_measure(World& world, const std::string& unit, bool whole) {
  const std::string channel = unit == "kVAR"          ? "reactive"
                              : unit == "kVA"         ? "apparent"
                              : world.dice.chance(90) ? "usage"
                                                      : "export";
  Definition d;
  d.wish = "peak_" + std::string(unit == "kW" ? "kw" : unit == "kVAR" ? "kvar" : "kva");
  d.unit = unit;
  d.body = demand(world, channel, d.construct);
  if (unit == "kVA" || world.dice.chance(60)) d.step = world.dice.pick({"0.1", "1", "0.01", "0.5"});
  if (unit == "kVA") {
    d.body = piece("maximum demand of apparent in cycle");
    d.construct = "kVA";
  }
  const auto seasons = world.schemes_of(SchemeKind::season);
  if (!whole && world.dice.chance(30)) {
    if (!seasons.empty() && world.dice.chance(60))
      d.split = {world.dice.pick(seasons)->scheme};
    else
      d.split = {"version"};
    d.construct += " split by " + std::string(d.split[0] == "version" ? "version" : "season");
  }
  return declare(world, std::move(d));
}

// What history expressions may read: ends in a rounding, of the whole cycle.
std::vector<MeasureWords> recordable(const World& world, const std::string& unit) {
  std::vector<MeasureWords> found;
  for (const MeasureWords& m : world.measures)
    if (m.unit == unit && m.rounded && m.split.empty()) found.push_back(m);
  return found;
}

Piece missing(World& world, const std::string& amount_of_zero, bool needs_amount) {
  const int form = world.dice.pick_weighted<int>({{55, 0}, {25, needs_amount ? 0 : 1}, {20, 2}});
  if (form == 0) return Piece(", missing cycles as " + amount_of_zero).showing("history: missing as").leavable();
  if (form == 1) return Piece(", missing cycles left out").showing("history: left out").leavable();
  return Piece();
}

// `80% of highest peak_kw in preceding 11 cycles within summer, missing cycles as 0 kW`
Piece ratchet(World& world, const MeasureWords& of) {
  Dice& dice = world.dice;
  world.history_names.insert(of.name);
  const std::int64_t cycles = dice.between(2, 13);
  const std::string kind = dice.pick_weighted<std::string>({{60, "highest"},
                                                            {10, "average of"},
                                                            {8, "lowest"},
                                                            {8, "sum of"},
                                                            {7, "average of highest 2 of"},
                                                            {7, "average of lowest 2 of"}});
  Piece p = piece(Piece(std::to_string(dice.between(50, 95)) + "% of ").leavable(), kind + " ", reference(of.name),
                  " in preceding " + std::to_string(cycles) + " cycles");
  const auto seasons = world.schemes_of(SchemeKind::season);
  if (!seasons.empty() && dice.chance(30)) {
    const SchemeWords& s = *dice.pick(seasons);
    const std::string& member = dice.pick(s.members);
    p.add(Piece(" within " + s.path(member)).needing(member_key(s, member)).showing("history: within").leavable());
  }
  p.add(missing(world, "0 " + of.unit, false));
  return std::move(p).showing("history: " + kind);
}

MeasureWords billing_demand(World& world) {
  auto known = recordable(world, "kW");
  if (known.empty()) {
    Definition d;
    d.wish = "measured_kw";
    d.unit = "kW";
    d.body = demand(world, "usage", d.construct);
    d.step = "0.1";
    known.push_back(declare(world, std::move(d)));
  }
  const MeasureWords of = world.dice.pick(known);
  Definition d;
  d.wish = "billing_kw";
  d.unit = "kW";
  Piece items = list("largest of { ", ", ", " }", {reference(of.name), ratchet(world, of).leavable()});
  if (world.dice.chance(50)) items.add(dated_amount(world, "kW", 1, 100, 0, false).piece.leavable());
  for (const FactWords* f : world.facts_of(FactWords::Kind::number)) {
    if (f->unit == "kW" && !f->dated && world.dice.chance(50)) items.add(mention(f->path));
  }
  d.body = std::move(items).or_simply(reference(of.name));
  if (world.dice.chance(60)) d.step = world.dice.pick({"0.1", "1"});
  d.construct = "ratchet";
  return declare(world, std::move(d));
}

// Raised demand at a low power factor: a define with arms over two measures.
MeasureWords adjusted_demand(World& world) {
  Definition f;
  f.wish = "pf";
  const auto named = scopes(world);
  f.body = piece("average power factor in ", named.empty() || world.dice.chance(60) ? Piece("cycle") : world.dice.pick(named));
  f.step = world.dice.pick({"0.01", "0.001", "0.05"});
  f.construct = "power factor";
  world.channels_read.insert("reactive");
  world.channels_read.insert("usage");
  const MeasureWords pf = declare(world, std::move(f));
  const MeasureWords kw = measure_of(world, "kW", true);
  const std::string define = world.new_name("adjusted");
  world.computations.push_back(piece("  define " + define + "(kw) =\n    kw * 0.90 / ", reference(pf.name), " when ",
                                     reference(pf.name), " < 0.90\n    kw otherwise\n")
                                   .declaring(define)
                                   .showing("define: two arms")
                                   .leavable());
  Definition d;
  d.wish = "adjusted_kw";
  d.unit = "kW";
  d.body = piece(reference(define), "(", reference(kw.name), ")").or_simply(reference(kw.name));
  d.step = world.dice.pick({"0.1", "1"});
  d.construct = "define of a measure";
  return declare(world, std::move(d));
}

MeasureWords energy_measure(World& world, bool whole) {
  Definition d;
  d.wish = "kwh";
  d.unit = "kWh";
  world.channels_read.insert("usage");
  switch (world.dice.below(5)) {
    case 0: {  // an allowance that the part has at most
      const auto seasons = world.schemes_of(SchemeKind::season);
      if (!whole && !seasons.empty()) d.split = {world.dice.pick(seasons)->scheme};
      const Expression daily = dated_amount(world, "kWh/day", 1, 300, 1, false);
      d.body = piece("smallest of { usage, ", daily.piece, " * days }").or_simply("usage");
      d.construct = "allowance";
      break;
    }
    case 1:
      world.channels_read.insert("export");
      d.body = Piece("largest of { usage - export, 0 kWh }").or_simply("usage");
      d.construct = "net energy";
      break;
    case 2: {
      const std::int64_t cycles = world.dice.between(1, 12);
      world.history_names.insert("usage");
      d.body = piece(world.dice.pick({"sum of", "average of", "highest", "lowest"}),
                     " usage in preceding " + std::to_string(cycles) + " cycles", missing(world, "0 kWh", true));
      d.construct = "history of usage";
      break;
    }
    default: {
      const auto periods = world.schemes_of(SchemeKind::period);
      if (!whole && world.dice.chance(25)) {
        d.split = {world.dice.chance(50) || world.schemes_of(SchemeKind::season).empty()
                       ? "version"
                       : world.schemes_of(SchemeKind::season)[0]->scheme};
        d.body = "usage";
        d.construct = "energy split by version or season";
        if (world.dice.chance(35)) {
          const Expression contract = dated_amount(world, "kW", 10, 900, 1, true);
          d.body = piece("usage", piece(" * ", amount("12", "kW"), " / ", contract.piece).leavable());
          d.construct = "a quotient in each part";
        }
      } else if (!periods.empty()) {
        const SchemeWords& s = *world.dice.pick(periods);
        const std::string& member = world.dice.pick(s.members);
        d.body = piece("usage", Piece(" in " + s.path(member)).needing(member_key(s, member)).leavable());
        world.split_schemes.insert(s.scheme);
        d.construct = "energy in a period";
      } else {
        d.body = piece("usage", Piece(" * " + percent_number(world) + "%").leavable());
        d.construct = "energy";
      }
      if (world.dice.chance(40)) d.step = world.dice.pick({"1", "0.1", "10"});
    }
  }
  return declare(world, std::move(d));
}

void other_measure(World& world) {
  Dice& dice = world.dice;
  Definition d;
  switch (dice.below(5)) {
    case 0:
      d.wish = "packages";
      d.body = Piece("usage / " + dice.pick<std::string>({"100", "50", "250"}) + " kWh");
      d.step = "1";
      d.construct = "packages";
      world.channels_read.insert("usage");
      break;
    case 1: {
      d.wish = "cost";
      d.unit = world.currency;
      const Expression p = price(world, {.per = "kWh", .split = {}, .vary = false, .by_month = false});
      d.body = piece("usage * ", p.piece);
      d.never_negative = false;
      if (dice.chance(50)) d.step = "0.01";
      d.construct = "money";
      world.channels_read.insert("usage");
      break;
    }
    case 2: {
      const MeasureWords kw = measure_of(world, "kW", true);
      d.wish = "load_factor";
      d.body = piece("usage / (", reference(kw.name), " * hours) when ", reference(kw.name), " > 0 kW\n    0 otherwise");
      d.step = dice.pick({"0.01", "0.001"});
      d.construct = "arms, a quotient";
      world.channels_read.insert("usage");
      break;
    }
    case 3: {
      const std::string flag = flag_fact(world, false);
      d.wish = "base_kw";
      d.unit = "kW";
      d.body = piece(amount("40", "kW"), " when ", reference(flag), "\n    ", amount("25", "kW"), " otherwise");
      d.construct = "arms by a fact";
      break;
    }
    default: {
      const MeasureWords kw = measure_of(world, "kW", true);
      d.wish = "excess_kvar";
      d.unit = "kVAR";
      std::string unused;
      d.body =
          piece("largest of { ", demand(world, "reactive", unused), " - 0.484 kVAR/kW * ", reference(kw.name), ", 0 kVAR }");
      d.step = "1";
      d.construct = "excess reactive";
    }
  }
  declare(world, std::move(d));
}

}  // namespace

MeasureWords measure_of(World& world, const std::string& unit, bool whole) {
  std::vector<MeasureWords> known;
  for (const MeasureWords& m : world.measures)
    if (m.unit == unit && m.never_negative && (!whole || m.split.empty())) known.push_back(m);
  if (!known.empty() && world.dice.chance(65)) return world.dice.pick(known);
  if (unit == "kWh") return energy_measure(world, whole);
  if (unit == "kW" && world.dice.chance(30)) return world.dice.chance(60) ? billing_demand(world) : adjusted_demand(world);
  return demand_measure(world, unit, whole);
}

void write_measures(World& world) {
  const int count = static_cast<int>(world.dice.between(0, world.size / 2));
  for (int k = 0; k < count; ++k) {
    switch (world.dice.below(5)) {
      case 0:
        energy_measure(world, false);
        break;
      case 1:
        billing_demand(world);
        break;
      case 2:
        demand_measure(world, world.dice.pick({"kW", "kW", "kVAR", "kVA"}), false);
        break;
      default:
        other_measure(world);
    }
  }
}

}  // namespace ratebook::differential
