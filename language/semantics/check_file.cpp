// One file from its tree to the checked tariff: calls the parts of the checker in their order.
#include <algorithm>

#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

void check_computations(Checker& checker) {
  for (const syntax::Statement& s : checker.tree.statements) {
    if (checker.left_out.contains(&s)) continue;
    checker.statement = &s;
    if (const auto* e = std::get_if<syntax::Eligible>(&s.node)) {
      CheckedTariff::Eligibility eligibility{check_eligible(checker, *e), checker.resolve(e->cites), s.span};
      checker.want_cite(e->cites, s.keyword, "the condition of eligibility");
      if (eligibility.condition) checker.tariff.eligible.push_back(std::move(eligibility));
    }
    if (const auto* d = std::get_if<syntax::Define>(&s.node)) check_define(checker, *d);
    if (const auto* m = std::get_if<syntax::Measure>(&s.node)) check_measure(checker, *m);
    if (const auto* c = std::get_if<syntax::Charge>(&s.node)) check_line(checker, *c);
    if (const auto* a = std::get_if<syntax::Adjustment>(&s.node)) check_line(checker, *a);
    if (const auto* l = std::get_if<syntax::Limit>(&s.node)) check_line(checker, *l);
  }
  checker.statement = nullptr;
  finish_computations(checker);
}

bool has_error(const DiagnosticSink& sink, FileId file) {
  return std::any_of(sink.all().begin(), sink.all().end(),
                     [&](const Diagnostic& d) { return d.severity == Severity::error && d.span.file == file; });
}

}  // namespace

std::optional<CheckedTariff> check(const Sources& sources, const TariffTree& tree, const CheckOptions& options,
                                   DiagnosticSink& sink) {
  if (tree.library) {
    sink.report<Code::unsupported>(tree.keyword, "`library`");
    return std::nullopt;
  }
  Checker checker(sources, tree, options, sink);
  check_header(checker);
  check_sources(checker);
  announce_names(checker);
  check_choices(checker);
  check_channels(checker);
  check_rules(checker);
  check_calendars(checker);
  check_seasons(checker);
  check_days(checker);
  check_holiday_years(checker);
  check_periods(checker);
  check_inputs(checker);
  check_values(checker);
  check_tables(checker);
  check_computations(checker);
  check_examples(checker);
  check_properties(checker);
  check_needs(checker);
  if (!tree.complete || has_error(sink, tree.file)) return std::nullopt;
  check_unused(checker);
  return std::move(checker.tariff);
}

}  // namespace ratebook
