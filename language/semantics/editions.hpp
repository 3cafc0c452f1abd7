// The editions of one tariff against each other (language reference, section 18).
#pragma once
#include <optional>
#include <vector>

#include "language/semantics/check.hpp"

namespace ratebook {

// A file of a book.
struct Script {
  FileId file;
  std::optional<TariffTree> tree;       // none: it could not be read as a script
  std::optional<CheckedTariff> tariff;  // none: it has errors
  const Script* supersedes = nullptr;   // the script that its `edition` names
  Span supersedes_span;
  bool spoilt = false;  // what it supersedes is in error
};

// Puts the scripts of one tariff id in order and compares each edition with the one before. Nothing is compared when one of them has errors of
// its own. The tariffs are moved out of the scripts.
TariffEditions order_editions(const std::vector<Script*>& scripts, DiagnosticSink& sink);

}  // namespace ratebook
