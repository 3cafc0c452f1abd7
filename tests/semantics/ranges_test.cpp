// Interval arithmetic against points: whatever two numbers of two intervals make lies in the interval that the operation returns, and the
// ends of the result are reached or approached.
#include "language/semantics/ranges.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace ratebook {
namespace {

const Rational kNear(1, 1'000'000);

// Points of the interval: its ends (or just inside an open one), its middle; far out where there is no bound.
std::vector<Rational> points(const Range& r) {
  const Rational far(1'000'000'000);
  const Rational low = r.low ? r.low->value : (r.high ? Rational(r.high->value - far) : Rational(-far));
  const Rational high = r.high ? r.high->value : Rational(low + 2 * far);
  std::vector<Rational> found;
  for (const Rational& p : {low, Rational(low + kNear), Rational((low + high) / 2), Rational(high - kNear), high, Rational(0),
                            kNear, Rational(-kNear)})
    if (r.contains(p)) found.push_back(p);
  return found;
}

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(n)); }
  Range range() {
    Range r;
    const int low = below(9) - 4, high = low + below(5);
    if (below(5) != 0) r.low = Bound{low, below(2) == 0};
    if (below(5) != 0) r.high = Bound{high, below(2) == 0};
    if (r.empty()) r = Range::exactly(low);
    return r;
  }

 private:
  std::mt19937 engine_;
};

template <class OnRanges, class OnPoints>
void expect_to_hold(OnRanges on_ranges, OnPoints on_points) {
  Dice dice(20250701);
  int looked_at = 0;
  for (int i = 0; i < 3000; ++i) {
    const Range a = dice.range(), b = dice.range();
    const Range made = on_ranges(a, b);
    ASSERT_FALSE(made.empty());
    std::optional<Rational> least, most;
    for (const Rational& x : points(a))
      for (const Rational& y : points(b)) {
        const Rational z = on_points(x, y);
        ASSERT_TRUE(made.contains(z)) << x << " and " << y << " make " << z;
        if (!least || z < *least) least = z;
        if (!most || z > *most) most = z;
        ++looked_at;
      }
    // Bounded results are no wider than what the points come to.
    const Rational slack(1, 1000);
    if (!a.low || !a.high || !b.low || !b.high) continue;
    ASSERT_TRUE(made.low && made.high);
    ASSERT_LE(*least - made.low->value, slack);
    ASSERT_LE(made.high->value - *most, slack);
  }
  ASSERT_GT(looked_at, 10000);
}

TEST(Ranges, SumsAndDifferences) {
  expect_to_hold([](auto& a, auto& b) { return a + b; }, [](auto& x, auto& y) { return Rational(x + y); });
  expect_to_hold([](auto& a, auto& b) { return a - b; }, [](auto& x, auto& y) { return Rational(x - y); });
}
TEST(Ranges, Products) {
  expect_to_hold([](auto& a, auto& b) { return a * b; }, [](auto& x, auto& y) { return Rational(x * y); });
}
TEST(Ranges, Quotients) {
  Dice dice(7);
  int looked_at = 0;
  for (int i = 0; i < 3000; ++i) {
    const Range a = dice.range(), b = dice.range();
    const Range made = a / b;
    if (!b.never_zero()) {
      EXPECT_EQ(made, Range::all());
      continue;
    }
    for (const Rational& x : points(a))
      for (const Rational& y : points(b)) {
        ASSERT_TRUE(made.contains(x / y)) << x << " / " << y;
        ++looked_at;
      }
  }
  EXPECT_GT(looked_at, 10000);
  EXPECT_EQ(Range::between(1, 2) / Range::between(4, 8), Range::between(Rational(1, 8), Rational(1, 2)));
  EXPECT_EQ(Range::exactly(1) / (Range{Bound{0, true}, Bound{4}}), (Range{Bound{Rational(1, 4)}, std::nullopt}));
  EXPECT_EQ(Range::exactly(1) / Range::at_least(2), (Range{Bound{0, true}, Bound{Rational(1, 2)}}));
}
TEST(Ranges, LargestAndSmallest) {
  expect_to_hold([](auto& a, auto& b) { return largest(a, b); }, [](auto& x, auto& y) { return std::max(x, y); });
  expect_to_hold([](auto& a, auto& b) { return smallest(a, b); }, [](auto& x, auto& y) { return std::min(x, y); });
  // The larger of something positive and of anything is positive.
  EXPECT_TRUE(largest(Range::positive(), Range::all()).always_positive());
}
TEST(Ranges, HullHoldsEitherMeetHoldsBoth) {
  Dice dice(11);
  for (int i = 0; i < 2000; ++i) {
    const Range a = dice.range(), b = dice.range(), either = hull(a, b), both = meet(a, b);
    for (const Range* r : {&a, &b})
      for (const Rational& x : points(*r)) {
        ASSERT_TRUE(either.contains(x));
        ASSERT_EQ(both.contains(x), a.contains(x) && b.contains(x));
      }
  }
}
TEST(Ranges, RoundingIsThatOfTheEnds) {
  const Range r = rounded({Bound{Rational(1, 8), true}, Bound{Rational(7, 8)}}, RoundMode::half_up, Rational(1, 4));
  EXPECT_EQ(r, Range::between(Rational(1, 4), 1));
  EXPECT_EQ(rounded(Range::between(Rational(-1, 8), Rational(1, 8)), RoundMode::up, 1), Range::between(-1, 1));
}

TEST(RoundTo, Modes) {
  const Rational cent(1, 100);
  auto cents = [&](int thousandths, RoundMode mode) { return round_to(Rational(thousandths, 1000), mode, cent) * 100; };
  EXPECT_EQ(cents(8985, RoundMode::half_up), 899);
  EXPECT_EQ(cents(-8985, RoundMode::half_up), -899);
  EXPECT_EQ(cents(8985, RoundMode::half_even), 898);
  EXPECT_EQ(cents(8995, RoundMode::half_even), 900);
  EXPECT_EQ(cents(8981, RoundMode::up), 899);
  EXPECT_EQ(cents(-8981, RoundMode::up), -899);
  EXPECT_EQ(cents(8989, RoundMode::down), 898);
  EXPECT_EQ(cents(-8989, RoundMode::down), -898);
  EXPECT_EQ(cents(8980, RoundMode::up), 898);
}

TEST(FormatRational, DecimalsAndFractions) {
  EXPECT_EQ(format_rational(340), "340");
  EXPECT_EQ(format_rational(Rational(-1, 4)), "-0.25");
  EXPECT_EQ(format_rational(Rational(1, 3)), "1/3");
  EXPECT_EQ(format_rational(Rational(5, 1000)), "0.005");
  EXPECT_EQ(format_rational(0), "0");
}

}  // namespace
}  // namespace ratebook
