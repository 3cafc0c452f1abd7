#include "language/bill/shown_unit.hpp"

namespace ratebook {

UnitText shown_unit(const CheckedTariff& tariff, ExprId expression) {
  ExprId at = expression;
  for (;;) {
    const Expr& e = tariff[at];
    switch (e.kind) {
      case ExprKind::constant:
        return std::get<Constant>(e.payload).unit;
      case ExprKind::value:
        return tariff[std::get<ValueId>(e.payload)].unit;
      case ExprKind::table:
        return tariff[std::get<TableRef>(e.payload).table].unit;
      case ExprKind::input:
        return tariff[std::get<InputId>(e.payload)].unit;
      case ExprKind::measure:
        return tariff[std::get<MeasureRef>(e.payload).measure].shown_unit;
      case ExprKind::quantity:
        return tariff[std::get<QuantityRef>(e.payload).channel].shown_unit;
      case ExprKind::rounded:
        return std::get<Rounding>(e.payload).unit;
      case ExprKind::call:
      case ExprKind::negate:
      case ExprKind::arms:
      case ExprKind::largest:
      case ExprKind::smallest:
        at = e.operands.front();
        continue;
      default:
        return UnitText{e.type.unit, {1, 1}, format_unit(e.type.unit)};
    }
  }
}

}  // namespace ratebook
