// Usage files: which of the three forms a file has (interfaces.md, "Input files"), and what its columns hold. Recognised by the header alone.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/base/limits.hpp"
#include "runtime/io/columns_of_book.hpp"
#include "runtime/io/csv_header.hpp"
#include "runtime/io/rows.hpp"

namespace ratebook {

enum class UsageForm : std::uint8_t {
  registers,       // account_id, from, through and a column for each read
  long_intervals,  // account_id, start: a row an interval
  wide_intervals   // account_id, start, interval_minutes: a row a cycle, values separated by `;`
};

struct UsageColumn {
  std::size_t field = 0;
  std::string name;
  MeteredIndex metered = 0;
  int shift = 6;  // number in the file × 10^shift: micro-units
  Metering metering = Metering::energy;
};

struct UsageFile {
  CsvHeader header;
  UsageForm form = UsageForm::registers;
  std::size_t id = 0;
  std::size_t start = 0, minutes = 0;  // interval forms
  std::size_t from = 0, through = 0;   // registers
  std::optional<std::size_t> meter;    // registers: reads of different meters add
  std::vector<UsageColumn> columns;
  bool says_twice = false;  // two columns hold the same readings, in different units
};

// The form and its columns, without those of readings. Failure (usage): no form.
Outcome<UsageFile> recognise_form(CsvHeader header);
// Failure (usage): no form, or no metered column.
Outcome<UsageFile> recognise_usage(CsvHeader header, MeteredNames& names);

struct ReadingOptions {
  std::optional<int> round_decimals;    // --round-usage
  bool stamps_are_ends = false;         // --stamp end
  std::optional<int> interval_minutes;  // --interval
};

// A reading in micro-units, within `limit` (whole units, of limits.def).
struct Reading {
  std::int64_t value = 0;
  bool rounded = false;
};
// False: `fault` says why; `name` is what the message calls it.
bool parse_reading(std::string_view field, const UsageColumn& column, std::string_view name, const ReadingOptions& options,
                   Limit limit, Reading& into, RowFault& fault);

}  // namespace ratebook
