// Tiers in every form: limits shared over parts, per part, over the cycle, per period, pro rata, in time order, per day, per month, nested.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

// How limits are written: constants, or amounts that parts share by days or months.
enum class Limits : std::uint8_t { constant, by_days, by_months };

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
    const bool days = limits == Limits::by_days;
    Expression daily = dated_amount(world, days ? "kWh/day" : "kWh/month", days ? 10 : 1000, days ? 300 : 9000, 1, true);
    world.kwh_limits.push_back(dice.between(3, 200) * 5'000'000);
    w.varies |= daily.varies;
    w.pieces.push_back(piece(word, daily.piece, days ? " * days" : " * months"));
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
  if (per.scheme != nullptr) {
    split(*per.scheme);
    world.split_schemes.insert(per.scheme->scheme);
    if (per.how.find("time order") != std::string::npos) world.intervals_needed = true;
  }
  std::string how;
  Limits limits = Limits::constant;
  const bool steps = per.scheme == nullptr && dice.chance(30);
  if (steps) {
    how = dice.chance(60) ? " per day" : " per month";
    world.intervals_needed = true;
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
  const std::string quantity =
      dice.chance(12) && !steps && how.find("over cycle") == std::string::npos && per.how.find("time") == std::string::npos
          ? "largest of { usage - export, 0 kWh } each part"
          : "usage";
  if (quantity != "usage") world.channels_read.insert("export");
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
