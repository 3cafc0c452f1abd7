// Tiers that parts fill together: `over cycle`. The parts' quantities are kept, the tiers are filled once with their sum, and each tier is shared
// over the parts in proportion to their quantity. And those that days or months of a part fill each by itself.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "compiler/ir/lowering.hpp"
#include "compiler/ir/part_counts.hpp"

namespace ratebook::ir {

bool Lowering::some_expression(ExprId root, const std::function<bool(const Expr&)>& is) const {
  std::vector<ExprId> open{root};
  while (!open.empty()) {
    const Expr& e = tariff_[open.back()];
    open.pop_back();
    if (is(e)) return true;
    open.insert(open.end(), e.operands.begin(), e.operands.end());
  }
  return false;
}

bool Lowering::some_limit(const std::vector<Tier>& tiers, const std::function<bool(const Expr&)>& is) const {
  return std::any_of(tiers.begin(), tiers.end(), [&](const Tier& t) {
    return (t.limit.valid() && some_expression(t.limit, is)) || some_limit(t.inner, is);
  });
}

bool Lowering::has_conditions(const Line& line) const {
  return !line.when.empty() || !line.unless.empty() || !line.windows.empty();
}

// What limits that parts share count of days, hours, months and years: those of the parts that are due. In the block that knows which are.
std::map<Fact, PartSum> Lowering::days_due(const Line& line, const TieredQuantity& form, const Place& part) {
  std::map<Fact, PartSum> due;
  if (!has_conditions(line)) return due;
  for (Fact fact : {Fact::days, Fact::hours, Fact::months, Fact::years}) {
    auto reads = [&](const Expr& e) { return e.kind == ExprKind::fact && std::get<Fact>(e.payload) == fact; };
    if (!some_limit(form.block.tiers, reads)) continue;
    // Whether they can be told is asked where a limit is computed.
    const Fraction number = fact_number(fact, part.when(build_.flag(false)));
    due.emplace(fact, keep_in_parts(number, part.guard, PartUse::both, line.name + " due", line.span));
  }
  return due;
}

void Lowering::tiers_over_cycle(const Line& line, const TieredQuantity& form, PartitionIndex over) {
  if (program_.partitions[over].whole()) return line_in_parts(line, over);
  if (form.block.periods == TierBlock::Periods::time_order) return time_order_over_cycle(line, form, over);
  begin(line.name + " conditions", over);
  build_.at(line.span);
  const Activity due = activity(line, {over, {}, build_.flag(true)});
  keep_activity(due, over);
  const std::map<Fact, PartSum> days = days_due(line, form, {over, {}, due.holds});

  struct Member {
    Members members;
    PartSum quantity;
    std::vector<Slice> slices;
    std::vector<Fraction> filled;
    Fraction total;
  };
  std::vector<Member> all;
  if (needs_steps(form.quantity, form.each)) gather_steps(line, form.quantity, form.each, over);
  begin(line.name + " quantities", over);
  const ValueId active = stored_due(over);
  for (const Members& members : combinations(line.split)) {
    const Fraction quantity = tier_quantity(line, form, {over, members, active});
    const PartSum kept = keep_in_parts(quantity, active, PartUse::both, line.name, tariff_[form.quantity].span);
    all.push_back({members, kept, {}, {}, {}});
  }

  build_.begin_cycle(line.name + " tiers");
  const PartitionIndex cycle = partition({}, line.season_rule, line.version_rule);
  const bool pro_rata = form.block.periods == TierBlock::Periods::pro_rata;
  Fraction total;
  for (Member& m : all) {
    m.total = sum_of_parts(m.quantity);
    total = math_.add(total, m.total);
  }
  std::map<Fact, Fraction> counted;
  for (const auto& [fact, kept] : days) counted.emplace(fact, sum_of_parts(kept));
  auto slices_for = [&](const Members& members, const Fraction& of) {
    Place place{cycle, members, build_.negate(math_.is_zero(of))};
    place.counted = &counted;
    return slices_of(form.block, place);
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
    const Fraction quantity = kept_at(m.quantity, own_ordinal(over));
    const Place place{over, m.members, due_here};
    for (std::size_t i = 0; i < m.slices.size(); ++i)
      tier_row(line, form, m.slices[i], shared_out(m.filled[i], quantity, m.total), place, share);
  }
}

// The intervals of the whole cycle fill the tiers as they come; what each part put into a tier is known from the pass itself.
void Lowering::time_order_over_cycle(const Line& line, const TieredQuantity& form, PartitionIndex over) {
  const QuantityRef* channel = &pass_channel(form);
  const std::vector<Members> combined = combinations(line.split);
  assert(combined.front().size() == 1 && "else a walk fills them");
  const PartitionIndex cycle = partition({}, line.season_rule, line.version_rule);
  build_.begin_cycle(line.name + " tiers");
  build_.at(line.span);
  // Conditions that differ from part to part would leave holes in the pass: then a walk fills the tiers.
  const Activity due = activity(line, {cycle, {}, build_.flag(true)});
  assert(due.share.is_one());
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
  // A pass has the same limits on each day.
  auto counts_time = [](const Expr& e) {
    if (e.kind != ExprKind::fact) return false;
    const Fact fact = std::get<Fact>(e.payload);
    return fact == Fact::hours || fact == Fact::months || fact == Fact::years;
  };
  const bool pass = program_.source == Source::intervals && form.block.periods != TierBlock::Periods::pro_rata &&
                    beneath_calls(form.quantity).kind == ExprKind::quantity && !some_limit(form.block.tiers, counts_time);
  return !pass;
}

// Each day, or each month of the calendar, fills its own tiers; a row is the sum over those of its part.
void Lowering::tiers_by_steps(const Line& line, const TieredQuantity& form, PartitionIndex over) {
  const bool per_month = form.block.steps == TierBlock::Steps::per_month;
  if (per_month)
    if (const std::uint32_t divided = most_divided_months(tariff_, program_.partitions[over]); divided > 0)
      return tiers_per_divided_month(line, form, over, divided);
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
    Fraction quantity;            // over divisors of the cycle …
    std::uint32_t sum = 0;        // … gathered
    std::optional<PartSum> kept;  // or each step's, over divisors of its own
  };
  std::vector<Row> rows;
  const ValueId due = stored_due(steps);
  const ValueId into = ordinal_in(over, steps);
  std::optional<std::uint32_t> part_cell;
  for (const Filler& filler : fill_tiers(line, form, {steps, {}, due}))
    for (std::size_t i = 0; i < filler.slices.size(); ++i) {
      const Fraction& filled = filler.filled[i];
      Row& row = rows.emplace_back(Row{filler.place.members, filler.slices[i], filled, 0, std::nullopt});
      const bool own =
          std::any_of(filled.divisors.begin(), filled.divisors.end(), [&](ValueId d) { return !build_.is_cycle_value(d); });
      if (own) {
        if (form.block.periods == TierBlock::Periods::pro_rata) return refuse_pro_rata(line, per_month);
        row.kept = keep_in_parts(filled, due, PartUse::each, line.name, filler.slices[i].tier->span);
        if (part_cell) continue;
        part_cell = cell(steps, line.name + " part");
        build_.emit(Op::store, {into}, *part_cell);
        continue;
      }
      row.sum = cell(over, line.name);
      program_.cells[row.sum].gathered = true;
      build_.emit(Op::gather, {into, build_.select(due, math_.count(filled), build_.constant(0))}, row.sum);
    }

  begin(line.name, over);
  build_.at(line.span);
  const ValueId due_here = stored_due(over);
  const Fraction share = stored_share(over);
  for (const Row& row : rows) {
    Fraction quantity = row.quantity;
    if (row.kept)
      quantity = sum_of_parts(
          *row.kept, [&](ValueId at) { return build_.equal(build_.emit(Op::stored, {at}, *part_cell), own_ordinal(over)); });
    else
      quantity.num = build_.emit(Op::stored, {own_ordinal(over)}, row.sum);
    tier_row(line, form, row.slice, quantity, {over, row.members, due_here}, share);
  }
}

// Each step's tiers would be divided by that step's own energy: the sum over a cycle has as many denominators as it has days or months.
void Lowering::refuse_pro_rata(const Line& line, bool per_month) {
  unsupported(line.span, fmt::format("tiers per {} that periods share pro rata", per_month ? "month" : "day")).help =
      "`per period`, or tiers over the cycle";
}

}  // namespace ratebook::ir
