#include "language/semantics/polynomials.hpp"

#include <algorithm>

namespace ratebook {
namespace {

// Beyond these a sum of products is no longer worth taking apart; the expression is an atom then.
constexpr std::size_t kMostTerms = 64;
constexpr std::size_t kMostFactors = 8;
constexpr int kMostMeasures = 32;

void add_term(Polynomial& p, const Monomial& m, const Rational& coefficient) {
  const auto [at, is_new] = p.try_emplace(m, coefficient);
  if (!is_new) at->second += coefficient;
  if (at->second == 0) p.erase(at);
}

Monomial multiply(const Monomial& a, const Monomial& b) {
  Monomial product;
  auto i = a.begin(), j = b.begin();
  while (i != a.end() || j != b.end()) {
    if (j == b.end() || (i != a.end() && i->first < j->first)) {
      product.push_back(*i++);
    } else if (i == a.end() || j->first < i->first) {
      product.push_back(*j++);
    } else {
      if (const int power = i->second + j->second; power != 0) product.emplace_back(i->first, power);
      ++i;
      ++j;
    }
  }
  return product;
}

bool too_large(const Polynomial& p) {
  return p.size() > kMostTerms ||
         std::any_of(p.begin(), p.end(), [](const auto& term) { return term.first.size() > kMostFactors; });
}

}  // namespace

Polynomial operator+(const Polynomial& a, const Polynomial& b) {
  Polynomial sum = a;
  for (const auto& [m, c] : b) add_term(sum, m, c);
  return sum;
}
Polynomial operator-(const Polynomial& a, const Polynomial& b) { return a + Rational(-1) * b; }
Polynomial operator*(const Rational& factor, const Polynomial& a) {
  Polynomial p;
  for (const auto& [m, c] : a) add_term(p, m, factor * c);
  return p;
}
Polynomial operator*(const Polynomial& a, const Polynomial& b) {
  Polynomial p;
  for (const auto& [m, c] : a)
    for (const auto& [n, d] : b) add_term(p, multiply(m, n), c * d);
  return p;
}
Polynomial constant_polynomial(const Rational& value) {
  Polynomial p;
  add_term(p, {}, value);
  return p;
}
std::optional<Rational> constant_value(const Polynomial& p) {
  if (p.empty()) return Rational(0);
  if (p.size() == 1 && p.begin()->first.empty()) return p.begin()->second;
  return std::nullopt;
}

Polynomial Polynomials::atom(ExprId id) { return {{Monomial{{numbering_.of(id), 1}}, Rational(1)}}; }

Polynomial Polynomials::of(ExprId id, const Pins& pins) {
  std::map<ExprId, Polynomial> known;
  return compute(id, pins, known, 0);
}

Polynomial Polynomials::compute(ExprId id, const Pins& pins, std::map<ExprId, Polynomial>& known, int measures) {
  if (const auto at = known.find(id); at != known.end()) return at->second;
  const Expr& e = ranges_.tariff()[id];
  auto operand = [&](std::size_t i) { return compute(e.operands[i], pins, known, measures); };
  Polynomial p;
  switch (e.kind) {
    case ExprKind::add:
      p = operand(0) + operand(1);
      break;
    case ExprKind::subtract:
      p = operand(0) - operand(1);
      break;
    case ExprKind::negate:
      p = Rational(-1) * operand(0);
      break;
    case ExprKind::call:
      p = operand(0);
      break;
    case ExprKind::multiply: {
      const Polynomial a = operand(0), b = operand(1);
      p = a.size() * b.size() > kMostTerms ? atom(id) : a * b;
      break;
    }
    case ExprKind::divide: {
      const Polynomial divisor = operand(1);
      if (divisor.size() != 1) {
        p = atom(id);
        break;
      }
      Monomial inverse = divisor.begin()->first;
      for (auto& factor : inverse) factor.second = -factor.second;
      p = operand(0) * Polynomial{{inverse, Rational(1) / divisor.begin()->second}};
      break;
    }
    case ExprKind::measure: {
      // A whole cycle's measure that is not rounded is its expression.
      const Measure& m = ranges_.tariff()[std::get<MeasureRef>(e.payload).measure];
      const bool open =
          e.level == Level::cycle && !m.rounding && m.split.empty() && m.value.valid() && measures < kMostMeasures;
      p = open ? compute(m.value, pins, known, measures + 1) : atom(id);
      if (open && p.size() == 1 && p.begin()->second == 1 && p.begin()->first.size() == 1 && p.begin()->first[0].second == 1)
        measures_.try_emplace(p.begin()->first[0].first, id);
      break;
    }
    case ExprKind::constant:
    case ExprKind::date:
    case ExprKind::value:
    case ExprKind::table: {
      const Range r = ranges_.of(id, pins);
      p = r.low && r.is_exactly(r.low->value) ? constant_polynomial(r.low->value) : atom(id);
      break;
    }
    default:
      p = atom(id);
      break;
  }
  if (too_large(p)) p = atom(id);
  known.insert_or_assign(id, p);
  return p;
}

Range Polynomials::range(const Monomial& m, const Pins& pins) {
  Range r = Range::exactly(1);
  for (const auto& [a, power] : m) {
    const Range base = ranges_.of(expression(a), pins);
    Range raised = base;
    for (int i = 1; i < std::abs(power); ++i) raised = raised * base;
    if (power % 2 == 0) raised = largest(raised, Range::exactly(0));
    r = power > 0 ? r * raised : r / raised;
  }
  return r;
}

Range Polynomials::range(const Polynomial& p, const Pins& pins) {
  Range r = Range::exactly(0);
  for (const auto& [m, c] : p) r = r + Range::exactly(c) * range(m, pins);
  return r;
}

}  // namespace ratebook
