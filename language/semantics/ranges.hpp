// Intervals of exact numbers and their arithmetic: what an expression can be worth. Every operation returns an interval that holds every
// possible result, and where the operands are independent no more than the hull of these.
//
//   Range::between(0, 100) * Range::exactly(-2)   is [-200, 0]
//   Range::positive() / Range::between(1, 400)     is (0, …)
#pragma once
#include <optional>

#include "language/semantics/rational.hpp"

namespace ratebook {

struct Bound {
  Rational value;
  bool open = false;  // the value itself is left out
  friend bool operator==(const Bound&, const Bound&) = default;
};

struct Range {
  std::optional<Bound> low, high;  // none: without bound on that side

  static Range all() { return {}; }
  static Range exactly(const Rational& value) { return {Bound{value}, Bound{value}}; }
  static Range between(const Rational& low, const Rational& high) { return {Bound{low}, Bound{high}}; }
  static Range at_least(const Rational& low) { return {Bound{low}, std::nullopt}; }
  static Range positive() { return {Bound{0, true}, std::nullopt}; }

  bool empty() const;
  bool contains(const Rational& value) const;
  bool is_exactly(const Rational& value) const {
    return low && high && low->value == value && high->value == value && !empty();
  }
  bool never_zero() const { return !contains(0); }
  bool never_negative() const { return low && low->value >= 0; }
  bool always_positive() const { return low && (low->value > 0 || (low->value == 0 && low->open)); }
  friend bool operator==(const Range&, const Range&) = default;
};

Range operator-(const Range& a);
Range operator+(const Range& a, const Range& b);
Range operator-(const Range& a, const Range& b);
Range operator*(const Range& a, const Range& b);
Range operator/(const Range& a, const Range& b);  // all() when b can be zero
Range largest(const Range& a, const Range& b);
Range smallest(const Range& a, const Range& b);
Range hull(const Range& a, const Range& b);  // either of them
Range meet(const Range& a, const Range& b);  // both of them; may be empty
Range rounded(const Range& a, RoundMode mode, const Rational& step);

}  // namespace ratebook
