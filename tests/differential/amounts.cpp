// Numbers of scripts. Half of all prices end in 5 at their last decimal, so that round quantities make ties of half a cent.
#include <algorithm>

#include "language/base/decimal.hpp"
#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

std::string joined(const std::string& number, const std::string& unit) {
  if (unit.empty()) return number;
  return unit == "%" ? number + unit : number + " " + unit;
}

}  // namespace

Piece amount(const std::string& number, const std::string& unit) {
  Piece p = joined(number, unit);
  for (const char* simple : {"1", "2", "10", "0.1", "0.5"}) {
    if (number != simple) p.simpler.emplace_back(joined(simple, unit));
  }
  return p;
}

PriceText price_text(World& world, const std::string& per) {
  // Whole currency × 10^-2 for one `per`, low and high.
  struct Usual {
    const char* per;
    std::int64_t low, high;
  };
  static constexpr Usual usual[] = {{"kWh", 1, 60},      {"month", 100, 6000}, {"day", 5, 300},    {"year", 500, 20000},
                                    {"cycle", 50, 4000}, {"h", 1, 20},         {"kW", 50, 3000},   {"kW/month", 50, 3000},
                                    {"kVAR", 10, 200},   {"kVA", 50, 2000},    {"therm", 20, 200}, {"", 50, 9000}};
  PriceText text;
  text.low = 1;
  text.high = 1000;
  for (const Usual& u : usual)
    if (per == u.per) text.low = u.low, text.high = u.high;
  text.decimals = world.dice.pick_weighted<int>({{25, 2}, {15, 3}, {30, 4}, {12, 5}, {8, 6}, {5, 7}, {5, 8}});
  std::string money = world.currency;
  std::string below = per;
  int moved = 0;  // decimals that the written unit takes away
  if (!world.subunit.empty() && world.dice.chance(25)) {
    money = world.subunit;
    moved = 2;
  } else if (per == "kWh" && world.dice.chance(10)) {
    below = "MWh";
    moved = 3;
  }
  text.decimals = std::min(8, text.decimals + moved / 2);
  for (int i = 2; i < text.decimals; ++i) text.low *= 10, text.high *= 10;
  text.decimals = text.decimals > moved ? text.decimals - moved : 0;
  text.unit = below.empty() ? money : money + "/" + below;
  return text;
}

std::string price_number(World& world, const PriceText& text) {
  std::int64_t mantissa = world.dice.between(text.low, text.high);
  if (world.dice.chance(50)) mantissa = mantissa / 10 * 10 + 5;
  if (world.dice.chance(4)) mantissa = -mantissa;
  if (world.dice.chance(2)) mantissa = 0;
  return format_decimal({mantissa, text.decimals});
}

std::string percent_number(World& world) {
  if (world.dice.chance(60)) return world.dice.pick({"5", "10", "50", "2.5", "12.5", "25", "6.25", "100", "0.5", "7.25"});
  return format_decimal({world.dice.between(1, 99999), static_cast<int>(world.dice.between(3, 4))});
}

}  // namespace ratebook::differential
