// A window of time cut into stretches in which nothing that a tariff distinguishes changes: the local date and the members of the schemes.
#pragma once
#include <vector>

#include "runtime/calendar/clock.hpp"
#include "runtime/calendar/year_paint.hpp"

namespace ratebook {

struct Stretch {
  Instant first = 0, last = 0;         // [first, last)
  Date day;                            // local date
  std::int32_t offset = 0;             // seconds east of UTC of the tariff's clock
  std::vector<MemberIndex> members;    // of the asked schemes, in their order
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// Stretches of [from, to) in order, covering it; adjacent ones differ in date, offset or members. A repeated local hour appears twice, a
// skipped one not at all.
std::vector<Stretch> stretches(const CheckedTariff& tariff, const TariffClock& clock, const YearPaint& paint, const std::vector<SchemeId>& schemes,
                               Instant from, Instant to);

}  // namespace ratebook
