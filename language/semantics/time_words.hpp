// Words about time of the tree as the checked tariff has them.
#pragma once
#include "language/semantics/time.hpp"
#include "language/syntax/tree_time.hpp"

namespace ratebook {

// The rule must not name 29 February.
DayRule day_rule(const syntax::DayRule& rule);
bool names_leap_day(const syntax::DayRule& rule);

}  // namespace ratebook
