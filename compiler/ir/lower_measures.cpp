// Measures: of the whole cycle as values of a cycle block, split ones as cells, one for each part and each combination of fixed members
// (language reference, section 9; section 26, 13).
#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

namespace {

// Parts of a measure that a line cut otherwise can lie across.
constexpr std::uint32_t kMostShared = 12;

// Energy, other commodities and money are summed and shared over parts; every other unit is taken whole.
bool is_additive(const Unit& unit) { return unit.is_money() || is_commodity(unit); }

bool holds_all(const CutSet& cuts, const CutSet& wanted) {
  auto includes = [](const auto& all, const auto& some) {
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
  };
  return includes(cuts.values, wanted.values) && includes(cuts.tables, wanted.tables) &&
         includes(cuts.seasons, wanted.seasons) && includes(cuts.dated, wanted.dated) && (cuts.month || !wanted.month);
}

}  // namespace

std::vector<Members> Lowering::combinations(const std::vector<SplitDimension>& split) const {
  std::vector<Members> all{{}};
  for (const SplitDimension& d : split) {
    if (d.kind != SplitDimension::Kind::scheme || tariff_[d.scheme].kind == SchemeKind::season) continue;
    std::vector<Members> longer;
    for (const Members& prefix : all)
      for (MemberIndex m = 0; m < tariff_[d.scheme].members.size(); ++m) {
        longer.push_back(prefix);
        longer.back()[d.scheme] = m;
      }
    all = std::move(longer);
  }
  return all;
}

std::vector<MemberRef> member_refs(const Members& members) {
  std::vector<MemberRef> refs;
  for (const auto& [scheme, member] : members) refs.push_back({scheme, member});
  return refs;
}

bool Lowering::is_given(MeasureId id) const {
  return std::find(options_.given_measures.begin(), options_.given_measures.end(), id) != options_.given_measures.end();
}

Fraction Lowering::given_measure(MeasureId id) {
  Attribute a;
  a.kind = Attribute::Kind::given_measure;
  a.measure = id;
  a.range = between(-kGivenMeasureLimit, kGivenMeasureLimit);
  return Fraction::of(attribute(a), 1, kGivenMeasureScale);
}

Fraction Lowering::measure_value(MeasureId id, const Place& place) {
  const Measure& m = tariff_[id];
  if (is_given(id)) return given_measure(id);
  return m.rounding ? rounded(m.value, *m.rounding, place) : number(m.value, place);
}

void Lowering::measure_statement(MeasureId id) {
  const Measure& m = tariff_[id];
  MeasureValue kept;
  kept.partition = partition(m.cuts, rule(tariff_.rules.season), rule(tariff_.rules.version));
  kept.whole = program_.partitions[kept.partition].whole();
  begin(m.name, kept.partition);
  build_.at(m.span);
  if (!kept.whole) {
    kept.days_cell = cell(kept.partition, m.name + " days");
    build_.emit(Op::store, {part_days(kept.partition)}, kept.days_cell);
  }
  for (const Members& members : combinations(m.split)) {
    MeasureValue::Member member;
    member.members = members;
    Place place{kept.partition, members, build_.flag(true)};
    // A member that the part has no time of has no value; where it is summed it counts as 0.
    const ValueId made = occurs(place);
    place.guard = made;
    const Fraction value = math_.select(made, measure_value(id, place), Fraction{});
    member.value = keep_in_parts(value, build_.flag(true), is_additive(m.unit) ? PartUse::both : PartUse::each, m.name, m.span);
    record(id, kept, members, value, made);
    kept.combinations.push_back(std::move(member));
  }
  measures_[id.index] = std::move(kept);
}

void Lowering::record(MeasureId id, const MeasureValue& kept, const Members& members, const Fraction& value, ValueId made) {
  const Pair shown = math_.pair(value);
  program_.records.push_back({id, kept.partition, member_refs(members)});
  build_.emit(Op::record, {made, shown.numerator, shown.denominator}, static_cast<std::uint32_t>(program_.records.size() - 1));
}

// What a split made one part of is shared by days as well where the line that reads it is cut (section 26, 13).
Fraction Lowering::whole_measure(const Measure& m, const MeasureValue::Member& member, const Place& place) {
  if (m.split.empty() || !is_additive(m.unit) || program_.partitions[place.partition].whole()) return member.value.form;
  Fraction share = Fraction::of(part_days(place.partition));
  share.divisors = {window_number(WindowField::Kind::cycle_days, 1, limits::cycle_days.high)};
  return math_.multiply(member.value.form, share);
}

// In a part of a line that is cut at least as finely: an additive measure is shared by days.
Fraction Lowering::measure_in_part(const Measure& m, const MeasureValue& kept, const MeasureValue::Member& member,
                                   const Place& place) {
  const ValueId ordinal = ordinal_in(kept.partition, place.partition);
  const Fraction value = kept_at(member.value, ordinal);
  if (place.partition == kept.partition || !is_additive(m.unit)) return value;
  Fraction share = Fraction::of(part_days(place.partition));
  share.divisors = {build_.emit(Op::stored, {ordinal}, kept.days_cell)};
  return math_.multiply(value, share);
}

// In a part that lies across several of the measure's: an additive measure counts by the days that both have, any other is that of the first.
Fraction Lowering::measure_across(const Measure& m, const MeasureValue& kept, const MeasureValue::Member& member,
                                  const Place& place) {
  const std::uint32_t most = program_.partitions[kept.partition].most;
  if (most > kMostShared) {
    unsupported(build_.span(), fmt::format("a measure of up to {} parts, read where the cycle is cut otherwise,", most)).help =
        "a measure of the whole cycle, or `version by cycle end`";
    return Fraction{};
  }
  const ValueId last = build_.subtract(part_count(kept.partition), build_.constant(1));
  Fraction sum;
  ValueId found = build_.flag(false);
  for (std::uint32_t k = 0; k < most; ++k) {
    PartField field;
    field.partition = place.partition;
    field.kind = PartField::Kind::days_in;
    field.other = kept.partition;
    field.ordinal = k;
    field.range = between(0, limits::cycle_days.high);
    const ValueId days = part_field(field);
    const ValueId at = build_.minimum(build_.constant(k), last);
    const Fraction value = kept_at(member.value, at);
    if (is_additive(m.unit)) {
      Fraction share = Fraction::of(days);
      share.divisors = {build_.emit(Op::stored, {at}, kept.days_cell)};
      sum = math_.add(sum, math_.multiply(value, share));
    } else {
      const ValueId here = build_.both(build_.negate(found), build_.less(build_.constant(0), days));
      sum = math_.select(here, value, sum);
      found = build_.either(found, here);
    }
  }
  return sum;
}

Fraction Lowering::measure(MeasureId id, const Place& place) {
  const Measure& m = tariff_[id];
  const MeasureValue& kept = *measures_[id.index];
  Fraction sum;
  for (const MeasureValue::Member& member : kept.combinations) {
    const bool other = std::any_of(member.members.begin(), member.members.end(), [&](const auto& mine) {
      const auto at = place.members.find(mine.first);
      return at != place.members.end() && at->second != mine.second;
    });
    if (other) continue;
    if (kept.whole)
      sum = math_.add(sum, whole_measure(m, member, place));
    else if (program_.partitions[place.partition].whole())
      sum = math_.add(sum, sum_of_parts(member.value));
    else if (holds_all(program_.partitions[place.partition].cuts, m.cuts))
      sum = math_.add(sum, measure_in_part(m, kept, member, place));
    else
      sum = math_.add(sum, measure_across(m, kept, member, place));
  }
  return sum;
}

}  // namespace ratebook::ir
