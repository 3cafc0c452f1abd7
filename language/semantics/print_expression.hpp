// A checked expression as one line of text in canonical units; a call is shown as what it computes.
//
//   largest of { adjusted_kw, 0.8 * highest adjusted_kw in preceding 11 cycles, missing cycles as 0 kW, 50 kW }
#pragma once
#include <string>

#include "language/semantics/tariff.hpp"

namespace ratebook {

std::string print_expression(const CheckedTariff& tariff, ExprId id);

}  // namespace ratebook
