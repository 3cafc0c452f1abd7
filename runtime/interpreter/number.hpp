// Exact numbers of the oracle: fractions of any size. The only arithmetic in this folder.
#pragma once
#include <boost/multiprecision/cpp_int.hpp>

#include <optional>
#include <string>

#include "language/bill/bill.hpp"
#include "language/semantics/expression.hpp"

namespace ratebook::oracle {

using Integer = boost::multiprecision::cpp_int;
using Number = boost::multiprecision::cpp_rational;

Number number(Ratio r);
Number number(Int128 mantissa, std::int64_t denominator);  // denominator > 0
// Nothing when the lowest terms leave 64 bits.
std::optional<Ratio> to_ratio(const Number& value);
// "155705/20000" in lowest terms, "15" for a whole number.
std::string exact_text(const Number& value);

// The nearest multiple of `step` (> 0) as the mode says: half up is half away from zero, up away from zero, down towards zero.
Number round_to(const Number& value, RoundMode mode, const Number& step);
// √square (≥ 0) to a multiple of `step`, decided on whole numbers alone: n steps where n² ≤ square/step² < (n+1)², and for the half modes
// by comparing (2n+1)² with 4·square/step² (language reference, section 10).
Number round_root_to(const Number& square, RoundMode mode, const Number& step);

// As files show it (bill.hpp): exact when it ends within 9 decimals, else half even to 6.
ShownNumber shown(const Number& value);
// Decimals that write the step exactly: 2 for 0.01 and 0.05, 0 for 1. At most 9.
int decimals_of(Ratio step);
// value × 10^scale, which must be a whole number that fits.
std::int64_t scaled(const Number& value, int scale);

// Money and energy (kWh, kVARh, kVAh, therm, m3 …): what the parts of a cycle add up in (section 26, 13).
inline bool is_additive(const Unit& unit) { return unit.is_money() || is_commodity(unit); }

}  // namespace ratebook::oracle
