// Do two engines agree on a cycle? Bills row by row, number by number; refusals by their code.
#pragma once
#include <optional>
#include <string>

#include "language/bill/bill.hpp"

namespace ratebook {

// The first difference in words: "energy.summer: amount 10.51 (interpreter), 10.50 (native)"; nothing when they agree.
std::optional<std::string> disagreement(const TariffEditions& editions, const Rated& oracle, const Rated& native);

}  // namespace ratebook
