// Text to syntax tree. Reports every independent mistake of the file in one run: it goes on at the next statement word that begins
// a line, or at the `}` that ends the block. Linear in the length of the text; never throws, whatever the bytes.
//
//   Sources sources; DiagnosticSink sink;
//   FileId file = sources.add("rs-1.tariff", text);
//   if (auto tree = parse(sources, file, sink)) …            // tree->complete: without a mistake
#pragma once
#include <optional>

#include "language/diagnostics/diagnostic.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook {

// Nothing only when the text has neither a `tariff` or `library` head nor any statement. With errors in `sink` the tree holds the
// statements that could be read. `complete` means: no error in this text; only then does everything that tree.hpp promises hold.
// The sink is sorted.
std::optional<TariffTree> parse(const Sources& sources, FileId file, DiagnosticSink& sink);

}  // namespace ratebook
