#include "runtime/plan/assemble.hpp"

#include <algorithm>

#include "compiler/ir/operation.hpp"
#include "runtime/plan/rounding.hpp"

namespace ratebook {
namespace {

template <class Integer>
ShownNumber without_zeros(Integer mantissa) {
  int scale = 9;
  while (scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
  }
  return {mantissa, scale, true};
}

// A kernel's number at scale 9: whole and without trailing zeros, or rounded to 6 decimals. Divisions of 128 bits are slow, and seldom needed.
ShownNumber shown(Int128 at_nine, bool inexact) {
  if (inexact) return {at_nine / 1000, 6, false};
  const auto narrow = static_cast<std::int64_t>(at_nine);
  return narrow == at_nine ? without_zeros(narrow) : without_zeros(at_nine);
}

std::vector<MemberRef> members_of(const CheckedTariff& tariff, const std::vector<SplitDimension>& dimensions,
                                  const std::vector<MemberRef>& fixed, const WindowPlan& window, ir::PartitionIndex partition,
                                  std::uint32_t part, std::optional<unsigned>& month) {
  std::vector<MemberRef> members;
  for (const SplitDimension& d : dimensions) {
    if (d.kind == SplitDimension::Kind::month) {
      month = month_of(window.parts(partition)[part].first);
    } else if (d.kind == SplitDimension::Kind::scheme) {
      const auto it = std::find_if(fixed.begin(), fixed.end(), [&](const MemberRef& m) { return m.scheme == d.scheme; });
      if (it != fixed.end())
        members.push_back(*it);
      else if (tariff[d.scheme].kind == SchemeKind::season)
        members.push_back({d.scheme, window.season_of(d.scheme, partition, part)});
    }
  }
  return members;
}

struct Dates {
  Date version_from, from, through;
};
Dates dates_of(const WindowPlan& window, const ir::RowSlot& slot, std::size_t index, std::uint32_t part) {
  const Part& days = window.parts(slot.partition)[part];
  return {window.version_from(index, part), days.first, days.last};
}
// Of all the parts that the marking rows are present in; there is one where the row itself is.
Dates marked_dates(const WindowPlan& window, const ir::RowSlot& marking, std::uint32_t marker, const native::Row* rows) {
  Dates all{Date::min(), Date::max(), Date::min()};
  for (std::uint32_t part = 0; part < window.parts(marking.partition).size(); ++part) {
    if (rows[window.view().row_base[marker] + part].present == 0) continue;
    const Dates one = dates_of(window, marking, marker, part);
    all = {std::max(all.version_from, one.version_from), std::min(all.from, one.from), std::max(all.through, one.through)};
  }
  return all;
}

std::int64_t scaled_to(std::int64_t amount, int from, int to) { return amount * power_of_ten(to - from); }

void widen(Bill& bill, int scale) {
  if (scale <= bill.amount_scale) return;
  for (BillRow& row : bill.rows) row.amount = scaled_to(row.amount, bill.amount_scale, scale);
  bill.amount_scale = scale;
}

using ir::BigInt;
using Rational = boost::multiprecision::cpp_rational;

BigInt from_digits(const native::Record* records, const std::uint32_t* slots) {
  BigInt number = 0;
  for (int digit = ir::kTotalDigits; digit-- > 0;)
    number = (number << ir::kTotalDigitBits) + BigInt(records[slots[digit]].numerator);
  return number;
}

Rational round_to(const Rational& amount, const Rounding& rounding) {
  const BigInt operands[] = {numerator(amount) * rounding.step.den, denominator(amount) * rounding.step.num};
  return Rational(ir::result_of(ir::divide_operation(rounding.mode), operands) * rounding.step.num, rounding.step.den);
}

}  // namespace

void append_rows(const EditionKernel& edition, std::uint32_t edition_index, const RatedUnit& unit, const native::Row* rows,
                 const native::Record* records, Bill& bill, ExactTotals& exact) {
  const CheckedTariff& tariff = *edition.context().tariff;
  const ir::Program& program = edition.program();
  const WindowPlan& window = *unit.window;
  widen(bill, program.amount_scale);
  for (std::size_t s = 0; s < program.rows.size(); ++s) {
    const ir::RowSlot& slot = program.rows[s];
    if (slot.marker) continue;
    for (std::uint32_t part = 0; part < window.parts(slot.partition).size(); ++part) {
      const native::Row& r = rows[window.view().row_base[s] + part];
      if (r.present == 0) continue;
      const Line& line = tariff[slot.line];
      BillRow row;
      row.edition = edition_index;
      row.line = slot.line;
      // A minimum or maximum is compared once for all of its parts: no season or month is its own.
      const bool limit = std::holds_alternative<LimitOverLines>(line.form);
      if (!limit) row.members = members_of(tariff, line.dimensions, slot.members, window, slot.partition, part, row.month);
      row.tiers = slot.tiers;
      const Dates dates = slot.marked_by ? marked_dates(window, program.rows[*slot.marked_by], *slot.marked_by, rows)
                                         : dates_of(window, slot, s, part);
      if (dates.version_from != Date::min()) row.version_from = dates.version_from;  // else nothing has a date
      row.part_from = dates.from;
      row.part_through = dates.through;
      row.quantity = shown(r.quantity, (r.inexact & 1U) != 0);
      row.quantity_unit = slot.quantity_unit;
      row.price = shown(r.price, (r.inexact & 2U) != 0);
      row.price_unit = slot.price_unit;
      row.unrounded = shown(r.unrounded, (r.inexact & 4U) != 0);
      row.amount = scaled_to(r.amount, program.amount_scale, bill.amount_scale);
      const auto* share = std::get_if<ShareOfLines>(&line.form);
      row.included = share && share->included;
      bill.rows.push_back(std::move(row));
    }
  }
  if (program.exact_total) {
    const std::uint32_t* base = window.view().record_base + *program.exact_total;
    exact[edition_index] = Rational(from_digits(records, base), from_digits(records, base + ir::kTotalDigits));
  }
  for (const RecordedQuantity& q : unit.quantities_told) bill.quantities.push_back({edition_index, q.channel, q.value});
  for (std::size_t s = 0; s < program.records.size(); ++s) {
    const ir::RecordSlot& slot = program.records[s];
    if (!slot.measure.valid()) continue;
    for (std::uint32_t part = 0; part < window.parts(slot.partition).size(); ++part) {
      const native::Record& r = records[window.view().record_base[s] + part];
      if (r.denominator == 0) continue;
      const auto value = make_ratio(r.numerator, r.denominator);
      if (!value) continue;
      std::optional<unsigned> month;
      bill.recorded.push_back(
          {edition_index, slot.measure,
           members_of(tariff, tariff[slot.measure].split, slot.members, window, slot.partition, part, month), *value});
    }
  }
}

void finish_bill(const TariffEditions& editions, std::uint32_t last_edition, const ExactTotals& exact, Bill& bill) {
  const auto& last = editions.editions[last_edition].rules.round_total;
  const std::int64_t unit = power_of_ten(bill.amount_scale);
  Int128 rounded = 0;  // rows of editions that round them
  for (const BillRow& row : bill.rows)
    if (!row.included && !exact.contains(row.edition)) rounded += row.amount;
  if (exact.empty()) {
    Int128 total = rounded;
    if (last) {
      const Ratio step = last->rule.step;
      const Int128 n = round_quotient(total * step.den, Int128{unit} * step.num, last->rule.mode);
      total = n * step.num * unit / step.den;
    }
    bill.total = static_cast<std::int64_t>(total);
  } else {
    // The last edition rounds the sum; where it does not, an edition of exact rows rounds its own.
    Rational sum{BigInt(rounded), BigInt(unit)};
    for (const auto& [edition, amount] : exact)
      sum += last || editions.editions[edition].rules.round_line
                 ? amount
                 : round_to(amount, editions.editions[edition].rules.round_total->rule);
    if (last) sum = round_to(sum, last->rule);
    bill.total = static_cast<std::int64_t>(BigInt(numerator(sum) * unit / denominator(sum)));
  }
  sort_rows(editions, bill.rows);
}

}  // namespace ratebook
