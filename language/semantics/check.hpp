// From trees to checked tariffs: names, units, levels, proofs, bases (language reference, sections 2 to 20 and 26).
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"
#include "language/semantics/tariff.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook {

struct CheckOptions {
  // Reads a file that a script names (calendars, factors), path relative to the script. Nothing: it cannot be opened.
  std::optional<std::string> (*read_file)(const std::filesystem::path&) = nullptr;  // default: the file system
};

// Reports all independent errors to `sink`; returns a tariff only when this file has none. Warnings do not prevent it.
std::optional<CheckedTariff> check(const Sources& sources, const TariffTree& tree, const CheckOptions& options,
                                   DiagnosticSink& sink);

// Scripts as editions by tariff id. Paths are files, or directories whose *.tariff files are taken, those of folders in them too, by name;
// a script that is superseded by one of them is read as well. Parses and checks each file once. Reports two editions from one day
// (edition_overlap), a later edition that does not say what it supersedes (supersedes_missing) or names another tariff's script or none,
// another currency or time zone than before (edition_mismatch), a history in another unit (history_unit), and rows expected of earlier
// editions that those do not have. Editions ascending; ids ascending.
struct Book {
  std::vector<TariffEditions> tariffs;
  std::vector<std::filesystem::path> unreadable;  // paths that cannot be opened: for the caller to report
  const TariffEditions* find(std::string_view id) const;
};
Book open_book(Sources& sources, const std::vector<std::filesystem::path>& paths, const CheckOptions& options,
               DiagnosticSink& sink);

}  // namespace ratebook
