// Conditions, dates and words. `and` and `or` stop at the first operand that decides: later ones make no errors then.
#include <algorithm>
#include <cassert>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

ValueId Lowering::all_of(const Expr& e, const Place& place) {
  ValueId holds = build_.flag(true);
  for (ExprId operand : e.operands) holds = build_.both(holds, flag(operand, place.when(build_.both(place.guard, holds))));
  return holds;
}

ValueId Lowering::any_of(const Expr& e, const Place& place) {
  ValueId holds = build_.flag(false);
  for (ExprId operand : e.operands)
    holds = build_.either(holds, flag(operand, place.when(build_.both(place.guard, build_.negate(holds)))));
  return holds;
}

namespace {

ValueId ordered(Builder& build, CompareOp op, ValueId a, ValueId b) {
  switch (op) {
    case CompareOp::equal:
      return build.equal(a, b);
    case CompareOp::not_equal:
      return build.emit(Op::not_equal, {a, b});
    case CompareOp::less:
      return build.less(a, b);
    case CompareOp::less_equal:
      return build.less_equal(a, b);
    case CompareOp::greater:
      return build.less(b, a);
    case CompareOp::greater_equal:
      return build.less_equal(b, a);
  }
  return build.flag(false);
}

}  // namespace

// Position of a text that a script names among those that its input is compared with.
ValueId Lowering::text_ordinal(const Input& input, const std::string& text) {
  const auto at = std::find(input.words.begin(), input.words.end(), text);
  // A text that is not listed equals no known one, nor "another".
  return build_.constant(at == input.words.end() ? -1 : 1 + (at - input.words.begin()));
}

// Texts are compared with words: the column holds which of the script's words it is. Arms compare by the arm that is chosen.
ValueId Lowering::text_equals(ExprId left, ExprId right, const Place& place) {
  const Expr* a = &beneath_calls(left);
  const Expr* b = &beneath_calls(right);
  if (b->kind == ExprKind::arms) {
    std::swap(a, b);
    std::swap(left, right);
  }
  if (a->kind == ExprKind::arms) return text_of_arms_equals(*a, right, place);
  if (a->kind != ExprKind::input) std::swap(a, b);
  if (a->kind == ExprKind::word && b->kind == ExprKind::word)
    return build_.flag(std::get<Word>(a->payload).text == std::get<Word>(b->payload).text);
  if (b->kind != ExprKind::word) {
    unsupported(tariff_[left].span, "a comparison of two facts that are texts").help =
        "a `choice` of the words that they can be, as the type of both";
    return build_.flag(false);
  }
  const InputId input = std::get<InputId>(a->payload);
  return build_.equal(input_ordinal(input, place), text_ordinal(tariff_[input], std::get<Word>(b->payload).text));
}

ValueId Lowering::text_of_arms_equals(const Expr& arms, ExprId other, const Place& place) {
  ValueId open = place.guard, same = build_.flag(false);
  std::size_t i = 0;
  for (; i + 1 < arms.operands.size(); i += 2) {
    const ValueId chosen = build_.both(open, flag(arms.operands[i + 1], place.when(open)));
    same = build_.either(same, build_.both(chosen, text_equals(arms.operands[i], other, place.when(chosen))));
    open = build_.both(open, build_.negate(chosen));
  }
  return build_.either(same, build_.both(open, text_equals(arms.operands[i], other, place.when(open))));
}

ValueId Lowering::compare(const Expr& e, const Place& place) {
  const CompareOp op = std::get<CompareOp>(e.payload);
  const ExprId left = e.operands[0], right = e.operands[1];
  switch (tariff_[left].type.kind) {
    case Type::Kind::number: {
      const Fraction a = number(left, place), b = number(right, place);
      build_.at(e.span);
      const Algebra::Common common = math_.common({a, b});
      return ordered(build_, op, common.numerators[0], common.numerators[1]);
    }
    case Type::Kind::text: {
      const ValueId same = text_equals(left, right, place);
      return op == CompareOp::equal ? same : build_.negate(same);
    }
    case Type::Kind::flag: {
      const ValueId a = flag(left, place), b = flag(right, place);
      return ordered(build_, op, a, b);
    }
    default: {
      const ValueId a = ordinal(left, place), b = ordinal(right, place);
      return ordered(build_, op, a, b);
    }
  }
}

ValueId Lowering::one_of(const Expr& e, const Place& place) {
  ValueId found = build_.flag(false);
  const Type::Kind kind = tariff_[e.operands[0]].type.kind;
  if (kind == Type::Kind::number) {
    const Fraction value = number(e.operands[0], place);
    for (std::size_t i = 1; i < e.operands.size(); ++i)
      found = build_.either(found, math_.equal(value, number(e.operands[i], place)));
  } else if (kind == Type::Kind::text) {
    for (std::size_t i = 1; i < e.operands.size(); ++i)
      found = build_.either(found, text_equals(e.operands[0], e.operands[i], place));
  } else {
    const ValueId value = ordinal(e.operands[0], place);
    for (std::size_t i = 1; i < e.operands.size(); ++i)
      found = build_.either(found, build_.equal(value, ordinal(e.operands[i], place)));
  }
  return found;
}

// low <= a <= high; the bounds belong to the range.
ValueId Lowering::inside_bounds(const Expr& e, const Place& place) {
  if (tariff_[e.operands[0]].type.kind == Type::Kind::date) {
    const ValueId a = ordinal(e.operands[0], place), low = ordinal(e.operands[1], place), high = ordinal(e.operands[2], place);
    return build_.both(build_.less_equal(low, a), build_.less_equal(a, high));
  }
  const Fraction a = number(e.operands[0], place), low = number(e.operands[1], place), high = number(e.operands[2], place);
  const ValueId above = math_.less_equal(low, a), below = math_.less_equal(a, high);
  return build_.both(above, below);
}

ValueId Lowering::flag(ExprId id, const Place& place) {
  const Expr& e = tariff_[id];
  build_.at(e.span);
  switch (e.kind) {
    case ExprKind::flag:
      return build_.flag(std::get<bool>(e.payload));
    case ExprKind::input:
      return input_ordinal(std::get<InputId>(e.payload), place);
    case ExprKind::fact:
      return fact_ordinal(std::get<Fact>(e.payload), place);
    case ExprKind::compare:
      return compare(e, place);
    case ExprKind::all_of:
      return all_of(e, place);
    case ExprKind::any_of:
      return any_of(e, place);
    case ExprKind::negation:
      return build_.negate(flag(e.operands[0], place));
    case ExprKind::one_of:
      return one_of(e, place);
    case ExprKind::within:
      return inside_bounds(e, place);
    case ExprKind::outside:
      return build_.negate(inside_bounds(e, place));
    case ExprKind::is_member: {
      const MemberRef member = std::get<MemberRef>(e.payload);
      return build_.equal(member_of(place, member.scheme), build_.constant(member.member));
    }
    case ExprKind::call:
      return flag(e.operands[0], place);
    case ExprKind::arms:
      return arms_ordinal(e, place);
    default:
      assert(false && "the checker gives conditions these kinds alone");
      return build_.flag(false);
  }
}

// Dates are day numbers, words members of their choice, months 0 … 11.
ValueId Lowering::ordinal(ExprId id, const Place& place) {
  const Expr& e = tariff_[id];
  build_.at(e.span);
  switch (e.kind) {
    case ExprKind::date:
      return build_.constant(day_number(std::get<Date>(e.payload)));
    case ExprKind::word:
      return build_.constant(std::get<Word>(e.payload).member);
    case ExprKind::input:
      return input_ordinal(std::get<InputId>(e.payload), place);
    case ExprKind::fact:
      return fact_ordinal(std::get<Fact>(e.payload), place);
    case ExprKind::add:
    case ExprKind::subtract: {
      const ValueId date = ordinal(e.operands[0], place);
      const ValueId days = math_.steps(Op::divide_down, number(e.operands[1], place), 1, 1);
      return e.kind == ExprKind::add ? build_.add(date, days) : build_.subtract(date, days);
    }
    case ExprKind::call:
      return ordinal(e.operands[0], place);
    case ExprKind::arms:
      return arms_ordinal(e, place);
    default:
      if (e.type.kind == Type::Kind::flag) return flag(id, place);
      assert(false && "the checker gives dates and words these kinds alone");
      return build_.constant(0);
  }
}

// Arms of anything that is no number; see arms().
ValueId Lowering::arms_ordinal(const Expr& e, const Place& place) {
  std::vector<std::pair<ValueId, ValueId>> chosen;
  ValueId open = place.guard;
  std::size_t i = 0;
  for (; i + 1 < e.operands.size(); i += 2) {
    const ValueId condition = flag(e.operands[i + 1], place.when(open));
    chosen.emplace_back(condition, ordinal(e.operands[i], place.when(build_.both(open, condition))));
    open = build_.both(open, build_.negate(condition));
  }
  ValueId result = ordinal(e.operands[i], place.when(open));
  for (auto arm = chosen.rbegin(); arm != chosen.rend(); ++arm) result = build_.select(arm->first, arm->second, result);
  return result;
}

}  // namespace ratebook::ir
