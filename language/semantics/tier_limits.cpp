#include "language/semantics/tier_limits.hpp"

#include <fmt/format.h>

#include <set>

namespace ratebook {
namespace {

// Beyond so many combinations the limits are proved for all of them at once, or not.
constexpr std::size_t kMostCases = 20'000;

// What the limits depend on: dates on which some price changes, and the dimensions of their tables.
struct Dependence {
  std::set<Date> starts, usable;
  std::set<SchemeId> schemes;
  std::set<InputId> inputs;
  std::set<ValueId> values;
  std::vector<TableRef> cells;
  bool bill_month = false, part_month = false;
};

template <class Version>
void enter(const std::vector<Version>& versions, Dependence& d) {
  for (const Version& v : versions) {
    d.starts.insert(v.dates.from);
    if (v.dates.usable) d.usable.insert(*v.dates.usable);
  }
}

void collect(const CheckedTariff& tariff, ExprId id, std::set<ExprId>& seen, Dependence& d) {
  if (!id.valid() || !seen.insert(id).second) return;
  const Expr& e = tariff[id];
  if (e.kind == ExprKind::value) {
    const ValueId value = std::get<ValueId>(e.payload);
    d.values.insert(value);
    enter(tariff[value].versions, d);
  }
  if (e.kind == ExprKind::table) {
    const TableRef& ref = std::get<TableRef>(e.payload);
    d.cells.push_back(ref);
    enter(tariff[ref.table].versions, d);
    for (const TableIndex& i : ref.indices) {
      if (i.kind == TableIndex::Kind::dimension) d.schemes.insert(i.scheme);
      if (i.kind == TableIndex::Kind::input) d.inputs.insert(i.input);
      d.bill_month = d.bill_month || i.kind == TableIndex::Kind::bill_month;
      d.part_month = d.part_month || i.kind == TableIndex::Kind::part_month;
    }
  }
  for (const ExprId operand : e.operands) collect(tariff, operand, seen, d);
}

std::size_t members_of(const CheckedTariff& tariff, InputId input) {
  const Type& type = tariff[input].type;
  return type.choice.valid() ? tariff[type.choice].members.size() : 12;
}

// Every combination of a version and a member of each dimension.
std::vector<Pins> all_cases(const CheckedTariff& tariff, const Dependence& d) {
  std::vector<Pins> cases{{}};
  auto widen = [&](std::size_t size, auto&& pin) {
    if (cases.size() * size > kMostCases) return;
    std::vector<Pins> wider;
    for (const Pins& p : cases)
      for (std::size_t m = 0; m < size; ++m) {
        wider.push_back(p);
        pin(wider.back(), static_cast<MemberIndex>(m));
      }
    cases = std::move(wider);
  };
  for (const SchemeId s : d.schemes) widen(tariff[s].members.size(), [&](Pins& p, MemberIndex m) { p.members[s] = m; });
  for (const InputId i : d.inputs) widen(members_of(tariff, i), [&](Pins& p, MemberIndex m) { p.words[i] = m; });
  if (d.bill_month) widen(12, [](Pins& p, MemberIndex m) { p.bill_month = m; });
  if (d.part_month) widen(12, [](Pins& p, MemberIndex m) { p.part_month = m; });
  const std::vector<Date> starts(d.starts.begin(), d.starts.end());
  if (!starts.empty()) widen(starts.size(), [&](Pins& p, MemberIndex m) { p.day = starts[m]; });
  // As known today, and before each price could be used.
  std::vector<Date> known{Date::max()};
  for (const Date k : d.usable) known.push_back(k - Days{1});
  if (known.size() > 1) widen(known.size(), [&](Pins& p, MemberIndex m) { p.as_known = known[m]; });
  return cases;
}

// Whether each price is in force and offered there; where one is not, there is no limit to prove, and the account or the script says so.
bool all_exist(const CheckedTariff& tariff, const Dependence& d, const Pins& pins) {
  for (const ValueId v : d.values)
    if (versions_under(tariff[v].versions, pins).empty()) return false;
  for (const TableRef& ref : d.cells) {
    std::vector<MemberIndex> members;
    for (const TableIndex& index : ref.indices)
      if (const auto m = pinned_member(index, pins)) members.push_back(*m);
    const auto versions = versions_under(tariff[ref.table].versions, pins);
    if (versions.empty()) return false;
    if (members.size() != ref.indices.size() || !pins.day) continue;
    if (!tariff[ref.table].versions[versions.front()].cells[tariff[ref.table].cell_index(members)].amount) return false;
  }
  return true;
}

std::string words_of(const CheckedTariff& tariff, const Pins& pins) {
  std::vector<std::string> words;
  if (pins.day) words.push_back(fmt::format("the prices of {}", format_date(*pins.day)));
  for (const auto& [scheme, m] : pins.members) words.push_back(tariff[scheme].members[m].name);
  for (const auto& [input, m] : pins.words) {
    const Type& type = tariff[input].type;
    words.push_back(fmt::format("{} = {}", tariff[input].path,
                                type.choice.valid() ? tariff[type.choice].members[m] : std::string(kMonthWords[m])));
  }
  for (const auto& month : {pins.bill_month, pins.part_month})
    if (month) words.emplace_back(kMonthWords[*month]);
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

LimitProof prove_at_least(Satisfy& satisfy, const CheckedTariff& tariff, ExprId limit, ExprId below,
                          const std::vector<Literal>& known) {
  auto holds = [&](const Pins& pins) {
    return below.valid() ? satisfy.at_least(limit, below, known, pins) : satisfy.never_negative(limit, known, pins);
  };
  if (holds({})) return {true, ""};
  Dependence d;
  std::set<ExprId> seen;
  collect(tariff, limit, seen, d);
  collect(tariff, below, seen, d);
  for (const Pins& pins : all_cases(tariff, d))
    if (all_exist(tariff, d, pins) && !holds(pins)) return {false, words_of(tariff, pins)};
  return {true, ""};
}

}  // namespace ratebook
