// Rows of a history file: what an earlier cycle of an account recorded (interfaces.md, "history"). Written by one run, read by the next.
//   name `account.cycle_number`: the earlier cycle's number; any other name: a measure or channel that history expressions read.
#pragma once
#include <map>
#include <vector>

#include "language/semantics/check.hpp"
#include "runtime/io/csv_header.hpp"
#include "runtime/io/record_bytes.hpp"
#include "runtime/io/rows.hpp"

namespace ratebook {

inline constexpr std::string_view kCycleNumberName = "account.cycle_number";
inline constexpr std::string_view kHistoryHeader = "account_id,tariff,through,name,value,unit,age";

struct HistoryRow {
  struct Pool {
    std::deque<std::string> texts;
  };
  std::string_view id;
  std::uint64_t line = 0;
  std::string_view text;
  std::string_view tariff;
  Date through;
  std::string_view name, value_text, unit;
  Ratio value;  // canonical; of cycle numbers the number

  void settle(const Pool&) {}
  void encode(RecordWriter& out) const;
  static HistoryRow decode(RecordReader& in, Pool& pool);
};

class HistoryParser {
 public:
  const CsvHeader& header() const { return header_; }
  using Row = HistoryRow;
  static Outcome<HistoryParser> make(const Book& book, CsvHeader header);
  void parse(bool has_header, ParsedRows<HistoryRow>& out) const;

 private:
  bool parse_row(const CsvRecords& record, ParsedRows<HistoryRow>& out, BadRow& bad) const;
  const Book* book_ = nullptr;
  std::map<std::string_view, std::map<std::string, Unit, std::less<>>, std::less<>> recorded_;  // by tariff and name
  CsvHeader header_;
  std::size_t id_ = 0, tariff_ = 0, through_ = 0, name_ = 0, value_ = 0, unit_ = 0;
};

}  // namespace ratebook
