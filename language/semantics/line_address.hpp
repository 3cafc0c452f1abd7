// Addresses of rows (language reference, section 1): `energy.summer.on_peak.tier_1` names rows of the line `energy`; words may be left out,
// and then all rows that match are meant.
#pragma once
#include <string>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

// Reads the words after the line's id: members in the order of Line::dimensions, then tiers from the outer to the inner. False when the line
// can have no such row.
bool read_address(const CheckedTariff& tariff, const Line& line, const std::vector<std::string>& words, LineRef& ref);

}  // namespace ratebook
