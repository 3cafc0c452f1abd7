// What nothing uses: sources that nothing cites, names that nothing reads. Only a file without errors is told, since the reader may be the
// statement that is wrong.
#include <fmt/format.h>

#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

// Kinds that exist to be read; "" for the others.
std::string_view word_of(NameKind kind) {
  switch (kind) {
    case NameKind::value: return "the value";
    case NameKind::table: return "the table";
    case NameKind::measure: return "the measure";
    case NameKind::define: return "the define";
    case NameKind::calendar: return "the calendar";
    case NameKind::choice: return "the choice";
    case NameKind::input: return "the input";
    case NameKind::channel: return "the channel";
    default: return {};
  }
}

}  // namespace

void check_unused(Checker& checker) {
  for (std::size_t i = 0; i < checker.tariff.sources.size(); ++i) {
    const SourceDoc& s = checker.tariff.sources[i];
    if (!checker.sources_used[i]) checker.sink.report<Code::unused>(s.span, "the source", s.name);
  }
  for (const auto& [path, name] : checker.names)
    if (!name.used && name.span.valid() && !word_of(name.kind).empty()) checker.sink.report<Code::unused>(name.span, word_of(name.kind), path);
}

}  // namespace ratebook
