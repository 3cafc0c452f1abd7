// Tiers in time order where no pass over one channel's readings fills them (lower_tier_passes.cpp): a walk over the intervals takes the quantity of each, and
// what it adds to each tier goes to the part that the interval lies in. What has been filled before is a cell that the walk itself adds to. So quantities can
// be any expression of channels, parts that are not due are left out, and several divisions of time share the tiers.
//
//   each interval:  filled += q;  tier k += min(filled, limit k) - min(filled - q, limit k) - (the same of k - 1)
#include <algorithm>

#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

// A pass takes one channel, one division of time, and all parts that fill the tiers together or none.
bool Lowering::filled_by_walk(const Line& line, const TieredQuantity& form, PartitionIndex over) const {
  if (form.block.periods != TierBlock::Periods::time_order) return false;
  if (beneath_calls(form.quantity).kind != ExprKind::quantity || combinations(line.split).front().size() != 1) return true;
  if (form.block.parts != TierBlock::Parts::over_cycle || program_.partitions[over].whole()) return false;
  auto by_part = [&](ExprId condition) { return tariff_[condition].level >= Level::part; };
  auto by_day = [](const Window& w) {
    return w.kind != Window::Kind::first_cycles && w.by.value_or(CutRule::usage_day) == CutRule::usage_day;
  };
  return !line.cuts.dated.empty() || std::any_of(line.when.begin(), line.when.end(), by_part) ||
         std::any_of(line.unless.begin(), line.unless.end(), by_part) ||
         std::any_of(line.windows.begin(), line.windows.end(), by_day);
}

// Does it read nothing of the part that an interval lies in but the channels, prices and facts that are the same on each of the part's days?
bool Lowering::same_in_every_part(ExprId quantity) const {
  return !some_expression(quantity, [&](const Expr& e) {
    switch (e.kind) {
      case ExprKind::fact: {
        const Fact fact = std::get<Fact>(e.payload);
        return fact == Fact::days || fact == Fact::hours || fact == Fact::months || fact == Fact::years;
      }
      case ExprKind::measure:
        return !tariff_[std::get<MeasureRef>(e.payload).measure].split.empty();
      case ExprKind::demand:
      case ExprKind::power_factor:
        return true;
      default:
        return false;
    }
  });
}

void Lowering::tiers_by_walk(const Line& line, const TieredQuantity& form, PartitionIndex over) {
  const bool joined = !program_.partitions[over].whole() && form.block.parts != TierBlock::Parts::over_cycle;
  const bool together = !program_.partitions[over].whole() && !joined;  // parts fill the tiers together
  if (together && !same_in_every_part(form.quantity)) {
    unsupported(tariff_[form.quantity].span,
                "tiers in time order over the cycle of a quantity that counts the days of its part");
    return;
  }
  auto next = [&](const std::string& name) {
    begin(line.name + name, over);
    if (joined) build_.join();
    build_.at(line.span);
  };
  begin(line.name + " conditions", over);
  build_.at(line.span);
  const Activity activity_here = activity(line, {over, {}, build_.flag(true)});
  keep_activity(activity_here, over);
  std::map<Fact, PartSum> days;
  if (together) days = days_due(line, form, {over, {}, activity_here.holds});
  const bool stepped = needs_steps(form.quantity, form.each);
  if (stepped) gather_steps(line, form.quantity, form.each, over);

  // Quantities of all members, then the limits, unless there is nothing to fill.
  begin(line.name + " quantities", over);
  if (joined && !(stepped && form.each == EachLevel::day)) build_.join();
  build_.at(line.span);
  const ValueId due = stored_due(over);
  const std::vector<Members> combined = combinations(line.split);
  std::vector<PartSum> quantities;
  for (const Members& members : combined)
    quantities.push_back(keep_in_parts(tier_quantity(line, form, {over, members, due}), due, PartUse::both, line.name,
                                       tariff_[form.quantity].span));
  if (together) {
    build_.begin_cycle(line.name + " tiers");
    build_.at(line.span);
  }
  const PartitionIndex pool = together ? partition({}, line.season_rule, line.version_rule) : over;
  Fraction total;
  for (const PartSum& q : quantities) total = math_.add(total, together ? sum_of_parts(q) : kept_at(q, own_ordinal(over)));
  std::map<Fact, Fraction> counted;
  for (const auto& [fact, kept] : days) counted.emplace(fact, sum_of_parts(kept));
  Place limits{pool, {}, build_.negate(math_.is_zero(total))};
  limits.counted = &counted;
  const std::vector<Slice> slices = slices_of(form.block, limits);
  std::vector<PartSum> ends;
  for (const Slice& s : slices)
    if (s.end) ends.push_back(keep_in_parts(*s.end, build_.flag(true), PartUse::each, line.name + " limit", s.tier->span));
  const PartSum fills =
      keep_in_parts(Fraction::of(limits.guard), build_.flag(true), PartUse::each, line.name + " fills", line.span);

  const std::uint32_t index = walk(StepWalk::Kind::interval, channels_in(form.quantity));
  ask(StateSlot::Kind::walk, index, limits);
  PartitionIndex steps = over;
  if (together) {  // days follow each other whatever parts they belong to
    Partition each_day = program_.partitions[over];
    each_day.each_day = true;
    steps = partition(each_day);
  }
  build_.begin_steps(line.name + " walk", steps, index);
  if (joined) build_.join();
  build_.at(line.span);
  auto kept_here = [&](const PartSum& kept) {
    return kept_at(kept, kept.numerator ? own_ordinal(kept.over) : build_.constant(0));
  };
  const ValueId counts = build_.both(stored_due(steps), math_.count(kept_here(fills)));
  std::vector<Fraction> numbers;
  for (const Members& members : combined) {
    Place place{steps, members, counts};
    place.step = true;
    const Fraction quantity = number(form.quantity, place);
    build_.at(line.span);
    build_.fail_if(build_.both(counts, math_.less(quantity, Fraction{})), Code::negative_in_tiers);
    numbers.push_back(math_.at_least_zero(math_.select(counts, quantity, Fraction{})));
  }
  for (const PartSum& end : ends) numbers.push_back(kept_here(end));
  const Algebra::Common common = math_.common(numbers);
  for (ValueId divisor : common.divisors)
    if (!build_.is_cycle_value(divisor)) {
      unsupported(tariff_[form.quantity].span, "tiers in time order of what is divided by a number of the part or interval");
      return;
    }
  const std::uint32_t so_far = cell(pool, line.name + " filled");
  program_.cells[so_far].gathered = true;
  const ValueId into = ordinal_in(over, steps), in_pool = ordinal_in(pool, steps);
  // Added first and read once: then the cell's range holds whatever earlier intervals have added.
  ValueId all = build_.constant(0);
  for (std::size_t m = 0; m < combined.size(); ++m) all = build_.add(all, common.numerators[m]);
  build_.emit(Op::gather, {in_pool, all}, so_far);
  ValueId before = build_.subtract(build_.emit(Op::stored, {in_pool}, so_far), all);
  std::vector<std::vector<std::uint32_t>> sums;  // by member, by slice
  for (std::size_t m = 0; m < combined.size(); ++m) {
    const ValueId after = build_.add(before, common.numerators[m]);
    ValueId low_after = build_.constant(0), low_before = low_after;
    std::vector<std::uint32_t>& of_member = sums.emplace_back();
    std::size_t end = combined.size();
    for (const Slice& s : slices) {
      const ValueId high_after = s.end ? build_.minimum(after, common.numerators[end]) : after;
      const ValueId high_before = s.end ? build_.minimum(before, common.numerators[end++]) : before;
      of_member.push_back(cell(over, line.name));
      program_.cells[of_member.back()].gathered = true;
      build_.emit(Op::gather,
                  {into, build_.subtract(build_.subtract(high_after, high_before), build_.subtract(low_after, low_before))},
                  of_member.back());
      low_after = high_after;
      low_before = high_before;
    }
    before = after;
  }

  next("");
  const ValueId due_here = stored_due(over);
  const Fraction share = stored_share(over);
  for (std::size_t m = 0; m < combined.size(); ++m)
    for (std::size_t i = 0; i < slices.size(); ++i) {
      const Fraction quantity = common.with(build_.emit(Op::stored, {own_ordinal(over)}, sums[m][i]));
      tier_row(line, form, slices[i], quantity, {over, combined[m], due_here}, share);
    }
}

}  // namespace ratebook::ir
