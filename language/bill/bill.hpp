// A rated bill: its rows in bill order, the same plain data from either engine; files and explain are made from it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/base/result.hpp"
#include "language/semantics/tariff.hpp"

namespace ratebook {

// A number of a row as files show it: mantissa × 10^-scale. Exact when it ends within 9 decimals, and then with the smallest scale that
// holds it; else rounded half even to scale 6. `exact` tells which. Each engine makes its own; only the text is shared.
struct ShownNumber {
  Int128 mantissa = 0;
  int scale = 0;
  bool exact = true;
  friend bool operator==(const ShownNumber&, const ShownNumber&) = default;
};

// "217.77", "0.665654", "-15"
std::string format_shown(const ShownNumber& number);

struct BillRow {
  std::uint32_t edition = 0;  // index into TariffEditions
  LineId line;
  std::vector<MemberRef> members;  // season, period, … in the order of Line::dimensions
  std::optional<unsigned> month;   // when split by month: 1…12
  std::vector<std::string> tiers;  // outer to inner
  std::optional<Date>
      version_from;  // @DATE: latest start among edition, dated inputs and versions that price, share or limits read
  Date part_from, part_through;  // first and last day of the row's part
  ShownNumber quantity;          // in quantity_unit; percent lines: the base
  std::string quantity_unit;
  ShownNumber price;  // in price_unit; percent lines: the percent
  std::string price_unit;
  ShownNumber unrounded;    // with the sign of the amount
  std::int64_t amount = 0;  // with its sign, in 10^-amount_scale of the currency
  bool included = false;    // `included in`: printed, not added
};

struct RecordedValue {        // for history.csv and for expectations
  std::uint32_t edition = 0;  // whose measure it is: index into TariffEditions
  MeasureId measure;
  std::vector<MemberRef> members;  // of a split measure
  Ratio value;                     // canonical; within 64-bit ratios by the ranges of limits.def
};

struct RecordedQuantity {  // total of a channel over the edition's days of the cycle, where the channel is measured
  std::uint32_t edition = 0;
  ChannelId channel;
  Ratio value;  // canonical
};

struct Bill {
  std::vector<BillRow> rows;  // in bill order (semantics.md, 12)
  int amount_scale = 2;       // of all amounts and the total: the finest of the tariff's rounding steps
  std::int64_t total = 0;
  std::vector<RecordedValue>
      recorded;  // every measure that was computed, in text order; cut ones once for each part and member
  std::vector<RecordedQuantity> quantities;  // channels that the tariff reads, ascending
};

// Why an account's cycle has no bill: a code of diagnostic.def, the same from both engines, and words for the reader.
struct RowError {
  Code code{};
  std::string message;  // not compared between engines
};
using Rated = Result<Bill, RowError>;

// "energy.summer.tier_1", with "@2025-07-01" when `with_version`.
std::string row_address(const CheckedTariff& tariff, const BillRow& row, bool with_version);

// Bill order (semantics.md, 12; section 26, 30): energy line by line in text order, then season by date, period and tier as declared,
// version; demand; fixed by amount descending, ties in text order; adjustments and credits; late fees; taxes. Stable.
void sort_rows(const TariffEditions& editions, std::vector<BillRow>& rows);

}  // namespace ratebook
