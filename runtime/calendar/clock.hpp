// The tariff's clock (language reference, section 3): which local date and time of day each instant has.
#pragma once
#include <vector>

#include "language/base/civil.hpp"
#include "language/semantics/rules.hpp"
#include "runtime/calendar/zone.hpp"

namespace ratebook {

// A span of instants [first, last) in which local time runs at one offset.
struct ClockPiece {
  Instant first = 0, last = 0;
  std::int32_t offset = 0;
};

class TariffClock {
 public:
  TariffClock(const Zone& zone, ClockRule rule) : zone_(&zone), rule_(rule) {}

  // Pieces that cover [from, to) in order, without gaps.
  std::vector<ClockPiece> pieces(Instant from, Instant to) const;
  // First instant whose local date is `day` or later: 00:00, the first of two midnights, or the instant at which a skipped midnight was skipped.
  Instant day_begin(Date day) const;
  std::int32_t offset_at(Instant t) const;

 private:
  std::int32_t standard_offset_at(Instant t) const;
  const Zone* zone_;
  ClockRule rule_;
};

}  // namespace ratebook
