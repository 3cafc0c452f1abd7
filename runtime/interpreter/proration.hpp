// Months and years of a part as exact fractions (language reference, section 3, "Months").
#pragma once
#include <string>

#include "language/semantics/rules.hpp"
#include "runtime/interpreter/day_set.hpp"
#include "runtime/interpreter/number.hpp"

namespace ratebook::oracle {

// The whole cycle, even where one edition rates only some of its days.
struct WholeCycle {
  Date from, through;
  std::optional<int> scheduled_days;
  bool first = false, last = false;
};

// Of the whole cycle: 1 when nothing prorates (no rule, `never`, no `when` holds), else the sum of its days' weights. Of a part: the cycle's
// × weight of the part ÷ weight of the cycle, so that parts add up; without a divisor every day weighs the same.
// Refuses with input_missing when the divisor is `scheduled days` and the cycle has none.
Number months_of(const std::optional<Ruled<Proration>>& monthly, const WholeCycle& cycle, const DaySet& part);
Number years_of(const std::optional<Ruled<Proration>>& yearly, const std::optional<Ruled<Proration>>& monthly,
                const WholeCycle& cycle, const DaySet& part);

// How they came about, for a derivation: "10 days / 30", "12 of 30 days, not prorated".
std::string proration_words(const std::optional<Ruled<Proration>>& ruled, const WholeCycle& cycle, const DaySet& part);

}  // namespace ratebook::oracle
