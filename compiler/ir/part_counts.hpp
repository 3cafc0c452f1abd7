// How often a cycle can be divided: bounds that follow from the script alone, whatever the account. They bound sums over parts.
#pragma once
#include "compiler/ir/program.hpp"

namespace ratebook::ir {

// Parts that the partition has at most in a cycle of up to limit.def's days: versions that can begin or end within so many days, times
// members of seasons, months, values of dated facts that have few. Two prices that change on the same day cut once.
//
//   a rate of 2025-01-01 and 2025-07-01, two seasons   =>   3 × 2
std::uint32_t most_parts_of(const CheckedTariff& tariff, const Partition& partition);

// Calendar months that the partition's cuts divide at most in a cycle: none where all of them fall on the first of a month.
std::uint32_t most_divided_months(const CheckedTariff& tariff, const Partition& partition);

}  // namespace ratebook::ir
