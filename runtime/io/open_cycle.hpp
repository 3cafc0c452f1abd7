// A cycle of the accounts file while its readings, reads, facts and history are gathered from the other files.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/account_rows.hpp"
#include "runtime/io/tariff_clocks.hpp"

namespace ratebook {

// Which input file: 0 accounts, then the usage files as given, then facts, then history.
using InputIndex = std::size_t;

// Why a cycle has no bill before any engine saw it: the row that is to blame.
struct RefusalCause {
  InputIndex input = 0;
  std::uint64_t row = 0;
  RowFault fault;
};

struct OpenCycle {
  struct Series {
    MeteredIndex column = 0;
    std::int32_t step = 0;
    Instant start = 0;
    std::size_t slots = 0;
    std::vector<std::int64_t>
        values;               // by slot, kMissing until a reading is placed; empty: none is placed, or `whole` has them all
    Readings whole;           // all slots in a cache's own form
    ReadingsSummary summary;  // of `whole`
    std::shared_ptr<const void> keeper;  // of what `whole` points into
    std::size_t filled = 0;              // slots from here on are untouched

    // `values` has every slot from now on.
    void spread();
  };
  struct Read {
    BlockRead read;
    std::string_view meter;
    InputIndex input = 0;
    std::uint64_t row = 0;
  };

  const AccountRow* account = nullptr;
  std::size_t edition = 0;     // in force on the last day: its clock, its names
  bool has_times = false;      // `begin` and `end` are known
  Instant begin = 0, end = 0;  // [begin, end) on the tariff's clock
  std::vector<Series> series;
  std::vector<Read> reads;
  std::vector<BlockDated> dated;
  std::vector<BlockHistory> history;
  bool history_given = false;
  std::int64_t cycle_number = kAbsentFact;
  std::int64_t number_before = kAbsentFact;  // with which history says that this very cycle was billed
  std::vector<std::uint64_t> rows;           // used of each input
  std::optional<RefusalCause> cause;         // the first one in order of inputs and rows
  std::uint64_t refused_before = 0;          // row of an earlier cycle of the account and tariff that is refused; 0: none

  void open(const AccountRow& row, const TariffEditions& tariff, std::size_t inputs);
  void know_times(TariffClocks& clocks);
  void refuse(InputIndex input, std::uint64_t row, const RowFault& fault);
};

// Rows of one input as they are accounted for; every row ends in exactly one of these or in a cycle's `rows`.
struct RowCounts {
  std::uint64_t bad = 0;        // has its own quarantine record
  std::uint64_t duplicate = 0;  // an equal one was used
  std::uint64_t outside = 0;    // of every cycle of its account
  std::uint64_t orphan = 0;     // no such account; has its own quarantine record
  std::uint64_t refused = 0;    // belongs to cycles without a bill
  std::uint64_t used = 0;       // belongs to a bill
};

// Takes the rows that are refused.
class RowRefusals {
 public:
  virtual ~RowRefusals() = default;
  virtual void refuse_row(InputIndex input, std::uint64_t row, std::string_view account_id, const RowFault& fault,
                          std::string_view original) = 0;
};

}  // namespace ratebook
