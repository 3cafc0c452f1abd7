// Division of 128-bit numbers. Most of them are small: 64 bits are tried first. A quotient is cut towards zero, then goes one step away from zero
// where the mode says so; a remainder is compared with what is left of the divisor, never doubled, so that nothing overflows.
#include "compiler/native/kernel_calls.hpp"

namespace ratebook::native::calls {

namespace {

bool is_small(Int128 n) { return n == static_cast<std::int64_t>(n); }

// Towards zero; b >= 1, so the one quotient that does not fit, of the smallest number and -1, does not occur.
Int128 quotient(Int128 a, Int128 b) {
  if (is_small(a) && is_small(b)) return static_cast<std::int64_t>(a) / static_cast<std::int64_t>(b);
  return a / b;
}

template <class Away>
Int128 rounded(Int128 a, Int128 b, Away away) {
  const Int128 cut = quotient(a, b);
  const Int128 remainder = a - cut * b;
  const Int128 size = a < 0 ? -remainder : remainder;
  return away(cut, size, b - size) ? cut + (a < 0 ? -1 : 1) : cut;
}

}  // namespace

Int128 divide_half_up(Int128 a, Int128 b) {
  return rounded(a, b, [](Int128, Int128 size, Int128 rest) { return size >= rest; });
}

Int128 divide_half_even(Int128 a, Int128 b) {
  return rounded(a, b, [](Int128 cut, Int128 size, Int128 rest) { return size > rest || (size == rest && (cut & 1) != 0); });
}

Int128 divide_up(Int128 a, Int128 b) {
  return rounded(a, b, [](Int128, Int128 size, Int128) { return size != 0; });
}

Int128 divide_down(Int128 a, Int128 b) { return quotient(a, b); }

// The largest n with n² <= a, by Newton's iteration from above: n <- (n + a / n) / 2 falls until it is the root.
// Source: H. Cohen, A Course in Computational Algebraic Number Theory, algorithm 1.7.1.
Int128 root(Int128 a) {
  if (a < 2) return a;
  int bits = 0;
  for (Int128 rest = a; rest != 0; rest >>= 1) ++bits;
  Int128 n = Int128{1} << ((bits + 1) / 2);  // at least the root
  for (;;) {
    const Int128 next = (n + quotient(a, n)) >> 1;
    if (next >= n) return n;
    n = next;
  }
}

std::uint32_t show(Int128* to, Int128 numerator, Int128 denominator, std::uint32_t bit) {
  constexpr std::int64_t kNine = 1'000'000'000, kSix = 1'000'000;
  const Int128 cut = quotient(numerator * kNine, denominator);
  if (cut * denominator == numerator * kNine) {
    *to = cut;
    return 0;
  }
  *to = divide_half_even(numerator * kSix, denominator) * (kNine / kSix);
  return bit;
}

}  // namespace ratebook::native::calls
