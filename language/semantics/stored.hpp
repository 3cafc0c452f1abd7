// Whether a number always ends as a decimal (semantics: what later bills read is kept exactly): readings, prices and what is rounded do, and
// sums and products of such; thirds of a month and averages need not.
#pragma once
#include "language/semantics/tariff.hpp"

namespace ratebook {

bool ends_as_decimal(const CheckedTariff& tariff, ExprId id);

}  // namespace ratebook
