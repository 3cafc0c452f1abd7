// A window of time cut into stretches in which nothing that a tariff distinguishes changes: the day and the members of the schemes.
#pragma once
#include <vector>

#include "runtime/calendar/clock.hpp"
#include "runtime/calendar/year_paint.hpp"

namespace ratebook {

// Which clock cuts the days, and which one tells hours: they differ where editions of one cycle do (language reference, section 26, 4).
struct TariffClocks {
  TariffClock days, own;
};

struct Stretch {
  Instant first = 0, last = 0;       // [first, last)
  Date day;                          // of the clock that cuts the days
  std::int32_t offset = 0;           // seconds east of UTC of the tariff's own clock
  std::vector<MemberIndex> members;  // of the asked schemes, in their order
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// Stretches of [from, to) in order, covering it; adjacent ones differ in day, offset or members. A repeated local hour appears twice, a
// skipped one not at all. Seasons and day types are those of the day, periods those of the own clock's date and time.
std::vector<Stretch> stretches(const CheckedTariff& tariff, const TariffClocks& clocks, const YearPaint& paint,
                               const std::vector<SchemeId>& schemes, Instant from, Instant to);

}  // namespace ratebook
