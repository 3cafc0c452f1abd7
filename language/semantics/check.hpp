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
std::optional<CheckedTariff> check(const Sources& sources, const TariffTree& tree, const CheckOptions& options, DiagnosticSink& sink);

// A directory or file list of scripts as editions by tariff id: parses, checks, orders editions, reports overlapping editions, a missing
// `supersedes`, two files with one edition. Editions ascending; ids ascending.
struct Book {
  std::vector<TariffEditions> tariffs;
  const TariffEditions* find(std::string_view id) const;
};
Book open_book(Sources& sources, const std::vector<std::filesystem::path>& paths, const CheckOptions& options, DiagnosticSink& sink);

}  // namespace ratebook
