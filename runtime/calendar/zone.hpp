// Time zones for the native path and the readers, straight from the system's TZif files (RFC 8536), the footer's rule included, so that years
// beyond the file's last transition are right on systems with "slim" files. The oracle reads zones through another library on purpose.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/base/result.hpp"

namespace ratebook {

// Instants are seconds since 1970-01-01T00:00:00Z; local times are the same count on the local civil clock (no offset applied).
using Instant = std::int64_t;
using LocalSeconds = std::int64_t;

struct ZoneTransition {
  Instant at = 0;           // first instant of the new offset
  std::int32_t offset = 0;  // seconds east of UTC from then on
  bool daylight = false;
};

class Zone {
 public:
  // "America/Denver" under the system's zone directory (or $TZDIR). The error says which file and why.
  static Result<Zone, std::string> load(std::string_view name);
  static Result<Zone, std::string> from_bytes(std::string name, std::string_view bytes);

  const std::string& name() const { return name_; }
  // Bytes of the file that was read, for digests.
  const std::string& bytes() const { return bytes_; }

  std::int32_t offset_at(Instant t) const;
  LocalSeconds to_local(Instant t) const { return t + offset_at(t); }

  // When a local time happened: once; twice (the hour after clocks went back; `first` is the earlier, `second` the later instant); or never
  // (the hour that clocks skipped; `first` is then the instant at which they did).
  struct Occurrence {
    enum class Kind : std::uint8_t { once, twice, never };
    Kind kind = Kind::once;
    Instant first = 0, second = 0;
  };
  Occurrence instants_of_local(LocalSeconds local) const;

  // Changes of offset at instants in (from, to).
  std::vector<ZoneTransition> transitions_between(Instant from, Instant to) const;

  // The smallest offset in use at some instant of the UTC year: the offset of `clock standard time`.
  std::int32_t smallest_offset(int year) const;

  // Whether the clock changes of the year are known well enough to bill by. A footer's rule goes on for ever, but no law does: of a zone whose
  // clocks go on changing, the years up to 2037, which is as far as files list changes one by one.
  bool lists_year(int year) const { return !goes_on_ || year <= kLastListedYear; }
  static constexpr int kLastListedYear = 2037;

  // Last year whose transitions are known (from the file or its footer).
  static constexpr int kLastYear = 2199;

 private:
  std::string name_, bytes_;
  std::int32_t initial_offset_ = 0;
  bool goes_on_ = false;                     // its clocks go on changing
  std::vector<ZoneTransition> transitions_;  // ascending; offsets differ from their predecessors'
};

}  // namespace ratebook
