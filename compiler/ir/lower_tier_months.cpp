// Tiers per month where versions or seasons divide a month: the month is tiered once, with the quantity of all its days that are due, and each tier is
// shared over the month's pieces in proportion to their quantity (language reference, section 26, 14). A month that one part holds whole shares nothing; the
// others, of which a cycle has few (part_counts.hpp), each add a fraction of their own to the part's sum.
//
//   a price of 15 March, a cycle in March and April    =>     row of the old price: tier of March · piece / March
//                                                             row of the new price: tier of April + tier of March · piece / March
#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

namespace {

// More denominators than these do not leave room in 256 bits for energies and prices.
constexpr std::uint32_t kMostDivided = 2;

bool follows_the_day(const Expr& e) {
  return e.kind == ExprKind::value || e.kind == ExprKind::table || e.kind == ExprKind::input || e.kind == ExprKind::is_member ||
         e.kind == ExprKind::measure;
}

}  // namespace

void Lowering::tiers_per_divided_month(const Line& line, const TieredQuantity& form, PartitionIndex over,
                                       std::uint32_t divided) {
  if (form.block.periods == TierBlock::Periods::pro_rata) return refuse_pro_rata(line, true);
  if (divided > kMostDivided) {
    auto& d = unsupported(line.span,
                          fmt::format("tiers per month where a cycle can have more than {} months that are cut", kMostDivided));
    d.help = "versions and seasons that begin on the first of a month, or `version by cycle end`";
    return;
  }
  if (has_conditions(line) && some_limit(form.block.tiers, follows_the_day)) {
    unsupported(line.span, "a limit of tiers per month that changes in time, on a line with conditions whose months are cut,")
        .help = "versions and seasons that begin on the first of a month";
    return;
  }
  begin(line.name + " conditions", over);
  build_.at(line.span);
  keep_activity(activity(line, {over, {}, build_.flag(true)}), over);
  Partition finer = program_.partitions[over], calendar;
  finer.each_month = calendar.each_month = true;
  calendar.season_rule = line.season_rule;
  calendar.version_rule = line.version_rule;
  const PartitionIndex pieces = partition(finer), months = partition(calendar);
  if (needs_steps(form.quantity, form.each)) gather_steps(line, form.quantity, form.each, pieces);

  auto gathered = [&](PartitionIndex of, const std::string& name) {
    const std::uint32_t sum = cell(of, line.name + name);
    program_.cells[sum].gathered = true;
    return sum;
  };
  struct Share {  // of a tier, in the pieces of one divided month
    std::uint32_t numerator = 0, divisor = 0;
    Fraction form;
    BigInt most;  // of the divisor
  };
  struct Leaf {
    Slice slice;
    PartSum filled;           // of each month
    std::uint32_t whole = 0;  // of the months that are the part's alone
    std::vector<Share> shares;
  };
  struct Member {
    Members members;
    PartSum quantity;         // of each piece
    std::uint32_t total = 0;  // of each month
    std::vector<Leaf> leaves;
  };
  std::vector<Member> all;
  begin(line.name + " pieces", pieces);
  build_.at(line.span);
  const ValueId due = stored_due(pieces);
  const ValueId in_month = ordinal_in(months, pieces);
  std::map<Fact, Fraction> days;  // due, of each month: gathered numerators
  std::map<Fact, std::uint32_t> day_cells;
  for (const auto& [fact, kept] : days_due(line, form, {pieces, {}, due})) {
    const std::uint32_t sum = gathered(months, " due");
    build_.emit(Op::gather, {in_month, kept_at(kept, own_ordinal(pieces)).num.value()}, sum);
    days.emplace(fact, kept.form);
    day_cells.emplace(fact, sum);
  }
  for (const Members& members : combinations(line.split)) {
    Member& m = all.emplace_back();
    m.members = members;
    const Fraction quantity = tier_quantity(line, form, {pieces, members, due});
    m.quantity = keep_in_parts(quantity, due, PartUse::each, line.name, tariff_[form.quantity].span);
    if (m.quantity.divisor) {
      unsupported(tariff_[form.quantity].span, "tiers per month of a quantity that is divided by a number of the month");
      return;
    }
    m.total = gathered(months, "");
    build_.emit(Op::gather, {in_month, *m.quantity.form.num}, m.total);
  }

  begin(line.name + " months", months);
  build_.at(line.span);
  auto total_at = [&](const Member& m, ValueId month) {
    Fraction total = m.quantity.form;
    total.num = build_.emit(Op::stored, {month}, m.total);
    return total;
  };
  for (auto& [fact, number] : days) number.num = build_.emit(Op::stored, {own_ordinal(months)}, day_cells[fact]);
  for (Member& m : all) {
    const Fraction total = total_at(m, own_ordinal(months));
    Place place{months, m.members, build_.negate(math_.is_zero(total))};
    place.counted = &days;
    const std::vector<Slice> slices = slices_of(form.block, place);
    const std::vector<Fraction> filled = fill(total, slices);
    for (std::size_t i = 0; i < slices.size(); ++i) {
      Leaf& leaf = m.leaves.emplace_back();
      leaf.slice = slices[i];
      leaf.filled = keep_in_parts(filled[i], build_.flag(true), PartUse::each, line.name, slices[i].tier->span);
      if (leaf.filled.divisor) {
        unsupported(slices[i].tier->span, "a limit of tiers per month that is divided by a number of the month");
        return;
      }
    }
  }

  begin(line.name + " shares", pieces);
  build_.at(line.span);
  PartField field;
  field.partition = pieces;
  field.kind = PartField::Kind::divided;
  field.other = months;
  field.range = between(-1, divided - 1);
  const ValueId position = part_field(field);
  const ValueId month = ordinal_in(months, pieces), into = ordinal_in(over, pieces);
  const ValueId alone = build_.both(stored_due(pieces), build_.less(position, build_.constant(0)));
  auto gather = [&](std::uint32_t sum, ValueId counts, ValueId number) {
    build_.emit(Op::gather, {into, build_.select(counts, number, build_.constant(0))}, sum);
  };
  for (Member& m : all) {
    const Fraction quantity = kept_at(m.quantity, own_ordinal(pieces)), total = total_at(m, month);
    for (Leaf& leaf : m.leaves) {
      const Fraction filled = kept_at(leaf.filled, month);
      leaf.whole = gathered(over, "");
      gather(leaf.whole, alone, math_.count(filled));
      const Fraction share = shared_out(filled, quantity, total);
      for (std::uint32_t k = 0; k < divided; ++k) {
        const ValueId here = build_.equal(position, build_.constant(k));
        Share& one = leaf.shares.emplace_back();
        one.form = share;
        one.form.divisors.clear();
        std::vector<ValueId> own;
        for (ValueId d : share.divisors) (build_.is_cycle_value(d) ? one.form.divisors : own).push_back(d);
        const ValueId divisor = math_.product(own);
        one.most = build_.range(divisor).high;
        one.numerator = gathered(over, " share");
        one.divisor = gathered(over, " shared by");
        gather(one.numerator, here, math_.count(share));
        gather(one.divisor, here, divisor);
      }
    }
  }

  begin(line.name, over);
  build_.at(line.span);
  const ValueId due_here = stored_due(over), part = own_ordinal(over);
  const Fraction window = stored_share(over);
  for (const Member& m : all)
    for (const Leaf& leaf : m.leaves) {
      Fraction quantity = leaf.filled.form;
      quantity.num = build_.emit(Op::stored, {part}, leaf.whole);
      for (const Share& one : leaf.shares) {
        Fraction share = one.form;
        share.num = build_.emit(Op::stored, {part}, one.numerator);
        // A part has one piece of a month: the sum is that piece's divisor, or 0.
        const ValueId divisor = build_.clamp(build_.emit(Op::stored, {part}, one.divisor), 1, one.most);
        share.divisors.insert(std::upper_bound(share.divisors.begin(), share.divisors.end(), divisor), divisor);
        quantity = math_.add(quantity, share);
      }
      tier_row(line, form, leaf.slice, quantity, {over, m.members, due_here}, window);
    }
}

}  // namespace ratebook::ir
