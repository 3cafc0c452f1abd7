#include "language/semantics/cuts.hpp"

#include <algorithm>

namespace ratebook {
namespace {

template <class T>
void sort_unique(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}
template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}
// Corrections of a version (another `known`) begin with it: they cut nothing.
template <class Version>
bool has_two_starts(const std::vector<Version>& versions) {
  return std::any_of(versions.begin(), versions.end(),
                     [&](const Version& v) { return v.dates.from != versions.front().dates.from; });
}

}  // namespace

void CutCollector::season(SchemeId scheme) {
  const Scheme& s = tariff_[scheme];
  if (season_rule_ == CutRule::usage_day && s.kind == SchemeKind::season && s.members.size() > 1)
    cuts_.seasons.push_back(scheme);
}

void CutCollector::split_by(const SplitDimension& split) {
  if (split.kind == SplitDimension::Kind::month) cuts_.month = true;
  if (split.kind == SplitDimension::Kind::scheme) season(split.scheme);
}

void CutCollector::table(const TableRef& ref, bool in_history) {
  if (version_rule_ == CutRule::usage_day && has_two_starts(tariff_[ref.table].versions)) cuts_.tables.push_back(ref.table);
  for (const TableIndex& index : ref.indices) {
    // In history the season is that of the earlier cycle.
    if (index.kind == TableIndex::Kind::dimension && !in_history) season(index.scheme);
    if (index.kind == TableIndex::Kind::input && version_rule_ == CutRule::usage_day && tariff_[index.input].dated)
      cuts_.dated.push_back(index.input);
  }
}

void CutCollector::enter(ExprId id, bool in_history) {
  if (!id.valid() || !seen_.insert({id, in_history}).second) return;
  const Expr& e = tariff_[id];
  switch (e.kind) {
    case ExprKind::value: {
      const ValueId value = std::get<ValueId>(e.payload);
      if (version_rule_ == CutRule::usage_day && has_two_starts(tariff_[value].versions)) cuts_.values.push_back(value);
      break;
    }
    case ExprKind::table:
      table(std::get<TableRef>(e.payload), in_history);
      break;
    case ExprKind::input: {
      const InputId input = std::get<InputId>(e.payload);
      if (version_rule_ == CutRule::usage_day && tariff_[input].dated) cuts_.dated.push_back(input);
      break;
    }
    case ExprKind::is_member:
      if (!in_history) season(std::get<MemberRef>(e.payload).scheme);
      break;
    case ExprKind::measure: {
      if (in_history || e.level < Level::part) break;
      const Measure& m = tariff_[std::get<MeasureRef>(e.payload).measure];
      append(cuts_.values, m.cuts.values);
      append(cuts_.tables, m.cuts.tables);
      append(cuts_.seasons, m.cuts.seasons);
      append(cuts_.dated, m.cuts.dated);
      cuts_.month = cuts_.month || m.cuts.month;
      for (const SplitDimension& d : m.split) {
        if (d.kind == SplitDimension::Kind::month) measure_month_ = true;
        if (d.kind == SplitDimension::Kind::scheme && tariff_[d.scheme].kind == SchemeKind::season)
          measure_seasons_.insert(d.scheme);
      }
      break;
    }
    default:
      break;
  }
  for (const ExprId operand : e.operands) enter(operand, in_history || e.kind == ExprKind::history);
}

void CutCollector::read(ExprId id) { enter(id, false); }

const CutSet& CutCollector::cuts() {
  sort_unique(cuts_.values);
  sort_unique(cuts_.tables);
  sort_unique(cuts_.seasons);
  sort_unique(cuts_.dated);
  return cuts_;
}

std::vector<SplitDimension> CutCollector::dimensions(const std::vector<SplitDimension>& split) {
  std::vector<SplitDimension> all = split;
  std::set<SchemeId> seasons(measure_seasons_);
  seasons.insert(cuts_.seasons.begin(), cuts_.seasons.end());
  for (const SchemeId s : seasons) all.push_back({SplitDimension::Kind::scheme, s, {}});
  if (cuts_.month || measure_month_) all.push_back({SplitDimension::Kind::month, {}, {}});
  auto rank = [&](const SplitDimension& d) {
    if (d.kind != SplitDimension::Kind::scheme) return 3;
    switch (tariff_[d.scheme].kind) {
      case SchemeKind::season:
        return 0;
      case SchemeKind::period:
        return 1;
      case SchemeKind::day:
        return 2;
    }
    return 3;
  };
  auto key = [&](const SplitDimension& d) { return std::pair(rank(d), d.scheme); };
  std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  all.erase(std::unique(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }), all.end());
  return all;
}

}  // namespace ratebook
