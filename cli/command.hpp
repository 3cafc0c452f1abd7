// The commands, one file each. `add_…` describes a command to the argument parser; when it was chosen, `run` holds what to do.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>

namespace ratebook::cli {

using Run = std::function<int()>;  // returns the exit code

void add_check(CLI::App& app, Run& run);
void add_format(CLI::App& app, Run& run);
void add_test(CLI::App& app, Run& run);
void add_rate(CLI::App& app, Run& run);
void add_explain(CLI::App& app, Run& run);
void add_ingest(CLI::App& app, Run& run);
void add_merge(CLI::App& app, Run& run);

}  // namespace ratebook::cli
