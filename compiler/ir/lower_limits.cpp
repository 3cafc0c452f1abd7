// Minimum and maximum: the bound is summed over the parts and compared once (language reference, section 14; section 26, 21).
#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

// A row that is never printed says in which parts the line is due: the one row of all parts is dated by them.
std::uint32_t Lowering::mark_parts(const Line& line, const LimitOverLines& form, PartitionIndex over, ValueId due) {
  RowSlot slot;
  collect_versions(form.bound, slot);
  slot.line = LineId{static_cast<std::size_t>(&line - tariff_.lines.data())};
  slot.partition = over;
  slot.marker = true;
  program_.rows.push_back(std::move(slot));
  const auto index = static_cast<std::uint32_t>(program_.rows.size() - 1);
  const ValueId zero = build_.constant(0), one = build_.constant(1);
  build_.emit(Op::emit_row, {due, zero, one, zero, one, zero, one, zero}, index);
  return index;
}

// Conditions of every part come before any bound, as in the oracle.
Lowering::Bound Lowering::bound_in_parts(const Line& line, const LimitOverLines& form, PartitionIndex over) {
  begin(line.name + " conditions", over);
  build_.at(line.span);
  const Activity due = activity(line, {over, {}, build_.flag(true)});
  keep_activity(due, over);
  const ValueId days = build_.select(due.holds, part_days(over), build_.constant(0));
  const std::uint32_t days_sum = accumulator(line.name + " days");
  build_.emit(Op::accumulate, {days}, days_sum);
  // Days inside the windows: the share's numerator, which is over the part's days.
  const ValueId inside = due.share.num ? build_.select(due.holds, *due.share.num, build_.constant(0)) : days;
  const std::uint32_t inside_sum = accumulator(line.name + " days inside");
  build_.emit(Op::accumulate, {inside}, inside_sum);

  begin(line.name + " bound", over);
  const ValueId active = stored_due(over);
  const Fraction bound = number(form.bound, {over, {}, active});
  const PartSum bounds = keep_in_parts(bound, active, PartUse::sum, line.name + " bound", tariff_[form.bound].span);
  const std::uint32_t marker = mark_parts(line, form, over, active);

  build_.begin_cycle(line.name);
  build_.at(line.span);
  Bound result;
  result.marker = marker;
  result.bound = sum_of_parts(bounds);
  const ValueId all_days = build_.emit(Op::accumulated, {}, days_sum);
  result.holds = build_.less(build_.constant(0), all_days);
  result.share = Fraction::constant(1);
  if (due.share.num) {
    result.share = Fraction::of(build_.emit(Op::accumulated, {}, inside_sum));
    result.share.divisors = {build_.maximum(all_days, build_.constant(1))};
  }
  return result;
}

void Lowering::limit_over_lines(const Line& line, const LimitOverLines& form, PartitionIndex over) {
  Bound bound;
  if (program_.partitions[over].whole()) {
    begin(line.name, over);
    build_.at(line.span);
    const Activity due = activity(line, {over, {}, build_.flag(true)});
    keep_activity(due, over);
    bound = {number(form.bound, {over, {}, due.holds}), due.holds, due.share, std::nullopt};
  } else {
    bound = bound_in_parts(line, form, over);
  }
  const Place whole{partition({}, line.season_rule, line.version_rule), {}, bound.holds};
  const Fraction base = sum_of(form.base);
  const Fraction short_by =
      line.kind == LineKind::minimum ? math_.subtract(bound.bound, base) : math_.subtract(base, bound.bound);
  const ValueId binds = math_.less(Fraction{}, short_by);
  RowNumbers row;
  row.unrounded = line.kind == LineKind::minimum ? short_by : math_.negate(short_by);
  row.printed = binds;
  row.marked_by = bound.marker;
  RowSlot slot;
  collect_versions(form.bound, slot);
  emit_row(line, slot, row, whole.when(build_.both(bound.holds, binds)), bound.share);
}

}  // namespace ratebook::ir
