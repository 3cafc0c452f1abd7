// Options from the environment and from ratebook.toml: a flag over a RATEBOOK_… variable over the file.
//   RATEBOOK_MAX_ROWS=1000    --max-rows 1000 of every command that has it; lists are separated by `:`
//   ratebook.toml             of the working directory, or the file that RATEBOOK_CONFIG names:
//     threads = 4             of every command that has it
//     [rate]
//     max-rows = 1000
#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "language/base/result.hpp"

namespace ratebook::cli {

// The arguments of the command line with those added that variables and the file give to the command it names. The error: what is wrong with
// the file. `arguments` without the program's name.
Result<std::vector<std::string>, std::string> with_settings(const CLI::App& app, std::vector<std::string> arguments);

}  // namespace ratebook::cli
