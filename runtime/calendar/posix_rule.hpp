// The footer of a TZif file: a POSIX TZ string such as "MST7MDT,M3.2.0,M11.1.0" or "<+03>-3" (RFC 8536, section 3.3; POSIX.1 section 8.3).
#pragma once
#include <optional>
#include <string_view>

#include "language/base/civil.hpp"

namespace ratebook {

struct PosixRule {
  struct Change {
    enum class Kind : std::uint8_t { julian_without_leap, day_of_year, month_week_day };
    Kind kind = Kind::month_week_day;
    int month = 1, week = 1, day = 0;  // week 5: last; day 0 = Sunday
    std::int32_t seconds = 7200;       // after local midnight, may be negative or beyond a day
    Date date(int year) const;
  };
  std::int32_t standard_offset = 0;  // seconds east
  std::int32_t daylight_offset = 0;
  bool has_daylight = false;
  Change begins, ends;  // of daylight time; `begins` on the standard clock, `ends` on the daylight clock
};

std::optional<PosixRule> parse_posix_rule(std::string_view text);

}  // namespace ratebook
