// Expressions that are numbers. Operands are computed from left to right, so that the first error of a row is the same in both engines.
#include <cassert>

#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

Fraction Lowering::round(const Fraction& value, const Rounding& rounding) {
  const Ratio step = rounding.step;
  return Fraction::of(math_.steps(divide_operation(rounding.mode), value, step.num, step.den), step.num, step.den);
}

// Through calls, down to what is computed.
const Expr& Lowering::beneath_calls(ExprId id) const {
  const Expr* e = &tariff_[id];
  while (e->kind == ExprKind::call) e = &tariff_[e->operands.front()];
  return *e;
}

Fraction Lowering::rounded(ExprId operand, const Rounding& rounding, const Place& place) {
  const Expr& e = beneath_calls(operand);
  if (e.kind == ExprKind::power_factor) return power_factor(std::get<PowerFactorRef>(e.payload), rounding, place);
  if (e.kind == ExprKind::demand) {
    const DemandRef& ref = std::get<DemandRef>(e.payload);
    if (ref.channel == kApparent && ref.kind != DemandRef::Kind::average) return apparent_demand(ref, rounding, place);
  }
  const Fraction value = number(operand, place);
  build_.at(rounding.span);
  return round(value, rounding);
}

// The value of the first arm whose condition holds. Only the chosen arm's errors count; later conditions are looked at where earlier ones fail.
Fraction Lowering::arms(const Expr& e, const Place& place) {
  std::vector<std::pair<ValueId, Fraction>> chosen;
  ValueId open = place.guard;
  std::size_t i = 0;
  for (; i + 1 < e.operands.size(); i += 2) {
    const ValueId condition = flag(e.operands[i + 1], place.when(open));
    chosen.emplace_back(condition, number(e.operands[i], place.when(build_.both(open, condition))));
    open = build_.both(open, build_.negate(condition));
  }
  Fraction result = number(e.operands[i], place.when(open));
  for (auto arm = chosen.rbegin(); arm != chosen.rend(); ++arm) result = math_.select(arm->first, arm->second, result);
  return result;
}

Fraction Lowering::extreme(const Expr& e, const Place& place) {
  Fraction result = number(e.operands.front(), place);
  for (std::size_t i = 1; i < e.operands.size(); ++i) {
    const Fraction next = number(e.operands[i], place);
    result = e.kind == ExprKind::largest ? math_.maximum(result, next) : math_.minimum(result, next);
  }
  return result;
}

Fraction Lowering::number(ExprId id, const Place& place) {
  const Expr& e = tariff_[id];
  build_.at(e.span);
  auto operand = [&](std::size_t i) { return number(e.operands[i], place); };
  switch (e.kind) {
    case ExprKind::constant: {
      const Ratio value = std::get<Constant>(e.payload).value;
      return Fraction::constant(value.num, value.den);
    }
    case ExprKind::value:
      return value(std::get<ratebook::ValueId>(e.payload), place);
    case ExprKind::table:
      return table(std::get<TableRef>(e.payload), place);
    case ExprKind::input:
      return input_number(std::get<InputId>(e.payload), place);
    case ExprKind::fact:
      return fact_number(std::get<Fact>(e.payload), place);
    case ExprKind::quantity:
      return quantity(std::get<QuantityRef>(e.payload), place);
    case ExprKind::measure:
      return measure(std::get<MeasureRef>(e.payload).measure, place);
    case ExprKind::line:
      return line_sum(std::get<LineRef>(e.payload));
    case ExprKind::add: {
      const Fraction a = operand(0), b = operand(1);
      return math_.add(a, b);
    }
    case ExprKind::subtract: {
      if (tariff_[e.operands[0]].type.kind == Type::Kind::date) {  // days between two dates
        const ValueId later = ordinal(e.operands[0], place), earlier = ordinal(e.operands[1], place);
        return Fraction::of(build_.subtract(later, earlier));
      }
      const Fraction a = operand(0), b = operand(1);
      return math_.subtract(a, b);
    }
    case ExprKind::multiply: {
      const Fraction a = operand(0), b = operand(1);
      return math_.multiply(a, b);
    }
    case ExprKind::divide: {
      const Fraction a = operand(0), b = operand(1);
      build_.at(e.span);
      return math_.divide(a, b, place.guard, Code::divided_by_zero);
    }
    case ExprKind::negate:
      return math_.negate(operand(0));
    case ExprKind::largest:
    case ExprKind::smallest:
      return extreme(e, place);
    case ExprKind::rounded:
      return rounded(e.operands.front(), std::get<Rounding>(e.payload), place);
    case ExprKind::call:
      return operand(0);
    case ExprKind::arms:
      return arms(e, place);
    case ExprKind::demand:
      return demand(std::get<DemandRef>(e.payload), place);
    case ExprKind::history:
      return history(std::get<HistoryId>(e.payload), place);
    default:
      // The rest are conditions, dates and words; a power factor stands under a rounding (rounded).
      assert(false && "the checker gives numbers these kinds alone");
      return Fraction{};
  }
}

Diagnostic& Lowering::unsupported(Span span, std::string_view what) {
  failed_ = true;
  return sink_.report<Code::unsupported>(span, what);
}

}  // namespace ratebook::ir
