// What parsing makes of the records of an input file, chunk by chunk: rows of one kind, and rows that are refused. Parsing a chunk depends on
// nothing but its bytes and the header, so that threads do it side by side.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "language/base/civil.hpp"
#include "language/diagnostics/diagnostic.hpp"
#include "runtime/io/csv_records.hpp"
#include "runtime/io/field_values.hpp"
#include "runtime/io/record_bytes.hpp"

namespace ratebook {

// Why a row is refused.
struct RowFault {
  Code code{};
  std::string message;
};
template <Code C, class... Args>
RowFault row_fault(Args&&... args) {
  static constexpr auto format = message_format(C);
  return {C, fmt::format(fmt::format_string<Args...>(format), std::forward<Args>(args)...)};
}

// Of duplicate_interval, where the other reading has no row of the same file to be named by: the columns of one row may say it, in two units.
RowFault differs_from_another_file(std::string_view when);
RowFault differs_in_itself(std::string_view column, std::string_view when);

// A refused row. What it was about is kept as far as it can be read, because it refuses the account's cycles that it may belong to.
struct BadRow {
  std::string id;          // "" when it can't be read
  std::uint64_t line = 0;  // physical line
  RowFault fault;
  std::string_view text;
  std::optional<Stamp> start;           // of interval readings
  std::optional<Date> from, through;    // of register reads and cycles
  std::optional<std::uint32_t> tariff;  // of cycles, into Book::tariffs
};

// Rows have: id, line (counted from the chunk's first line until a stream numbers them in the file), text, and what the kind adds.
// Row::Pool holds what rows point into; Row::settle(pool) is called once when the chunk is done and the pool no longer moves.
template <class Row>
struct ParsedRows {
  Chunk chunk;
  std::vector<Row> rows;
  std::vector<BadRow> bad;
  typename Row::Pool pool;
  std::uint64_t records = 0;       // without the header
  std::optional<Failure> failure;  // the file lacks a column
  bool by_account = false;         // rows and refused rows ascend by account (a cache); else by line
};

// Refused rows in temporary files and caches.
void encode_bad(const BadRow& bad, RecordWriter& out);
BadRow decode_bad(RecordReader& in);  // its text is a view into the record

// Of a record whose fields can't be trusted, or that has no account_id.
RowFault structure_fault(const CsvRecords& record, std::size_t columns);
// Whether a field of such a record may still be taken for what it says: text, and not where the quotes went wrong.
bool is_readable(std::string_view field);
// A field that stays valid as long as the chunk and `texts`: fields whose quotes were doubled are copied.
std::string_view kept(std::string_view field, const CsvRecords& record, std::deque<std::string>& texts);
// An instant or local time for messages: 2025-07-01T00:15:00Z, 2025-07-01T00:15:00.
std::string format_stamp(Stamp stamp);
// An instant as a clock shows it that is `offset` seconds ahead of UTC: 2025-07-01T00:15:00-07:00.
std::string format_instant(std::int64_t seconds, std::int32_t offset);

// Calls parse(record, bad) for each record; it returns whether the row was taken, and else fills the BadRow's fault and what it can read.
//   parse: (const CsvRecords&, BadRow&) -> bool
template <class Row, class Parse>
void parse_records(bool has_header, std::size_t columns, std::size_t id_column, ParsedRows<Row>& out, Parse&& parse) {
  CsvRecords record(out.chunk);
  if (has_header) record.next();
  BadRow bad;
  while (record.next()) {
    ++out.records;
    const auto fields = record.fields();
    if (record.flaw() == RecordFlaw::none && fields.size() == columns && !fields[id_column].empty()) {
      if (parse(record, bad)) continue;
      bad.id = fields[id_column];
    } else {
      bad = {};
      if (id_column < fields.size() && is_readable(fields[id_column])) bad.id = fields[id_column];
      bad.fault = structure_fault(record, columns);
    }
    bad.line = record.line();
    bad.text = record.text();
    out.bad.push_back(std::exchange(bad, {}));
  }
}

}  // namespace ratebook
