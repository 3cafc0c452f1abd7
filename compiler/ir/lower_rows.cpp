// Rows of lines: rounding, presence, shown numbers, and the sums that later statements read.
#include <algorithm>
#include <cassert>

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

// Whether the line's rows are rounded each by itself; else their exact amounts count, and what a row shows is rounded like the total.
bool Lowering::is_rounded(const Line& line) const { return tariff_.rules.round_line || line.rounding.span.valid(); }

const Rounding& Lowering::shown_rounding(const Line& line) const {
  return is_rounded(line) ? line.rounding : tariff_.rules.round_total->rule;
}

// The rounded amount in 10^-amount_scale. What a proof by ranges cannot keep within 64 bits is held there and refused beyond.
ValueId Lowering::bounded_amount(const Rounding& rounding, const Fraction& exact, ValueId counts) {
  const ValueId steps = math_.steps(divide_operation(rounding.mode), exact, rounding.step.num, rounding.step.den);
  const ValueId amount = build_.multiply(steps, build_.constant(step_units(rounding)));
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

  const Rounding& rounding = shown_rounding(line);
  build_.at(rounding.span);
  const bool negative = line.kind == LineKind::discount || line.kind == LineKind::waiver || line.kind == LineKind::credit;
  const Fraction unsigned_amount = math_.multiply(row.unrounded, share);
  const Fraction exact = negative ? math_.negate(unsigned_amount) : unsigned_amount;
  const ValueId counts = build_.both(place.guard, row.printed);
  const ValueId rounded_amount = bounded_amount(rounding, exact, counts);
  ValueId present = counts;
  if (line.kind != LineKind::charge)
    present = build_.both(counts, is_rounded(line) ? build_.emit(Op::not_equal, {rounded_amount, build_.constant(0)})
                                                   : build_.negate(math_.is_zero(exact)));
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
  count_row(index,
            is_rounded(line) ? Fraction::of(amount, 1, power_of_ten(program_.amount_scale))
                             : math_.select(present, exact, Fraction{}),
            place);
}

// Which sums of lines the tariff reads: of whole lines for every one, of some rows where an address names them.
void Lowering::prepare_sums() {
  sums_.resize(tariff_.lines.size());
  auto enter = [&](LineId line, RowFilter filter) {
    auto& of_line = sums_[line.index];
    const bool known = std::any_of(of_line.begin(), of_line.end(), [&](const LineSum& s) { return s.filter == filter; });
    if (known) return;
    LineSum& sum = of_line.emplace_back();
    sum.filter = std::move(filter);
    if (is_rounded(tariff_[line])) sum.rounded = accumulator(tariff_[line].name);
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
  if (!has_exact_total()) return;
  for (std::size_t l = 0; l < tariff_.lines.size(); ++l) enter(LineId{l}, {});
}

void Lowering::add_to_sums(std::uint32_t row, const Fraction& amount, const Place& place) {
  if (amount.is_zero()) return;
  const LineId line = program_.rows[row].line;
  for (LineSum& sum : sums_[line.index]) {
    const ValueId matching = matches(sum.filter, program_.rows[row], place);
    if (!sum.rounded) {
      if (!build_.never(matching)) add_exactly(sum, amount, matching, tariff_[line]);
      continue;
    }
    const ValueId counted = build_.select(matching, math_.count(amount), build_.constant(0));
    if (!build_.never(counted)) build_.emit(Op::accumulate, {counted}, *sum.rounded);
  }
}

// Rows over the same denominators share an accumulator.
void Lowering::add_exactly(LineSum& sum, const Fraction& amount, ValueId counts, const Line& line) {
  for (const PartSum& known : sum.exact) {
    const Fraction& form = known.form;
    if (!build_.in_part() || !known.sum || form.mul != amount.mul || form.den != amount.den || form.divisors != amount.divisors)
      continue;
    build_.emit(Op::accumulate, {build_.select(counts, math_.count(amount), build_.constant(0))}, *known.sum);
    return;
  }
  sum.exact.push_back(keep_in_parts(amount, counts, PartUse::sum, line.name, line.span));
}

Fraction Lowering::line_sum(const LineRef& ref) {
  // An expression always names a line: `total` is a word of expectations and properties alone.
  assert(ref.line.valid());
  const RowFilter filter{ref.members, ref.tiers};
  const auto& of_line = sums_[ref.line.index];
  const auto known = std::find_if(of_line.begin(), of_line.end(), [&](const LineSum& s) { return s.filter == filter; });
  assert(known != of_line.end());
  if (known->rounded)
    return Fraction::of(build_.emit(Op::accumulated, {}, *known->rounded), 1, power_of_ten(program_.amount_scale));
  Fraction sum;
  for (const PartSum& rows : known->exact) sum = math_.add(sum, sum_of_parts(rows));
  return sum;
}

bool Lowering::has_exact_total() const {
  return std::any_of(tariff_.lines.begin(), tariff_.lines.end(), [&](const Line& l) { return !is_rounded(l); });
}

// The reader rounds the sum over all editions of a cycle: it gets the digits of the fraction.
void Lowering::exact_total() {
  if (!has_exact_total()) return;
  build_.begin_cycle("total");
  Fraction total;
  for (std::size_t l = 0; l < tariff_.lines.size(); ++l) {
    const auto* share = std::get_if<ShareOfLines>(&tariff_.lines[l].form);
    if (share == nullptr || !share->included) total = math_.add(total, line_sum({LineId{l}, {}, {}}));
  }
  const Pair fraction = math_.pair(total);
  const ValueId base = build_.constant(BigInt(1) << kTotalDigitBits);
  program_.exact_total = static_cast<std::uint32_t>(program_.records.size());
  for (ValueId rest : {fraction.numerator, fraction.denominator})
    for (int digit = 0; digit < kTotalDigits; ++digit) {
      const ValueId above = build_.emit(Op::divide_down, {rest, base});
      const auto slot = static_cast<std::uint32_t>(program_.records.size());
      program_.records.push_back({});
      build_.emit(Op::record, {build_.flag(true), build_.subtract(rest, build_.multiply(above, base)), build_.constant(1)},
                  slot);
      rest = above;
    }
}

}  // namespace ratebook::ir
