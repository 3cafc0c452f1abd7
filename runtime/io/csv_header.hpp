// The header of an input file: which column is where.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/input_file.hpp"

namespace ratebook {

struct CsvHeader {
  std::string file;  // for messages
  std::vector<std::string> names;
  std::set<std::size_t> taken;  // columns that somebody reads
  // Where a column is; it counts as read from now on.
  std::optional<std::size_t> find(std::string_view name);
  // Failure: usage, names the file and the column.
  Outcome<std::size_t> need(std::string_view name);
  // Columns that nobody reads, in the file's order: files may have more than a tariff needs, and a misspelt name must not go unseen.
  std::vector<std::string> unread() const;
};

// Reads the first record and goes back to the start. Failures (usage): no header, a header that is no text, a column that stands twice.
Outcome<CsvHeader> read_header(InputFile& file);

}  // namespace ratebook
