// What nothing uses: sources that nothing cites, names that nothing reads, facts that an example gives in vain. Only a file without errors is
// told, since the reader may be the statement that is wrong.
#include <fmt/format.h>

#include "language/semantics/checker.hpp"
#include "language/semantics/readings.hpp"

namespace ratebook {
namespace {

// Kinds that exist to be read; "" for the others.
std::string_view word_of(NameKind kind) {
  switch (kind) {
    case NameKind::value:
      return "the value";
    case NameKind::table:
      return "the table";
    case NameKind::measure:
      return "the measure";
    case NameKind::define:
      return "the define";
    case NameKind::calendar:
      return "the calendar";
    case NameKind::choice:
      return "the choice";
    case NameKind::input:
      return "the input";
    case NameKind::channel:
      return "the channel";
    default:
      return {};
  }
}

void check_givens(Checker& checker, const Readings& read, const ExampleCycle& cycle) {
  const auto warn = [&](Span span, std::string_view name) { checker.sink.report<Code::example_unused_given>(span, name); };
  for (const GivenRead& r : cycle.reads)
    if (!read.channel(r.channel)) warn(r.span, checker.tariff[r.channel].name);
  for (const GivenLoad& l : cycle.loads)
    if (!read.channel(l.channel)) warn(l.span, checker.tariff[l.channel].name);
  for (const GivenHistory& h : cycle.histories)
    if (!h.none && !read.history(h.name)) warn(h.span, h.name);
  for (const GivenFact& f : cycle.facts)
    if (const auto* fact = std::get_if<Fact>(&f.fact); fact != nullptr && !read.fact(*fact)) warn(f.span, fact_path(*fact));
}

}  // namespace

void check_unused(Checker& checker) {
  for (std::size_t i = 0; i < checker.tariff.sources.size(); ++i) {
    const SourceDoc& s = checker.tariff.sources[i];
    if (!checker.sources_used[i]) checker.sink.report<Code::unused>(s.span, "the source", s.name);
  }
  for (const auto& [path, name] : checker.names)
    if (!name.used && name.span.valid() && !word_of(name.kind).empty())
      checker.sink.report<Code::unused>(name.span, word_of(name.kind), path);
  const Readings read(checker.tariff);
  for (const Example& example : checker.tariff.examples)
    for (const ExampleCycle& cycle : example.cycles) check_givens(checker, read, cycle);
}

}  // namespace ratebook
