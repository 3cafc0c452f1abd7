// Lines with one amount for each part and member: products, quantities at a price, shares of other lines.
#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"
#include "language/bill/shown_unit.hpp"

namespace ratebook::ir {

// Does the part have any time within the row's members? A row of a period that the part has no hours of is not computed.
ValueId Lowering::occurs(const Place& place) {
  if (place.members.empty()) return build_.flag(true);
  PartField field;
  field.partition = place.partition;
  field.kind = PartField::Kind::occurs;
  field.scope.members = member_refs(place.members);
  field.range = between(0, 1);
  return part_field(field);
}

void Lowering::plain(const Line& line, const PlainAmount& form, const Place& place, const Fraction& share) {
  const Place here = place.when(build_.both(place.guard, occurs(place)));
  RowSlot slot;
  collect_versions(form.amount, slot);
  RowNumbers row;
  row.unrounded = number(form.amount, here);
  if (form.printed_quantity.valid()) {
    row.quantity = number(form.printed_quantity, here);
    row.quantity_unit = shown_unit(tariff_, form.printed_quantity);
    row.printed = build_.negate(math_.is_zero(row.quantity));
  } else {
    row.printed = build_.negate(math_.is_zero(row.unrounded));
  }
  if (form.printed_price.valid()) {
    row.price = number(form.printed_price, here);
    row.price_unit = shown_unit(tariff_, form.printed_price);
  }
  emit_row(line, slot, row, here, share);
}

// A quantity of zero makes no row, and its price is not looked at.
void Lowering::priced(const Line& line, const PricedQuantity& form, const Place& place, const Fraction& share) {
  RowSlot slot;
  collect_versions(form.price, slot);
  RowNumbers row;
  const RowQuantity quantity = quantity_each(form.quantity, place);
  row.quantity = quantity.value;
  row.printed = quantity.any;
  const Place here = place.when(build_.both(place.guard, row.printed));
  row.price = number(form.price, here);
  row.unrounded = math_.multiply(row.quantity, row.price);
  row.quantity_unit = shown_unit(tariff_, form.quantity);
  row.price_unit = shown_unit(tariff_, form.price);
  emit_row(line, slot, row, here, share);
}

Fraction Lowering::sum_of(const std::vector<LineId>& lines) {
  Fraction sum;
  for (LineId line : lines) sum = math_.add(sum, line_sum({line, {}, {}}));
  return sum;
}

// A share that several versions or dated facts divide applies to the whole base by days: one row for each (language reference, section 13).
void Lowering::share_of_lines(const Line& line, const ShareOfLines& form, const Place& place, const Fraction& share) {
  RowSlot slot;
  collect_versions(form.share, slot);
  const Fraction base = sum_of(form.base);
  RowNumbers row;
  row.printed = build_.negate(math_.is_zero(base));
  const Place here = place.when(build_.both(place.guard, row.printed));
  row.price = number(form.share, here);
  row.quantity = base;
  if (!program_.partitions[place.partition].whole()) {
    Fraction days = Fraction::of(part_days(place.partition));
    days.divisors = {window_number(WindowField::Kind::cycle_days, 1, limits::cycle_days.high)};
    row.quantity = math_.multiply(base, days);
  }
  row.unrounded = math_.multiply(row.quantity, row.price);
  if (form.included)
    row.unrounded = math_.divide(row.unrounded, math_.add(Fraction::constant(1), row.price), here.guard, Code::divided_by_zero);
  row.quantity_unit = {money_unit(tariff_.currency), {1, 1}, std::string(currency_code(tariff_.currency))};
  row.price_unit = {{}, {1, 100}, "%"};
  emit_row(line, slot, row, here, share);
}

// In each part its conditions first, then its members one after another.
void Lowering::line_in_parts(const Line& line, PartitionIndex over) {
  const auto* priced_form = std::get_if<PricedQuantity>(&line.form);
  const auto* tiered_form = std::get_if<TieredQuantity>(&line.form);
  Activity due;
  if (priced_form && needs_steps(priced_form->quantity, priced_form->each)) {
    due = activity_and_steps(line, priced_form->quantity, priced_form->each, over);
  } else if (tiered_form && needs_steps(tiered_form->quantity, tiered_form->each)) {
    due = activity_and_steps(line, tiered_form->quantity, tiered_form->each, over);
  } else {
    begin(line.name, over);
    build_.at(line.span);
    due = activity(line, {over, {}, build_.flag(true)});
    keep_activity(due, over);
  }
  if (tiered_form) return tiered(line, *tiered_form, {over, {}, due.holds}, due.share);
  for (const Members& members : combinations(line.split)) {
    const Place place{over, members, due.holds};
    build_.at(line.span);
    if (const auto* form = std::get_if<PlainAmount>(&line.form)) plain(line, *form, place, due.share);
    if (priced_form) priced(line, *priced_form, place, due.share);
    if (const auto* form = std::get_if<ShareOfLines>(&line.form)) share_of_lines(line, *form, place, due.share);
  }
}

void Lowering::line_statement(LineId id) {
  const Line& line = tariff_[id];
  stepped_.reset();
  const PartitionIndex over = partition(line.cuts, line.season_rule, line.version_rule);
  const auto* tiers = std::get_if<TieredQuantity>(&line.form);
  if (const auto* limit = std::get_if<LimitOverLines>(&line.form))
    limit_over_lines(line, *limit, over);
  else if (tiers && filled_by_walk(line, *tiers, over))
    tiers_by_walk(line, *tiers, over);
  else if (tiers && filled_by_steps(*tiers))
    tiers_by_steps(line, *tiers, over);
  else if (tiers && tiers->block.parts == TierBlock::Parts::over_cycle && tiers->block.steps == TierBlock::Steps::none)
    tiers_over_cycle(line, *tiers, over);
  else
    line_in_parts(line, over);
  if (line.overrides.valid()) withdraw(id);
}

}  // namespace ratebook::ir
