// Tiers that parts fill together: `over cycle`. The parts' quantities are kept, the tiers are filled once with their sum, and each tier is shared
// over the parts in proportion to their quantity. And those that days or months of a part fill each by itself.
#include <algorithm>

#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

bool Lowering::reads_fact(ExprId root, Fact fact) const {
  std::vector<ExprId> open{root};
  while (!open.empty()) {
    const Expr& e = tariff_[open.back()];
    open.pop_back();
    if (e.kind == ExprKind::fact && std::get<Fact>(e.payload) == fact) return true;
    open.insert(open.end(), e.operands.begin(), e.operands.end());
  }
  return false;
}

// Limits over parts of which some are not due would have to count the days of those that are.
bool Lowering::limits_need_days(const std::vector<Tier>& tiers) const {
  for (const Tier& t : tiers) {
    if (t.limit.valid())
      for (Fact f : {Fact::days, Fact::hours, Fact::months, Fact::years})
        if (reads_fact(t.limit, f)) return true;
    if (limits_need_days(t.inner)) return true;
  }
  return false;
}

void Lowering::tiers_over_cycle(const Line& line, const TieredQuantity& form, PartitionIndex over) {
  if (program_.partitions[over].whole()) return line_in_parts(line, over);
  if (form.block.periods == TierBlock::Periods::time_order) return time_order_over_cycle(line, form, over);
  if (!(line.when.empty() && line.unless.empty() && line.windows.empty()) && limits_need_days(form.block.tiers)) {
    unsupported(line.span, "tiers over the cycle whose limits count days, on a line with conditions");
    return;
  }
  begin(line.name + " conditions", over);
  build_.at(line.span);
  const Activity due = activity(line, {over, {}, build_.flag(true)});
  keep_activity(due, over);

  struct Member {
    Members members;
    Fraction quantity;  // over divisors of the cycle; num stands for the part's
    std::uint32_t cell, sum;
    std::vector<Slice> slices;
    std::vector<Fraction> filled;
    Fraction total;
  };
  std::vector<Member> all;
  if (needs_steps(form.quantity, form.each)) gather_steps(line, form.quantity, form.each, over);
  begin(line.name + " quantities", over);
  const ValueId active = stored_due(over);
  for (const Members& members : combinations(line.split)) {
    Member m{members, tier_quantity(line, form, {over, members, active}), cell(over, line.name), accumulator(line.name), {}, {},
             {}};
    for (ValueId divisor : m.quantity.divisors)
      if (!build_.is_cycle_value(divisor)) {
        unsupported(tariff_[form.quantity].span, "tiers over the cycle of a quantity that is divided by a number of the part");
        return;
      }
    const ValueId counted = build_.select(active, math_.count(m.quantity), build_.constant(0));
    build_.emit(Op::store, {counted}, m.cell);
    build_.emit(Op::accumulate, {counted}, m.sum);
    all.push_back(std::move(m));
  }

  build_.begin_cycle(line.name + " tiers");
  const PartitionIndex cycle = partition({}, line.season_rule, line.version_rule);
  const bool pro_rata = form.block.periods == TierBlock::Periods::pro_rata;
  Fraction total;
  for (Member& m : all) {
    m.total = m.quantity;
    m.total.num = build_.emit(Op::accumulated, {}, m.sum);
    total = math_.add(total, m.total);
  }
  auto slices_for = [&](const Members& members, const Fraction& of) {
    return slices_of(form.block, {cycle, members, build_.negate(math_.is_zero(of))});
  };
  if (pro_rata) {
    const std::vector<Slice> slices = slices_for({}, total);
    const std::vector<Fraction> filled = fill(total, slices);
    for (Member& m : all) {
      m.slices = slices;
      m.filled = filled;
      m.total = total;
    }
  } else {
    for (Member& m : all) {
      m.slices = slices_for(m.members, m.total);
      m.filled = fill(m.total, m.slices);
    }
  }

  begin(line.name, over);
  build_.at(line.span);
  const ValueId due_here = stored_due(over);
  const Fraction share = stored_share(over);
  for (const Member& m : all) {
    Fraction quantity = m.quantity;
    quantity.num = build_.emit(Op::stored, {own_ordinal(over)}, m.cell);
    const Place place{over, m.members, due_here};
    for (std::size_t i = 0; i < m.slices.size(); ++i)
      tier_row(line, form, m.slices[i], shared_out(m.filled[i], quantity, m.total), place, share);
  }
}

// The intervals of the whole cycle fill the tiers as they come; what each part put into a tier is known from the pass itself.
void Lowering::time_order_over_cycle(const Line& line, const TieredQuantity& form, PartitionIndex over) {
  const QuantityRef* channel = pass_channel(form);
  const std::vector<Members> combined = combinations(line.split);
  if (channel == nullptr) return;
  if (combined.front().size() != 1) {
    unsupported(line.span, "tiers in time order over more than one division of time");
    return;
  }
  const PartitionIndex cycle = partition({}, line.season_rule, line.version_rule);
  build_.begin_cycle(line.name + " tiers");
  build_.at(line.span);
  // Conditions that differ from part to part would leave holes in the walk.
  const Activity due = activity(line, {cycle, {}, build_.flag(true)});
  auto by_part = [&](ExprId condition) { return tariff_[condition].level >= Level::part; };
  if (!line.cuts.dated.empty() || !due.share.is_one() || std::any_of(line.when.begin(), line.when.end(), by_part) ||
      std::any_of(line.unless.begin(), line.unless.end(), by_part)) {
    unsupported(line.span, "tiers in time order over the cycle on a line that is due for some days only");
    return;
  }
  keep_activity(due, cycle);
  if (program_.source == Source::general) {
    // Each row's quantity must be known, part by part, before the tiers are looked at.
    begin(line.name + " quantities", over);
    members_quantity(*channel, combined, {over, {}, due.holds});
    build_.begin_cycle(line.name + " filling");
  }
  Place place{cycle, {}, due.holds};
  const Fraction total = members_quantity(*channel, combined, place.when(build_.flag(false)));
  place.guard = build_.both(due.holds, build_.negate(math_.is_zero(total)));
  const std::vector<Slice> slices = slices_of(form.block, place);
  TierPass pass;
  pass.channel = channel->channel;
  pass.scope.members = *scope_at(channel->scope, place);
  pass.periods = combined.front().begin()->first;
  pass.members = static_cast<std::uint32_t>(combined.size());
  const std::vector<Fraction> filled = fill_pass(pass, slices, place);
  const std::uint32_t first = program_.tier_passes.back().first_slot;

  begin(line.name, over);
  build_.at(line.span);
  for (std::size_t m = 0; m < combined.size(); ++m)
    for (std::size_t tier = 0; tier < slices.size(); ++tier) {
      const auto slot = static_cast<std::uint32_t>(tier * combined.size() + m);
      Fraction quantity = filled[slot];
      quantity.num = build_.emit(Op::quantity, {}, first + slot);
      tier_row(line, form, slices[tier], quantity, {over, combined[m], due.holds}, Fraction::constant(1));
    }
}

// Days fill tiers by a pass over the readings where they can (lower_tier_passes.cpp).
bool Lowering::filled_by_steps(const TieredQuantity& form) const {
  if (form.block.steps == TierBlock::Steps::none) return false;
  if (form.block.steps == TierBlock::Steps::per_month) return true;
  if (form.block.periods == TierBlock::Periods::time_order) return false;
  const bool pass = program_.source == Source::intervals && form.block.periods != TierBlock::Periods::pro_rata &&
                    beneath_calls(form.quantity).kind == ExprKind::quantity;
  return !pass;
}

// Each day, or each month of the calendar, fills its own tiers; a row is the sum over those of its part.
void Lowering::tiers_by_steps(const Line& line, const TieredQuantity& form, PartitionIndex over) {
  const bool per_month = form.block.steps == TierBlock::Steps::per_month;
  CutSet months;
  months.month = true;
  const bool cut_months = per_month && !program_.partitions[over].whole() && !(line.cuts == months);
  if (cut_months || form.block.periods == TierBlock::Periods::time_order) {
    unsupported(line.span, "tiers per month that versions or seasons cut, or that are filled in time order");
    return;
  }
  begin(line.name + " conditions", over);
  build_.at(line.span);
  keep_activity(activity(line, {over, {}, build_.flag(true)}), over);
  Partition finer = program_.partitions[over];
  (per_month ? finer.each_month : finer.each_day) = true;
  const PartitionIndex steps = partition(finer);
  if (needs_steps(form.quantity, form.each)) gather_steps(line, form.quantity, form.each, steps);

  begin(line.name + (per_month ? " months" : " days"), steps);
  build_.at(line.span);
  struct Row {
    Members members;
    Slice slice;
    Fraction quantity;
    std::uint32_t sum = 0;
  };
  std::vector<Row> rows;
  const ValueId due = stored_due(steps);
  for (const Filler& cell : fill_tiers(line, form, {steps, {}, due}))
    for (std::size_t i = 0; i < cell.slices.size(); ++i) {
      for (ValueId divisor : cell.filled[i].divisors)
        if (!build_.is_cycle_value(divisor)) {
          unsupported(line.span, "tiers per day or month whose limits are divided by a number of the day or month");
          return;
        }
      rows.push_back({cell.place.members, cell.slices[i], cell.filled[i], this->cell(over, line.name)});
      program_.cells[rows.back().sum].gathered = true;
      build_.emit(Op::gather, {ordinal_in(over, steps), build_.select(due, math_.count(cell.filled[i]), build_.constant(0))},
                  rows.back().sum);
    }

  begin(line.name, over);
  build_.at(line.span);
  const ValueId due_here = stored_due(over);
  const Fraction share = stored_share(over);
  for (const Row& row : rows) {
    Fraction quantity = row.quantity;
    quantity.num = build_.emit(Op::stored, {own_ordinal(over)}, row.sum);
    tier_row(line, form, row.slice, quantity, {over, row.members, due_here}, share);
  }
}

}  // namespace ratebook::ir
