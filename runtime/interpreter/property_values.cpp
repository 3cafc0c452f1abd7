#include "runtime/interpreter/property_values.hpp"

#include <algorithm>
#include <set>

namespace ratebook::oracle {
namespace {

// Calls `see` with each amount that the script writes, its unit and its canonical value.
template <class See>
void for_each_amount(const CheckedTariff& tariff, See see) {
  for (const Expr& e : tariff.expressions)
    if (const auto* c = std::get_if<Constant>(&e.payload)) see(c->unit.unit, number(c->value));
  for (const Value& v : tariff.values)
    for (const ValueVersion& version : v.versions) see(v.unit.unit, number(version.amount.canonical));
  for (const Table& t : tariff.tables)
    for (const TableVersion& version : t.versions)
      for (const TableCell& cell : version.cells)
        if (cell.amount) see(t.unit.unit, number(cell.amount->canonical));
}

Number on_step(const Number& value, const Number& step) { return round_to(value, RoundMode::half_even, step); }

}  // namespace

std::uint64_t Dice::next() {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

Number Dice::between(const Number& low, const Number& high, const Number& step) {
  if (high <= low) return low;
  const Number steps = (high - low) / step;
  const Integer count = numerator(steps) / denominator(steps) + 1;
  return low + step * Number(Integer(next()) % count);
}

std::vector<Number> values_to_try(const CheckedTariff& tariff, const Unit& unit, const NumberSpan& span, int days,
                                  std::size_t count, Dice& dice) {
  const auto per_day = divide(unit, unit_of(Dimension::day)), per_month = divide(unit, unit_of(Dimension::month));
  std::optional<Unit> price;
  if (!tariff.currency.none()) price = divide(money_unit(tariff.currency), unit);
  std::set<Number> special;
  const auto put = [&](const Number& value) {
    const Number near = on_step(value, span.step);
    for (const Number& v : {Number(near - span.step), near, Number(near + span.step)})
      if (v >= span.low && v <= span.high) special.insert(v);
  };
  for_each_amount(tariff, [&](const Unit& u, const Number& value) {
    if (u == unit) put(value);
    if (per_day && u == *per_day) put(value * days);
    if (per_month && u == *per_month) put(value);
  });
  if (tariff.rules.round_line)
    for_each_amount(tariff, [&](const Unit& u, const Number& value) {
      if (!price || u != *price || value == 0) return;
      const Number step = number(tariff.rules.round_line->rule.step);
      const Number largest = span.high * abs(value) / step;
      const Number k = dice.between(0, numerator(largest) / denominator(largest), 1);
      put((k + Number(1, 2)) * step / abs(value));
    });
  std::vector<Number> chosen(special.begin(), special.end());
  while (chosen.size() > count * 3 / 4) chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(dice.below(chosen.size())));
  std::set<Number> all(chosen.begin(), chosen.end());
  all.insert({span.low, span.high});
  if (span.low <= 0 && span.high >= 0) all.insert(0);
  // Coarse values are as telling as fine ones: half of the generated ones have few digits.
  for (std::size_t i = all.size(); i < count; ++i) {
    const Number coarse = std::max(span.step, Number(dice.one_in(2) ? span.step : Number(1, 10)));
    const Number v = on_step(dice.between(span.low, span.high, coarse), span.step);
    all.insert(std::clamp(v, span.low, span.high));
  }
  return {all.begin(), all.end()};
}

}  // namespace ratebook::oracle
