// Are two engines' answers the same, to the last digit? Every row in order, the total, what is recorded, or the code of the error.
#pragma once
#include <optional>
#include <string>

#include "language/bill/bill.hpp"

namespace ratebook::differential {

struct Difference {
  std::string what;  // "row 3 energy.summer.tier_1@2025-07-01: amount"
  std::string oracle, native;
  std::string kind;  // "amount", "outcome: a bill, history_missing": differences of a kind may have one cause
};
std::optional<Difference> first_difference(const TariffEditions& editions, const Rated& oracle, const Rated& native);

// The bill in words, one row a line.
std::string describe(const TariffEditions& editions, const Rated& rated);

}  // namespace ratebook::differential
