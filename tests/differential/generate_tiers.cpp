// Tiers in every form: limits shared over parts, per part, over the cycle, per period, pro rata, in time order, per day, per month, nested.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

// How limits are written: constants, or amounts that parts share by days or months.
enum class Limits : std::uint8_t { constant, by_days, by_months, by_hours, of_cycle };

struct Widths {
  std::vector<Piece> pieces;  // "first 500 kWh", …, without the last `above`
  Varies varies;
};

Widths energy_widths(World& world, Limits limits, std::size_t count) {
  Dice& dice = world.dice;
  Widths w;
  const bool up_to = limits == Limits::constant && dice.chance(35);
  std::int64_t reached = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const std::string word = up_to ? "up to " : k == 0 ? "first " : "next ";
    if (limits == Limits::constant) {
      const std::int64_t width = dice.chance(15) ? dice.between(1, 400) : dice.between(1, 30) * 25;
      reached += width;
      world.kwh_limits.push_back(reached * 1'000'000);
      w.pieces.push_back(piece(word, amount(std::to_string(up_to ? reached : width), "kWh")));
      continue;
    }
    if (limits == Limits::of_cycle) {  // what versions change cannot stand in it
      const std::int64_t width = dice.between(1, 30);
      world.kwh_limits.push_back(width * 30'000'000);
      const bool days = dice.chance(50) || world.monthly == "never";
      w.pieces.push_back(piece(word, amount(std::to_string(days ? width : width * 30), days ? "kWh/day" : "kWh/month"),
                               days ? " * days" : " * months"));
      continue;
    }
    struct Counted {
      const char *unit, *times;
      std::int64_t low, high;
    };
    const Counted by = limits == Limits::by_days     ? Counted{"kWh/day", " * days", 10, 300}
                       : limits == Limits::by_months ? Counted{"kWh/month", " * months", 1000, 9000}
                                                     : Counted{"kW", " * hours", 1, 30};
    Expression each = dated_amount(world, by.unit, by.low, by.high, 1, true);
    world.kwh_limits.push_back(dice.between(3, 200) * 5'000'000);
    w.varies |= each.varies;
    w.pieces.push_back(piece(word, each.piece, by.times));
  }
  return w;
}

std::vector<std::string> tier_names(World& world, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < count; ++k) names.push_back(world.new_name("tier"));
  return names;
}

// The tier words stand as names of the table's columns as well.
Piece tier_block(World& world, const std::string& how, Widths widths, const PriceWish& wish, Varies& varies, bool nest,
                 const std::string& times) {
  const std::vector<std::string> names = tier_names(world, widths.pieces.size() + 1);
  const bool constant_prices = world.dice.chance(35);
  TableWords table;
  if (!constant_prices) {
    table = table_for(world, wish, names);
    varies |= table.varies;
  }
  const PriceText text = price_text(world, wish.per);
  auto price_of = [&](const std::string& name) {
    Piece p = constant_prices ? amount(price_number(world, text), text.unit) : read_table(table, name).piece;
    if (!constant_prices) p.simpler.push_back(amount("1", text.unit));
    return p;
  };
  Piece tiers;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const bool last = k == widths.pieces.size();
    Piece width = last ? Piece("above") : widths.pieces[k];
    if (nest && k == 0 && !last) {
      const PriceText inner = price_text(world, wish.per);
      const std::vector<std::string> steps = {world.new_name("step"), world.new_name("step")};
      Piece plain = piece(" at ", amount(price_number(world, inner), inner.unit), times);
      Piece block =
          piece(" in tiers {\n      " + steps[0] + " ",
                widths.pieces[k].parts[0].text == "up to " ? piece("first ", widths.pieces[k].parts[1]) : widths.pieces[k],
                " at ", amount(price_number(world, inner), inner.unit), times, "\n      " + steps[1] + " above at ",
                amount(price_number(world, inner), inner.unit), times, "\n    }")
              .showing("tiers: nested");
      tiers.add(piece("    " + names[k] + " ", std::move(width), std::move(block).or_simply(plain), "\n")
                    .declaring(names[k])
                    .leavable());
      continue;
    }
    tiers.add(piece("    " + names[k] + " ", std::move(width), " at ", price_of(names[k]), times, "\n")
                  .declaring(names[k])
                  .leavable());
    if (last) tiers.parts.back().optional = false;
  }
  return piece(" in tiers" + how + " {\n", std::move(tiers), "  }");
}

std::size_t tier_count(World& world) {
  return static_cast<std::size_t>(world.dice.pick_weighted<int>({{60, 1}, {30, 2}, {10, 3}}));
}

// A scheme of periods to split by, and how its members fill the tiers.
struct Periods {
  const SchemeWords* scheme = nullptr;
  std::string how;
};
Periods periods(World& world) {
  const auto all = world.schemes_of(SchemeKind::period);
  if (all.empty() || !world.dice.chance(45)) return {};
  return {world.dice.pick(all), world.dice.pick({" per period", " over all periods pro rata", " over all periods in time order",
                                                 " over all periods in time order"})};
}

}  // namespace

Priced tiered(World& world) {
  Dice& dice = world.dice;
  world.channels_read.insert("usage");
  PriceWish wish{.per = "kWh", .split = {}, .vary = true, .by_month = false};
  Piece by = list(" split by ", ", ", "", {});
  auto split = [&](const SchemeWords& s) {
    wish.split.push_back(s.scheme);
    by.add(mention(s.scheme));
    by.parts.back().needs = {scheme_key(s.scheme)};
  };
  Priced p;
  const auto seasons = world.schemes_of(SchemeKind::season);
  if (!seasons.empty() && dice.chance(50)) {
    split(*dice.pick(seasons));
    p.varies.seasons.insert(wish.split.back());
  }
  const Periods per = periods(world);
  const bool in_time_order = per.how.find("time order") != std::string::npos;
  if (per.scheme != nullptr) {
    split(*per.scheme);
    world.split_schemes.insert(per.scheme->scheme);
    if (in_time_order) world.intervals_needed = true;
    // A second division of time: the members of both share the tiers, or fill them each by itself.
    for (const SchemeKind kind : {SchemeKind::period, SchemeKind::day})
      for (const SchemeWords* other : world.schemes_of(kind)) {
        if (wish.split.back() != per.scheme->scheme || other->scheme == per.scheme->scheme || !dice.chance(12)) continue;
        split(*other);
        world.split_schemes.insert(other->scheme);
      }
  }
  std::string how;
  Limits limits = Limits::constant;
  const bool steps = per.scheme == nullptr && dice.chance(30);
  if (steps) {
    how = dice.chance(60) ? " per day" : " per month";
    world.intervals_needed = true;
    limits = dice.pick_weighted<Limits>(
        {{55, Limits::constant}, {15, Limits::by_days}, {15, Limits::by_months}, {15, Limits::by_hours}});
    if (limits == Limits::by_months && world.monthly == "never") limits = Limits::by_days;
  } else {
    switch (dice.below(4)) {
      case 0:
        limits = Limits::by_days;
        break;
      case 1:
        limits = Limits::by_months;
        if (world.monthly == "never") limits = Limits::by_days;
        break;
      case 2:
        how = " per part";
        break;
      default:
        how = " over cycle";
    }
    how += per.how;
  }
  // Limits of the whole cycle that count days: not what versions change.
  const bool over_cycle = how.find("over cycle") != std::string::npos;
  if (over_cycle && dice.chance(25)) limits = Limits::of_cycle;
  Piece quantity = "usage";
  if (!steps && dice.chance(in_time_order ? 25 : 12)) {
    world.channels_read.insert("export");
    // Over the cycle a quantity must add up over its parts.
    const std::string largest = "largest of { usage - export, 0 kWh } each ";
    if (in_time_order)
      quantity = over_cycle || dice.chance(30) ? "usage + export" : largest + dice.pick<std::string>({"interval", "part"});
    else if (!over_cycle)
      quantity = largest + "part";
    if (quantity.text != "usage") quantity.simpler.push_back("usage");
    if (in_time_order) quantity.construct = "in time order: of two channels";
  } else if (!steps && !in_time_order && dice.chance(10)) {
    // Over a divisor that versions change: each part has its own.
    Expression contract = dated_amount(world, "kW", 10, 900, 1, true);
    p.varies |= contract.varies;
    quantity = piece("usage * ", amount("4", "kW"), " / ", contract.piece).showing("tiers: a quotient").or_simply("usage");
  }
  Widths widths = energy_widths(world, limits, tier_count(world));
  p.varies |= widths.varies;
  const bool nest = !steps && per.scheme == nullptr && dice.chance(12);
  Piece block = tier_block(world, how, std::move(widths), wish, p.varies, nest, "");
  std::string construct =
      "tiers" + (how.empty() ? std::string(limits == Limits::by_days ? " shared by days" : " shared by months") : how);
  p.piece = piece(quantity, std::move(by), std::move(block)).showing(construct);
  return p;
}

Priced tiered_demand(World& world) {
  const MeasureWords kw = measure_of(world, "kW", true);
  Widths widths;
  const std::size_t count = tier_count(world);
  for (std::size_t k = 0; k < count; ++k) {
    const std::int64_t width = world.dice.between(1, 10) * 5;
    world.kw_limits.push_back(width * 1'000'000);
    widths.pieces.push_back(piece(k == 0 ? "first " : "next ", amount(std::to_string(width), "kW")));
  }
  Priced p;
  p.additive = false;
  Piece block = tier_block(world, "", std::move(widths), {.per = "kW/month", .split = {}, .vary = false, .by_month = false},
                           p.varies, false, " * months");
  p.piece = piece(reference(kw.name), std::move(block)).showing("tiers of demand");
  return p;
}

}  // namespace ratebook::differential
