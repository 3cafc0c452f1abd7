// Rows of interval usage, of either form, as runs: neighbouring rows of one account at equal steps are one run, and so is a row of the wide
// form. A month of one account in order is a single run, whatever its form, so what follows the parser costs nothing per reading. A run comes
// from text, and then its values are micro-units, or from a cache of the text, which keeps them as narrow as they go (usage_cache.hpp).
#pragma once
#include <span>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "runtime/io/readings.hpp"
#include "runtime/io/record_bytes.hpp"
#include "runtime/io/rows.hpp"
#include "runtime/io/usage_columns.hpp"

namespace ratebook {

// Gives the text of rows that were read from a cache: quarantine records say what stood in the file.
class OriginalText {
 public:
  virtual ~OriginalText() = default;
  // Bytes [at, at + count) of the file, valid as long as the chunk whose rows they are; a note that it can't be read, when it can't.
  virtual std::string_view read(std::uint64_t at, std::uint32_t count) = 0;
};

struct ReadingRun {
  struct Pool {
    std::vector<std::int64_t> values;
    std::deque<std::string> texts;
    std::uint64_t rounded = 0;  // readings that --round-usage changed
    // of a cache
    struct Column {
      Readings readings;
      ReadingsSummary summary;
    };
    std::vector<Column> columns;
    std::shared_ptr<const void> piece;  // what `columns` point into
    std::shared_ptr<OriginalText> original;
  };

  std::string_view id;
  std::uint64_t line = 0;                // of its first row; the others follow line by line
  std::string_view text;                 // from its first row to its last; see whole_text()
  std::uint64_t text_at = 0;             // where the text stands in the file
  std::uint32_t text_bytes = 0;          // of a cache: how long it is
  Stamp start;                           // as the file has it: the start or (--stamp end) the end of the first interval
  std::int32_t step = 0;                 // seconds from row to row; wide: of the intervals; 0 for a single row
  std::uint32_t count = 0;               // readings of each channel
  bool wide = false;                     // all of it is one row
  std::span<const std::int64_t> values;  // channel by channel (UsageFile::columns), `count` each; kMissing where empty
  std::size_t values_at = 0;
  const Pool::Column* columns = nullptr;  // of a cache: by channel, instead of `values`
  const Pool* pool = nullptr;             // of a cache

  std::int64_t value(std::size_t channel, std::uint32_t reading) const {
    return columns != nullptr ? columns[channel].readings[reading] : values[channel * count + reading];
  }
  // `many` readings of the channel from number `first` on.
  Readings readings(std::size_t channel, std::uint32_t first, std::uint32_t many) const {
    return columns != nullptr ? columns[channel].readings.part(first, many)
                              : Readings(values.subspan(channel * count + first, many));
  }
  std::string_view whole_text() const {
    return pool != nullptr && pool->original ? pool->original->read(text_at, text_bytes) : text;
  }
  std::uint64_t rows() const { return wide ? 1 : count; }
  std::uint64_t row_of(std::uint32_t reading) const { return wide ? line : line + reading; }
  std::string_view text_of(std::uint32_t reading) const;  // of the row that holds the reading
  void settle(const Pool& of_chunk) { values = std::span(of_chunk.values).subspan(values_at, values.size()); }
  void encode(RecordWriter& out) const;
  static ReadingRun decode(RecordReader& in, Pool& pool);
};

class ReadingParser {
 public:
  using Row = ReadingRun;
  ReadingParser(UsageFile usage, ReadingOptions options) : usage_(std::move(usage)), options_(options) {}
  const CsvHeader& header() const { return usage_.header; }
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
