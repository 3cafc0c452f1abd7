// The header of an input file: which column is where.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/input_file.hpp"

namespace ratebook {

struct CsvHeader {
  std::string file;                      // for messages
  std::vector<std::string> names;
  std::optional<std::size_t> find(std::string_view name) const;
  // Failure: usage, names the file and the column.
  Outcome<std::size_t> need(std::string_view name) const;
};

// Reads the first record and goes back to the start. Failures (usage): no header, a header that is no text, a column that stands twice.
Outcome<CsvHeader> read_header(InputFile& file);

}  // namespace ratebook
