// The header of a tariff and its documents (language reference, section 3).
#include <filesystem>

#include "language/base/digest.hpp"
#include "language/semantics/checker.hpp"
#include "language/semantics/zone_edges.hpp"

namespace ratebook {
namespace {

// The statement of this kind; a second one is `stated_twice`, none `header_missing`.
template <class Node>
const Node* only(Checker& checker, std::string_view word, bool required) {
  const syntax::Statement* first = nullptr;
  for (const syntax::Statement& s : checker.tree.statements) {
    if (!std::holds_alternative<Node>(s.node)) continue;
    if (first == nullptr) {
      first = &s;
      continue;
    }
    auto& d = checker.sink.report<Code::stated_twice>(s.keyword, fmt::format("`{}`", word));
    d.labels.push_back({first->keyword, "first stated here"});
  }
  if (first == nullptr && required && !checker.may_have_lost(word))
    checker.sink.report<Code::header_missing>(checker.tree.id.span, fmt::format("`{}`", word));
  return first == nullptr ? nullptr : &std::get<Node>(first->node);
}

// The earliest `from` of all values and tables.
std::optional<Date> first_version(const TariffTree& tree) {
  std::optional<Date> first;
  const auto take = [&](const auto& versions) {
    for (const auto& v : versions)
      if (!first || v.version.from.date < *first) first = v.version.from.date;
  };
  for (const syntax::Statement& s : tree.statements) {
    if (!s.whole) continue;
    if (const auto* value = std::get_if<syntax::Value>(&s.node)) take(value->versions);
    if (const auto* table = std::get_if<syntax::Table>(&s.node)) take(table->versions);
  }
  return first;
}

// The latest day on which a document of the tariff took effect: a script without dated prices says what holds since then.
std::optional<Date> last_effective(const TariffTree& tree) {
  std::optional<Date> last;
  for (const syntax::Statement& s : tree.statements)
    if (const auto* source = std::get_if<syntax::Source>(&s.node); source != nullptr && s.whole && source->effective)
      if (!last || *last < source->effective->date) last = source->effective->date;
  return last;
}

}  // namespace

void check_header(Checker& checker) {
  CheckedTariff& t = checker.tariff;
  const TariffTree& tree = checker.tree;
  t.file = tree.file;
  t.id = tree.id.text;
  t.name = tree.title.text;
  t.header = tree.id.span;
  t.source_digest = sha256_digest(checker.sources.file(tree.file).text);

  if (const auto* utility = only<syntax::Utility>(checker, "utility", true)) t.utility = utility->name.text;
  if (const auto* zone = only<syntax::Timezone>(checker, "timezone", true)) {
    t.timezone = zone->zone.text;
    if (!zone_exists(t.timezone)) checker.sink.report<Code::unknown_timezone>(zone->zone.span, t.timezone);
  }
  if (const auto* currency = only<syntax::CurrencyWord>(checker, "currency", true)) {
    if (const auto known = currency_of(currency->code.text))
      t.currency = *known;
    else
      checker.sink.report<Code::unknown_currency>(currency->code.span, currency->code.text);
  }
  if (const auto* edition = only<syntax::Edition>(checker, "edition", false)) {
    t.edition = edition->from.date;
    t.edition_stated = true;
    if (edition->supersedes) t.supersedes = edition->supersedes->text;
  } else if (const auto first = first_version(tree)) {
    t.edition = *first;
  } else if (const auto last = last_effective(tree); last && tree.complete) {
    t.edition = *last;
  }
}

void check_sources(Checker& checker) {
  checker.each<syntax::Source>([&](const syntax::Source& s) {
    const auto [at, is_new] = checker.source_ids.try_emplace(s.name.text, checker.tariff.sources.size());
    if (!is_new) {
      auto& d = checker.sink.report<Code::name_taken>(s.name.span, s.name.text, "a source");
      d.labels.push_back({checker.tariff.sources[at->second.index].span, "first declared here"});
      return;
    }
    SourceDoc doc;
    doc.name = s.name.text;
    doc.title = s.sheet.text;
    if (s.docket) doc.docket = s.docket->text;
    if (s.effective) doc.effective = s.effective->date;
    if (s.filed) doc.filed = s.filed->date;
    if (s.known) doc.known = s.known->date;
    doc.span = s.name.span;
    checker.tariff.sources.push_back(std::move(doc));
  });
  checker.sources_used.assign(checker.tariff.sources.size(), false);
  checker.each<syntax::Edition>([&](const syntax::Edition& e) {
    checker.resolve(e.cites);
    checker.want_cite(e.cites, e.from.span, "the edition");
  });
}

}  // namespace ratebook
