// Scripts that a command was given, opened and checked, with what there is to say about them said.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/programs.hpp"
#include "language/semantics/check.hpp"

namespace ratebook::cli {

struct LoadedBook {
  Sources sources;
  Book book;
  DiagnosticSink sink;
  std::shared_ptr<ir::Programs> programs = std::make_shared<ir::Programs>();  // of the book, which must stay where it is
  int exit_code = 0;  // kSuccess, kDoesNotHold (errors; with `strict` also warnings) or kWrongUse
};

struct LoadOptions {
  bool strict = false;  // warnings are errors
  bool quiet = false;   // diagnostics are not printed
  bool kernels = true;  // what has no kernel is an error too; the interpreter alone needs none
};
// Diagnostics go to standard error. `-` is a script on standard input.
void load_book(LoadedBook& loaded, const std::vector<std::string>& paths, const LoadOptions& options);

// The bytes of a file or of standard input ("-"); nothing when it can't be read.
std::optional<std::string> read_text(const std::string& path);
// Files, and the *.tariff files of directories and the folders in them, by name.
std::vector<std::string> script_files(const std::vector<std::string>& paths);

}  // namespace ratebook::cli
