// `table[k1, k2, column]`: what each index stands for, and whether a price is there whenever it is asked for (section 7).
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/expression_checker.hpp"

namespace ratebook {
namespace {

// Beyond so many cells of one dimension's members a message names none of them.
constexpr std::size_t kMostNamed = 8;

std::optional<MemberIndex> position(const TableDimension& d, std::string_view word) {
  const auto at = std::find(d.members.begin(), d.members.end(), word);
  if (at == d.members.end()) return std::nullopt;
  return static_cast<MemberIndex>(at - d.members.begin());
}

// The heading whose words are the columns, of the table's first version.
Span heading_of(const Checker& checker, const Table& table) {
  for (const syntax::Statement& s : checker.tree.statements)
    if (const auto* t = std::get_if<syntax::Table>(&s.node); t != nullptr && t->name.span.begin == table.span.begin)
      if (!t->versions.empty()) return t->versions.front().header.span;
  return table.span;
}

}  // namespace

bool ExpressionChecker::knows_member(SchemeId scheme, Span span) {
  if (beyond_facts(span)) return false;
  const Scheme& s = tariff()[scheme];
  if (place_.about == About::define) return true;
  if (s.kind == SchemeKind::season) {
    if (place_.in_history) return true;  // that of the earlier cycle
    return stays(changes_in_cycle(tariff(), scheme, place_), span, fmt::format("add `split by {}`", s.name));
  }
  if (!place_.in_history && std::find(place_.split.begin(), place_.split.end(), scheme) != place_.split.end()) return true;
  report<Code::split_needed>(span, s.name, s.name);
  return false;
}

std::optional<TableIndex> ExpressionChecker::unknown_key(const Table& table, const TableDimension& dimension,
                                                         std::string_view word, Span span) {
  auto& d = report<Code::unknown_key>(span, word, table.name);
  d.help = help_meant(word, dimension.members);
  // A word of the table that is no member of the scheme because of a slip: `on_paek` among the columns.
  if (const auto scheme = checker_.names.get<SchemeId>(word)) {
    std::vector<std::string> members;
    for (const Member& m : tariff()[*scheme].members) members.push_back(m.name);
    for (const std::string& other : dimension.members)
      if (const std::string member = meant(other, members); !member.empty())
        d.help = fmt::format("`{}` is no {}: is `{}` meant?", other, word, member);
  }
  const bool column = &dimension == &table.columns;
  d.labels.push_back({column ? heading_of(checker_, table) : table.span, column ? "the columns" : "declared here"});
  if (dimension.members.size() <= kMostNamed) d.notes.push_back(fmt::format("here stand {}", listed(dimension.members)));
  return std::nullopt;
}

std::optional<TableIndex> ExpressionChecker::index_dimension(const Table& table, const TableDimension& dimension,
                                                             SchemeId scheme, Span span) {
  const Scheme& s = tariff()[scheme];
  if (dimension.kind != TableDimension::Kind::scheme || dimension.scheme != scheme)
    return unknown_key(table, dimension, s.name, span);
  const bool split = std::find(place_.split.begin(), place_.split.end(), scheme) != place_.split.end() && !place_.in_history;
  if (s.kind != SchemeKind::season && !split && place_.about != About::define) {
    auto& d = report<Code::unknown_key>(span, s.name, table.name);
    d.notes.push_back(place_.in_history ? fmt::format("an earlier cycle is not split by {}", s.name)
                                        : fmt::format("nothing is split by {} here", s.name));
    if (!place_.in_history) d.help = fmt::format("add `split by {}`, or name a column", s.name);
    return std::nullopt;
  }
  if (!knows_member(scheme, span)) return std::nullopt;
  return TableIndex{TableIndex::Kind::dimension, 0, scheme, {}, span};
}

std::optional<TableIndex> ExpressionChecker::index_word(const Table& table, const TableDimension& dimension,
                                                        std::string_view word, Span span) {
  const auto fixed = position(dimension, word);
  const auto scheme = checker_.names.get<SchemeId>(word);
  const bool is_month = word == "month";
  if (fixed && (scheme || is_month)) {
    report<Code::index_ambiguous>(span, word, table.name).labels.push_back({table.span, "declared here"});
    return std::nullopt;
  }
  if (fixed) return TableIndex{TableIndex::Kind::fixed, *fixed, {}, {}, span};
  if (scheme) {
    checker_.names.read(word);
    return index_dimension(table, dimension, *scheme, span);
  }
  if (is_month && dimension.kind == TableDimension::Kind::month) {
    if (place_.in_history) return TableIndex{TableIndex::Kind::bill_month, 0, {}, {}, span};
    if (place_.split_by_month || place_.about == About::define)
      return TableIndex{TableIndex::Kind::part_month, 0, {}, {}, span};
    auto& d = report<Code::unknown_key>(span, word, table.name);
    d.notes.push_back("nothing is split by month here");
    d.help = "the month of the bill is `cycle.month`";
    return std::nullopt;
  }
  // A scheme with an error of its own is not asked for.
  if (const Declaration* d = checker_.names.find(word);
      d != nullptr && d->state == Declaration::State::poisoned && d->kind == NameKind::scheme)
    return std::nullopt;
  return unknown_key(table, dimension, word, span);
}

// A fact of a choice type, or of the months, also through a define's parameter.
std::optional<TableIndex> ExpressionChecker::index_expression(const Table& table, const TableDimension& dimension, ExprId id,
                                                              Span span) {
  const Expr& e = at(id);
  const std::string_view text = checker_.sources.text(span);
  if (e.kind == ExprKind::word) return index_word(table, dimension, std::get<Word>(e.payload).text, span);
  if (e.type.kind == Type::Kind::text) {
    report<Code::key_not_closed>(span, text, table.name).help = "declare its words with `choice`";
    return std::nullopt;
  }
  if (e.type.kind == Type::Kind::word) {
    const bool fits = e.type.choice.valid()
                          ? dimension.kind == TableDimension::Kind::choice && dimension.choice == e.type.choice
                          : dimension.kind == TableDimension::Kind::month;
    if (fits && e.kind == ExprKind::input)
      return TableIndex{TableIndex::Kind::input, 0, {}, std::get<InputId>(e.payload), span};
    if (fits && e.kind == ExprKind::fact) {
      const bool bill = std::get<Fact>(e.payload) == Fact::cycle_month;
      return TableIndex{bill ? TableIndex::Kind::bill_month : TableIndex::Kind::part_month, 0, {}, {}, span};
    }
  }
  return unknown_key(table, dimension, text, span);
}

std::optional<TableIndex> ExpressionChecker::index(const Table& table, const TableDimension& dimension,
                                                   const syntax::IndexItem& item) {
  if (!item.word.empty()) {
    const syntax::Path path{item.span, item.word, {{item.span, item.word}}};
    if (const Parameter* p = parameter(path)) {
      if (position(dimension, item.word)) {
        report<Code::index_ambiguous>(item.span, item.word, table.name).labels.push_back({table.span, "declared here"});
        return std::nullopt;
      }
      if (p->value.valid()) return index_expression(table, dimension, p->value, item.span);
      if (p->word.empty()) return std::nullopt;
      return index_word(table, dimension, p->word, item.span);
    }
    return index_word(table, dimension, item.word, item.span);
  }
  const ExprId id = check(item.expression);
  if (!id.valid()) return std::nullopt;
  return index_expression(table, dimension, id, item.span);
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::IndexExpr& node) {
  const Declaration* d = checker_.names.read(node.name.text);
  if (d == nullptr) {
    checker_.report_unknown("table", node.name);
    return ExprId::none();
  }
  if (d->state == Declaration::State::poisoned) return ExprId::none();
  const auto* id = std::get_if<TableId>(&d->what);
  if (id == nullptr) return mismatch(node.name.span, "a table", with_article(d->kind));
  const Table& table = tariff()[*id];
  if (node.items.size() != table.keys.size() + 1) {
    report<Code::index_count>(e.span, table.name, table.keys.size() + 1, node.items.size())
        .labels.push_back({table.span, "declared here"});
    return ExprId::none();
  }
  const bool changes = changes_in_cycle(tariff(), *id, place_);
  if (!stays(changes, e.span, "add `split by version`")) return ExprId::none();
  TableRef ref{*id, {}};
  Level level = changes ? part_level() : floor();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const TableDimension& dimension = i < table.keys.size() ? table.keys[i] : table.columns;
    auto found = index(table, dimension, node.items[i]);
    if (!found) {
      for (std::size_t j = i + 1; j < node.items.size(); ++j)
        index(table, j < table.keys.size() ? table.keys[j] : table.columns, node.items[j]);
      return ExprId::none();
    }
    if (found->kind == TableIndex::Kind::part_month ||
        (found->kind == TableIndex::Kind::dimension &&
         (tariff()[found->scheme].kind != SchemeKind::season || changes_in_cycle(tariff(), found->scheme, place_))))
      level = std::max(level, part_level());
    if (found->kind == TableIndex::Kind::input && changes_in_cycle(tariff(), found->input, place_))
      level = std::max(level, part_level());
    ref.indices.push_back(*found);
  }
  const ExprId made = make(ExprKind::table, {Type::Kind::number, table.unit.unit, {}}, e.span, {}, std::move(ref), level);
  if (made.valid() && place_.about != About::define) price_cells(made);
  return made;
}

}  // namespace ratebook
