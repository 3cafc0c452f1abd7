// Numbers of the account, its window and its parts: inputs, built-in facts, history.
#include <algorithm>
#include <cassert>
#include <numeric>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

namespace {

template <class Entry, class Same>
std::uint32_t index_of(std::vector<Entry>& list, const Entry& entry, Same same) {
  const auto at = std::find_if(list.begin(), list.end(), [&](const Entry& e) { return same(e, entry); });
  if (at != list.end()) return static_cast<std::uint32_t>(at - list.begin());
  list.push_back(entry);
  return static_cast<std::uint32_t>(list.size() - 1);
}

BigInt floor_divide(const BigInt& a, const BigInt& b) {
  const BigInt q = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? BigInt(q - 1) : q;
}

Limit limit_of(const Input& input) {
  if (input.count) return limits::input_count;
  const Unit& unit = input.type.unit;
  if (unit.is_money()) return limits::input_money;
  if (unit.is_power() || unit == unit_of(Dimension::reactive) || unit == unit_of(Dimension::apparent))
    return limits::input_power;
  if (unit.is_ratio()) return limits::input_ratio;
  if (is_commodity(unit)) return limits::input_energy;
  return limits::input_other;
}

// As the column holds it: written unit × 10^6, from the declared range or limit.def, rounded outwards.
Range number_range(const Input& input) {
  const Limit limit = limit_of(input);
  auto column = [&](const std::optional<Ratio>& bound, std::int64_t otherwise, bool low) {
    const BigInt num = (bound ? BigInt(bound->num) : BigInt(otherwise)) * input.unit.factor.den * kMicro;
    const BigInt den = (bound ? BigInt(bound->den) : BigInt(1)) * input.unit.factor.num;
    return low ? floor_divide(num, den) : BigInt(-floor_divide(-num, den));
  };
  return {column(input.low, limit.low, true), column(input.high, limit.high, false)};
}

}  // namespace

Range input_column_range(const CheckedTariff& tariff, InputId id) {
  const Input& input = tariff[id];
  switch (input.type.kind) {
    case Type::Kind::number:
      return number_range(input);
    case Type::Kind::flag:
      return between(0, 1);
    case Type::Kind::date:
      return between(kFirstDay, kLastDay);
    case Type::Kind::word:
      return between(0,
                     input.type.choice.valid() ? static_cast<std::int64_t>(tariff[input.type.choice].members.size()) - 1 : 11);
    case Type::Kind::text:
      return between(0, static_cast<std::int64_t>(input.words.size()));
  }
  return between(0, 0);
}

ValueId Lowering::attribute(const Attribute& attribute) {
  const auto index = index_of(program_.attributes, attribute, [](const Attribute& a, const Attribute& b) {
    return a.kind == b.kind && a.input == b.input && a.history == b.history && a.measure == b.measure;
  });
  return build_.account_leaf(Op::attribute, index);
}

ValueId Lowering::window_field(const WindowField& field) {
  const auto index = index_of(program_.window_fields, field, [](const WindowField& a, const WindowField& b) {
    return a.kind == b.kind && a.partition == b.partition && a.walk == b.walk;
  });
  return build_.account_leaf(Op::window_field, index);
}

ValueId Lowering::window_number(WindowField::Kind kind, std::int64_t low, std::int64_t high) {
  WindowField field;
  field.kind = kind;
  field.range = between(low, high);
  return window_field(field);
}

ValueId Lowering::part_field(const PartField& field) {
  const auto index = index_of(program_.part_fields, field, [](const PartField& a, const PartField& b) {
    return a.partition == b.partition && a.kind == b.kind && a.scheme == b.scheme && a.value == b.value && a.table == b.table &&
           a.input == b.input && a.other == b.other && a.ordinal == b.ordinal && a.scope.members == b.scope.members;
  });
  if (program_.partitions[field.partition].whole()) return build_.account_leaf(Op::part_field, index);
  return build_.emit(Op::part_field, {}, index);
}

ValueId Lowering::part_number(PartitionIndex partition, PartField::Kind kind, const BigInt& low, const BigInt& high) {
  PartField field;
  field.partition = partition;
  field.kind = kind;
  field.range = {low, high};
  return part_field(field);
}

ValueId Lowering::part_days(PartitionIndex partition) {
  return part_number(partition, PartField::Kind::days, 1, limits::cycle_days.high);
}

namespace {

// Largest numerator and denominator of `months` (or `years`) under a rule, for parts and cycles of up to limit.def's days
// (language reference, section 3): Σ w(d), or a part's share of one month.
struct ProrataLimits {
  std::int64_t numerator, denominator;
};
ProrataLimits prorata_limits(const std::optional<Ruled<Proration>>& rule) {
  const std::int64_t days = limits::cycle_days.high;
  if (!rule) return {days, days};
  const Proration& p = rule->rule;
  switch (p.kind) {
    case Proration::Kind::days_by_number:  // w = den / num
      return {p.divisor.den * days, std::max(p.divisor.num, days)};
    case Proration::Kind::days_of_month: {
      const std::int64_t all = 28 * 29 * 30 * 31 / 2;  // a common multiple of the months' lengths
      return {all / 28 * days, all / 28 * days};
    }
    case Proration::Kind::days_of_year:
      return {366 * days, std::int64_t{365} * 366};
    default:
      return {days, days};
  }
}

}  // namespace

// Absent where amounts are prorated by scheduled days that are not given.
ValueId Lowering::prorata_denominator(WindowField::Kind kind, const BigInt& most, const std::optional<Ruled<Proration>>& rule,
                                      const Place& place) {
  WindowField field;
  field.kind = kind;
  const bool by_schedule = rule && rule->rule.kind == Proration::Kind::scheduled_days;
  field.range = {by_schedule ? BigInt(kAbsent) : BigInt(1), most};
  if (!by_schedule) return window_field(field);
  const Optional known = optional(window_field(field), 1, most);
  build_.fail_if(build_.both(place.guard, known.absent), Code::input_missing);
  return known.value;
}

Fraction Lowering::months_of(const Place& place) {
  const ProrataLimits limit = prorata_limits(tariff_.rules.monthly);
  Fraction f = Fraction::of(part_number(place.partition, PartField::Kind::months_numerator, 0, limit.numerator));
  f.divisors = {prorata_denominator(WindowField::Kind::months_denominator, limit.denominator, tariff_.rules.monthly, place)};
  return f;
}

Fraction Lowering::years_of(const Place& place) {
  const bool by_months = tariff_.rules.yearly && tariff_.rules.yearly->rule.kind == Proration::Kind::months_by_12;
  ProrataLimits limit = prorata_limits(by_months ? tariff_.rules.monthly : tariff_.rules.yearly);
  if (by_months) limit.denominator *= 12;
  Fraction f = Fraction::of(part_number(place.partition, PartField::Kind::years_numerator, 0, limit.numerator));
  f.divisors = {prorata_denominator(WindowField::Kind::years_denominator, limit.denominator,
                                    by_months ? tariff_.rules.monthly : tariff_.rules.yearly, place)};
  return f;
}

ValueId Lowering::season_of(const Place& place, SchemeId scheme) {
  PartField field;
  field.partition = place.partition;
  field.kind = PartField::Kind::season;
  field.scheme = scheme;
  field.range = between(0, static_cast<std::int64_t>(tariff_[scheme].members.size()) - 1);
  return part_field(field);
}

ValueId Lowering::member_of(const Place& place, SchemeId scheme) {
  if (const auto fixed = place.members.find(scheme); fixed != place.members.end()) return build_.constant(fixed->second);
  return season_of(place, scheme);
}

Lowering::Optional Lowering::optional(ValueId leaf, const BigInt& low, const BigInt& high) {
  return {build_.in_cycle(build_.clamp(leaf, low, high)), build_.equal(leaf, build_.constant(kAbsent))};
}

ValueId Lowering::input_ordinal(InputId input, const Place& place) {
  const Range range = input_column_range(tariff_, input);
  if (tariff_[input].dated) {
    PartField field;
    field.partition = place.partition;
    field.kind = PartField::Kind::dated_input;
    field.input = input;
    field.range = {kAbsent, range.high};
    const Optional known = optional(part_field(field), range.low, range.high);
    build_.fail_if(build_.both(place.guard, known.absent), Code::input_missing);
    return known.value;
  }
  Attribute a;
  a.kind = Attribute::Kind::input;
  a.input = input;
  a.range = range;
  return attribute(a);
}

Fraction Lowering::input_number(InputId input, const Place& place) {
  const Ratio factor = tariff_[input].unit.factor;
  return Fraction::of(input_ordinal(input, place), factor.num, BigInt(factor.den) * kMicro);
}

namespace {
constexpr std::int64_t kFirstYear = 1900, kLastYear = 3000;
}

Fraction Lowering::fact_number(Fact fact, const Place& place) {
  if (place.step && fact == Fact::hours) return hours_of_step();
  if (fact == Fact::days && (place.each_day || program_.partitions[place.partition].each_day)) return Fraction::constant(1);
  if (place.counted != nullptr)
    if (const auto at = place.counted->find(fact); at != place.counted->end()) {
      if (fact == Fact::months) months_of(place);  // refuses where the denominator is not known
      if (fact == Fact::years) years_of(place);
      return at->second;
    }
  switch (fact) {
    case Fact::days:
      return Fraction::of(part_days(place.partition));
    case Fact::hours:
      // A day has at most 25 hours, or 26 where two changes meet.
      return Fraction::of(part_number(place.partition, PartField::Kind::seconds, 0, limits::cycle_days.high * 26 * 3600), 1,
                          3600);
    case Fact::months:
      return months_of(place);
    case Fact::years:
      return years_of(place);
    case Fact::cycle_days:
      return Fraction::of(window_number(WindowField::Kind::whole_cycle_days, 1, limits::cycle_days.high));
    case Fact::cycle_year:
      return Fraction::of(window_number(WindowField::Kind::bill_year, kFirstYear, kLastYear));
    case Fact::cycle_scheduled_days: {
      const ValueId leaf = window_number(WindowField::Kind::scheduled_days, kAbsent, limits::cycle_days.high);
      const Optional known = optional(leaf, 1, limits::cycle_days.high);
      build_.fail_if(build_.both(place.guard, known.absent), Code::input_missing);
      return Fraction::of(known.value);
    }
    case Fact::account_cycle_number:
      return Fraction::of(cycle_number(place));
    default:
      assert(false && "every other fact is a date, a flag or a word");
      return Fraction{};
  }
}

// Of one interval of the walk that the block takes. An hour of the clock can be a half one where the clock changes by half an hour.
Fraction Lowering::hours_of_step() {
  const std::uint32_t index = build_.block().walk;
  if (program_.walks[index].kind == StepWalk::Kind::hour) {
    unsupported(build_.span(), "`hours` of an hour").help = "`1 h`";
    return Fraction{};
  }
  WindowField field;
  field.kind = WindowField::Kind::reading_seconds;
  field.walk = index;
  field.range = between(1, 86400);
  return Fraction::of(window_field(field), 1, 3600);
}

ValueId Lowering::cycle_number(const Place& place) {
  Attribute a;
  a.kind = Attribute::Kind::cycle_number;
  a.range = between(limits::cycle_number.low, limits::cycle_number.high);
  // The column may hold kAbsent besides.
  a.range.low = kAbsent;
  const Optional known = optional(attribute(a), limits::cycle_number.low, limits::cycle_number.high);
  build_.fail_if(build_.both(place.guard, known.absent), Code::cycle_number_missing);
  return known.value;
}

ValueId Lowering::fact_ordinal(Fact fact, const Place& place) {
  switch (fact) {
    case Fact::cycle_from:
      return window_number(WindowField::Kind::cycle_from, kFirstDay, kLastDay);
    case Fact::cycle_through:
      return window_number(WindowField::Kind::cycle_through, kFirstDay, kLastDay);
    case Fact::cycle_month:
      return build_.subtract(window_number(WindowField::Kind::bill_month, 1, 12), build_.constant(1));
    case Fact::part_month:
      return build_.subtract(part_number(place.partition, PartField::Kind::month, 1, 12), build_.constant(1));
    case Fact::cycle_first:
      return window_number(WindowField::Kind::cycle_first, 0, 1);
    case Fact::cycle_last:
      return window_number(WindowField::Kind::cycle_last, 0, 1);
    case Fact::account_since: {
      Attribute a;
      a.kind = Attribute::Kind::since;
      a.range = {kAbsent, kLastDay};
      const Optional known = optional(attribute(a), kFirstDay, kLastDay);
      build_.fail_if(build_.both(place.guard, known.absent), Code::input_missing);
      return known.value;
    }
    default:
      assert(false && "every other fact is a number");
      return build_.constant(0);
  }
}

Fraction Lowering::history(HistoryId id, const Place& place) {
  Attribute a;
  a.history = id;
  a.kind = Attribute::Kind::history_state;
  a.range = between(0, 1);
  build_.fail_if(build_.both(place.guard, attribute(a)), Code::history_missing);
  a.kind = Attribute::Kind::history_numerator;
  a.range = between(-kHistoryNumeratorLimit, kHistoryNumeratorLimit);
  Fraction f = Fraction::of(attribute(a));
  a.kind = Attribute::Kind::history_denominator;
  a.range = between(1, kHistoryDenominatorLimit);
  f.divisors = {attribute(a)};
  return f;
}

}  // namespace ratebook::ir
