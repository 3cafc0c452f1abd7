// Rows of the accounts file: one cycle of one account on one tariff, with its facts encoded for that tariff.
#pragma once
#include <span>
#include <vector>

#include "runtime/io/csv_header.hpp"
#include "runtime/io/fact_column.hpp"
#include "runtime/io/record_bytes.hpp"
#include "runtime/io/rows.hpp"

namespace ratebook {

struct AccountRow {
  struct Word {  // a text that the script does not name
    std::uint32_t fact = 0;
    std::string_view text;
  };
  struct Pool {
    std::vector<std::int64_t> facts;
    std::vector<Word> words;
    std::deque<std::string> texts;  // of words that were quoted in the file
  };

  std::string_view id;
  std::uint64_t line = 0;
  std::string_view text;
  std::uint32_t tariff = 0;  // into Book::tariffs
  Date from, through;
  std::int16_t bill_year = 0;
  std::uint8_t bill_month = 0;
  bool first = false, last = false;
  std::int32_t scheduled_days = 0;
  std::int64_t cycle_number = kAbsentFact, since = kAbsentFact;
  std::span<const std::int64_t> facts;  // FactColumns of the tariff
  std::span<const Word> words;
  std::size_t facts_at = 0, words_at = 0;  // into the pool, until it is settled

  void settle(const Pool& pool);
  void encode(RecordWriter& out) const;
  static AccountRow decode(RecordReader& in, Pool& pool);
};

class AccountParser {
 public:
  const CsvHeader& header() const { return header_; }
  using Row = AccountRow;
  // Failure (usage): a column that every accounts file needs is missing.
  static Outcome<AccountParser> make(const Book& book, CsvHeader header);
  // An input without a default whose column is missing makes ParsedRows::failure when a row of its tariff comes.
  void parse(bool has_header, ParsedRows<AccountRow>& out) const;

 private:
  struct Source {
    FactColumn column;
    std::optional<std::size_t> field;
    std::size_t edition = 0;
    bool needed = false;  // no default, and not from the file of dated facts
  };
  AccountParser(const Book& book, CsvHeader header);
  bool parse_row(const CsvRecords& record, ParsedRows<AccountRow>& out, BadRow& bad) const;
  bool parse_cycle(std::span<const std::string_view> fields, AccountRow& row, RowFault& fault) const;
  bool parse_optional(std::span<const std::string_view> fields, AccountRow& row, RowFault& fault) const;
  bool parse_facts(const CsvRecords& record, AccountRow& row, ParsedRows<AccountRow>& out, RowFault& fault) const;

  const Book* book_;
  CsvHeader header_;
  std::size_t id_ = 0, tariff_ = 0, from_ = 0, through_ = 0;
  std::optional<std::size_t> bill_month_, scheduled_days_, first_, last_, cycle_number_, since_;
  std::vector<std::vector<Source>> facts_;  // by tariff, by FactColumns
};

}  // namespace ratebook
