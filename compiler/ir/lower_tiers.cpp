// Tiers (language reference, section 12). A tier is a slice of [0, quantity): nested ones are laid end to end, so that every form works on
// one ascending list of cumulative limits. What fills the tiers together is a pool: one row's quantity, or all members' where they share.
//
//   first 100 kWh in tiers { first 30 kWh, above }, above     =>     limits 30, 100; slices [0, 30) [30, 100) [100, …)
#include <algorithm>

#include "compiler/ir/lowering.hpp"
#include "language/bill/shown_unit.hpp"

namespace ratebook::ir {

// `from` is where the block's quantity begins, `to` where it ends (none: it does not).
void Lowering::flatten(const std::vector<Tier>& tiers, const Fraction& from, const std::optional<Fraction>& to,
                       const Slice& outer, const Place& place, std::vector<Slice>& slices) {
  Slice block = outer;
  for (const Tier& tier : tiers)
    if (tier.limit.valid()) block.limits.push_back(tier.limit);
  Fraction begin = from;
  for (const Tier& tier : tiers) {
    std::optional<Fraction> end;
    if (tier.width == Tier::Width::above) {
      end = to;
    } else {
      const Fraction limit = number(tier.limit, place);
      build_.at(tier.span);
      if (tier.width == Tier::Width::up_to)
        end = math_.maximum(begin, math_.add(from, limit));
      else
        end = math_.add(begin, math_.at_least_zero(limit));
      if (to) end = math_.minimum(*end, *to);
    }
    Slice slice = block;
    slice.tier = &tier;
    slice.names.push_back(tier.name);
    slice.end = end;
    if (tier.inner.empty())
      slices.push_back(slice);
    else
      flatten(tier.inner, begin, end, slice, place, slices);
    if (end) begin = *end;
  }
}

std::vector<Lowering::Slice> Lowering::slices_of(const TierBlock& block, const Place& place) {
  std::vector<Slice> slices;
  flatten(block.tiers, Fraction{}, std::nullopt, {}, place, slices);
  return slices;
}

// The quantity that falls into each slice. A quantity exactly on a limit is wholly below it.
std::vector<Fraction> Lowering::fill(const Fraction& quantity, const std::vector<Slice>& slices) {
  std::vector<Fraction> all{quantity};
  for (const Slice& s : slices)
    if (s.end) all.push_back(*s.end);
  const Algebra::Common common = math_.common(all);
  std::vector<Fraction> filled;
  ValueId before = build_.constant(0);
  std::size_t next = 1;
  for (const Slice& s : slices) {
    const ValueId reached = s.end ? build_.minimum(common.numerators[0], common.numerators[next++]) : common.numerators[0];
    filled.push_back(common.with(build_.subtract(reached, before)));
    before = reached;
  }
  return filled;
}

// The quantity that is to fill tiers, refused where it is negative.
Fraction Lowering::tier_quantity(const Line& line, const TieredQuantity& form, const Place& place) {
  const Fraction quantity = quantity_each(form.quantity, place).value;
  build_.at(line.span);
  build_.fail_if(build_.both(place.guard, math_.less(quantity, Fraction{})), Code::negative_in_tiers);
  return math_.at_least_zero(quantity);
}

void Lowering::tier_row(const Line& line, const TieredQuantity& form, const Slice& slice, const Fraction& quantity,
                        const Place& place, const Fraction& share) {
  RowSlot slot;
  slot.tiers = slice.names;
  collect_versions(slice.tier->price, slot);
  for (ExprId limit : slice.limits) collect_versions(limit, slot);
  RowNumbers row;
  row.quantity = quantity;
  row.printed = build_.negate(math_.is_zero(quantity));
  const Place here = place.when(build_.both(place.guard, row.printed));
  row.price = number(slice.tier->price, here);
  row.unrounded = math_.multiply(row.quantity, row.price);
  row.quantity_unit = shown_unit(tariff_, form.quantity);
  row.price_unit = shown_unit(tariff_, slice.tier->price);
  emit_row(line, slot, row, here, share);
}

// Tiers of one part, day or month: quantities of all members, then the limits of each pool.
std::vector<Lowering::Filler> Lowering::fill_tiers(const Line& line, const TieredQuantity& form, const Place& part) {
  std::vector<Filler> cells;
  Fraction total;
  for (const Members& members : combinations(line.split)) {
    Filler cell{{part.partition, members, part.guard}, {}, {}, {}};
    cell.quantity = tier_quantity(line, form, cell.place);
    total = math_.add(total, cell.quantity);
    cells.push_back(std::move(cell));
  }
  if (form.block.periods == TierBlock::Periods::pro_rata) {
    const std::vector<Slice> slices =
        slices_of(form.block, part.when(build_.both(part.guard, build_.negate(math_.is_zero(total)))));
    const std::vector<Fraction> whole = fill(total, slices);
    for (Filler& cell : cells) {
      cell.slices = slices;
      for (const Fraction& slice : whole) cell.filled.push_back(shared_out(slice, cell.quantity, total));
    }
  } else {
    for (Filler& cell : cells) {
      const ValueId any = build_.negate(math_.is_zero(cell.quantity));
      cell.slices = slices_of(form.block, cell.place.when(build_.both(cell.place.guard, any)));
      cell.filled = fill(cell.quantity, cell.slices);
    }
  }
  return cells;
}

// Each part fills its own tiers; then the rows.
void Lowering::tiered(const Line& line, const TieredQuantity& form, const Place& part, const Fraction& share) {
  if (form.block.steps == TierBlock::Steps::per_day || form.block.periods == TierBlock::Periods::time_order)
    return tiers_by_passes(line, form, part, share);
  for (const Filler& cell : fill_tiers(line, form, part))
    for (std::size_t i = 0; i < cell.slices.size(); ++i)
      tier_row(line, form, cell.slices[i], cell.filled[i], cell.place, share);
}

// slice × quantity / total; 0 where the total is 0.
Fraction Lowering::shared_out(const Fraction& slice, const Fraction& quantity, const Fraction& total) {
  return math_.divide(math_.multiply(slice, quantity), total, build_.flag(false), Code::divided_by_zero);
}

}  // namespace ratebook::ir
