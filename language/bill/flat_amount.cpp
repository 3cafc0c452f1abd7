#include "language/bill/flat_amount.hpp"

#include <algorithm>

namespace ratebook {
namespace {

int degree(const CheckedTariff& tariff, ExprId id) {
  const Expr& e = tariff[id];
  const auto highest = [&](std::size_t step) {
    int best = degree(tariff, e.operands[0]);
    for (std::size_t i = step; i < e.operands.size(); i += step) best = std::max(best, degree(tariff, e.operands[i]));
    return best;
  };
  switch (e.kind) {
    case ExprKind::quantity:
    case ExprKind::line:
      return 1;
    case ExprKind::fact: {
      const Fact f = std::get<Fact>(e.payload);
      return f == Fact::days || f == Fact::hours || f == Fact::months || f == Fact::years ? 1 : 0;
    }
    case ExprKind::measure:
      return degree(tariff, tariff[std::get<MeasureRef>(e.payload).measure].value);
    case ExprKind::multiply:
      return degree(tariff, e.operands[0]) + degree(tariff, e.operands[1]);
    case ExprKind::divide:
      return degree(tariff, e.operands[0]) - degree(tariff, e.operands[1]);
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::largest:
    case ExprKind::smallest:
    case ExprKind::negate:
    case ExprKind::call:
    case ExprKind::rounded:
      return highest(1);
    case ExprKind::arms:
      return highest(2);
    default:
      return 0;
  }
}

int highest_price(const CheckedTariff& tariff, const std::vector<Tier>& tiers) {
  int best = 0;
  for (const Tier& t : tiers) best = std::max(best, t.price ? degree(tariff, t.price) : highest_price(tariff, t.inner));
  return best;
}

}  // namespace

bool is_flat_amount(const CheckedTariff& tariff, const Line& line) {
  if (const auto* f = std::get_if<PlainAmount>(&line.form)) return degree(tariff, f->amount) <= 0;
  if (const auto* f = std::get_if<PricedQuantity>(&line.form))
    return degree(tariff, f->quantity) + degree(tariff, f->price) <= 0;
  if (const auto* f = std::get_if<TieredQuantity>(&line.form))
    return degree(tariff, f->quantity) + highest_price(tariff, f->block.tiers) <= 0;
  if (const auto* f = std::get_if<LimitOverLines>(&line.form)) return degree(tariff, f->bound) <= 0;
  return false;
}

}  // namespace ratebook
