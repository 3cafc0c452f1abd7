// Months and years as exact fractions of a window (language reference, section 3, "Months").
#pragma once
#include <cstdint>
#include <vector>

#include "language/semantics/rules.hpp"
#include "runtime/plan/parts.hpp"

namespace ratebook {

// What `prorate … when` and `scheduled days` look at: the whole cycle, even where this window is only one edition's share of it.
struct CycleFacts {
  Date from, through;
  int scheduled_days = 0;  // 0: not given
  bool first = false, last = false;
};

// One denominator for a window; each part's numerator is its share of the cycle's months (years). Reduced to lowest common terms.
struct Proratas {
  std::int64_t denominator = 1;
  std::vector<std::int64_t> numerators;
  bool scheduled_days_missing = false;  // the divisor is `scheduled days` and the cycle has none
};

// `parts_by_partition` lists the parts of every partition one after another; all share the denominator.
Proratas prorate_months(const std::optional<Ruled<Proration>>& rule, const CycleFacts& cycle,
                        const std::vector<const Part*>& parts);
Proratas prorate_years(const std::optional<Ruled<Proration>>& rule, const Proratas& months, const CycleFacts& cycle,
                       const std::vector<const Part*>& parts);

}  // namespace ratebook
