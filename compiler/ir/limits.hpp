// What the range proofs assume of the numbers that a plan hands over, besides language/base/limit.def. A plan holds every number to these
// (a row outside goes to quarantine), so that they are facts in here.
#pragma once
#include <cstdint>

#include "language/base/limits.hpp"

namespace ratebook::ir {

inline constexpr std::int64_t kMicro = 1'000'000;  // quantities are integers of 10^-6 (bill/account_cycle.hpp)
inline constexpr std::int64_t kReadingLimit = limits::interval_energy.high * kMicro;
inline constexpr std::int64_t kMostSteps =
    600'000;  // steps of a cycle: 400 days of minutes, and a day more for changes of the clock
// Sum of a channel's readings over a cycle, so of every slot and window within it: micro-units.
inline constexpr std::int64_t kEnergyLimit = limits::cycle_energy.high * kMicro;
// Denominator of register reads that are shared out over days.
inline constexpr std::int64_t kQuantityDenominatorLimit = 1'000'000'000;
// General source: micro-units × minutes.
inline constexpr std::int64_t kDemandLimit = kEnergyLimit * 60;
// A history aggregate, in lowest terms, is numerator / denominator within these; beyond them the account is refused (history_missing is
// not it: `stored_unrounded` values of a history file).
inline constexpr std::int64_t kHistoryNumeratorLimit = 40'000'000'000'000'000;
inline constexpr std::int64_t kHistoryDenominatorLimit = 1'000'000'000;
// Attribute given_measure: canonical × 10^9.
inline constexpr std::int64_t kGivenMeasureScale = 1'000'000'000;
inline constexpr std::int64_t kGivenMeasureLimit = 4'000'000'000'000'000'000;
inline constexpr std::int64_t kFirstDay = -25567, kLastDay = 376200;  // 1900-01-01 … 2999-12-31 with room for moved dates

}  // namespace ratebook::ir
