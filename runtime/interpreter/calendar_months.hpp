// The same day some calendar months away, or the last of that month when it has no such day: Jan 31 + 1 is Feb 28, or 29.
#pragma once
#include "language/base/civil.hpp"

namespace ratebook::oracle {

inline Date add_months(Date day, int months) {
  const auto month = std::chrono::year_month{ymd(day).year(), ymd(day).month()} + std::chrono::months{months};
  const auto last = std::chrono::year_month_day_last{month.year(), std::chrono::month_day_last{month.month()}};
  return Date{month / std::min(ymd(day).day(), last.day())};
}

}  // namespace ratebook::oracle
