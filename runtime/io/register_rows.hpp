// Rows of register usage: reads of one account over the dates of a cycle.
#pragma once
#include <span>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "runtime/io/record_bytes.hpp"
#include "runtime/io/rows.hpp"
#include "runtime/io/usage_columns.hpp"

namespace ratebook {

struct RegisterRow {
  struct Pool {
    std::vector<std::int64_t> cells;
    std::deque<std::string> texts;
    std::uint64_t rounded = 0;  // readings that --round-usage changed
  };

  std::string_view id;
  std::uint64_t line = 0;
  std::string_view text;
  std::string_view meter;  // "" without such a column
  Date from, through;
  std::span<const std::int64_t> cells;  // by UsageFile::columns, kMissing where empty
  std::size_t cells_at = 0;

  void settle(const Pool& pool) { cells = std::span(pool.cells).subspan(cells_at, cells.size()); }
  void encode(RecordWriter& out) const;
  static RegisterRow decode(RecordReader& in, Pool& pool);
};

class RegisterParser {
 public:
  using Row = RegisterRow;
  RegisterParser(UsageFile usage, ReadingOptions options) : usage_(std::move(usage)), options_(options) {}
  const CsvHeader& header() const { return usage_.header; }
  void parse(bool has_header, ParsedRows<RegisterRow>& out) const;

 private:
  bool parse_row(const CsvRecords& record, ParsedRows<RegisterRow>& out, BadRow& bad) const;
  UsageFile usage_;
  ReadingOptions options_;
};

}  // namespace ratebook
