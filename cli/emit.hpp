// --emit STAGE: a script as one of the compiler's stages sees it, on standard output.
#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/loaded_book.hpp"

namespace ratebook::cli {

void add_emit(CLI::App& command, std::string& stage);
// Trees need no checked script. Returns the exit code.
int emit_trees(const std::vector<std::string>& files);
// checked, ir, llvm, asm of every edition of the book.
int emit(const LoadedBook& loaded, const std::string& stage);

}  // namespace ratebook::cli
