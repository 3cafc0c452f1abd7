// Values and tables: the version in force, the cell, what is not offered.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

// The index of the version in force, 0 where none is (value_gap).
ValueId Lowering::version(PartField field, std::size_t versions, const Place& place) {
  field.partition = place.partition;
  field.range = between(-1, static_cast<std::int64_t>(versions) - 1);
  const ValueId index = part_field(field);
  build_.fail_if(build_.both(place.guard, build_.less(index, build_.constant(0))), Code::value_gap);
  return build_.maximum(index, build_.constant(0));
}

ValueId Lowering::price(PriceArray array, ValueId index) {
  const auto at = std::find(program_.prices.begin(), program_.prices.end(), array);
  const auto position = static_cast<std::uint32_t>(at - program_.prices.begin());
  if (at == program_.prices.end()) program_.prices.push_back(std::move(array));
  return build_.emit(Op::price, {index}, position);
}

namespace {

// Amounts over one denominator; what is not offered counts as 0.
PriceArray array_of(std::string name, const std::vector<std::optional<Ratio>>& amounts) {
  PriceArray array;
  array.name = std::move(name);
  for (const auto& a : amounts)
    if (a) array.denominator = lcm(array.denominator, BigInt(a->den));
  for (const auto& a : amounts) array.cells.push_back(a ? BigInt(a->num) * (array.denominator / a->den) : BigInt(0));
  return array;
}

}  // namespace

Fraction Lowering::value(ratebook::ValueId id, const Place& place) {
  const Value& v = tariff_[id];
  PartField field;
  field.kind = PartField::Kind::value_version;
  field.value = id;
  const ValueId index = version(field, v.versions.size(), place);
  std::vector<std::optional<Ratio>> amounts;
  for (const ValueVersion& each : v.versions) amounts.emplace_back(each.amount.canonical);
  PriceArray array = array_of(v.name, amounts);
  const BigInt denominator = array.denominator;
  return Fraction::of(price(std::move(array), index), 1, denominator);
}

// The member that an index points at: known now, or a value of the program.
std::optional<MemberIndex> Lowering::fixed_member(const TableIndex& index, const Place& place) const {
  if (index.kind == TableIndex::Kind::fixed) return index.member;
  if (index.kind != TableIndex::Kind::dimension) return std::nullopt;
  const auto at = place.members.find(index.scheme);
  return at == place.members.end() ? std::nullopt : std::optional<MemberIndex>(at->second);
}

ValueId Lowering::moving_member(const TableIndex& index, const Place& place) {
  switch (index.kind) {
    case TableIndex::Kind::bill_month:
      return fact_ordinal(Fact::cycle_month, place);
    case TableIndex::Kind::part_month:
      return fact_ordinal(Fact::part_month, place);
    case TableIndex::Kind::input:
      return input_ordinal(index.input, place);
    default:
      return season_of(place, index.scheme);
  }
}

Fraction Lowering::table(const TableRef& ref, const Place& place) {
  const Table& t = tariff_[ref.table];
  PartField field;
  field.kind = PartField::Kind::table_version;
  field.table = ref.table;
  ValueId at = version(field, t.versions.size(), place);
  // The cells that the fixed indices leave, version-major; `at` runs through the others.
  std::vector<std::vector<MemberIndex>> reachable{{}};
  std::string name = t.name;
  for (std::size_t i = 0; i < ref.indices.size(); ++i) {
    const TableDimension& dimension = i < t.keys.size() ? t.keys[i] : t.columns;
    const auto size = static_cast<MemberIndex>(dimension.members.size());
    name += i == 0 ? "[" : ", ";
    std::vector<MemberIndex> members;
    if (const auto fixed = fixed_member(ref.indices[i], place)) {
      members = {*fixed};
      name += dimension.members[*fixed];
    } else {
      for (MemberIndex m = 0; m < size; ++m) members.push_back(m);
      at = build_.add(build_.multiply(at, build_.constant(size)), moving_member(ref.indices[i], place));
      name += dimension.header;
    }
    std::vector<std::vector<MemberIndex>> longer;
    for (const auto& prefix : reachable)
      for (MemberIndex m : members) {
        longer.push_back(prefix);
        longer.back().push_back(m);
      }
    reachable = std::move(longer);
  }
  name += "]";
  std::vector<std::optional<Ratio>> amounts;
  std::vector<std::optional<Ratio>> absent;
  bool some_absent = false;
  for (const TableVersion& v : t.versions)
    for (const auto& indices : reachable) {
      const auto& cell = v.cells[t.cell_index(indices)].amount;
      amounts.push_back(cell ? std::optional<Ratio>(cell->canonical) : std::nullopt);
      absent.push_back(Ratio{cell ? 0 : 1, 1});
      some_absent = some_absent || !cell;
    }
  if (some_absent) build_.fail_if(build_.both(place.guard, price(array_of("no " + name, absent), at)), Code::price_missing);
  PriceArray array = array_of(std::move(name), amounts);
  const BigInt denominator = array.denominator;
  return Fraction::of(price(std::move(array), at), 1, denominator);
}

}  // namespace ratebook::ir
