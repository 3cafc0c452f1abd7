// Rational numbers as the lowering handles them: an integer of the program over integers of the program, with everything that is known when
// compiling folded into one constant ratio. Nothing is ever divided before a rounding.
//
//   usage * 0.00685 USD/kWh    =>    137 / 20000 · (%usage × …) / (10^6 · %quantity_den)
#pragma once
#include "compiler/ir/builder.hpp"

namespace ratebook::ir {

// mul / den · num / Π divisors. mul and den have no common factor, den >= 1; every divisor is >= 1 (by its range); divisors ascending.
// Without `num` it is mul / den / Π divisors.
struct Fraction {
  BigInt mul{0}, den{1};
  std::optional<ValueId> num;
  std::vector<ValueId> divisors;

  static Fraction constant(const BigInt& mul, const BigInt& den = 1);
  static Fraction of(ValueId num, const BigInt& mul = 1, const BigInt& den = 1);
  bool is_constant() const { return !num && divisors.empty(); }
  bool is_zero() const { return !num && mul == 0; }
  bool is_one() const { return is_constant() && mul == den; }
};

// num / Π divisors with the constants multiplied in: one numerator, one denominator >= 1.
struct Pair {
  ValueId numerator, denominator;
};

class Algebra {
 public:
  explicit Algebra(Builder& builder) : build_(builder) {}

  Fraction add(const Fraction& a, const Fraction& b);
  Fraction subtract(const Fraction& a, const Fraction& b);
  Fraction negate(Fraction a) const;
  Fraction scale(Fraction a, const BigInt& mul, const BigInt& den) const;
  Fraction multiply(const Fraction& a, const Fraction& b);
  // a / b. `guard` says when the quotient counts; b = 0 then fails with `zero` and is replaced by 1 where it does not.
  Fraction divide(const Fraction& a, const Fraction& b, ValueId guard, Code zero);
  Fraction minimum(const Fraction& a, const Fraction& b);
  Fraction maximum(const Fraction& a, const Fraction& b);
  Fraction at_least_zero(const Fraction& a);
  Fraction select(ValueId condition, const Fraction& yes, const Fraction& no);

  ValueId less(const Fraction& a, const Fraction& b);
  ValueId less_equal(const Fraction& a, const Fraction& b);
  ValueId equal(const Fraction& a, const Fraction& b);
  ValueId is_zero(const Fraction& a);

  // a / (mul/den) to an integer, as `mode` says: how many steps of mul/den.
  ValueId steps(Op mode, const Fraction& a, const BigInt& mul, const BigInt& den);
  // √a / (mul/den) to an integer; a >= 0. Decided on integers: n² <= a/step² < (n+1)², and for half modes (2n+1)² against 4a/step²
  // (language reference, section 10). `most`: no root of a is more than so many steps, rounded up.
  ValueId root_steps(Op mode, const Fraction& a, const BigInt& mul, const BigInt& den, const std::optional<BigInt>& most);

  Pair pair(const Fraction& a);
  ValueId product(const std::vector<ValueId>& factors);
  // The integer that the fraction's constant ratio counts: `num`, or 1.
  ValueId count(const Fraction& a) { return a.num ? *a.num : build_.constant(1); }

  // All over one denominator: the k-th is mul / den · numerators[k] / Π divisors, mul > 0.
  struct Common {
    std::vector<ValueId> numerators;
    BigInt mul{1}, den{1};
    std::vector<ValueId> divisors;
    Fraction with(ValueId numerator) const;
  };
  Common common(const std::vector<Fraction>& all);

 private:
  // num × mul, or the constant mul.
  ValueId numerator(const Fraction& a);
  ValueId times(ValueId a, const BigInt& factor);

  Builder& build_;
};

}  // namespace ratebook::ir
