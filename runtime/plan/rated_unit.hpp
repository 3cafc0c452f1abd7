// One account's cycle in one edition on its way through the native path.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "runtime/plan/cycle_view.hpp"
#include "runtime/plan/window.hpp"

namespace ratebook {

struct RatedUnit {
  std::size_t entry = 0;  // the caller's number of the cycle
  CycleView view;
  const WindowPlan* window = nullptr;
  std::optional<RowError> error;                  // found before the kernel runs, or by it
  std::vector<RowError> told;                     // what the plan knows of errors that the kernel may meet: for the reader
  std::vector<std::int64_t> attributes;           // by Program::attributes
  bool readings_complete = false;                 // the data checks hold: readings may be walked
  std::vector<RecordedQuantity> quantities_told;  // totals of the channels that the tariff reads
  // General source: ready sums and states.
  std::vector<Int128> quantities;  // slot × segments + segment
  std::int64_t quantity_den = 1;
  std::vector<std::int64_t> demands;  // demand slots' parts one after another
  std::vector<Int128> squares;        // likewise
  std::vector<std::uint32_t> states;  // state slots' parts one after another
};

// Facts in input order (input_missing, bad_choice, input_range), then the program's columns. The order of errors is that of
// runtime/interpreter/README.md.
std::optional<RowError> lay_out_attributes(const WindowContext& context, RatedUnit& unit);

}  // namespace ratebook
