// `overrides`: while the later line is due, the earlier one makes no row (language reference, section 13). Nothing between the two reads the earlier
// line, so its sums are made when the last line that may take its rows away has been looked at.
#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

ValueId Lowering::own_ordinal(PartitionIndex partition) { return ordinal_in(partition, partition); }

// Ordinal, within `other`, of the part that holds the first day of the current part of `partition`.
ValueId Lowering::ordinal_in(PartitionIndex other, PartitionIndex partition) {
  if (program_.partitions[other].whole()) return build_.constant(0);
  PartField field;
  field.kind = PartField::Kind::part_of;
  field.partition = partition;
  field.other = other;
  field.range = {0, most_parts(program_.partitions[other]) - 1};
  return part_field(field);
}

// Keeps for later blocks in which parts the line is due, and for which share of their days.
void Lowering::keep_activity(const Activity& due, PartitionIndex over) {
  due_ = {over, due, std::nullopt, std::nullopt};
  if (program_.partitions[over].whole()) return;
  due_.holds_cell = cell(over, "due");
  build_.emit(Op::store, {due.holds}, *due_.holds_cell);
  if (!due.share.num) return;
  due_.share_cell = cell(over, "days due");
  build_.emit(Op::store, {*due.share.num}, *due_.share_cell);
}

// Was the line due in the part that holds the first day of the current part of `partition`?
ValueId Lowering::stored_due(PartitionIndex partition) {
  if (!due_.holds_cell) return due_.activity.holds;
  return build_.emit(Op::stored, {ordinal_in(due_.over, partition)}, *due_.holds_cell);
}

Fraction Lowering::stored_share(PartitionIndex partition) {
  Fraction share = due_.activity.share;
  if (due_.share_cell) {
    share.num = build_.emit(Op::stored, {own_ordinal(partition)}, *due_.share_cell);
    share.divisors = {part_days(partition)};
  }
  return share;
}

void Lowering::prepare_overrides() {
  last_override_.resize(tariff_.lines.size());
  withheld_.resize(tariff_.lines.size());
  for (const Step& step : tariff_.steps)
    if (step.kind == Step::Kind::line && tariff_[step.line].overrides.valid())
      last_override_[tariff_[step.line].overrides.index] = step.line;
}

// Adds a row's amount to the sums of its line, or withholds it until the line can no longer be overridden.
void Lowering::count_row(std::uint32_t row, const Fraction& amount, const Place& place) {
  const LineId line = program_.rows[row].line;
  if (last_override_[line.index].valid())
    withheld_[line.index].push_back({row, withhold(amount, line), place});
  else
    add_to_sums(row, amount, place);
}

PartSum Lowering::withhold(const Fraction& amount, LineId line) {
  return keep_in_parts(amount, build_.flag(true), PartUse::each, "withheld", tariff_[line].span);
}

void Lowering::withdraw(LineId by) {
  const LineId line = tariff_[by].overrides;
  std::vector<Withheld> rows = std::move(withheld_[line.index]);
  withheld_[line.index].clear();
  const bool last = last_override_[line.index] == by;
  // Rows of one line stand in parts of one partition.
  if (rows.empty()) return;
  const PartitionIndex over = program_.rows[rows.front().row].partition;
  begin(tariff_[by].name + " overrides " + tariff_[line].name, over);
  build_.at(tariff_[by].span);
  const ValueId taken = stored_due(over);
  for (Withheld& w : rows) {
    build_.emit(Op::withdraw_row, {taken}, w.row);
    const Fraction left = math_.select(taken, Fraction{}, kept_at(w.amount, own_ordinal(over)));
    if (last) {
      add_to_sums(w.row, left, w.place);
    } else {
      w.amount = withhold(left, line);
      withheld_[line.index].push_back(w);
    }
  }
}

}  // namespace ratebook::ir
