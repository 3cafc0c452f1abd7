#include "language/semantics/printed_amount.hpp"

#include <algorithm>

namespace ratebook {
namespace {

struct Factor {
  ExprId id;
  bool divides = false;
};

void flatten(const CheckedTariff& tariff, ExprId id, bool divides, std::vector<Factor>& all) {
  const Expr& e = tariff[id];
  if (e.kind == ExprKind::multiply || e.kind == ExprKind::divide) {
    flatten(tariff, e.operands[0], divides, all);
    flatten(tariff, e.operands[1], divides != (e.kind == ExprKind::divide), all);
    return;
  }
  // A define that is a product is taken apart like one.
  if (e.kind == ExprKind::call) {
    const ExprKind body = tariff[e.operands[0]].kind;
    if (body == ExprKind::multiply || body == ExprKind::divide || body == ExprKind::call)
      return flatten(tariff, e.operands[0], divides, all);
  }
  all.push_back({id, divides});
}

bool is_demand(const Unit& u) {
  const bool power = u[Dimension::power] == 1 || u[Dimension::reactive] == 1 || u[Dimension::apparent] == 1;
  return power && u[Dimension::clock] == 0 && u[Dimension::money] == 0;
}

// The lower the sooner; factors of one rank go in text order.
int rank(const CheckedTariff& tariff, const Factor& f) {
  const Expr& e = tariff[f.id];
  const Unit& u = e.type.unit;
  if (f.divides) return 6;
  if (is_commodity(u)) return 0;
  if (u == unit_of(Dimension::power) || u == unit_of(Dimension::reactive) || u == unit_of(Dimension::apparent)) return 1;
  if (!u.is_ratio() && u.currency.none()) return 2;
  // Something counted, such as packages or meters; a percentage is none.
  const bool count = e.kind == ExprKind::measure || e.kind == ExprKind::fact ||
                     (e.kind == ExprKind::input && tariff[std::get<InputId>(e.payload)].count);
  if (u.is_ratio() && count) return 3;
  return u.is_ratio() ? 5 : 4;
}

}  // namespace

LineType type_of_charge(const Unit& quantity) {
  if (is_commodity(quantity)) return LineType::energy;
  return is_demand(quantity) ? LineType::demand : LineType::fixed;
}

PrintedAmount printed_amount(ExpressionChecker& expressions, const CheckedTariff& tariff, ExprId amount) {
  std::vector<Factor> all;
  flatten(tariff, amount, false, all);
  const auto shown = std::min_element(all.begin(), all.end(),
                                      [&](const Factor& a, const Factor& b) { return rank(tariff, a) < rank(tariff, b); });
  if (all.size() == 1 || shown->divides) return {amount, ExprId::none()};
  const ExprId quantity = shown->id;
  all.erase(shown);
  const Span span = tariff[amount].span;
  // `1 /` only when nothing else stands before the first divisor.
  const auto first = std::find_if(all.begin(), all.end(), [](const Factor& f) { return !f.divides; });
  ExprId price;
  if (first != all.end()) {
    price = first->id;
    all.erase(first);
  } else {
    price = expressions.constant({1, 1}, span);
  }
  for (const Factor& f : all) {
    if (!price.valid()) break;
    price = f.divides ? expressions.divide(price, f.id, span) : expressions.multiply(price, f.id, span);
  }
  return {quantity, price};
}

}  // namespace ratebook
