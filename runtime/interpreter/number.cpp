#include "runtime/interpreter/number.hpp"

#include <cassert>
#include <limits>

namespace ratebook::oracle {
namespace {

const Integer& power(int n) {
  static const std::vector<Integer> powers = [] {
    std::vector<Integer> p{1};
    while (p.size() < 40) p.push_back(p.back() * 10);
    return p;
  }();
  return powers[static_cast<std::size_t>(n)];
}

Integer divided_down(const Integer& a, const Integer& b) {  // towards zero; both ≥ 0
  return a / b;
}

bool step_further(RoundMode mode, bool exact, int compared_with_half, bool odd) {
  switch (mode) {
    case RoundMode::half_up:
      return compared_with_half >= 0;
    case RoundMode::half_even:
      return compared_with_half > 0 || (compared_with_half == 0 && odd);
    case RoundMode::up:
      return !exact;
    case RoundMode::down:
      return false;
  }
  return false;
}

}  // namespace

Number number(Ratio r) { return Number(Integer(r.num), Integer(r.den)); }
Number number(Int128 mantissa, std::int64_t denominator) { return Number(Integer(mantissa), Integer(denominator)); }

std::optional<Ratio> to_ratio(const Number& value) {
  const Integer n = numerator(value), d = denominator(value);
  const Integer max = std::numeric_limits<std::int64_t>::max();
  if (n > max || n < -max || d > max) return std::nullopt;
  return Ratio{static_cast<std::int64_t>(n), static_cast<std::int64_t>(d)};
}

std::string exact_text(const Number& value) {
  const Integer d = denominator(value);
  return d == 1 ? numerator(value).str() : numerator(value).str() + "/" + d.str();
}

Number round_to(const Number& value, RoundMode mode, const Number& step) {
  assert(step > 0);
  const Number steps = abs(value) / step;
  const Integer n = numerator(steps), d = denominator(steps);
  Integer whole = divided_down(n, d);
  const Integer rest = n - whole * d;
  const int half = Integer(2 * rest).compare(d);
  if (step_further(mode, rest == 0, half, (whole & 1) != 0)) ++whole;
  const Number result = step * whole;
  return value < 0 ? Number(-result) : result;
}

Number round_root_to(const Number& square, RoundMode mode, const Number& step) {
  assert(square >= 0 && step > 0);
  const Number steps = square / (step * step);  // the wanted root, squared, in steps
  const Integer a = numerator(steps), b = denominator(steps);
  Integer whole = sqrt(divided_down(a, b));  // n² ≤ ⌊a/b⌋ exactly when n² ≤ a/b
  const bool exact = whole * whole * b == a;
  const Integer middle = 2 * whole + 1;
  const int half = Integer(4 * a).compare(middle * middle * b);
  if (step_further(mode, exact, half, (whole & 1) != 0)) ++whole;
  return step * whole;
}

ShownNumber shown(const Number& value) {
  constexpr int exact_decimals = 9, rounded_decimals = 6;
  const Integer d = denominator(value);
  ShownNumber result;
  if (power(exact_decimals) % d == 0) {
    while (power(result.scale) % d != 0) ++result.scale;
  } else {
    result.exact = false;
    result.scale = rounded_decimals;
  }
  const Number at_scale = result.exact ? value : round_to(value, RoundMode::half_even, Number(1, power(rounded_decimals)));
  const Integer mantissa = numerator(at_scale) * (power(result.scale) / denominator(at_scale));
  assert(abs(mantissa) < (Integer(1) << 126));
  result.mantissa = static_cast<Int128>(mantissa);
  return result;
}

int decimals_of(Ratio step) {
  int decimals = 0;
  while (decimals < 9 && power(decimals) % step.den != 0) ++decimals;
  return decimals;
}

std::int64_t scaled(const Number& value, int scale) {
  const Number whole = value * power(scale);
  assert(denominator(whole) == 1);
  assert(abs(numerator(whole)) <= std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(numerator(whole));
}

}  // namespace ratebook::oracle
