// Exact fractions of any size, for proofs over checked expressions (ranges, satisfiability). Neither engine uses them.
#pragma once
#include <boost/multiprecision/cpp_int.hpp>

#include <string>

#include "language/base/decimal.hpp"
#include "language/semantics/expression.hpp"

namespace ratebook {

using Rational = boost::multiprecision::cpp_rational;

inline Rational rational(Ratio r) { return Rational(r.num, r.den); }
// The fraction as a person writes it: "340", "0.25", "1/3".
std::string format_rational(const Rational& value);
// The nearest multiple of the step, as the mode says.
Rational round_to(const Rational& value, RoundMode mode, const Rational& step);

}  // namespace ratebook
