#include "compiler/ir/fraction.hpp"

#include <algorithm>
#include <cassert>

namespace ratebook::ir {

namespace {

void reduce(Fraction& f) {
  if (f.mul == 0) {
    f = Fraction{};
    return;
  }
  const BigInt common = gcd(f.mul, f.den);
  f.mul /= common;
  f.den /= common;
}

using Divisors = std::vector<ValueId>;

Divisors without(const Divisors& a, const Divisors& b) {
  Divisors rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}
Divisors both_of(const Divisors& a, const Divisors& b) {  // each as often as it stands in a and b together
  Divisors all;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}
Divisors either_of(const Divisors& a, const Divisors& b) {  // each as often as it stands in the one that has more of it
  Divisors all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

}  // namespace

Fraction Fraction::constant(const BigInt& mul, const BigInt& den) {
  assert(den != 0);
  Fraction f;
  f.mul = den < 0 ? BigInt(-mul) : mul;
  f.den = abs(den);
  reduce(f);
  return f;
}

Fraction Fraction::of(ValueId num, const BigInt& mul, const BigInt& den) {
  Fraction f = constant(mul, den);
  if (f.mul != 0) f.num = num;
  return f;
}

ValueId Algebra::times(ValueId a, const BigInt& factor) {
  return factor == 1 ? a : build_.multiply(a, build_.constant(factor));
}

ValueId Algebra::numerator(const Fraction& a) { return a.num ? times(*a.num, a.mul) : build_.constant(a.mul); }

ValueId Algebra::product(const std::vector<ValueId>& factors) {
  if (factors.empty()) return build_.constant(1);
  ValueId result = factors.front();
  for (std::size_t i = 1; i < factors.size(); ++i) result = build_.multiply(result, factors[i]);
  return result;
}

Pair Algebra::pair(const Fraction& a) { return {numerator(a), times(product(a.divisors), a.den)}; }

Algebra::Common Algebra::common(const std::vector<Fraction>& all) {
  Common c;
  BigInt den = 1;
  for (const Fraction& f : all) {
    c.divisors = either_of(c.divisors, f.divisors);
    den = lcm(den, f.den);
  }
  BigInt shared = 0;
  for (const Fraction& f : all) shared = gcd(shared, f.mul * (den / f.den));
  if (shared == 0) shared = 1;
  for (const Fraction& f : all) {
    const BigInt k = f.mul * (den / f.den) / shared;
    Divisors factors = without(c.divisors, f.divisors);
    if (f.num) factors.insert(factors.begin(), *f.num);
    c.numerators.push_back(k == 0 || factors.empty() ? build_.constant(k) : times(product(factors), k));
  }
  const BigInt reduced = gcd(shared, den);
  c.mul = shared / reduced;
  c.den = den / reduced;
  return c;
}

Fraction Algebra::Common::with(ValueId numerator) const {
  Fraction f = Fraction::of(numerator, mul, den);
  f.divisors = divisors;
  return f;
}

Fraction Algebra::add(const Fraction& a, const Fraction& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  if (a.is_constant() && b.is_constant()) return Fraction::constant(a.mul * b.den + b.mul * a.den, a.den * b.den);
  const Common c = common({a, b});
  return c.with(build_.add(c.numerators[0], c.numerators[1]));
}

Fraction Algebra::negate(Fraction a) const {
  a.mul = -a.mul;
  return a;
}

Fraction Algebra::subtract(const Fraction& a, const Fraction& b) {
  if (b.is_zero()) return a;
  if (a.is_zero()) return negate(b);
  if (a.is_constant() && b.is_constant()) return add(a, negate(b));
  const Common c = common({a, b});
  return c.with(build_.subtract(c.numerators[0], c.numerators[1]));
}

Fraction Algebra::scale(Fraction a, const BigInt& mul, const BigInt& den) const {
  assert(den > 0);
  a.mul *= mul;
  a.den *= den;
  reduce(a);
  return a;
}

Fraction Algebra::multiply(const Fraction& a, const Fraction& b) {
  if (a.is_zero() || b.is_zero()) return Fraction{};
  Fraction f;
  f.mul = a.mul * b.mul;
  f.den = a.den * b.den;
  reduce(f);
  if (a.num && b.num)
    f.num = build_.multiply(*a.num, *b.num);
  else
    f.num = a.num ? a.num : b.num;
  f.divisors = both_of(a.divisors, b.divisors);
  return f;
}

Fraction Algebra::divide(const Fraction& a, const Fraction& b, ValueId guard, Code zero) {
  if (b.is_zero()) {
    build_.fail_if(guard, zero);
    return Fraction{};
  }
  Fraction f = scale(a, b.den, abs(b.mul));
  if (b.mul < 0) f.mul = -f.mul;
  const Divisors factors = without(b.divisors, f.divisors);  // the divisors that both have cancel
  f.divisors = without(f.divisors, b.divisors);
  if (!factors.empty() && !f.is_zero()) f.num = f.num ? build_.multiply(*f.num, product(factors)) : product(factors);
  if (!b.num) return f;
  ValueId divisor = *b.num;
  const BigInt low = build_.range(divisor).low;
  if (low < 1) {
    build_.fail_if(build_.both(guard, build_.equal(divisor, build_.constant(0))), zero);
    if (low < 0) {
      const ValueId negative = build_.less(divisor, build_.constant(0));
      if (f.num)
        f.num = build_.select(negative, build_.subtract(build_.constant(0), *f.num), *f.num);
      else if (!f.is_zero())
        f.num = build_.select(negative, build_.constant(-1), build_.constant(1));
      divisor = build_.maximum(divisor, build_.subtract(build_.constant(0), divisor));
    }
    divisor = build_.maximum(divisor, build_.constant(1));
  }
  if (f.is_zero()) return f;
  divisor = build_.in_cycle(divisor);
  f.divisors.insert(std::upper_bound(f.divisors.begin(), f.divisors.end(), divisor), divisor);
  return f;
}

Fraction Algebra::minimum(const Fraction& a, const Fraction& b) {
  const Common c = common({a, b});
  return c.with(build_.minimum(c.numerators[0], c.numerators[1]));
}

Fraction Algebra::maximum(const Fraction& a, const Fraction& b) {
  const Common c = common({a, b});
  return c.with(build_.maximum(c.numerators[0], c.numerators[1]));
}

Fraction Algebra::at_least_zero(const Fraction& a) {
  if (a.is_constant()) return a.mul < 0 ? Fraction{} : a;
  const Range& range = build_.range(count(a));
  if (a.mul > 0 ? range.low >= 0 : range.high <= 0) return a;
  return maximum(a, Fraction{});
}

// Where one side's divisors are among the other's, both are brought over the larger set; otherwise the divisors are selected too, which keeps
// numbers small: (c ? a : b) / (c ? D : E).
Fraction Algebra::select(ValueId condition, const Fraction& yes, const Fraction& no) {
  if (build_.always(condition)) return yes;
  if (build_.never(condition)) return no;
  const bool nested = without(yes.divisors, no.divisors).empty() || without(no.divisors, yes.divisors).empty();
  if (nested) {
    const Common c = common({yes, no});
    return c.with(build_.select(condition, c.numerators[0], c.numerators[1]));
  }
  Fraction plain_yes = yes, plain_no = no;
  const Divisors shared = without(yes.divisors, without(yes.divisors, no.divisors));
  plain_yes.divisors = plain_no.divisors = shared;
  const Common c = common({plain_yes, plain_no});
  Fraction f = c.with(build_.select(condition, c.numerators[0], c.numerators[1]));
  const ValueId divisor =
      build_.select(condition, product(without(yes.divisors, shared)), product(without(no.divisors, shared)));
  if (!f.is_zero()) f.divisors.insert(std::upper_bound(f.divisors.begin(), f.divisors.end(), divisor), divisor);
  return f;
}

ValueId Algebra::less(const Fraction& a, const Fraction& b) {
  const Common c = common({a, b});
  return build_.less(c.numerators[0], c.numerators[1]);
}

ValueId Algebra::less_equal(const Fraction& a, const Fraction& b) {
  const Common c = common({a, b});
  return build_.less_equal(c.numerators[0], c.numerators[1]);
}

ValueId Algebra::equal(const Fraction& a, const Fraction& b) {
  const Common c = common({a, b});
  return build_.equal(c.numerators[0], c.numerators[1]);
}

ValueId Algebra::is_zero(const Fraction& a) {
  return a.num ? build_.equal(*a.num, build_.constant(0)) : build_.flag(a.mul == 0);
}

ValueId Algebra::steps(Op mode, const Fraction& a, const BigInt& mul, const BigInt& den) {
  assert(is_divide(mode) && mul > 0 && den > 0);
  const Pair p = pair(scale(a, den, mul));
  if (build_.range(p.denominator).high == 1) return p.numerator;
  return build_.emit(mode, {p.numerator, p.denominator});
}

ValueId Algebra::root_steps(Op mode, const Fraction& a, const BigInt& mul, const BigInt& den,
                            const std::optional<BigInt>& most) {
  assert(is_divide(mode) && mul > 0 && den > 0);
  // a / step² = p.numerator / p.denominator.
  const Pair p = pair(scale(a, den * den, mul * mul));
  ValueId floor = build_.emit(Op::root, {build_.emit(Op::divide_down, {p.numerator, p.denominator})});
  if (most) floor = build_.minimum(floor, build_.constant(*most));
  if (mode == Op::divide_down) return floor;
  if (mode == Op::divide_up) {
    const ValueId exact = build_.equal(build_.multiply(build_.multiply(floor, floor), p.denominator), p.numerator);
    return build_.add(floor, build_.negate(exact));
  }
  const ValueId twice = build_.add(build_.add(floor, floor), build_.constant(1));
  const ValueId left = build_.multiply(build_.multiply(twice, twice), p.denominator);
  const ValueId right = times(p.numerator, 4);
  ValueId above = mode == Op::divide_half_up ? build_.less_equal(left, right) : build_.less(left, right);
  if (mode == Op::divide_half_even) {
    const ValueId half = build_.emit(Op::divide_down, {floor, build_.constant(2)});
    const ValueId odd = build_.emit(Op::not_equal, {floor, build_.add(half, half)});
    above = build_.either(above, build_.both(build_.equal(left, right), odd));
  }
  return build_.add(floor, above);
}

}  // namespace ratebook::ir
