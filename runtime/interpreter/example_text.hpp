// Cycles as an `example` that an author can paste into the script: what a failed property or a difference between engines is printed as.
#pragma once
#include <string>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook::oracle {

// Givens as far as examples.hpp can hold them; of the expectations the total and errors.
std::string example_text(const CheckedTariff& tariff, const std::string& name, const std::vector<ExampleCycle>& cycles);

}  // namespace ratebook::oracle
