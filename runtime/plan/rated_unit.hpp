// One account's cycle in one edition on its way through the native path.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "runtime/plan/cycle_view.hpp"
#include "runtime/plan/window.hpp"

namespace ratebook {

struct RatedUnit {
  std::size_t entry = 0;                  // the caller's number of the cycle
  CycleView view;
  const WindowPlan* window = nullptr;
  std::optional<RowError> error;          // found before the kernel runs
  std::vector<std::int64_t> attributes;   // by Program::attributes
  // General source: ready sums.
  std::vector<Int128> quantities;         // slot × segments + segment
  std::int64_t quantity_den = 1;
  std::vector<std::int64_t> demands;      // demand slots' parts one after another
  std::vector<Int128> squares;
};

// Facts in input order: input_missing, input_range. Then history and other attributes. The order of errors is that of
// runtime/interpreter/README.md.
std::optional<RowError> lay_out_attributes(const WindowContext& context, RatedUnit& unit);

// Which channels the program reads, and how.
struct ChannelUse {
  ChannelId channel;
  bool energy = false;                    // some quantity slot or tier pass
  bool demand = false;                    // some demand slot
  bool intervals_only = false;            // some tier pass or sliding shape that no read can serve
};
std::vector<ChannelUse> channel_uses(const ir::Program& program);

// True when every channel that the program reads has complete interval readings of one step that begin where the window does, and no reads:
// then the kernel sums the readings itself.
std::optional<std::int32_t> common_step(const std::vector<ChannelUse>& uses, const CycleView& view);

// Data checks by channel in ChannelId order, before any statement: channel_missing, interval_missing, interval_straddles …
std::optional<RowError> check_readings(const WindowContext& context, const std::vector<ChannelUse>& uses, const RatedUnit& unit, Instant begin, Instant end);

// Fills the unit's ready sums from reads and readings, exactly; errors: allocate_missing, demand_missing, needs_intervals, window_interval.
std::optional<RowError> sum_up(const WindowContext& context, RatedUnit& unit);

}  // namespace ratebook
