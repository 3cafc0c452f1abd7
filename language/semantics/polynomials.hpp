// Expressions as sums of products of atoms with exact coefficients, so that what cancels cancels: `30 kWh/day * days - 10 kWh/day * days` is
// 20 days. An atom is whatever is no sum or product of others: an input, a channel, a `largest of`, a rounded amount. Powers may be negative
// (`kw / pf`): a divisor of a checked expression is not zero.
#pragma once
#include <map>
#include <vector>

#include "language/semantics/expression_ranges.hpp"
#include "language/semantics/numbering.hpp"

namespace ratebook {

using Atom = std::uint32_t;                          // a number of Numbering
using Monomial = std::vector<std::pair<Atom, int>>;  // ascending atoms, powers not zero; empty: the constant term
using Polynomial = std::map<Monomial, Rational>;     // coefficients not zero

Polynomial operator+(const Polynomial& a, const Polynomial& b);
Polynomial operator-(const Polynomial& a, const Polynomial& b);
Polynomial operator*(const Polynomial& a, const Polynomial& b);
Polynomial operator*(const Rational& factor, const Polynomial& a);
Polynomial constant_polynomial(const Rational& value);
std::optional<Rational> constant_value(const Polynomial& p);  // when it has no other term

class Polynomials {
 public:
  explicit Polynomials(ExpressionRanges& ranges) : ranges_(ranges), numbering_(ranges.tariff()) {}

  // Numbers in canonical units, dates as day numbers. Prices with one version under the pins are constants.
  Polynomial of(ExprId id, const Pins& pins);
  Range range(const Polynomial& p, const Pins& pins);
  Range range(const Monomial& m, const Pins& pins);
  ExprId expression(Atom atom) const { return numbering_.expression(atom); }
  // As the script names it: a measure that is nothing but the atom, else the atom's own expression.
  ExprId named(Atom atom) const {
    const auto measure = measures_.find(atom);
    return measure == measures_.end() ? expression(atom) : measure->second;
  }

  ExpressionRanges& ranges() { return ranges_; }
  Numbering& numbering() { return numbering_; }

 private:
  Polynomial compute(ExprId id, const Pins& pins, std::map<ExprId, Polynomial>& known, int measures);
  Polynomial atom(ExprId id);

  ExpressionRanges& ranges_;
  Numbering numbering_;
  std::map<Atom, ExprId> measures_;
};

}  // namespace ratebook
