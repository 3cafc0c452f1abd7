#include "language/semantics/rational.hpp"

namespace ratebook {

using boost::multiprecision::cpp_int;

std::string format_rational(const Rational& value) {
  cpp_int den = denominator(value);
  int decimals = 0;
  // A fraction ends as a decimal when its denominator has no prime but 2 and 5; each digit takes away one of each.
  cpp_int scale = 1;
  while (scale % den != 0 && decimals < 12) {
    scale *= 10;
    ++decimals;
  }
  if (scale % den != 0) return numerator(value).str() + "/" + den.str();
  cpp_int whole = numerator(value) * (scale / den);
  const bool negative = whole < 0;
  std::string digits = cpp_int(abs(whole)).str();
  if (decimals > 0) {
    if (digits.size() <= static_cast<std::size_t>(decimals))
      digits.insert(0, static_cast<std::size_t>(decimals) + 1 - digits.size(), '0');
    digits.insert(digits.size() - static_cast<std::size_t>(decimals), ".");
  }
  return (negative ? "-" : "") + digits;
}

Rational round_to(const Rational& value, RoundMode mode, const Rational& step) {
  const Rational steps = abs(value) / step;
  const cpp_int whole = numerator(steps) / denominator(steps);  // both positive: rounds down
  const Rational rest = steps - whole;
  const Rational half(1, 2);
  bool away = false;
  switch (mode) {
    case RoundMode::half_up:
      away = rest >= half;
      break;
    case RoundMode::half_even:
      away = rest > half || (rest == half && whole % 2 != 0);
      break;
    case RoundMode::up:
      away = rest > 0;
      break;
    case RoundMode::down:
      break;
  }
  const Rational size = Rational(whole + (away ? 1 : 0)) * step;
  return value < 0 ? Rational(-size) : size;
}

}  // namespace ratebook
