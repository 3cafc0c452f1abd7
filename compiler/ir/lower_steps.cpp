// Quantities that are taken each interval, hour or day and added up: `largest of { usage - export, 0 kWh } each interval`. Intervals and hours are walks
// (program.hpp, StepWalk) inside the part; days are parts of their own.
#include <algorithm>
#include <set>

#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

// A channel adds up to its sum whatever the steps are; everything else is computed step by step.
bool Lowering::needs_steps(ExprId quantity, EachLevel each) const {
  return each != EachLevel::none && each != EachLevel::part && beneath_calls(quantity).kind != ExprKind::quantity;
}

std::vector<ChannelId> Lowering::channels_in(ExprId root) const {
  std::set<ChannelId> channels;
  std::vector<ExprId> open{root};
  while (!open.empty()) {
    const Expr& e = tariff_[open.back()];
    open.pop_back();
    if (const auto* quantity = std::get_if<QuantityRef>(&e.payload)) channels.insert(quantity->channel);
    open.insert(open.end(), e.operands.begin(), e.operands.end());
  }
  return {channels.begin(), channels.end()};
}

std::uint32_t Lowering::walk(StepWalk::Kind kind, const std::vector<ChannelId>& channels) {
  for (std::size_t i = 0; i < program_.walks.size(); ++i)
    if (program_.walks[i].kind == kind && program_.walks[i].channels == channels) return static_cast<std::uint32_t>(i);
  program_.walks.push_back({kind, channels});
  return static_cast<std::uint32_t>(program_.walks.size() - 1);
}

// Is it the same in all steps of a part: made of what the part's days have in common?
bool Lowering::same_in_steps(ValueId v) const {
  if (build_.is_cycle_value(v)) return true;
  const Instruction& i = program_.values[v.index];
  if (i.op == Op::part_field) {
    if (build_.block().kind == Block::Kind::step) return true;
    const PartField::Kind kind = program_.part_fields[i.index].kind;
    return kind == PartField::Kind::season || kind == PartField::Kind::value_version ||
           kind == PartField::Kind::table_version || kind == PartField::Kind::dated_input || kind == PartField::Kind::month;
  }
  const bool known = i.op == Op::constant || i.op == Op::price || effect_of(i.op) == Effect::pure;
  return known && std::all_of(i.operands.begin(), i.operands.end(), [&](ValueId operand) { return same_in_steps(operand); });
}

// Such a value, made again in a block over the parts that the steps lie in.
ValueId Lowering::again(ValueId v, PartitionIndex partition) {
  if (build_.is_cycle_value(v)) return v;
  const Instruction i = program_.values[v.index];
  if (i.op == Op::constant) return build_.constant(i.constant);
  if (i.op == Op::part_field) {
    PartField field = program_.part_fields[i.index];
    field.partition = partition;
    return part_field(field);
  }
  std::vector<ValueId> operands;
  for (ValueId operand : i.operands) operands.push_back(again(operand, partition));
  return build_.emit(i.op, std::move(operands), i.index);
}

// Leaves the current block; the sums can be read in later blocks over `into`.
void Lowering::gather_steps(const Line& line, ExprId quantity, EachLevel each, PartitionIndex into) {
  PartitionIndex over = into;
  if (each == EachLevel::day) {
    Partition days = program_.partitions[into];
    days.each_day = true;
    over = partition(days);
  } else {
    const std::uint32_t index =
        walk(each == EachLevel::hour ? StepWalk::Kind::hour : StepWalk::Kind::interval, channels_in(quantity));
    const bool finer = due_.over != into, asks = program_.source == Source::general;
    if (finer && asks) begin(line.name + " readings", into);
    ask(StateSlot::Kind::walk, index, {into, {}, stored_due(into)});
    build_.begin_steps(line.name + " steps", into, index);
    if (!program_.partitions[into].whole() && (asks || !finer)) build_.join();
  }
  stepped_ = Stepped{into, {}};
  for (const Members& members : combinations(line.split)) {
    // All days of one member come before those of the next: the first error is the oracle's.
    if (each == EachLevel::day) build_.begin_part(line.name + " days", over);
    build_.at(tariff_[quantity].span);
    const ValueId holds = stored_due(over);
    Place place{over, members, holds};
    place.step = each != EachLevel::day;
    Stepped::Member& m = stepped_->members.emplace_back();
    m.members = members;
    m.value = number(quantity, place);
    if (!std::all_of(m.value.divisors.begin(), m.value.divisors.end(), [&](ValueId d) { return same_in_steps(d); })) {
      unsupported(tariff_[quantity].span, "a sum over steps of what is divided by a number of the step").help =
          "round each step's quotient, such as `(… round half up to 0.000001 kWh)`";
      m.value.divisors.clear();
    }
    m.sum = cell(into, line.name);
    m.any = cell(into, line.name + " any");
    program_.cells[m.sum].gathered = program_.cells[m.any].gathered = true;
    const ValueId counted = build_.select(holds, math_.count(m.value), build_.constant(0));
    const ValueId at = ordinal_in(into, over);
    build_.emit(Op::gather, {at, counted}, m.sum);
    build_.emit(Op::gather, {at, build_.both(holds, build_.negate(math_.is_zero(m.value)))}, m.any);
  }
}

// Conditions, steps and the beginning of the line's own block, part by part.
Lowering::Activity Lowering::activity_and_steps(const Line& line, ExprId quantity, EachLevel each, PartitionIndex over) {
  begin(line.name + " conditions", over);
  build_.at(line.span);
  keep_activity(activity(line, {over, {}, build_.flag(true)}), over);
  gather_steps(line, quantity, each, over);
  begin(line.name, over);
  if (!program_.partitions[over].whole() && each != EachLevel::day) build_.join();
  build_.at(line.span);
  return {stored_due(over), stored_share(over)};
}

Lowering::RowQuantity Lowering::quantity_each(ExprId quantity, const Place& place) {
  if (stepped_ && stepped_->into == place.partition)
    for (const Stepped::Member& m : stepped_->members) {
      if (m.members != place.members) continue;
      const ValueId at = own_ordinal(place.partition);
      Fraction value = m.value;
      value.num = build_.emit(Op::stored, {at}, m.sum);
      for (ValueId& divisor : value.divisors) divisor = again(divisor, place.partition);
      std::sort(value.divisors.begin(), value.divisors.end());
      return {value, build_.less(build_.constant(0), build_.emit(Op::stored, {at}, m.any))};
    }
  const Fraction value = number(quantity, place);
  return {value, build_.negate(math_.is_zero(value))};
}

}  // namespace ratebook::ir
