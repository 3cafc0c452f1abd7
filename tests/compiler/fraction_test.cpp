// Fractions over program values mean what fractions of numbers mean: every operation against Boost's rationals on random inputs.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <random>

#include "compiler/ir/fraction.hpp"
#include "compiler/ir/operation.hpp"

namespace ratebook::ir {
namespace {

using Rational = boost::multiprecision::cpp_rational;

// Three attributes, and two more that are at least 1 and stand below.
class Numbers : public testing::Test {
 protected:
  Numbers() : build_(program_), math_(build_) {
    program_.partitions.emplace_back();
    for (std::size_t i = 0; i < 5; ++i) {
      Attribute a;
      a.input = InputId{i};
      a.range = i < 3 ? between(-1000, 1000) : between(1, 60);
      program_.attributes.push_back(a);
    }
  }
  ValueId leaf(std::uint32_t i) { return build_.account_leaf(Op::attribute, i); }
  Fraction some(std::mt19937_64& random) {
    const BigInt mul = static_cast<std::int64_t>(random() % 41) - 20, den = 1 + random() % 30;
    Fraction f = random() % 4 == 0 ? Fraction::constant(mul, den)
                                   : Fraction::of(leaf(static_cast<std::uint32_t>(random() % 3)), mul, den);
    if (!f.is_zero() && random() % 2 == 0) f.divisors.push_back(leaf(3));
    if (!f.is_zero() && random() % 3 == 0) f.divisors.push_back(leaf(4));
    std::sort(f.divisors.begin(), f.divisors.end());
    return f;
  }

  void draw(std::mt19937_64& random) {
    inputs_.clear();
    for (const Attribute& a : program_.attributes)
      inputs_.push_back(a.range.low + BigInt(random()) % (a.range.high - a.range.low + 1));
    values_.assign(program_.values.size(), 0);
    for (const Block& block : program_.blocks)
      for (ValueId v : block.code) {
        const Instruction& i = program_.values[v.index];
        std::vector<BigInt> operands;
        for (ValueId o : i.operands) operands.push_back(values_[o.index]);
        if (i.op == Op::constant)
          values_[v.index] = i.constant;
        else if (i.op == Op::attribute)
          values_[v.index] = inputs_[i.index];
        else if (effect_of(i.op) == Effect::pure)
          values_[v.index] = result_of(i.op, operands);
        ASSERT_TRUE(contains(*i.range, values_[v.index])) << operation_word(i.op);
      }
  }
  BigInt worth(ValueId v) const { return values_[v.index]; }
  Rational worth(const Fraction& f) const {
    Rational r(f.mul, f.den);
    if (f.num) r *= worth(*f.num);
    for (ValueId d : f.divisors) r /= worth(d);
    return r;
  }

  Program program_;
  Builder build_;
  Algebra math_;
  std::vector<BigInt> inputs_, values_;
};

BigInt rounded(Op mode, const Rational& value) {
  const BigInt operands[] = {numerator(value), denominator(value)};
  return result_of(mode, operands);
}

TEST_F(Numbers, AlgebraIsThatOfRationals) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    const Fraction a = some(random), b = some(random);
    const ValueId condition = build_.less(leaf(0), leaf(1));
    const Fraction sum = math_.add(a, b), difference = math_.subtract(a, b), product = math_.multiply(a, b),
                   least = math_.minimum(a, b), most = math_.maximum(a, b), chosen = math_.select(condition, a, b),
                   positive = math_.at_least_zero(a), quotient = math_.divide(a, b, build_.flag(false), Code::divided_by_zero);
    const ValueId less = math_.less(a, b), less_equal = math_.less_equal(a, b), equal = math_.equal(a, b),
                  zero = math_.is_zero(a);
    const Pair pair = math_.pair(sum);
    const ValueId steps = math_.steps(Op::divide_half_even, product, 3, 7);
    for (int n = 0; n < 20; ++n) {
      draw(random);
      const Rational x = worth(a), y = worth(b);
      ASSERT_EQ(worth(sum), x + y);
      ASSERT_EQ(worth(difference), x - y);
      ASSERT_EQ(worth(product), x * y);
      ASSERT_EQ(worth(least), x < y ? x : y);
      ASSERT_EQ(worth(most), x < y ? y : x);
      ASSERT_EQ(worth(chosen), worth(condition) != 0 ? x : y);
      ASSERT_EQ(worth(positive), x < 0 ? Rational(0) : x);
      if (y != 0) {
        ASSERT_EQ(worth(quotient), x / y);
      }
      ASSERT_EQ(worth(less) != 0, x < y);
      ASSERT_EQ(worth(less_equal) != 0, x <= y);
      ASSERT_EQ(worth(equal) != 0, x == y);
      ASSERT_EQ(worth(zero) != 0, x == 0);
      ASSERT_EQ(Rational(worth(pair.numerator), worth(pair.denominator)), x + y);
      ASSERT_EQ(worth(steps), rounded(Op::divide_half_even, x * y / Rational(3, 7)));
    }
  }
}

TEST_F(Numbers, CommonDenominatorsAreNotMultiplied) {
  Fraction a = Fraction::of(leaf(0), 1, 6), b = Fraction::of(leaf(1), 1, 10);
  a.divisors = b.divisors = {leaf(3)};
  const Fraction sum = math_.add(a, b);
  EXPECT_EQ(sum.den, 30);
  EXPECT_EQ(sum.divisors.size(), 1U);
  const Fraction ratio = math_.divide(a, b, build_.flag(false), Code::divided_by_zero);
  EXPECT_EQ(ratio.divisors.size(), 1U);  // only leaf(1): leaf(3) has gone
}

TEST_F(Numbers, DivisionByWhatCanBeZeroIsGuarded) {
  auto checks = [&] {
    return std::count_if(program_.values.begin(), program_.values.end(),
                         [](const Instruction& i) { return i.op == Op::fail_if; });
  };
  math_.divide(Fraction::constant(1), Fraction::of(leaf(3)), build_.flag(true), Code::divided_by_zero);  // 1 … 60
  EXPECT_EQ(checks(), 0);
  math_.divide(Fraction::constant(1), Fraction::of(leaf(0)), build_.flag(true), Code::divided_by_zero);
  EXPECT_EQ(checks(), 1);
}

// √x to steps, decided on squares; x² of whole steps and their neighbours.
TEST_F(Numbers, RootsRoundByTheirSquares) {
  std::mt19937_64 random(2);
  Fraction square = Fraction::of(math_.product({leaf(3), leaf(3), leaf(4)}), 1, 7);
  square.divisors = {leaf(4)};
  const std::pair<Op, int> modes[] = {
      {Op::divide_half_up, 0}, {Op::divide_half_even, 1}, {Op::divide_up, 2}, {Op::divide_down, 3}};
  std::vector<ValueId> steps;
  for (const auto& [mode, n] : modes) steps.push_back(math_.root_steps(mode, square, 3, 10, std::nullopt));
  for (int n = 0; n < 400; ++n) {
    draw(random);
    const Rational x = worth(square) / (Rational(3, 10) * Rational(3, 10));  // in steps, squared
    const BigInt floor = integer_root(numerator(x) / denominator(x));
    const Rational half = Rational(2 * floor + 1) * Rational(2 * floor + 1);
    const bool exact = Rational(floor * floor) == x;
    EXPECT_EQ(worth(steps[0]), floor + (half <= 4 * x ? 1 : 0));
    EXPECT_EQ(worth(steps[1]), floor + (half < 4 * x || (half == 4 * x && floor % 2 != 0) ? 1 : 0));
    EXPECT_EQ(worth(steps[2]), floor + (exact ? 0 : 1));
    EXPECT_EQ(worth(steps[3]), floor);
  }
}

}  // namespace
}  // namespace ratebook::ir
