// Numbers as a derivation shows them to people.
#pragma once
#include <string>

#include "runtime/interpreter/number.hpp"

namespace ratebook::oracle {

// "0.2987 USD/kWh", "35%", "30 day": a canonical value in the unit as written. A value that does not end is cut to 6 decimals with "…".
std::string amount_text(const Number& canonical, const UnitText& unit);
// The sheet's own digits: "15.00 USD/month", "35.0%".
std::string written_text(Decimal written, const UnitText& unit);
// "15.00 USD": at least two decimals.
std::string money_text(const Number& amount, Currency currency);
std::string number_text(const Number& value, int least_decimals = 0);
// "half up"
std::string_view mode_text(RoundMode mode);

}  // namespace ratebook::oracle
