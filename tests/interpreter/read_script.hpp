// Scripts for the oracle's tests: checked from a text or from files.
#pragma once
#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

#include "language/semantics/check.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::test {

struct Script {
  explicit Script(const std::vector<std::filesystem::path>& paths) : book(open_book(sources, paths, {}, sink)) {}
  explicit Script(const std::string& text) {
    const FileId file = sources.add("test.tariff", text);
    const auto tree = parse(sources, file, sink);
    if (!tree || !tree->complete) return;
    if (auto tariff = check(sources, *tree, {}, sink)) book.tariffs.push_back({tariff->id, {std::move(*tariff)}});
  }
  const TariffEditions& editions() const { return book.tariffs.front(); }
  const CheckedTariff& tariff() const { return book.tariffs.front().editions.front(); }
  std::string place(Span span) const {
    return span.valid() ? fmt::format("{}:{}", sources.file(span.file).path, sources.position(span).line) : "?";
  }
  std::string diagnostics() const {
    std::string text;
    for (const Diagnostic& d : sink.all())
      if (d.severity == Severity::error) text += fmt::format("{}: {}: {}\n", place(d.span), code_word(d.code), d.message);
    return text;
  }

  Sources sources;
  DiagnosticSink sink;
  Book book;
};

}  // namespace ratebook::test
