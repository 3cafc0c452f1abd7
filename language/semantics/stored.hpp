// Whether a number always ends as a decimal (semantics: what later bills read is kept exactly): readings, prices and what is rounded do, and
// sums and products of such; thirds of a month and averages need not.
#pragma once
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

// For each measure: whether its value, rounded as it says, always ends.
std::vector<bool> measures_end_as_decimals(const CheckedTariff& tariff);

}  // namespace ratebook
