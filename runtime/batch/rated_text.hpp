// One block of a batch, rated and written out as text: what a task makes on its thread, so that the thread that writes files only copies bytes.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/batch/engine.hpp"
#include "runtime/io/bill_text.hpp"
#include "runtime/io/cycle_assembler.hpp"
#include "runtime/io/history_file.hpp"

namespace ratebook {

// Sums of amounts by currency and line type, exact: in 10^-kSumScale of the currency.
inline constexpr int kSumScale = 12;
using Sums = std::map<std::string, std::map<std::string, Int128>>;

struct RatedText {
  struct Entry {
    std::uint32_t entry = 0;          // of the block
    std::uint32_t bill_end = 0;       // in `bills`
    std::uint32_t line_rows_end = 0;  // in `line_ends`
  };
  struct Left {
    std::uint32_t entry = 0;
    std::vector<LeftValue> values;
    std::optional<std::int64_t> cycle_number;
  };
  struct Refused {
    std::uint32_t entry = 0;
    RowFault fault;
    std::optional<std::uint64_t> cause_row;  // of the accounts file
  };
  std::string bills, lines;
  std::vector<std::uint32_t> bill_ends, line_ends;  // ends of rows
  std::vector<Entry> rated;                         // cycles that have a bill, in the block's order
  std::vector<Refused> refused;
  std::vector<Left> left;  // for history.csv
  Sums sums;
  std::optional<std::string> failure;  // of the engine
};

// Cycles whose bills depend on the account's earlier ones in the same block are rated after them, with what they record.
RatedText rate_to_text(Engine& engine, const AssembledBlock& block, const std::vector<EarlierCycles>& earlier, BillText& text);

}  // namespace ratebook
