// R2 of tariffs/energyco written by hand in C++, as a good programmer would for this one tariff: the measure for the compiled kernel. Summer
// cycles of 2025 in one version and season; the same inputs and the same amounts as the kernel's.
#pragma once
#include <cstdint>
#include <span>

#include "compiler/native/abi.hpp"

namespace ratebook::bench {

struct HandWrittenAccount {
  const std::int64_t* readings;  // micro-kWh, complete
  std::uint8_t territory;        // north, central, south
  std::uint8_t city;             // riverton, lakeside, elsewhere
  bool tax_exempt, promotion;    // promotion: NEWTOU within its first three cycles
};

// Cents: service, peak, super off-peak, off-peak, welcome, city tax.
struct HandWrittenBill {
  std::int64_t cents[6];
};

// `runs`: bucket 0 peak, 1 super off-peak, 2 off-peak.
void rate_r2_by_hand(std::span<const HandWrittenAccount> accounts, std::span<const native::Run> runs, HandWrittenBill* bills);

}  // namespace ratebook::bench
