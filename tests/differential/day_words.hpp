// Days of the year as scripts write them, with the rule that they mean.
#pragma once
#include <string>

#include "language/semantics/time.hpp"

namespace ratebook::differential {

struct DayWords {
  std::string text;
  DayRule rule;
};
DayWords month_day(unsigned month, unsigned day);                      // "Jun 1"
DayWords last_day_of(unsigned month);                                  // "last day of Feb"
DayWords nth_weekday(unsigned nth, unsigned weekday, unsigned month);  // nth 1…4, 5 = last; 0 = Mon
DayWords easter();
DayWords moved(const DayWords& day, int days);  // "2 days before Easter"

}  // namespace ratebook::differential
