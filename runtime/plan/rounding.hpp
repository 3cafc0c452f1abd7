// Rounding of a quotient of integers, as the native path does it outside kernels.
#pragma once
#include "language/base/decimal.hpp"
#include "language/semantics/expression.hpp"

namespace ratebook {

// num / den to an integer, den >= 1; half_up: ties away from zero.
constexpr Int128 round_quotient(Int128 num, Int128 den, RoundMode mode) {
  const Int128 magnitude = num < 0 ? -num : num;
  Int128 n = magnitude / den;
  const Int128 rest = magnitude % den;
  switch (mode) {
    case RoundMode::half_up:
      n += 2 * rest >= den ? 1 : 0;
      break;
    case RoundMode::half_even:
      n += 2 * rest > den || (2 * rest == den && n % 2 != 0) ? 1 : 0;
      break;
    case RoundMode::up:
      n += rest > 0 ? 1 : 0;
      break;
    case RoundMode::down:
      break;
  }
  return num < 0 ? -n : n;
}

}  // namespace ratebook
