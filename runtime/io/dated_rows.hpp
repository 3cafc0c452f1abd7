// Rows of the facts file: the value of a `dated` input of one account from a day on. What the value may be depends on the account's tariff,
// so it stays text until the row meets its account.
#pragma once
#include <set>
#include <vector>

#include "language/semantics/check.hpp"
#include "runtime/io/csv_header.hpp"
#include "runtime/io/record_bytes.hpp"
#include "runtime/io/rows.hpp"

namespace ratebook {

struct DatedRow {
  struct Pool {
    std::deque<std::string> texts;
  };
  std::string_view id;
  std::uint64_t line = 0;
  std::string_view text;
  std::string_view name;  // the input's path
  Date from;
  std::string_view value;

  void settle(const Pool&) {}
  void encode(RecordWriter& out) const;
  static DatedRow decode(RecordReader& in, Pool& pool);
};

class DatedParser {
 public:
  const CsvHeader& header() const { return header_; }
  using Row = DatedRow;
  static Outcome<DatedParser> make(const Book& book, CsvHeader header);
  void parse(bool has_header, ParsedRows<DatedRow>& out) const;

 private:
  bool parse_row(const CsvRecords& record, ParsedRows<DatedRow>& out, BadRow& bad) const;
  CsvHeader header_;
  std::size_t id_ = 0, name_ = 0, from_ = 0, value_ = 0;
  std::set<std::string, std::less<>> names_;  // of all dated inputs of the book
};

}  // namespace ratebook
