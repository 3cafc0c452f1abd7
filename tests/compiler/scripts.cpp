#include "tests/compiler/scripts.hpp"

#include <gtest/gtest.h>

#include "language/semantics/check.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook {

CheckedTariff checked(const std::string& statements, const std::string& rules) {
  const std::string text = R"(tariff T "Test" {
  utility "Test" timezone America/Denver currency USD
  source s "Sheet"
  rules {
    )" + rules + R"(
    round each line half up to 0.01 USD cite s
  }
)" + statements + "\n}\n";
  Sources sources;
  DiagnosticSink sink;
  const FileId file = sources.add("test.tariff", text);
  const auto tree = parse(sources, file, sink);
  std::optional<CheckedTariff> tariff;
  if (tree && !sink.has_errors()) tariff = check(sources, *tree, {}, sink);
  for (const Diagnostic& d : sink.all())
    if (d.severity == Severity::error)
      ADD_FAILURE() << code_word(d.code) << ": " << d.message << " at `" << sources.text(d.span) << "`";
  return tariff.value_or(CheckedTariff{});
}

std::vector<TariffEditions> tariffs_in(const std::filesystem::path& folder) {
  Sources sources;
  DiagnosticSink sink;
  Book book = open_book(sources, {folder}, {}, sink);
  for (const Diagnostic& d : sink.all())
    if (d.severity == Severity::error)
      ADD_FAILURE() << code_word(d.code) << ": " << d.message << " in " << sources.file(d.span.file).path;
  return std::move(book.tariffs);
}

}  // namespace ratebook
