// Calendar months added to a day number, in the program's integers: accounts' dates are data.
// Source of the day-number formulas: H. Hinnant, chrono-Compatible Low-Level Date Algorithms (days_from_civil, civil_from_days), for years from 0 on.
#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

namespace {
constexpr std::int64_t kShift = 719468;  // days from 0000-03-01 to 1970-01-01
}

ValueId Lowering::divide(ValueId a, std::int64_t b) { return build_.emit(Op::divide_down, {a, build_.constant(b)}); }
ValueId Lowering::times(ValueId a, std::int64_t b) { return build_.multiply(a, build_.constant(b)); }

// Day number of the first day of month `months` = year × 12 + month - 1.
ValueId Lowering::first_of_month(ValueId months) {
  const ValueId year = divide(months, 12);
  const ValueId month = build_.subtract(months, times(year, 12));  // 0 … 11
  const ValueId early = build_.less(month, build_.constant(2));    // January and February count to the year before
  const ValueId y = build_.subtract(year, early);
  const ValueId from_march = build_.add(build_.subtract(month, build_.constant(2)), times(early, 12));
  const ValueId day_of_year = divide(build_.add(times(from_march, 153), build_.constant(2)), 5);
  const ValueId leaps = build_.add(build_.subtract(divide(y, 4), divide(y, 100)), divide(y, 400));
  return build_.subtract(build_.add(build_.add(times(y, 365), leaps), day_of_year), build_.constant(kShift));
}

// The same day some months later, or the last of that month when it has no such day: Jan 31 + 1 is Feb 28, or 29.
ValueId Lowering::add_months(ValueId day, std::uint32_t count) {
  const ValueId z = build_.add(day, build_.constant(kShift));
  const ValueId era = divide(z, 146097);
  const ValueId of_era = build_.clamp(build_.subtract(z, times(era, 146097)), 0, 146096);
  const ValueId corrected =
      build_.subtract(build_.add(build_.subtract(of_era, divide(of_era, 1460)), divide(of_era, 36524)), divide(of_era, 146096));
  const ValueId year_of_era = divide(corrected, 365);
  const ValueId leaps = build_.subtract(divide(year_of_era, 4), divide(year_of_era, 100));
  const ValueId day_of_year = build_.clamp(build_.subtract(of_era, build_.add(times(year_of_era, 365), leaps)), 0, 365);
  const ValueId from_march = divide(build_.add(times(day_of_year, 5), build_.constant(2)), 153);
  const ValueId day_of_month =
      build_.subtract(day_of_year, divide(build_.add(times(from_march, 153), build_.constant(2)), 5));  // from 0
  // Months from March of year 0 on, then from January of year 0 on.
  const ValueId months =
      build_.add(times(build_.add(year_of_era, times(era, 400)), 12), build_.add(from_march, build_.constant(2)));
  const ValueId later = build_.add(months, build_.constant(count));
  const ValueId same = build_.add(first_of_month(later), day_of_month);
  const ValueId last = build_.subtract(first_of_month(build_.add(later, build_.constant(1))), build_.constant(1));
  return build_.minimum(same, last);
}

}  // namespace ratebook::ir
