// A block of account cycles as the readers leave it and both engines take it: up to some thousand cycles in the order of the accounts file,
// as columns. Everything in a block is valid: rows that could not be read, cycles with a bad reading and repeated cycles are not in it.
// Blocks are immutable once made and independent of each other, so that threads rate them side by side.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "runtime/io/columns_of_book.hpp"
#include "runtime/io/readings.hpp"

namespace ratebook {

// In integer columns: the file says nothing.
inline constexpr std::int64_t kAbsentFact = INT64_MIN;

// Readings of one channel of one entry, equal steps, over the whole cycle: reading k begins at start + k·step, the first one at or after the
// cycle's first instant, the last one before its end. They stand in CycleBlock::readings, or elsewhere, kept alive by CycleBlock::kept.
struct BlockSeries {
  MeteredIndex column = 0;
  std::int32_t step = 900;   // seconds
  std::int64_t start = 0;    // instant
  std::uint64_t offset = 0;  // into CycleBlock::readings
  std::uint32_t count = 0;
  std::uint32_t missing = 0;               // how many of them are kMissing
  Readings elsewhere;                      // empty: in CycleBlock::readings
  std::optional<ReadingsSummary> summary;  // of the readings, where it is known already
};
struct BlockRead {
  MeteredIndex column = 0;
  std::int64_t amount = 0;  // micro-units: of energy, or of kW for a demand register
};
struct BlockDated {        // a value of a `dated` input from a day on
  std::uint32_t fact = 0;  // FactColumns::column
  std::int32_t from = 0;   // day number
  std::int64_t value = 0;  // encoded as in FactGroup
};
struct BlockHistory {        // one recorded value of an earlier cycle
  std::int32_t through = 0;  // day number
  std::uint32_t name = 0;    // into BlockContext::history_names
  Ratio value;
};

// What all blocks of a run share.
struct BlockContext {
  const Book* book = nullptr;
  std::vector<FactColumns> facts;  // by tariff
  MeteredColumns metered;
  std::vector<std::string> history_names;  // that some tariff of the book reads
};

// The entries of one tariff, and their facts column by column (FactColumns), each value a 64-bit integer:
// number: declared unit × 10^6 · flag: 0, 1 · choice: member · month: 0 … 11 · date: day number · text: 1 + index in Input::words, 0 for a
// word that the script does not name (its text is in CycleBlock::other_words).
struct FactGroup {
  std::uint32_t tariff = 0;                        // into Book::tariffs
  std::vector<std::uint32_t> entries;              // ascending
  std::vector<std::vector<std::int64_t>> columns;  // [fact column][position in entries]
};
struct OtherWord {
  std::uint32_t entry = 0, fact = 0;
  std::string text;
};

struct CycleBlock {
  const BlockContext* context = nullptr;
  std::uint64_t first_cycle = 0;  // number of the first entry among all entries of the run

  // by entry
  std::vector<std::uint64_t> row;     // physical line in the accounts file
  std::vector<std::uint32_t> tariff;  // into Book::tariffs
  std::vector<std::uint32_t> place;   // position in its tariff's FactGroup
  std::vector<Date> from, through;
  std::vector<std::int16_t> bill_year;       // 0: not given
  std::vector<std::uint8_t> bill_month;      // 1…12, 0: not given
  std::vector<std::int32_t> scheduled_days;  // 0: not given
  std::vector<std::uint8_t> first, last;     // cycle.first, cycle.last
  std::vector<std::int64_t> cycle_number;    // from the column, else from history; kAbsentFact
  std::vector<std::int64_t> since;           // day number; kAbsentFact
  std::vector<std::uint8_t> history_given;

  std::vector<FactGroup> groups;       // by tariff, only those that occur, ascending
  std::vector<OtherWord> other_words;  // by entry

  // ranges by entry: [begin[e], begin[e + 1])
  std::vector<std::uint32_t> series_begin{0}, read_begin{0}, dated_begin{0}, history_begin{0};
  std::vector<BlockSeries> series;    // within an entry: by column
  std::vector<BlockRead> reads;       // within an entry: by column
  std::vector<BlockDated> dated;      // within an entry: by fact, then from
  std::vector<BlockHistory> history;  // within an entry: newest first
  std::vector<std::int64_t> readings;
  std::vector<std::shared_ptr<const void>> kept;  // what `elsewhere` points into

  std::string id_text;  // all account ids; entry e has [id_begin[e], id_begin[e + 1])
  std::vector<std::uint32_t> id_begin{0};

  std::size_t size() const { return row.size(); }
  std::string_view account_id(std::size_t e) const {
    return std::string_view(id_text).substr(id_begin[e], id_begin[e + 1] - id_begin[e]);
  }
  const TariffEditions& editions(std::size_t e) const { return context->book->tariffs[tariff[e]]; }
  std::span<const BlockSeries> series_of(std::size_t e) const {
    return std::span(series).subspan(series_begin[e], series_begin[e + 1] - series_begin[e]);
  }
  std::span<const BlockRead> reads_of(std::size_t e) const {
    return std::span(reads).subspan(read_begin[e], read_begin[e + 1] - read_begin[e]);
  }
  std::span<const BlockDated> dated_of(std::size_t e) const {
    return std::span(dated).subspan(dated_begin[e], dated_begin[e + 1] - dated_begin[e]);
  }
  std::span<const BlockHistory> history_of(std::size_t e) const {
    return std::span(history).subspan(history_begin[e], history_begin[e + 1] - history_begin[e]);
  }
  Readings readings_of(const BlockSeries& s) const {
    return s.elsewhere.empty() ? Readings(std::span(readings).subspan(s.offset, s.count)) : s.elsewhere;
  }
  std::int64_t fact(std::size_t e, std::uint32_t fact_column) const;
};

// One entry as the oracle takes it. Ids are those of the edition in force on the cycle's last day (edition_on).
AccountCycle make_account_cycle(const CycleBlock& block, std::size_t entry);

// An encoded fact as exact values, and back (examples): `other` is the text of a word that the script does not name.
FactValue decode_fact(const CheckedTariff& tariff, const Input& input, std::int64_t encoded, std::string_view other);

}  // namespace ratebook
