// The tariff's clock for the oracle: instants (seconds since 1970 UTC) to civil date and minute, by the date library and the system's zones.
//
//   const WallClock clock = WallClock::make("America/Los_Angeles", ClockRule::local_daylight, from, through);
//   clock.at(clock.day_start(from))   is {from, 0}
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "language/base/civil.hpp"
#include "language/semantics/rules.hpp"

namespace ratebook::oracle {

struct LocalTime {
  Date date;
  int minute = 0;  // 0…1439
};

class WallClock {
 public:
  // Good for the days from two before `from` to two after `through`. Refuses with zone_year when the library's data do not hold the zone's
  // rules for a year of them: it knows the listed changes only, and a zone file lists them to 2037 or, in slim form, to the last change of
  // the rules. `standard`: the smallest UTC offset that the zone uses in a year, all that year (language reference, section 3).
  static WallClock make(const std::string& zone, ClockRule rule, Date from, Date through);

  LocalTime at(std::int64_t instant) const;
  // First instant whose date is `day` or later.
  std::int64_t day_start(Date day) const;
  // The greatest day that has started: differs from at().date only where a clock goes back over midnight.
  Date day_of(std::int64_t instant) const;
  // Seconds of the day: 82800, 86400, 90000 …
  std::int64_t length(Date day) const { return day_start(day + Days{1}) - day_start(day); }

  // A stretch of time with one UTC offset.
  struct Piece {
    std::int64_t begin;   // until the next piece's begin
    std::int64_t offset;  // seconds east of UTC
  };
  const std::vector<Piece>& pieces() const { return pieces_; }
  // Instants within [begin, end) at which the clock shows `minute`.
  std::vector<std::int64_t> showing(int minute, std::int64_t begin, std::int64_t end) const;

 private:
  std::vector<Piece> pieces_;
  std::int64_t end_ = 0;
};

}  // namespace ratebook::oracle
