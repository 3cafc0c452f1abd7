// The tariff of tou-month.tariff written by hand in C++, as a good programmer would for this one tariff and this one month: the
// measure for what a compiled script reaches. It checks nothing: every row is there and complete.
#pragma once
#include <array>
#include <cstdint>
#include <span>

namespace ratebook::whole {

constexpr std::size_t kDays = 30, kIntervals = kDays * 96;

// The days of a cycle: 0 a weekday of summer, 1 a weekend or holiday of summer, 2 and 3 those of winter.
using DayKinds = std::array<std::uint8_t, kDays>;

constexpr std::array<const char*, 6> kBucketLines = {"energy.summer.mid_peak", "energy.summer.off_peak",
                                                     "energy.summer.on_peak",  "energy.winter.mid_peak",
                                                     "energy.winter.off_peak", "energy.winter.on_peak"};

// Cents. A bucket without an hour in the cycle has 0 and no line.
struct HandWrittenBill {
  std::int64_t customer, demand, city;
  std::array<std::int64_t, 6> energy;
};

// Bills accounts `first` … `first + bills.size() - 1`; `rows` has all accounts' readings in Wh, account n has the cycle n % 20.
void rate_by_hand(const std::uint16_t* rows, std::span<const DayKinds> cycles, std::uint64_t first,
                  std::span<HandWrittenBill> bills);

// Reads as much and computes nothing to speak of: how fast memory is.
std::uint64_t read_only(const std::uint16_t* rows, std::uint64_t first, std::uint64_t accounts);

}  // namespace ratebook::whole
