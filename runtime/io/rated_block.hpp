// What an engine leaves of a block: bills as flat rows, in the block's order. The words of a row (line, address, units, cite …) are the same
// for millions of rows and stand once, in a RowWords; a row has its numbers and dates. Both engines fill the same structure, and one writer
// turns it into files, so their files differ only if their bills do.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "language/bill/bill.hpp"

namespace ratebook {

// The words of a row, made once by the engine (row_words) and kept by it as long as blocks that point to it live.
struct RowWords {
  std::uint32_t edition = 0;               // index into TariffEditions
  LineId line;
  std::vector<MemberRef> members;
  std::optional<unsigned> month;
  std::vector<std::string> tiers;
  std::string quantity_unit, price_unit;
  bool included = false;
  // made of the above
  std::string address;                     // without @DATE
  std::string middle;                      // lines.csv from `type` to `label`, as CSV text
  std::string end;                         // lines.csv from `currency` to `cite`, as CSV text
};
// `sources` is asked for the line of the script.
RowWords row_words(const Sources& sources, const TariffEditions& tariff, const BillRow& row);

inline constexpr std::int32_t kNoDay = INT32_MIN;

struct RatedRow {
  const RowWords* words = nullptr;
  std::int32_t version_from = kNoDay;      // day numbers
  std::int32_t part_from = 0, part_through = 0;
  ShownNumber quantity, price, unrounded;
  std::int64_t amount = 0;
};

struct RatedBill {
  std::uint32_t first_row = 0, rows = 0;   // into RatedBlock::rows, in bill order
  std::uint32_t first_recorded = 0, recorded = 0;
  std::int64_t total = 0;
  std::int32_t amount_scale = 2;
  std::int32_t error = -1;                 // into RatedBlock::errors; -1: rated
};

struct RatedBlock {
  std::vector<RatedBill> bills;            // one for each entry
  std::vector<RatedRow> rows;
  std::vector<RecordedValue> recorded;     // ids of the edition in force on the cycle's last day
  std::vector<RowError> errors;

  void clear();
  void fail(RowError error);               // the next entry has no bill
};

// Entry `entry` as the plain bill or error that expectations and explain take.
Rated rated_of(const RatedBlock& block, std::size_t entry);

// A number as files show it: trailing zeros dropped, at least `min_decimals`.
std::string format_shown(const ShownNumber& number, int min_decimals = 0);

}  // namespace ratebook
