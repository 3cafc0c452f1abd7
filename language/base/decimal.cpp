#include "language/base/decimal.hpp"

#include <algorithm>
#include <limits>

namespace ratebook {

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal d;
  bool negative = false, point = false;
  std::size_t i = 0, digits = 0;
  if (i < text.size() && text[i] == '-') negative = true, ++i;
  if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !point && i + 1 < text.size()) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      if (d.mantissa != 0 || c != '0') ++digits;
      if (digits > 18 || d.scale >= 18) return std::nullopt;
      d.mantissa = d.mantissa * 10 + (c - '0');
      if (point) ++d.scale;
    } else {
      return std::nullopt;
    }
  }
  if (negative) d.mantissa = -d.mantissa;
  return d;
}

std::string format_decimal(Decimal d) { return format_scaled(d.mantissa, d.scale, d.scale); }

std::string format_scaled(Int128 mantissa, int scale, int min_decimals) {
  const bool negative = mantissa < 0;
  std::string digits;
  for (Int128 m = mantissa; m != 0; m /= 10)
    digits += static_cast<char>('0' + static_cast<int>(m % 10 < 0 ? -(m % 10) : m % 10));
  while (static_cast<int>(digits.size()) <= scale) digits += '0';
  std::reverse(digits.begin(), digits.end());
  std::string whole = digits.substr(0, digits.size() - static_cast<std::size_t>(scale));
  std::string fraction = digits.substr(digits.size() - static_cast<std::size_t>(scale));
  while (static_cast<int>(fraction.size()) > min_decimals && !fraction.empty() && fraction.back() == '0') fraction.pop_back();
  while (static_cast<int>(fraction.size()) < min_decimals) fraction += '0';
  return (negative ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

std::optional<Ratio> make_ratio(Int128 num, Int128 den) {
  if (den == 0) return std::nullopt;
  if (den < 0) num = -num, den = -den;
  Int128 a = num < 0 ? -num : num, b = den;
  while (b != 0) {
    const Int128 r = a % b;
    a = b;
    b = r;
  }
  if (a > 1) num /= a, den /= a;
  constexpr Int128 max = std::numeric_limits<std::int64_t>::max();
  if (num > max || num < -max || den > max) return std::nullopt;
  return Ratio{static_cast<std::int64_t>(num), static_cast<std::int64_t>(den)};
}

std::optional<Ratio> multiply(Ratio a, Ratio b) {
  const auto x = make_ratio(a.num, b.den), y = make_ratio(b.num, a.den);  // cross-reduced first, so that products stay small
  if (!x || !y) return std::nullopt;
  return make_ratio(Int128{x->num} * y->num, Int128{x->den} * y->den);
}

Ratio ratio_of(Decimal d) { return *make_ratio(d.mantissa, power_of_ten(d.scale)); }

std::strong_ordering compare(Ratio a, Ratio b) {
  const Int128 left = Int128{a.num} * b.den, right = Int128{b.num} * a.den;
  return left < right ? std::strong_ordering::less : left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::string format_ratio(Ratio r) {
  std::int64_t den = r.den;
  int twos = 0, fives = 0;
  while (den % 2 == 0) den /= 2, ++twos;
  while (den % 5 == 0) den /= 5, ++fives;
  const int scale = std::max(twos, fives);
  if (den != 1 || scale > 18) return std::to_string(r.num) + "/" + std::to_string(r.den);
  const Int128 mantissa = Int128{r.num} * (power_of_ten(scale) / r.den);
  return format_scaled(mantissa, scale, 0);
}

}  // namespace ratebook
