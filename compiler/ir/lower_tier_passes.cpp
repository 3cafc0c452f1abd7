// Tiers filled `in time order`, and `per day`: a pass over the intervals fills quantity slots, one for each tier and member.
#include <cassert>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

// The channel whose intervals fill the tiers: everything else is filled by a walk (lower_tier_walks.cpp) or day by day (lower_tiers_shared.cpp).
const QuantityRef& Lowering::pass_channel(const TieredQuantity& form) const {
  const Expr& e = beneath_calls(form.quantity);
  assert(e.kind == ExprKind::quantity);
  return std::get<QuantityRef>(e.payload);
}

// What the rows have together; each of them must be known by itself.
Fraction Lowering::members_quantity(const QuantityRef& channel, const std::vector<Members>& combined, const Place& place) {
  Fraction total;
  for (const Members& members : combined) total = math_.add(total, quantity(channel, place.with(members)));
  return total;
}

// Makes the pass and its slots, and fills them; the fractions are tier-major, then by member.
std::vector<Fraction> Lowering::fill_pass(TierPass pass, const std::vector<Slice>& slices, const Place& place) {
  std::vector<Fraction> ends;
  for (const Slice& s : slices)
    if (s.end) ends.push_back(*s.end);
  const Algebra::Common common = math_.common(ends);
  // Limits in micro-units: numerators[k] · mul / (den · Π divisors).
  const BigInt shared = gcd(BigInt(common.mul * kMicro), common.den);
  const BigInt mul = common.mul * kMicro / shared, den = common.den / shared;
  std::vector<ValueId> operands;
  for (ValueId n : common.numerators) operands.push_back(build_.multiply(n, build_.constant(mul)));
  operands.push_back(build_.multiply(math_.product(common.divisors), build_.constant(den)));

  pass.tiers = static_cast<std::uint32_t>(slices.size());
  pass.first_slot = static_cast<std::uint32_t>(program_.quantities.size());
  const auto index = static_cast<std::uint32_t>(program_.tier_passes.size());
  for (std::uint32_t tier = 0; tier < pass.tiers; ++tier)
    for (std::uint32_t member = 0; member < pass.members; ++member) {
      QuantitySlot slot{pass.channel, pass.scope, index};
      if (pass.periods.valid()) slot.scope.members.push_back({pass.periods, static_cast<MemberIndex>(member)});
      program_.quantities.push_back(std::move(slot));
    }
  program_.tier_passes.push_back(pass);
  ask(StateSlot::Kind::tier_pass, index, place);
  build_.emit(Op::fill_tiers, operands, index);
  return pass_fractions(pass, common, den);
}

std::vector<Fraction> Lowering::pass_fractions(const TierPass& pass, const Algebra::Common& common, const BigInt& den) {
  std::vector<Fraction> filled;
  for (std::uint32_t i = 0; i < pass.tiers * pass.members; ++i) {
    Fraction f = Fraction::of(build_.emit(Op::quantity, {}, pass.first_slot + i), 1, den * kMicro);
    f.divisors = common.divisors;
    filled.push_back(std::move(f));
  }
  return filled;
}

void Lowering::tiers_by_passes(const Line& line, const TieredQuantity& form, const Place& part, const Fraction& share) {
  const QuantityRef* channel = &pass_channel(form);
  const bool per_day = form.block.steps == TierBlock::Steps::per_day;
  const bool in_time_order = form.block.periods == TierBlock::Periods::time_order;
  const std::vector<Members> combined = combinations(line.split);
  assert(!in_time_order || (!per_day && combined.front().size() == 1));
  TierPass pass;
  pass.order = per_day ? TierPass::Order::per_day : TierPass::Order::time_order;
  pass.channel = channel->channel;
  struct Filled {
    Place place;
    std::vector<Slice> slices;
    std::vector<Fraction> quantities;
  };
  std::vector<Filled> rows;
  auto slices_at = [&](Place place, const Fraction& total) {
    place.guard = build_.both(place.guard, build_.negate(math_.is_zero(total)));
    place.each_day = per_day;
    return slices_of(form.block, place);
  };
  if (in_time_order) {
    const auto members = scope_at(channel->scope, part);
    const Fraction total = members_quantity(*channel, combined, part);
    const std::vector<Slice> slices = slices_at(part, total);
    pass.scope.members = *members;
    pass.periods = combined.front().begin()->first;
    pass.members = static_cast<std::uint32_t>(combined.size());
    const std::vector<Fraction> filled =
        fill_pass(pass, slices, part.when(build_.both(part.guard, build_.negate(math_.is_zero(total)))));
    for (std::size_t m = 0; m < combined.size(); ++m) {
      Filled& row = rows.emplace_back();
      row.place = part.with(combined[m]);
      row.slices = slices;
      for (std::size_t tier = 0; tier < slices.size(); ++tier) row.quantities.push_back(filled[tier * combined.size() + m]);
    }
  } else {
    for (const Members& members : combined) {
      const Place place = part.with(members);
      const auto scope = scope_at(channel->scope, place);
      if (!scope) continue;
      Filled& row = rows.emplace_back();
      row.place = place;
      row.slices = slices_at(place, quantity(*channel, place));
      pass.scope.members = *scope;
      row.quantities = fill_pass(pass, row.slices, place);
    }
  }
  for (const Filled& row : rows)
    for (std::size_t i = 0; i < row.slices.size(); ++i)
      tier_row(line, form, row.slices[i], row.quantities[i], row.place, share);
}

}  // namespace ratebook::ir
