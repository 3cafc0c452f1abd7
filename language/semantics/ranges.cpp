#include "language/semantics/ranges.hpp"

#include <array>

namespace ratebook {
namespace {

// A bound of either side as a point of the extended line, so that products and quotients need no case for missing bounds.
struct Point {
  int infinite = 0;  // -1, 0, 1
  Rational value;
  bool open = false;
};

Point low_of(const Range& r) { return r.low ? Point{0, r.low->value, r.low->open} : Point{-1, 0, true}; }
Point high_of(const Range& r) { return r.high ? Point{0, r.high->value, r.high->open} : Point{1, 0, true}; }

int sign(const Point& p) { return p.infinite != 0 ? p.infinite : p.value.sign(); }
bool is_zero(const Point& p) { return p.infinite == 0 && p.value == 0; }

// Zero times a missing bound is zero: a product tends to it as the factor tends to zero, and what lies between is reached from the
// other ends.
Point product(const Point& a, const Point& b) {
  if (is_zero(a) || is_zero(b)) {
    const bool reached = (is_zero(a) && !a.open) || (is_zero(b) && !b.open);
    return {0, 0, !reached};
  }
  if (a.infinite != 0 || b.infinite != 0) return {sign(a) * sign(b), 0, true};
  return {0, a.value * b.value, a.open || b.open};
}

// -1, 0, 1 by place alone; an open bound is told apart by the callers.
int compare(const Point& a, const Point& b) {
  if (a.infinite != b.infinite) return a.infinite < b.infinite ? -1 : 1;
  if (a.infinite != 0) return 0;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
Point lower(const Point& a, const Point& b) {
  const int c = compare(a, b);
  if (c != 0) return c < 0 ? a : b;
  return a.open ? b : a;
}
Point upper(const Point& a, const Point& b) {
  const int c = compare(a, b);
  if (c != 0) return c > 0 ? a : b;
  return a.open ? b : a;
}
std::optional<Bound> bound(const Point& p) {
  if (p.infinite != 0) return std::nullopt;
  return Bound{p.value, p.open};
}

}  // namespace

bool Range::empty() const {
  if (!low || !high) return false;
  return low->value > high->value || (low->value == high->value && (low->open || high->open));
}
bool Range::contains(const Rational& value) const {
  if (low && (value < low->value || (value == low->value && low->open))) return false;
  if (high && (value > high->value || (value == high->value && high->open))) return false;
  return true;
}

Range operator-(const Range& a) {
  Range r;
  if (a.high) r.low = Bound{-a.high->value, a.high->open};
  if (a.low) r.high = Bound{-a.low->value, a.low->open};
  return r;
}
Range operator+(const Range& a, const Range& b) {
  Range r;
  if (a.low && b.low) r.low = Bound{a.low->value + b.low->value, a.low->open || b.low->open};
  if (a.high && b.high) r.high = Bound{a.high->value + b.high->value, a.high->open || b.high->open};
  return r;
}
Range operator-(const Range& a, const Range& b) { return a + -b; }

Range operator*(const Range& a, const Range& b) {
  if (a.is_exactly(0) || b.is_exactly(0)) return Range::exactly(0);
  const std::array ends{product(low_of(a), low_of(b)), product(low_of(a), high_of(b)), product(high_of(a), low_of(b)),
                        product(high_of(a), high_of(b))};
  Point low = ends[0], high = ends[0];
  for (const Point& p : ends) {
    low = lower(low, p);
    high = upper(high, p);
  }
  return {bound(low), bound(high)};
}

Range operator/(const Range& a, const Range& b) {
  if (!b.never_zero() || b.empty()) return Range::all();
  // 1/b is falling on either side of zero: its ends change places. Towards zero it grows without bound.
  const Point low = low_of(b), high = high_of(b);
  auto inverse = [](const Point& p, int side) {
    if (p.infinite != 0) return Point{0, 0, true};
    if (p.value == 0) return Point{side, 0, true};
    return Point{0, Rational(1) / p.value, p.open};
  };
  const int side = sign(low) >= 0 && low.infinite == 0 ? 1 : -1;
  return a * Range{bound(inverse(high, side)), bound(inverse(low, side))};
}

Range largest(const Range& a, const Range& b) {
  Range r;
  if (a.low || b.low) {
    // The largest is at least as large as either: the higher of the two lower bounds holds.
    const Point low = upper(low_of(a), low_of(b));
    const bool tie = compare(low_of(a), low_of(b)) == 0;
    r.low = bound({low.infinite, low.value, tie ? low_of(a).open || low_of(b).open : low.open});
  }
  if (a.high && b.high) r.high = bound(upper(high_of(a), high_of(b)));
  return r;
}
Range smallest(const Range& a, const Range& b) { return -largest(-a, -b); }

Range hull(const Range& a, const Range& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {bound(lower(low_of(a), low_of(b))), bound(upper(high_of(a), high_of(b)))};
}
Range meet(const Range& a, const Range& b) {
  auto inner = [](const Point& x, const Point& y, int towards) {
    const int c = compare(x, y) * towards;
    if (c != 0) return c > 0 ? x : y;
    return x.open ? x : y;
  };
  return {bound(inner(low_of(a), low_of(b), 1)), bound(inner(high_of(a), high_of(b), -1))};
}

Range rounded(const Range& a, RoundMode mode, const Rational& step) {
  // Each mode is monotone. An open bound may round to where a closed one does.
  Range r;
  if (a.low) r.low = Bound{round_to(a.low->value, mode, step)};
  if (a.high) r.high = Bound{round_to(a.high->value, mode, step)};
  return r;
}

}  // namespace ratebook
