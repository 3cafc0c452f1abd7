// Options that `rate` and `explain` have in common: the input files and how readings are to be read.
#pragma once
#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "runtime/io/input_set.hpp"

namespace ratebook::cli {

struct InputOptions {
  std::string book, accounts, facts, stamp = "start", interval, as_known, cache;
  std::vector<std::string> usage, history;
  int round_usage = -1;

  InputPaths paths() const;
  ReadingOptions reading() const;
  std::optional<Date> known_on() const;  // --as-known
  // Where scripts have errors: says what is wrong with the input files all the same. kSuccess or kWrongUse.
  int look_at_headers() const;
};

// What to say of an input whose last row has no line end.
std::string cut_off_words(const std::string& input);

void add_inputs(CLI::App& command, InputOptions& options);
// Of an option's value: a date such as 2025-07-01.
CLI::Validator is_date();

}  // namespace ratebook::cli
