// Values that a property is tried at: bounds, limits and rounding ties of the script with their neighbours, then values from a fixed seed.
#pragma once
#include <cstdint>
#include <vector>

#include "language/semantics/tariff.hpp"
#include "runtime/interpreter/number.hpp"

namespace ratebook::oracle {

// Deterministic on every machine. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (SplitMix64).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }  // 0 … n-1, n > 0
  bool one_in(std::size_t n) { return below(n) == 0; }
  // low … high in steps of `step`, evenly.
  Number between(const Number& low, const Number& high, const Number& step);

 private:
  std::uint64_t state_;
};

struct NumberSpan {
  Number low, high;  // inclusive, canonical
  Number step;       // finest step of a value: 10^-6 of the unit, a rounding step, 1 for counts
};

// At most `count` values within the span, ascending: bounds, 0; every amount of the script in this unit, those per day for `days` days and
// per month for one month, with one step to either side; the quantities at which one of the script's prices gives half a rounding step;
// the rest from the dice.
std::vector<Number> values_to_try(const CheckedTariff& tariff, const Unit& unit, const NumberSpan& span, int days,
                                  std::size_t count, Dice& dice);

}  // namespace ratebook::oracle
