#include "language/semantics/expression_ranges.hpp"

#include "language/base/limits.hpp"
#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

Range limit_range(Limit l) { return Range::between(l.low, l.high); }

Range limit_of(const Unit& unit, bool count) {
  if (unit.is_money()) return limit_range(limits::input_money);
  if (unit.is_power() || unit == unit_of(Dimension::reactive) || unit == unit_of(Dimension::apparent))
    return limit_range(limits::input_power);
  if (is_commodity(unit)) return limit_range(limits::input_energy);
  if (unit.is_ratio()) return limit_range(count ? limits::input_count : limits::input_ratio);
  return limit_range(limits::input_other);
}

// Months and years of a part are positive, and at most what the longest cycle has: one for each day.
Range prorated() { return meet(Range::positive(), {std::nullopt, Bound{limits::cycle_days.high}}); }

Range fact_range(Fact fact) {
  switch (fact) {
    case Fact::days:
    case Fact::cycle_days:
    case Fact::cycle_scheduled_days:
      return limit_range(limits::cycle_days);
    // A day of the tariff's clock has 22 to 26 hours.
    case Fact::hours:
      return Range::between(22 * limits::cycle_days.low, 26 * limits::cycle_days.high);
    case Fact::months:
    case Fact::years:
      return prorated();
    case Fact::cycle_year:
      return Range::between(1900, 2999);
    case Fact::account_cycle_number:
      return limit_range(limits::cycle_number);
    case Fact::cycle_from:
    case Fact::cycle_through:
    case Fact::account_since:
    case Fact::cycle_month:
    case Fact::part_month:
    case Fact::cycle_first:
    case Fact::cycle_last:
      break;
  }
  return Range::all();
}

}  // namespace

Range input_range(const Input& input) {
  if (input.type.kind != Type::Kind::number) return Range::all();
  Range r = limit_of(input.type.unit, input.count);
  if (input.low) r.low = Bound{rational(*input.low)};
  if (input.high) r.high = Bound{rational(*input.high)};
  return r;
}

std::optional<MemberIndex> pinned_member(const TableIndex& index, const Pins& pins) {
  auto of_scheme = [&]() -> std::optional<MemberIndex> {
    const auto at = pins.members.find(index.scheme);
    return at == pins.members.end() ? std::nullopt : std::optional(at->second);
  };
  switch (index.kind) {
    case TableIndex::Kind::fixed:
      return index.member;
    case TableIndex::Kind::dimension:
      return of_scheme();
    case TableIndex::Kind::bill_month:
      return pins.bill_month;
    case TableIndex::Kind::part_month:
      return pins.part_month;
    case TableIndex::Kind::input: {
      const auto at = pins.words.find(index.input);
      return at == pins.words.end() ? std::nullopt : std::optional(at->second);
    }
  }
  return std::nullopt;
}

Range ExpressionRanges::of(ExprId id, const Pins& pins) {
  if (pins.empty()) return compute(id, pins, known_);
  std::map<ExprId, Range> known;
  return compute(id, pins, known);
}

Range ExpressionRanges::of(MeasureId id) {
  if (const auto at = measures_.find(id); at != measures_.end()) return at->second;
  const Measure& m = tariff_[id];
  if (!m.value.valid()) return Range::all();  // it is being checked, and reads its own history
  measures_[id] = Range::all();
  Range r = m.rounding ? rounded_value(m.value, *m.rounding, {}, known_) : of(m.value);
  return measures_[id] = r;
}

Range ExpressionRanges::cells(const TableRef& ref, const Pins& pins) const {
  const Table& table = tariff_[ref.table];
  std::vector<std::optional<MemberIndex>> wanted;
  for (const TableIndex& index : ref.indices) wanted.push_back(pinned_member(index, pins));
  std::optional<Range> r;
  for (const std::size_t v : versions_under(table.versions, pins)) {
    const auto& all = table.versions[v].cells;
    for (std::size_t cell = 0; cell < all.size(); ++cell) {
      if (!all[cell].amount) continue;
      // Row-major: the column runs fastest.
      std::size_t rest = cell;
      bool matches = true;
      for (std::size_t i = wanted.size(); i-- > 0 && matches;) {
        const std::size_t size = i < table.keys.size() ? table.keys[i].members.size() : table.columns.members.size();
        matches = !wanted[i] || *wanted[i] == rest % size;
        rest /= size;
      }
      if (!matches) continue;
      const Range one = Range::exactly(rational(all[cell].amount->canonical));
      r = r ? hull(*r, one) : one;
    }
  }
  return r.value_or(Range::all());
}

Range ExpressionRanges::history(const History& h) {
  Range one = of(h.value);
  const Rational n = h.best_of.value_or(h.cycles);
  Range r = one;
  if (h.kind == History::Kind::sum) r = hull(one, one * Range::exactly(n));
  if (h.missing == History::Missing::as_amount) {
    const Range missing = of(h.missing_amount);
    one = hull(one, missing);
    r = h.kind == History::Kind::sum ? one * Range::exactly(n) : one;
  }
  return r;
}

Range ExpressionRanges::leaf(const Expr& e, const Pins& pins) {
  switch (e.kind) {
    case ExprKind::constant:
      return Range::exactly(rational(std::get<Constant>(e.payload).value));
    case ExprKind::date:
      return Range::exactly(day_number(std::get<Date>(e.payload)));
    case ExprKind::value: {
      const Value& value = tariff_[std::get<ValueId>(e.payload)];
      std::optional<Range> r;
      for (const std::size_t v : versions_under(value.versions, pins)) {
        const Range one = Range::exactly(rational(value.versions[v].amount.canonical));
        r = r ? hull(*r, one) : one;
      }
      return r.value_or(Range::all());
    }
    case ExprKind::table:
      return cells(std::get<TableRef>(e.payload), pins);
    case ExprKind::input:
      return input_range(tariff_[std::get<InputId>(e.payload)]);
    case ExprKind::fact:
      return fact_range(std::get<Fact>(e.payload));
    case ExprKind::quantity:
      return limit_range(e.level == Level::interval ? limits::interval_energy : limits::cycle_energy);
    case ExprKind::measure:
      return of(std::get<MeasureRef>(e.payload).measure);
    case ExprKind::demand:
      return limit_range(limits::demand);
    // Rounded it is never zero: a zero is an error of the row (section 10).
    case ExprKind::power_factor:
      return {Bound{0, true}, Bound{1}};
    case ExprKind::history:
      return history(tariff_[std::get<HistoryId>(e.payload)]);
    default:
      return Range::all();
  }
}

Range ExpressionRanges::rounded_value(ExprId operand, const Rounding& rounding, const Pins& pins,
                                      std::map<ExprId, Range>& known) {
  const Rational step = rational(rounding.step);
  const Range r = rounded(compute(operand, pins, known), rounding.mode, step);
  if (tariff_[operand].kind == ExprKind::power_factor) return meet(r, Range::at_least(step));
  return r;
}

Range ExpressionRanges::compute(ExprId id, const Pins& pins, std::map<ExprId, Range>& known) {
  if (const auto at = known.find(id); at != known.end()) return at->second;
  const Expr& e = tariff_[id];
  auto operand = [&](std::size_t i) { return compute(e.operands[i], pins, known); };
  auto fold = [&](std::size_t first, std::size_t step, auto&& combine) {
    Range r = operand(first);
    for (std::size_t i = first + step; i < e.operands.size(); i += step) r = combine(r, operand(i));
    return r;
  };
  Range r;
  switch (e.kind) {
    case ExprKind::add:
      r = operand(0) + operand(1);
      break;
    case ExprKind::subtract:
      r = operand(0) - operand(1);
      break;
    case ExprKind::multiply:
      r = operand(0) * operand(1);
      break;
    case ExprKind::divide:
      r = operand(0) / operand(1);
      break;
    case ExprKind::negate:
      r = -operand(0);
      break;
    case ExprKind::largest:
      r = fold(0, 1, [](const Range& a, const Range& b) { return largest(a, b); });
      break;
    case ExprKind::smallest:
      r = fold(0, 1, [](const Range& a, const Range& b) { return smallest(a, b); });
      break;
    // value condition value condition … otherwise: every second one is a value, and the last.
    case ExprKind::arms:
      r = fold(0, 2, hull);
      break;
    case ExprKind::call:
      r = operand(0);
      break;
    case ExprKind::rounded:
      r = rounded_value(e.operands[0], std::get<Rounding>(e.payload), pins, known);
      break;
    default:
      r = leaf(e, pins);
      break;
  }
  known.insert_or_assign(id, r);
  return r;
}

}  // namespace ratebook
