#include "compiler/ir/part_counts.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "language/semantics/tariff.hpp"

namespace ratebook::ir {

namespace {

constexpr std::uint32_t kMost = limits::cycle_days.high;
// Of 400 days that begin on the last of a month: 31 January … 6 March of the year after.
constexpr std::uint32_t kMostMonths = 15;

std::set<Date> version_edges(const CheckedTariff& tariff, const CutSet& cuts) {
  std::set<Date> edges;
  auto put = [&](const auto& versions) {
    for (const auto& v : versions) {
      edges.insert(v.dates.from);
      if (v.dates.through) edges.insert(*v.dates.through + Days{1});
    }
  };
  for (ratebook::ValueId v : cuts.values) put(tariff[v].versions);
  for (TableId t : cuts.tables) put(tariff[t].versions);
  return edges;
}

// The most of these days that lie inside one cycle.
std::uint32_t most_within_a_cycle(const std::set<Date>& days) {
  std::uint32_t most = 0;
  for (auto first = days.begin(); first != days.end(); ++first) {
    const auto end = days.lower_bound(*first + Days{static_cast<int>(kMost)});
    most = std::max(most, static_cast<std::uint32_t>(std::distance(first, end)));
  }
  return most;
}

// Values that a dated fact can tell apart, and not being given.
std::uint32_t values_of(const CheckedTariff& tariff, const Input& input) {
  switch (input.type.kind) {
    case Type::Kind::flag:
      return 3;
    case Type::Kind::text:
      return static_cast<std::uint32_t>(input.words.size()) + 2;
    case Type::Kind::word:
      return input.type.choice.valid() ? static_cast<std::uint32_t>(tariff[input.type.choice].members.size()) + 1 : 13;
    default:
      return kMost;
  }
}

// The day that begins a season, in a year without and one with a leap day; nothing when it is the first of a month in every year.
std::optional<std::pair<Date, Date>> edge_inside_a_month(const DayRule& rule, int days_later) {
  const std::pair<Date, Date> edge{resolve(rule, 2023) + Days{days_later}, resolve(rule, 2024) + Days{days_later}};
  const bool fixed = rule.kind == DayRule::Kind::month_day || rule.kind == DayRule::Kind::last_day_of_month;
  if (fixed && day_of_month(edge.first) == 1 && day_of_month(edge.second) == 1) return std::nullopt;
  return edge;
}

}  // namespace

std::uint32_t most_parts_of(const CheckedTariff& tariff, const Partition& partition) {
  if (partition.each_day) return kMost;
  std::uint64_t most = 1 + most_within_a_cycle(version_edges(tariff, partition.cuts));
  auto times = [&](std::uint64_t n) { most = std::min<std::uint64_t>(most * n, kMost); };
  for (SchemeId s : partition.cuts.seasons) times(tariff[s].members.size());
  for (InputId i : partition.cuts.dated) times(values_of(tariff, tariff[i]));
  if (partition.each_month)
    times(kMostMonths);
  else if (partition.cuts.month)
    times(12);
  return static_cast<std::uint32_t>(most);
}

std::uint32_t most_divided_months(const CheckedTariff& tariff, const Partition& partition) {
  const CutSet& cuts = partition.cuts;
  if (!cuts.dated.empty()) return kMostMonths;
  std::set<Date> inside;
  for (Date d : version_edges(tariff, cuts))
    if (day_of_month(d) != 1) inside.insert(d);
  std::size_t most = most_within_a_cycle(inside);
  std::set<std::pair<Date, Date>> edges;
  for (SchemeId s : cuts.seasons)
    for (const Member& m : tariff[s].members)
      for (const SeasonSpan& span : m.spans)
        for (const auto& edge : {edge_inside_a_month(span.first, 0), edge_inside_a_month(span.last, 1)})
          if (edge) edges.insert(*edge);
  // Each of them can stand twice in a cycle of more than a year.
  most += 2 * edges.size();
  return static_cast<std::uint32_t>(std::min<std::size_t>(most, kMostMonths));
}

}  // namespace ratebook::ir
