// Exact decimals and ratios of literals: what a script or a file writes down, before any arithmetic.
// Shared by both engines by design; arithmetic on them is each engine's own.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ratebook {

__extension__ typedef __int128 Int128;

// mantissa × 10^-scale, scale 0…18. The text's digits are kept: 12.30 is {1230, 2}.
struct Decimal {
  std::int64_t mantissa = 0;
  int scale = 0;
};

// "-15.00", "12", ".5" is refused. Up to 18 digits in all; nothing otherwise (no exponent, no sign "+", no separators).
std::optional<Decimal> parse_decimal(std::string_view text);
std::string format_decimal(Decimal d);                                        // keeps the scale: 12.30
std::string format_scaled(Int128 mantissa, int scale, int min_decimals = 0);  // drops trailing zeros down to min_decimals

// num / den in lowest terms, den > 0: exact constants such as 15 min = 1/4 h or 66.5654 c = 0.665654.
struct Ratio {
  std::int64_t num = 0;
  std::int64_t den = 1;
  friend bool operator==(const Ratio&, const Ratio&) = default;
};
// Nothing when the result does not fit in 64 bits.
std::optional<Ratio> make_ratio(Int128 num, Int128 den);
std::optional<Ratio> multiply(Ratio a, Ratio b);
Ratio ratio_of(Decimal d);
std::strong_ordering compare(Ratio a, Ratio b);
// "0.25" when it ends as a decimal, else "1/3".
std::string format_ratio(Ratio r);

constexpr std::int64_t power_of_ten(int n) {
  std::int64_t p = 1;
  while (n-- > 0) p *= 10;
  return p;
}

}  // namespace ratebook
