#include "runtime/interpreter/number.hpp"

#include <gtest/gtest.h>

namespace ratebook::oracle {
namespace {

Number n(std::int64_t num, std::int64_t den = 1) { return Number(num, den); }

TEST(Rounding, TiesAndSigns) {
  struct Case {
    Number value;
    int half_up, half_even, up, down;
  };
  const Case cases[] = {
      {n(5, 2), 3, 2, 3, 2}, {n(-5, 2), -3, -2, -3, -2}, {n(7, 2), 4, 4, 4, 3},   {n(-7, 2), -4, -4, -4, -3},
      {n(1, 3), 0, 0, 1, 0}, {n(-1, 3), 0, 0, -1, 0},    {n(2, 3), 1, 1, 1, 0},   {n(-2, 3), -1, -1, -1, 0},
      {n(0), 0, 0, 0, 0},    {n(4), 4, 4, 4, 4},         {n(-4), -4, -4, -4, -4}, {n(1, 2), 1, 0, 1, 0},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(round_to(c.value, RoundMode::half_up, 1), c.half_up) << c.value;
    EXPECT_EQ(round_to(c.value, RoundMode::half_even, 1), c.half_even) << c.value;
    EXPECT_EQ(round_to(c.value, RoundMode::up, 1), c.up) << c.value;
    EXPECT_EQ(round_to(c.value, RoundMode::down, 1), c.down) << c.value;
  }
}

TEST(Rounding, StepsThatAreNoPowerOfTen) {
  EXPECT_EQ(round_to(n(1775, 1000), RoundMode::half_up, n(5, 100)), n(180, 100));
  EXPECT_EQ(round_to(n(1775, 1000), RoundMode::half_even, n(5, 100)), n(180, 100));
  EXPECT_EQ(round_to(n(1725, 1000), RoundMode::half_even, n(5, 100)), n(170, 100));
  EXPECT_EQ(round_to(n(10, 1), RoundMode::up, n(3, 1)), 12);
}

TEST(Rounding, RootsAgreeWithTrialMultiplication) {
  // Every n/d up to 400/7 against the definition: the largest k with k² ≤ x², then the mode.
  for (int num = 0; num <= 400; ++num)
    for (const int den : {1, 4, 7}) {
      const Number square(num, den), step(1, 10);
      int k = 0;
      while (n(k + 1, 10) * n(k + 1, 10) <= square) ++k;
      const bool exact = n(k, 10) * n(k, 10) == square;
      const Number half = n(2 * k + 1, 20) * n(2 * k + 1, 20);
      const bool above = square > half, tie = square == half;
      EXPECT_EQ(round_root_to(square, RoundMode::down, step), n(k, 10));
      EXPECT_EQ(round_root_to(square, RoundMode::up, step), n(exact ? k : k + 1, 10));
      EXPECT_EQ(round_root_to(square, RoundMode::half_up, step), n(above || tie ? k + 1 : k, 10));
      EXPECT_EQ(round_root_to(square, RoundMode::half_even, step), n(above || (tie && k % 2 == 1) ? k + 1 : k, 10));
    }
}

TEST(Rounding, RootOfAHalfStepIsATie) {
  EXPECT_EQ(round_root_to(n(625, 100), RoundMode::half_up, 1), 3);  // 2.5
  EXPECT_EQ(round_root_to(n(625, 100), RoundMode::half_even, 1), 2);
  EXPECT_EQ(round_root_to(n(1225, 100), RoundMode::half_even, 1), 4);  // 3.5
  EXPECT_EQ(round_root_to(n(100000), RoundMode::up, n(1, 10)), n(3163, 10));
}

TEST(Shown, ExactWithinNineDecimalsElseSix) {
  EXPECT_EQ(shown(n(21777, 100)), (ShownNumber{21777, 2, true}));
  EXPECT_EQ(shown(n(15)), (ShownNumber{15, 0, true}));
  EXPECT_EQ(shown(n(1, 1000000000)), (ShownNumber{1, 9, true}));
  EXPECT_EQ(shown(Number(Integer(1), Integer(10000000000))), (ShownNumber{0, 6, false}));
  EXPECT_EQ(shown(n(1, 3)), (ShownNumber{333333, 6, false}));
  EXPECT_EQ(shown(n(-2, 3)), (ShownNumber{-666667, 6, false}));
  EXPECT_EQ(shown(Number(Integer(15), Integer(10000000) * 3)), (ShownNumber{5, 7, true}));  // 0.0000005: half even
  EXPECT_EQ(format_shown(shown(n(665654, 1000000))), "0.665654");
}

TEST(Texts, FractionsInLowestTerms) {
  EXPECT_EQ(exact_text(n(155705, 20000)), "31141/4000");
  EXPECT_EQ(exact_text(n(-30, 2)), "-15");
}

}  // namespace
}  // namespace ratebook::oracle
