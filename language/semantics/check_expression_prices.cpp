// Whether every price that can be asked for exists (section 7): which cells of its table a reference reaches, given the combinations of
// season and period that occur and the conditions under which it is read.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/expression_checker.hpp"

namespace ratebook {
namespace {

// With an error in a season, day type or period nothing is known of what occurs together.
bool time_is_sound(const Checker& checker) {
  if (checker.may_be_lost()) return false;
  for (const syntax::Statement* s : checker.left_out)
    if (std::holds_alternative<syntax::Season>(s->node) || std::holds_alternative<syntax::DayType>(s->node) ||
        std::holds_alternative<syntax::Period>(s->node))
      return false;
  for (const auto& [path, name] : checker.names) {
    const bool of_time = name.kind == NameKind::scheme || name.kind == NameKind::member || name.kind == NameKind::calendar;
    if (of_time && name.state != Declaration::State::ready) return false;
  }
  constexpr Code kTime[] = {Code::season_gap,  Code::season_overlap, Code::season_leap,    Code::day_gap,
                            Code::day_overlap, Code::period_gap,     Code::period_overlap, Code::override_needless};
  const auto& all = checker.sink.all();
  return std::none_of(all.begin(), all.end(), [&](const Diagnostic& d) {
    return d.span.file == checker.tree.file && std::find(std::begin(kTime), std::end(kTime), d.code) != std::end(kTime);
  });
}

// The members that a cell's position stands for, one for each key and the column.
std::vector<MemberIndex> members_of_cell(const Table& table, std::size_t cell) {
  std::vector<MemberIndex> members(table.keys.size() + 1);
  for (std::size_t i = members.size(); i-- > 0;) {
    const std::size_t size = (i < table.keys.size() ? table.keys[i] : table.columns).members.size();
    members[i] = static_cast<MemberIndex>(cell % size);
    cell /= size;
  }
  return members;
}

// The members and words of one cell, held fixed; nothing when two indexes that stand for the same thing disagree, or a fixed one is another.
std::optional<Pins> pins_of(const TableRef& ref, const std::vector<MemberIndex>& members) {
  Pins pins;
  auto agree = [](auto& map, const auto& key, MemberIndex m) { return map.try_emplace(key, m).first->second == m; };
  for (std::size_t i = 0; i < members.size(); ++i) {
    const TableIndex& index = ref.indices[i];
    const MemberIndex m = members[i];
    switch (index.kind) {
      case TableIndex::Kind::fixed:
        if (index.member != m) return std::nullopt;
        break;
      case TableIndex::Kind::dimension:
        if (!agree(pins.members, index.scheme, m)) return std::nullopt;
        break;
      case TableIndex::Kind::input:
        if (!agree(pins.words, index.input, m)) return std::nullopt;
        break;
      case TableIndex::Kind::bill_month:
        pins.bill_month = m;
        break;
      case TableIndex::Kind::part_month:
        pins.part_month = m;
        break;
    }
  }
  return pins;
}

}  // namespace

void ExpressionChecker::price_cells(ExprId id) {
  if (!shared_.time_is_sound) shared_.time_is_sound = time_is_sound(checker_);
  if (!*shared_.time_is_sound) return;
  const TableRef& ref = std::get<TableRef>(at(id).payload);
  const Table& table = tariff()[ref.table];
  // The season of the prices is the date's own under `by usage day`; otherwise a cycle brings any of its hours into its one season.
  std::vector<SchemeId> together;
  for (const TableIndex& index : ref.indices) {
    if (index.kind != TableIndex::Kind::dimension) continue;
    const bool season = tariff()[index.scheme].kind == SchemeKind::season;
    if (!season || (place_.season_rule == CutRule::usage_day && !place_.in_history)) together.push_back(index.scheme);
  }
  std::sort(together.begin(), together.end());
  together.erase(std::unique(together.begin(), together.end()), together.end());

  TableUse use{id, {}};
  bool reported = false;
  for (std::size_t cell = 0; cell < table.cell_count(); ++cell) {
    const auto members = members_of_cell(table, cell);
    const auto pins = pins_of(ref, members);
    if (!pins) continue;
    if (!together.empty()) {
      Occurrences::Combination c;
      for (const SchemeId s : together) c.push_back(pins->members.at(s));
      if (!shared_.occurrences.of(together).contains(c)) continue;
    }
    if (!place_.known.empty() && !shared_.satisfy.together(place_.known, {}, *pins).possible) continue;
    use.cells.push_back(cell);
    if (reported) continue;
    for (const TableVersion& version : table.versions) {
      if (version.cells[cell].amount) continue;
      std::vector<std::string> words;
      for (std::size_t i = 0; i < members.size(); ++i)
        words.push_back((i < table.keys.size() ? table.keys[i] : table.columns).members[members[i]]);
      reported = true;
      const std::string what = fmt::format("{}", fmt::join(words, ", "));
      if (!shared_.told.insert(fmt::format("{} {} {}", table.name, what, format_date(version.dates.from))).second) break;
      auto& d = report<Code::price_missing>(at(id).span, table.name, what);
      d.notes.push_back(fmt::format("in the version from {}", format_date(version.dates.from)));
      if (version.cells[cell].span.valid())
        d.labels.push_back({version.cells[cell].span, "not offered"});
      else
        d.labels.push_back({table.span, "declared here"});
      break;
    }
  }
  shared_.table_uses.push_back(std::move(use));
}

}  // namespace ratebook
