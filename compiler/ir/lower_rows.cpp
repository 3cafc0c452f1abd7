// Rows of lines: rounding, presence, shown numbers, and the sums that later statements read.
#include <algorithm>

#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

// 10^scale × step as a whole number: amounts are counted in it.
BigInt Lowering::step_units(const Rounding& rounding) const {
  const BigInt units = BigInt(rounding.step.num) * power_of_ten(program_.amount_scale);
  return units / rounding.step.den;
}

// Values, tables and dated inputs that @DATE looks at: through defines and arms, not conditions, measures or history (section 26, 28).
void Lowering::collect_versions(ExprId id, RowSlot& slot) const {
  auto enter = [](auto& list, auto entry) {
    if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
  };
  auto enter_input = [&](InputId input) {
    if (tariff_[input].dated) enter(slot.version_inputs, input);
  };
  std::vector<ExprId> open{id};
  while (!open.empty()) {
    const Expr& e = tariff_[open.back()];
    open.pop_back();
    if (const auto* v = std::get_if<ratebook::ValueId>(&e.payload)) enter(slot.version_values, *v);
    if (const auto* i = std::get_if<InputId>(&e.payload)) enter_input(*i);
    if (const auto* t = std::get_if<TableRef>(&e.payload)) {
      enter(slot.version_tables, t->table);
      for (const TableIndex& at : t->indices)
        if (at.kind == TableIndex::Kind::input) enter_input(at.input);
    }
    if (e.kind == ExprKind::history) continue;
    for (std::size_t i = 0; i < e.operands.size(); ++i)
      if (e.kind != ExprKind::arms || i % 2 == 0) open.push_back(e.operands[i]);
  }
}

ValueId Lowering::matches(const RowFilter& filter, const RowSlot& slot, const Place& place) {
  for (const std::string& tier : filter.tiers)
    if (std::find(slot.tiers.begin(), slot.tiers.end(), tier) == slot.tiers.end()) return build_.flag(false);
  ValueId all = build_.flag(true);
  const auto& dimensions = tariff_[slot.line].dimensions;
  for (const MemberRef& wanted : filter.members) {
    const bool in_address = std::any_of(dimensions.begin(), dimensions.end(), [&](const SplitDimension& d) {
      return d.kind == SplitDimension::Kind::scheme && d.scheme == wanted.scheme;
    });
    if (!in_address) return build_.flag(false);
    all = build_.both(all, build_.equal(member_of(place, wanted.scheme), build_.constant(wanted.member)));
  }
  return all;
}

// The rounded amount in 10^-amount_scale. What a proof by ranges cannot keep within 64 bits is held there and refused beyond.
ValueId Lowering::bounded_amount(const Line& line, const Fraction& exact, ValueId counts) {
  const ValueId steps =
      math_.steps(divide_operation(line.rounding.mode), exact, line.rounding.step.num, line.rounding.step.den);
  const ValueId amount = build_.multiply(steps, build_.constant(step_units(line.rounding)));
  const BigInt most = BigInt(1) << 62;
  if (inside(build_.range(amount), {-most, most})) return amount;
  const ValueId beyond = build_.either(build_.less(amount, build_.constant(-most)), build_.less(build_.constant(most), amount));
  build_.fail_if(build_.both(counts, beyond), Code::too_wide);
  return build_.clamp(amount, -most, most);
}

void Lowering::emit_row(const Line& line, RowSlot slot, const RowNumbers& row, const Place& place, const Fraction& share) {
  slot.line = LineId{static_cast<std::size_t>(&line - tariff_.lines.data())};
  slot.partition = place.partition;
  slot.marked_by = row.marked_by;
  slot.members = member_refs(place.members);
  slot.quantity_unit = row.quantity_unit.text;
  slot.price_unit = row.price_unit.text;
  auto in_unit = [&](const Fraction& value, const UnitText& unit) {
    return math_.pair(math_.scale(value, unit.factor.den, unit.factor.num));
  };

  build_.at(line.rounding.span);
  const bool negative = line.kind == LineKind::discount || line.kind == LineKind::waiver || line.kind == LineKind::credit;
  const Fraction unsigned_amount = math_.multiply(row.unrounded, share);
  const Fraction exact = negative ? math_.negate(unsigned_amount) : unsigned_amount;
  const ValueId counts = build_.both(place.guard, row.printed);
  const ValueId rounded_amount = bounded_amount(line, exact, counts);
  ValueId present = counts;
  if (line.kind != LineKind::charge)
    present = build_.both(counts, build_.emit(Op::not_equal, {rounded_amount, build_.constant(0)}));
  const ValueId amount = build_.select(present, rounded_amount, build_.constant(0));

  build_.at(line.span);
  const Pair quantity = in_unit(math_.multiply(row.quantity, share), row.quantity_unit);
  const Pair price = in_unit(row.price, row.price_unit), unrounded = math_.pair(exact);
  const auto index = static_cast<std::uint32_t>(program_.rows.size());
  program_.rows.push_back(slot);
  build_.emit(Op::emit_row,
              {present, quantity.numerator, quantity.denominator, price.numerator, price.denominator, unrounded.numerator,
               unrounded.denominator, amount},
              index);
  count_row(index, amount, place);
}

// Which sums of lines the tariff reads: of whole lines for every one, of some rows where an address names them.
void Lowering::prepare_sums() {
  sums_.resize(tariff_.lines.size());
  auto enter = [&](LineId line, RowFilter filter) {
    auto& of_line = sums_[line.index];
    const bool known = std::any_of(of_line.begin(), of_line.end(), [&](const auto& s) { return s.first == filter; });
    if (!known) of_line.emplace_back(std::move(filter), accumulator(tariff_[line].name));
  };
  for (const Expr& e : tariff_.expressions)
    if (const auto* ref = std::get_if<LineRef>(&e.payload); ref && ref->line.valid())
      enter(ref->line, {ref->members, ref->tiers});
  for (const Line& line : tariff_.lines) {
    if (const auto* share = std::get_if<ShareOfLines>(&line.form))
      for (LineId l : share->base) enter(l, {});
    if (const auto* limit = std::get_if<LimitOverLines>(&line.form))
      for (LineId l : limit->base) enter(l, {});
  }
}

Fraction Lowering::line_sum(const LineRef& ref) {
  const RowFilter filter{ref.members, ref.tiers};
  for (const auto& [known, sum] : sums_[ref.line.index])
    if (known == filter) return Fraction::of(build_.emit(Op::accumulated, {}, sum), 1, power_of_ten(program_.amount_scale));
  return unsupported(build_.span(), "the total in an expression");
}

}  // namespace ratebook::ir
