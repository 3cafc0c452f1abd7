// Charges, and the amount forms that riders, credits and taxes share with them: plain products, `at`, splits, levels.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

Priced product(Expression rate, Piece times, bool additive, const std::string& construct) {
  Priced p;
  p.piece = piece(std::move(rate.piece), " * ", std::move(times));
  p.varies = std::move(rate.varies);
  p.additive = additive;
  p.piece.construct = construct;
  return p;
}

Expression rate(World& world, const std::string& per) {
  return price(world, {.per = per, .split = {}, .vary = true, .by_month = false});
}

void note_scheme(World& world, const SchemeWords& s) { world.split_schemes.insert(s.scheme); }

// " in on_peak", or nothing.
Piece scope(World& world) {
  std::vector<const SchemeWords*> all;
  for (const SchemeWords& s : world.schemes) all.push_back(&s);
  if (all.empty() || !world.dice.chance(20)) return {};
  const SchemeWords& s = *world.dice.pick(all);
  const std::string& member = world.dice.pick(s.members);
  note_scheme(world, s);
  return Piece(" in " + s.path(member)).needing(member_key(s, member)).showing("quantity: in scope").leavable();
}

std::string channel(World& world) {
  std::string c = "usage";
  const int roll = world.dice.pick_weighted<int>({{85, 0}, {10, 1}, {5, 2}});
  if (roll == 1) c = "export";
  if (roll == 2 && !world.own_channels.empty()) c = world.dice.pick(world.own_channels);
  world.channels_read.insert(c);
  return c;
}
bool is_gas(const std::string& c) { return c.find("gas") != std::string::npos; }
Piece channel_piece(const World& world, const std::string& c) {
  const bool own = std::find(world.own_channels.begin(), world.own_channels.end(), c) != world.own_channels.end();
  return own ? reference(c) : Piece(c);
}

// The dimensions that a line splits by, " split by season, period", for `wish`.
Piece split(World& world, PriceWish& wish) {
  Piece written = list(" split by ", ", ", "", {});
  auto add = [&](const SchemeWords& s) {
    wish.split.push_back(s.scheme);
    written.add(mention(s.scheme));
    written.parts.back().needs = {scheme_key(s.scheme)};
    if (s.kind != SchemeKind::season) note_scheme(world, s);
  };
  for (const SchemeWords* s : world.schemes_of(SchemeKind::season))
    if (world.dice.chance(40)) add(*s);
  for (const SchemeWords* s : world.schemes_of(SchemeKind::period))
    if (world.dice.chance(s->named ? 25 : 60)) add(*s);
  for (const SchemeWords* s : world.schemes_of(SchemeKind::day))
    if (world.dice.chance(12)) add(*s);
  if (world.dice.chance(7)) {
    wish.by_month = true;
    written.add(Piece("month").showing("split by month").leavable());
  }
  std::string construct;
  for (const std::string& s : wish.split) construct += construct.empty() ? s : ", " + s;
  if (!wish.split.empty())
    written.construct = wish.split.size() > 1
                            ? "split by several"
                            : "split by " + std::string(world.scheme(wish.split[0])->named ? "a named scheme" : wish.split[0]);
  return written;
}

void note_split(World& world, const PriceWish& wish, Varies& varies) {
  for (const std::string& s : wish.split)
    if (world.scheme(s)->kind == SchemeKind::season) varies.seasons.insert(s);
  if (wish.by_month) varies.parts = true;
}

Priced energy_at(World& world) {
  const std::string c = channel(world);
  PriceWish wish{.per = is_gas(c) ? "therm" : "kWh", .split = {}, .vary = true, .by_month = false};
  Priced p;
  Piece by = is_gas(c) ? Piece() : split(world, wish);
  Piece quantity = piece(channel_piece(world, c), wish.split.empty() && !wish.by_month && !is_gas(c) ? scope(world) : Piece());
  const Expression rate = price(world, wish);
  p.varies = rate.varies;
  note_split(world, wish, p.varies);
  p.piece = piece(std::move(quantity), std::move(by), " at ", rate.piece).showing("at");
  return p;
}

// Two channels: linear, or netted at a stated level.
Priced netted(World& world) {
  world.channels_read.insert("usage");
  world.channels_read.insert("export");
  PriceWish wish{.per = "kWh", .split = {}, .vary = true, .by_month = false};
  Priced p;
  if (world.dice.chance(40)) {
    const Expression r = rate(world, "kWh");
    p.varies = r.varies;
    p.piece = world.dice.chance(50) ? piece("(usage - export) * ", r.piece) : piece("usage - export at ", r.piece);
    p.piece.construct = "net of two channels";
    return p;
  }
  const std::string each = world.dice.pick_weighted<std::string>({{35, "interval"}, {15, "hour"}, {25, "day"}, {25, "part"}});
  if (each != "part") world.intervals_needed = true;
  Piece by = split(world, wish);
  const Expression r = price(world, wish);
  p.varies = r.varies;
  note_split(world, wish, p.varies);
  Piece quantity = Piece("largest of { usage - export, 0 kWh }");
  if (world.dice.chance(20)) {
    // Over a divisor that versions change.
    const Expression contract = dated_amount(world, "kW", 10, 900, 1, true);
    quantity = piece("largest of { (usage - export) * ", amount("9", "kW"), " / ", contract.piece, ", 0 kWh }")
                   .showing("a quotient in each step");
    p.varies |= contract.varies;
  } else if (each != "hour" && world.dice.chance(20)) {
    quantity = piece("largest of { usage - ", amount("2", "kW"), " * hours, 0 kWh }").showing("hours in each step");
  }
  p.piece =
      piece(std::move(quantity).or_simply("usage"), " each " + each, std::move(by), " at ", r.piece).showing("each " + each);
  return p;
}

Priced fixed(World& world) {
  struct Form {
    const char* per;
    const char* times;
    bool additive;
  };
  const auto f = world.dice.pick<Form>({{"month", "months", true},
                                        {"month", "months", true},
                                        {"day", "days", true},
                                        {"day", "days", true},
                                        {"year", "years", true},
                                        {"h", "hours", true},
                                        {"month", "1 month", false},
                                        {"cycle", "1 cycle", false},
                                        {"month", "days * (12 month / 365.25 day)", true}});
  Priced p = product(rate(world, f.per), f.times, f.additive, "per " + std::string(f.per) + " * " + f.times);
  for (const FactWords* fact : world.facts_of(FactWords::Kind::count)) {
    if (!world.dice.chance(25)) continue;
    p.piece.add(" * ").add(reference(fact->path));
    p.piece.construct = "a count of the account";
    p.varies.dated |= fact->dated;
  }
  return p;
}

Priced plain_money(World& world) {
  const Expression money = price(world, {.per = "", .split = {}, .vary = true, .by_month = false});
  Priced p;
  p.piece = piece(money.piece).showing("plain money");
  p.varies = money.varies;
  p.additive = false;
  return p;
}

Priced demand(World& world) {
  const std::string unit = world.dice.pick_weighted<std::string>({{75, "kW"}, {15, "kVAR"}, {10, "kVA"}});
  const bool monthly = world.dice.chance(75);
  const MeasureWords m = measure_of(world, unit, !monthly);
  const std::string per = unit + (monthly ? "/month" : "");
  Expression r = rate(world, per == "kVAR/month" || per == "kVA/month" ? "kW/month" : per);
  // The usual size of a price for kVAR or kVA is that of one for kW: only the unit's word differs.
  if (unit != "kW" && monthly) r = {amount(world.dice.pick({"0.52", "1.125", "2.5"}), world.currency + "/" + per), {}};
  Priced p;
  p.piece = monthly ? piece(reference(m.name), " * ", r.piece, " * months") : piece(reference(m.name), " * ", r.piece);
  p.varies = r.varies;
  p.varies.parts |= !m.split.empty();
  p.additive = monthly;
  p.piece.construct = m.split.empty() ? "demand" : "demand of a split measure";
  return p;
}

// All energy at the price of the band that it reaches.
Priced volume(World& world) {
  world.channels_read.insert("usage");
  const std::int64_t first = world.dice.between(1, 20) * 50, second = first + world.dice.between(1, 20) * 50;
  world.kwh_limits.push_back(first * 1'000'000);
  world.kwh_limits.push_back(second * 1'000'000);
  const std::string define = world.new_name("band_price");
  const PriceText text = price_text(world, "kWh");
  auto number = [&] { return amount(price_number(world, text), text.unit); };
  const std::string a = std::to_string(first) + " kWh", b = std::to_string(second) + " kWh";
  Piece three = piece("    ", number(), " when q <= " + a + "\n    ", number(), " when q > " + a + " and q <= " + b + "\n    ",
                      number(), " otherwise\n");
  Piece two = piece("    ", number(), " when q <= " + a + "\n    ", number(), " otherwise\n");
  world.computations.push_back(
      piece("  define " + define + "(q) =\n", world.dice.chance(50) ? std::move(three).or_simply(two) : two)
          .declaring(define)
          .showing("define: bands")
          .leavable());
  Priced p;
  p.piece = piece("usage * ", reference(define), "(usage)").showing("volume price");
  p.additive = false;
  return p;
}

Priced of_measure(World& world) {
  Priced p;
  std::vector<MeasureWords> money;
  for (const MeasureWords& m : world.measures)
    if ((m.unit == world.currency || m.unit.empty()) && m.split.empty()) money.push_back(m);
  if (!money.empty() && world.dice.chance(50)) {
    const MeasureWords m = world.dice.pick(money);
    p.additive = false;
    p.piece = reference(m.name);
    if (m.unit.empty()) {
      const Expression each = price(world, {.per = "", .split = {}, .vary = true, .by_month = false});
      p.piece = piece(p.piece, " * ", each.piece);
      p.varies = each.varies;
    }
    p.piece.construct = m.unit.empty() ? "count of a measure" : "money measure";
    return p;
  }
  const MeasureWords m = measure_of(world, "kWh", false);
  Expression r = rate(world, "kWh");
  p.varies = r.varies;
  p.varies.parts |= !m.split.empty();
  p.additive = !m.split.empty();
  p.piece = world.dice.chance(50) ? piece(reference(m.name), " * ", r.piece) : piece(reference(m.name), " at ", r.piece);
  p.piece.construct = "energy measure";
  return p;
}

Priced energy_product(World& world) {
  const std::string c = channel(world);
  Expression r = rate(world, is_gas(c) ? "therm" : "kWh");
  // A rebate that depends on a fact of the account: a define with arms.
  if (world.dice.chance(12)) {
    const Expression when = condition(world, {.dated = true, .quantities = false, .lines = false});
    const std::string define = world.new_name("rebated");
    world.computations.push_back(piece("  define " + define + "(p) =\n    p * ", amount(percent_number(world), "%"), " when ",
                                       when.piece, "\n    p otherwise\n")
                                     .declaring(define)
                                     .showing("define: by facts")
                                     .leavable());
    r.piece = piece(reference(define), "(", r.piece, ")").or_simply(r.piece);
    r.varies |= when.varies;
  }
  Priced p;
  p.varies = r.varies;
  p.piece = piece(channel_piece(world, c), is_gas(c) ? Piece() : scope(world), " * ", r.piece).showing("energy * price");
  return p;
}

// Amounts that are no lookup: parts of an earlier line, a sum.
Priced of_lines(World& world) {
  std::vector<std::string> names;
  for (const LineWords& l : world.lines)
    if (!l.included) names.push_back(l.name);
  if (names.empty()) return plain_money(world);
  Priced p;
  p.additive = false;
  const std::string name = world.dice.pick(names);
  p.piece = world.dice.chance(50) ? piece("smallest of { ", reference(name), ", ", amount("20", world.currency), " }")
                                  : piece(reference(name), " * ", amount(percent_number(world), "%"));
  p.piece.construct = "reads a line";
  return p;
}

}  // namespace

Priced priced(World& world) {
  switch (world.dice.pick_weighted<int>(
      {{14, 0}, {18, 1}, {8, 2}, {16, 3}, {5, 4}, {10, 5}, {4, 6}, {4, 7}, {20, 8}, {3, 9}, {3, 10}})) {
    case 0:
      return energy_product(world);
    case 1:
      return energy_at(world);
    case 2:
      return netted(world);
    case 3:
      return fixed(world);
    case 4:
      return plain_money(world);
    case 5:
      return demand(world);
    case 6:
      return volume(world);
    case 7:
      return of_measure(world);
    case 8:
      return tiered(world);
    case 9:
      return tiered_demand(world);
    default:
      return of_lines(world);
  }
}

void write_charge(World& world) {
  Priced form = priced(world);
  const std::string name =
      world.new_name(world.dice.pick({"energy", "service", "delivery", "demand", "fuel", "customer", "facility", "wires"}));
  Piece more = modifiers(world, LineKind::charge, form);
  world.computations.push_back(piece("  charge " + name + " \"" + name + "\" = ", std::move(form.piece), std::move(more), "\n")
                                   .declaring(name)
                                   .showing("charge")
                                   .leavable());
  world.lines.push_back({name, LineKind::charge, false});
}

}  // namespace ratebook::differential
