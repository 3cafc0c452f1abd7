// A text and what reading it gives.
#pragma once
#include <optional>
#include <string>

#include "language/diagnostics/render.hpp"
#include "language/syntax/format.hpp"
#include "language/syntax/parse.hpp"
#include "language/syntax/print_tree.hpp"

namespace ratebook::test {

struct Reading {
  explicit Reading(std::string text) : file(sources.add("test.tariff", std::move(text))), tree(parse(sources, file, sink)) {}
  bool whole() const { return tree && tree->complete && !sink.has_errors(); }
  std::string said() const { return render(sources, sink.all()); }
  std::string printed() const { return tree ? print_tree(*tree) : std::string(); }
  std::string laid_out() const { return format(sources, file, *tree); }

  Sources sources;
  DiagnosticSink sink;
  FileId file;
  std::optional<TariffTree> tree;
};

// The statements in a tariff of their own.
inline std::string in_tariff(const std::string& statements) { return "tariff T \"t\" {\n" + statements + "\n}\n"; }

}  // namespace ratebook::test
