// Rows of interval usage, of either form, as runs: neighbouring rows of one account at equal steps are one run, and so is a row of the wide
// form. A month of one account in order is a single run, whatever its form, so what follows the parser costs nothing per reading.
#pragma once
#include <span>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "runtime/io/record_bytes.hpp"
#include "runtime/io/rows.hpp"
#include "runtime/io/usage_columns.hpp"

namespace ratebook {

struct ReadingRun {
  struct Pool {
    std::vector<std::int64_t> values;
    std::deque<std::string> texts;
    std::uint64_t rounded = 0;  // readings that --round-usage changed
  };

  std::string_view id;
  std::uint64_t line = 0;                // of its first row; the others follow line by line
  std::string_view text;                 // from its first row to its last
  Stamp start;                           // as the file has it: the start or (--stamp end) the end of the first interval
  std::int32_t step = 0;                 // seconds from row to row; wide: of the intervals; 0 for a single row
  std::uint32_t count = 0;               // readings of each channel
  bool wide = false;                     // all of it is one row
  std::span<const std::int64_t> values;  // channel by channel (UsageFile::columns), `count` each; kMissing where empty
  std::size_t values_at = 0;

  std::uint64_t rows() const { return wide ? 1 : count; }
  std::uint64_t row_of(std::uint32_t reading) const { return wide ? line : line + reading; }
  std::string_view text_of(std::uint32_t reading) const;  // of the row that holds the reading
  void settle(const Pool& pool) { values = std::span(pool.values).subspan(values_at, values.size()); }
  void encode(RecordWriter& out) const;
  static ReadingRun decode(RecordReader& in, Pool& pool);
};

class ReadingParser {
 public:
  using Row = ReadingRun;
  ReadingParser(UsageFile usage, ReadingOptions options) : usage_(std::move(usage)), options_(options) {}
  void parse(bool has_header, ParsedRows<ReadingRun>& out) const;

 private:
  struct OpenRun;
  bool parse_long(const CsvRecords& record, OpenRun& run, ParsedRows<ReadingRun>& out, BadRow& bad) const;
  bool parse_wide(const CsvRecords& record, ParsedRows<ReadingRun>& out, BadRow& bad) const;
  bool parse_list(std::string_view list, const UsageColumn& column, ReadingRun::Pool& pool, RowFault& fault) const;

  UsageFile usage_;
  ReadingOptions options_;
};

}  // namespace ratebook
