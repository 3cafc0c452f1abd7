// Riders, discounts, waivers, credits, taxes, minimum and maximum with complete bases; and the modifiers of every line.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

// A base that accounts for every line above: some listed, the others excluded.
struct BaseWords {
  Piece of, excluding;
};
BaseWords complete_base(World& world) {
  BaseWords base;
  std::vector<std::string> names;
  bool included = false;
  for (const LineWords& l : world.lines) {
    included |= l.included;
    if (!l.included) names.push_back(l.name);
  }
  if (world.dice.chance(30) || included) {
    base.of = Piece("all lines").showing("base: all lines");
    base.excluding = list(" excluding ", ", ", "", {});
    for (const std::string& n : names)
      if (world.dice.chance(15) && base.excluding.parts.size() + 1 < names.size()) base.excluding.add(mention(n));
    return base;
  }
  base.of = list(", ", {}).showing("base: listed");
  base.excluding = list(" excluding ", ", ", "", {}).showing("base: excluding");
  for (const std::string& n : names) {
    if (world.dice.chance(75))
      base.of.add(mention(n));
    else
      base.excluding.add(mention(n));
  }
  if (base.of.parts.empty()) std::swap(base.of.parts, base.excluding.parts);
  return base;
}

Piece window(World& world) {
  Dice& dice = world.dice;
  const std::string by = " by " + dice.pick<std::string>({"usage day", "usage day", "cycle end", "cycle start"});
  std::string of = "account";
  for (const FactWords* f : world.facts_of(FactWords::Kind::date))
    if (!f->dated && dice.chance(50)) of = f->path;
  auto since = [&](Piece p) { return of == "account" ? p : std::move(p).needing(of); };
  switch (dice.below(6)) {
    case 0:
      return Piece(" for first " + std::to_string(dice.between(1, 4)) + " cycles of account")
          .showing("window: first cycles")
          .leavable();
    case 1:
      return since(Piece(" for first " + std::to_string(dice.between(1, 24)) + " months of " + of + by))
          .showing("window: first months")
          .leavable();
    case 2:
      return since(Piece(" for first " + std::to_string(dice.between(1, 500)) + " days of " + of + by))
          .showing("window: first days")
          .leavable();
    case 3: {
      const Date through = make_date(static_cast<int>(dice.between(kFirstYear, kLastYear)),
                                     static_cast<unsigned>(dice.between(1, 12)), static_cast<unsigned>(dice.between(1, 28)));
      world.dates.push_back(through + Days{1});
      return Piece(" through " + format_date(through) + by).showing("window: through").leavable();
    }
    default: {
      const Date from = make_date(static_cast<int>(dice.between(kFirstYear, kLastYear)),
                                  static_cast<unsigned>(dice.between(1, 12)), static_cast<unsigned>(dice.between(1, 28)));
      world.dates.push_back(from);
      std::string text = " from " + format_date(from);
      if (dice.chance(60)) {
        const Date through = from + Days{dice.between(0, 400)};
        world.dates.push_back(through + Days{1});
        text += " through " + format_date(through);
      }
      return Piece(text + by).showing("window: dates").leavable();
    }
  }
}

// Overriding needs the earlier line right above: nothing up to this line may read it, this line itself included.
Piece override_of(World& world, const Priced& form) {
  if (world.lines.empty() || !world.dice.chance(5)) return {};
  const std::string& construct = form.piece.construct;
  if (world.lines.back().included || construct == "share" || construct == "limit" || construct == "included in" ||
      construct == "reads a line")
    return {};
  const LineWords& above = world.lines.back();
  return Piece(" overrides " + above.name).needing(above.name).showing("overrides").leavable();
}

}  // namespace

Piece modifiers(World& world, LineKind kind, Priced& form) {
  Dice& dice = world.dice;
  Piece conditions, others;
  const bool share = kind != LineKind::charge && form.piece.construct == "share";
  Piece overrides = override_of(world, form);
  const bool free = overrides.text.empty();
  if (dice.chance(kind == LineKind::waiver ? 50 : 25)) {
    const Expression c = condition(world, {.dated = true, .quantities = true, .lines = free});
    conditions.add(piece("\n    when ", c.piece).showing("when").leavable());
    form.varies |= c.varies;
  }
  if (dice.chance(10)) {
    const Expression c = condition(world, {.dated = false, .quantities = true, .lines = free});
    conditions.add(piece("\n    unless ", c.piece).showing("unless").leavable());
    form.varies |= c.varies;
  }
  if (dice.chance(12)) others.add(window(world));
  others.add(std::move(overrides));
  if (!share && !form.additive && world.cuts(form.varies)) {
    // Must not be cut: the line states its own rules.
    if (form.varies.versions || form.varies.dated)
      others.add(
          Piece(" version by " + dice.pick<std::string>({"cycle end", "cycle start"})).showing("own version rule").leavable());
    if (!form.varies.seasons.empty())
      others.add(
          Piece(" season by " + dice.pick<std::string>({"cycle end", "cycle start"})).showing("own season rule").leavable());
  } else if (dice.chance(6)) {
    others.add(
        Piece(" version by " + dice.pick<std::string>({"cycle end", "cycle start"})).showing("own version rule").leavable());
  }
  if (dice.chance(10)) {
    const std::string step = world.currency == "JPY" ? "1" : dice.pick({"0.01", "0.05", "0.1", "1", "0.001"});
    others.add(
        Piece(" round " + dice.pick<std::string>({"half up", "half even", "up", "down"}) + " to " + step + " " + world.currency)
            .showing("own rounding")
            .leavable());
  }
  if (dice.chance(5))
    others.add(Piece(" type " + dice.pick<std::string>({"energy", "demand", "fixed", "adjustment", "credit", "tax"}))
                   .showing("type")
                   .leavable());
  return piece(std::move(others), std::move(conditions), world.cite());
}

void write_adjustment(World& world) {
  Dice& dice = world.dice;
  if (world.lines.empty()) return write_charge(world);
  const LineKind kind = dice.pick_weighted<LineKind>({{22, LineKind::rider},
                                                      {18, LineKind::discount},
                                                      {15, LineKind::waiver},
                                                      {12, LineKind::credit},
                                                      {18, LineKind::tax},
                                                      {9, LineKind::minimum},
                                                      {6, LineKind::maximum}});
  const std::string name = world.new_name(line_kind_word(kind) == "minimum"   ? "floor"
                                          : line_kind_word(kind) == "maximum" ? "cap"
                                                                              : std::string(line_kind_word(kind)) + "_line");
  Priced form;
  Piece head = "  " + std::string(line_kind_word(kind)) + " " + name + " \"" + name + "\" = ";
  Piece more;
  bool included = false;
  auto plain_lines = [&] {
    std::vector<std::string> names;
    for (const LineWords& l : world.lines)
      if (!l.included) names.push_back(l.name);
    return names;
  };
  if (kind == LineKind::minimum || kind == LineKind::maximum) {
    const BaseWords base = complete_base(world);
    const bool monthly = dice.chance(50);
    const Expression bound = price(world, {.per = monthly ? "month" : "day", .split = {}, .vary = true, .by_month = false});
    form.piece = piece(bound.piece, monthly ? " * months" : " * days").showing("limit");
    form.varies = bound.varies;
    if (dice.chance(15)) {
      const Expression contract = dated_amount(world, "kW", 10, 900, 1, true);
      form.piece.add(piece(" * ", amount("25", "kW"), " / ", contract.piece).showing("limit: a quotient").leavable());
      form.varies |= contract.varies;
    }
    more = piece("\n    over ", base.of, base.excluding);
  } else if (kind == LineKind::waiver) {
    const auto names = plain_lines();
    if (names.empty()) return write_charge(world);
    Piece of = list(", ", {mention(dice.pick(names))});
    form.piece = piece(amount(dice.pick({"100", "100", "50", "25"}), "%"), " of ", std::move(of)).showing("share");
  } else if (kind == LineKind::credit && dice.chance(60)) {
    form = priced(world);
  } else if (kind == LineKind::rider && dice.chance(30)) {
    form = priced(world);
  } else if (kind == LineKind::tax && dice.chance(15)) {
    included = true;
    form.piece =
        piece(amount(dice.pick({"20", "19", "7.7", "25"}), "%"), " included in ", Piece("all lines")).showing("included in");
    form.additive = true;
  } else {
    const BaseWords base = complete_base(world);
    const Expression share = percentage(world, true);
    form.piece = piece(share.piece, " of ", base.of).showing("share");
    form.varies = share.varies;
    more = base.excluding;
  }
  Piece modified = modifiers(world, kind, form);
  world.computations.push_back(piece(std::move(head), std::move(form.piece), std::move(more), std::move(modified), "\n")
                                   .declaring(name)
                                   .showing(std::string(line_kind_word(kind)))
                                   .leavable());
  world.lines.push_back({name, kind, included});
}

}  // namespace ratebook::differential
