#include "language/semantics/zone_edges.hpp"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

namespace ratebook {
namespace {

const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

bool zone_exists(const std::string& name) { return find_zone(name) != nullptr; }

std::vector<ClockChange> clock_changes(const std::string& name, int first_year, int last_year) {
  std::vector<ClockChange> changes;
  const date::time_zone* zone = find_zone(name);
  if (zone == nullptr) return changes;
  const Date first = make_date(first_year, 1, 1), end = make_date(last_year + 1, 1, 1);
  const std::chrono::sys_seconds stop = end + Days{2};
  auto info = zone->get_info(std::chrono::sys_seconds{first} - Days{2});
  while (info.end < stop) {
    const auto next = zone->get_info(info.end);
    // The change at the instant info.end takes the local clock from `before` to `after`.
    const std::chrono::sys_seconds before = info.end + info.offset, after = info.end + next.offset;
    const bool skipped = after > before;
    std::chrono::sys_seconds low = std::min(before, after);
    const std::chrono::sys_seconds high = std::max(before, after);
    while (low < high) {
      const Date day = std::chrono::floor<Days>(low);
      const std::chrono::sys_seconds cut = std::min<std::chrono::sys_seconds>(high, day + Days{1});
      const auto minutes = [&](std::chrono::sys_seconds t) {
        return static_cast<int>(std::chrono::floor<std::chrono::minutes>(t - day).count());
      };
      if (day >= first && day < end && minutes(cut) > minutes(low))
        changes.push_back({day, minutes(low), minutes(cut), skipped});
      low = cut;
    }
    info = next;
  }
  return changes;
}

}  // namespace ratebook
