// Text to syntax tree. Reports every independent mistake of the file in one run: it goes on at the next statement word that begins
// a line, or at the `}` that ends the block. Linear in the length of the text; never throws, whatever the bytes.
//
//   Sources sources; DiagnosticSink sink;
//   FileId file = sources.add("rs-1.tariff", text);
//   if (auto tree = parse(sources, file, sink)) …            // tree->complete: no statement is missing from it
#pragma once
#include <optional>

#include "language/diagnostics/diagnostic.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook {

// Nothing only when the text has no `tariff` or `library` head to speak of. With errors in `sink` the tree holds the statements
// that could be read, and `complete` is false when one is missing.
std::optional<TariffTree> parse(const Sources& sources, FileId file, DiagnosticSink& sink);

}  // namespace ratebook
