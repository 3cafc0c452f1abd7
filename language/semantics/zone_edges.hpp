// When the clocks of a zone change, as the checker needs it for its warnings: nothing is rated with this.
#pragma once
#include <string>
#include <vector>

#include "language/base/civil.hpp"

namespace ratebook {

// Whether the system has the zone ("America/Denver").
bool zone_exists(const std::string& name);

// One change of clocks on the local civil clock. Skipped: the minutes [from, to) of the date do not exist; repeated: they happen twice.
// A change that reaches over midnight is cut at it.
struct ClockChange {
  Date day;
  int from_minute = 0, to_minute = 0;
  bool skipped = false;
  friend bool operator==(const ClockChange&, const ClockChange&) = default;
};
// Ascending; those with an effect on local dates of the years, both included. Empty for a zone that does not exist.
std::vector<ClockChange> clock_changes(const std::string& zone, int first_year, int last_year);

}  // namespace ratebook
