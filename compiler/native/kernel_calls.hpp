// What kernels call: loops over readings, division of wide numbers, numbers as rows show them. They are the same for every tariff, so they are
// compiled with the program and a kernel consists of what is its tariff's own. Kernels know them by name ("ratebook_" + name, kernel_call.def);
// a change of what one takes or does changes kAbiVersion.
//
// Sums of readings are proved to fit 64 bits, and squares of them 128 (ir/limits.hpp); divisors are >= 1.
#pragma once
#include "compiler/native/abi.hpp"

namespace ratebook::native {

enum class KernelCall : std::uint8_t {
#define KERNEL_CALL(name) name,
#include "compiler/native/kernel_call.def"
};
constexpr const char* symbol_of(KernelCall call) {
  constexpr const char* kSymbols[] = {
#define KERNEL_CALL(name) "ratebook_" #name,
#include "compiler/native/kernel_call.def"
  };
  return kSymbols[static_cast<std::size_t>(call)];
}

namespace calls {

// Micro-units of readings [first, last).
std::int64_t sum_readings(const ReadingColumn* column, std::uint64_t first, std::uint64_t last);
// Adds each run's sum to its bucket.
void sum_runs(const ReadingColumn* column, const Run* runs, std::uint64_t count, std::int64_t* buckets);

// One number of each part in its record: they lie `stride` bytes apart. A part without a window has 0.
struct PartNumbers {
  char* first;
  std::uint64_t stride, parts;
};
// The extreme window's energy.
void highest_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* column);
void lowest_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* column);
// The extreme window's energy squared, of 128 bits: of `apparent` where the account has data of it, else usage² + reactive².
void highest_squared_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* apparent,
                             const ReadingColumn* usage, const ReadingColumn* reactive);
void lowest_squared_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* apparent,
                            const ReadingColumn* usage, const ReadingColumn* reactive);

// As the operations of these names (operation.def).
Int128 divide_half_up(Int128 a, Int128 b);
Int128 divide_half_even(Int128 a, Int128 b);
Int128 divide_up(Int128 a, Int128 b);
Int128 divide_down(Int128 a, Int128 b);
Int128 root(Int128 a);

// numerator / denominator as rows show it, at scale 9: exact, or rounded half even to 6 decimals where it does not end within 9. Returns 0, or
// `bit` when it is not exact. numerator × 10^9 fits.
std::uint32_t show(Int128* to, Int128 numerator, Int128 denominator, std::uint32_t bit);

}  // namespace calls

}  // namespace ratebook::native
