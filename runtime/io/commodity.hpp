// Units of amounts that add over time: kWh, kVARh, kVAh, therm, GJ, m3, gal, CCF.
#pragma once
#include "language/base/unit.hpp"

namespace ratebook {

bool is_commodity(const Unit& unit);

}  // namespace ratebook
