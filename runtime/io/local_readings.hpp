// From the time stamps of one account's rows to instants (semantics.md, Time and data 1 and 2). Stamps with an offset are instants already; local
// ones are wall time of the tariff's zone. A local hour that happens twice is resolved by the order of the account's rows; a time that does
// not exist, or whose pass the order does not tell, is a fault of that row.
#pragma once
#include <span>
#include <vector>

#include "runtime/calendar/zone.hpp"
#include "runtime/io/reading_rows.hpp"

namespace ratebook {

// Readings [first, first + count) of `run`, `step` apart, the first one stamped at `at`.
struct InstantRun {
  Instant at = 0;
  std::int32_t step = 0;  // 0 when there is one
  std::uint32_t count = 0;
  const ReadingRun* run = nullptr;
  std::uint32_t first = 0;

  Instant last() const { return at + std::int64_t{step} * (count - 1); }
};
// A row whose time is wrong; `near` is an instant close to it, for finding the cycle that it would belong to.
struct TimeFault {
  const ReadingRun* run = nullptr;
  std::uint32_t reading = 0;
  Instant near = 0;
  RowFault fault;
};

class LocalReadings {
 public:
  explicit LocalReadings(const Zone& zone) : zone_(zone) {}
  // Runs in file order. `faults` is appended to.
  void resolve(std::span<const ReadingRun> runs, std::vector<InstantRun>& out, std::vector<TimeFault>& faults);
  // Roughly when a local stamp was; instants are returned as they are.
  Instant near(Stamp stamp) const;

 private:
  struct Twice;
  bool in_steady_time(LocalSeconds first, LocalSeconds last);
  void resolve_singly(const ReadingRun& run, std::vector<InstantRun>& out, std::vector<TimeFault>& faults,
                      std::vector<Twice>& twice);
  void decide_passes(std::span<const ReadingRun> runs, std::vector<Twice>& twice, std::vector<InstantRun>& out,
                     std::vector<TimeFault>& faults) const;

  const Zone& zone_;
  LocalSeconds steady_from_ = 0, steady_to_ = -1;  // local times in here happen once, at one offset
  std::int32_t offset_ = 0;
};

}  // namespace ratebook
