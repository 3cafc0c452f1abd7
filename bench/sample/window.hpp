// A cycle that accounts share: its days, its first instant and what the clock on the wall says at each interval. The number of
// intervals follows the time zone: 92 or 100 quarter-hours on the day of a clock change.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace ratebook::sample {

// Where an interval starts on the wall clock: what its load depends on.
struct Slot {
  std::uint8_t hour = 0;   // 0 … 23
  bool weekend = false;    // Saturday or Sunday
  std::uint8_t month = 1;  // 1 … 12
};

struct Window {
  std::chrono::year_month_day from;
  std::chrono::year_month_day through;  // the last day, included
  std::vector<Slot> slots;              // one per interval
  std::vector<std::string> starts;      // RFC 3339 with offset, one per interval
};

struct Cycles {
  std::chrono::year_month month{std::chrono::year(2025), std::chrono::July};
  std::uint32_t days = 0;               // the length of each cycle; 0 for a month, to the day before the same day of the next
  std::uint32_t windows = 1;            // cycles that start on consecutive days, from the first of the month; at most 28
  std::uint32_t interval_minutes = 15;  // divides a day
  std::string timezone = "America/New_York";
};

// Throws std::runtime_error when the time zone is unknown.
std::vector<Window> make_windows(const Cycles& cycles);

std::string format_day(std::chrono::year_month_day day);  // 2025-07-01

}  // namespace ratebook::sample
