#include "runtime/plan/parts.hpp"

#include <algorithm>
#include <set>

namespace ratebook {
namespace {

// The first days of the stretches within which no version, season, dated fact or month that the partition tells apart changes.
std::set<Date> stretch_starts(const PartInputs& in, const ir::Partition& partition) {
  const CutSet& cuts = partition.cuts;
  std::set<Date> starts{in.from};
  auto put = [&](Date d) {
    if (d > in.from && d <= in.through) starts.insert(d);
  };
  auto put_versions = [&](const auto& versions) {
    for (const auto& v : versions) {
      put(v.dates.from);
      if (v.dates.through) put(*v.dates.through + Days{1});
    }
  };
  for (ValueId v : cuts.values) put_versions((*in.tariff)[v].versions);
  for (TableId t : cuts.tables) put_versions((*in.tariff)[t].versions);
  for (SchemeId s : cuts.seasons)
    for (Date d = in.from + Days{1}; d <= in.through; d += Days{1})
      if (in.paint->season(s, d) != in.paint->season(s, d - Days{1})) put(d);
  for (InputId i : cuts.dated)
    if (const auto it = in.dated->find(i); it != in.dated->end())
      for (const auto& change : it->second.changes) put(change.first);
  if (partition.cuts.month || partition.each_month)
    for (Date d = in.from; d <= in.through; d += Days{1})
      if (day_of_month(d) == 1) put(d);
  return starts;
}

std::vector<std::int64_t> key_on(const PartInputs& in, const ir::Partition& partition, Date day) {
  const CutSet& cuts = partition.cuts;
  std::vector<std::int64_t> key;
  auto put_version = [&](const auto& versions) {
    const auto v = version_on(versions, day, in.as_known);
    key.push_back(v ? static_cast<std::int64_t>(*v) : -1);
  };
  for (ValueId v : cuts.values) put_version((*in.tariff)[v].versions);
  for (TableId t : cuts.tables) put_version((*in.tariff)[t].versions);
  for (SchemeId s : cuts.seasons) key.push_back(in.paint->season(s, day));
  for (InputId i : cuts.dated) {
    const auto it = in.dated->find(i);
    key.push_back(it == in.dated->end() ? ir::kAbsent : it->second.on(day));
  }
  if (cuts.month) key.push_back(month_of(day));
  if (partition.each_month) key.push_back(year_of(day) * 12 + static_cast<int>(month_of(day)));
  return key;
}

}  // namespace

std::int64_t DatedValues::on(Date day) const {
  std::int64_t value = initial;
  for (const auto& [from, changed] : changes)
    if (from <= day) value = changed;
  return value;
}

Parts divide(const PartInputs& in, const ir::Partition& partition) {
  Parts result;
  if (partition.each_day) {
    for (Date d = in.from; d <= in.through; d += Days{1}) {
      result.of_day.push_back(static_cast<std::uint32_t>(result.parts.size()));
      result.parts.push_back({d, d, {d}});
    }
    return result;
  }
  std::map<std::vector<std::int64_t>, std::uint32_t> by_key;
  const std::set<Date> starts = stretch_starts(in, partition);
  for (auto it = starts.begin(); it != starts.end(); ++it) {
    const Date end = std::next(it) == starts.end() ? in.through + Days{1} : *std::next(it);
    const auto [place, fresh] = by_key.try_emplace(key_on(in, partition, *it), static_cast<std::uint32_t>(result.parts.size()));
    if (fresh) result.parts.push_back({*it, *it, {}});
    Part& part = result.parts[place->second];
    part.last = end - Days{1};
    for (Date d = *it; d < end; d += Days{1}) {
      part.days.push_back(d);
      result.of_day.push_back(place->second);
    }
  }
  return result;
}

}  // namespace ratebook
