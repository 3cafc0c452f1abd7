// Interval arithmetic over a program: what each value can be worth, given the ranges of the leaves. Widths of native code and the diagnostic
// `too_wide` come from it.
//
//   %2 = multiply %0 %1      %0 in [0, 10], %1 in [-3, 2]   =>   %2 in [-30, 20]
#pragma once
#include "compiler/ir/operation.hpp"

namespace ratebook::ir {

inline Range exactly(const BigInt& value) { return {value, value}; }
inline Range between(std::int64_t low, std::int64_t high) { return {low, high}; }
Range hull(const Range& a, const Range& b);
bool contains(const Range& range, const BigInt& value);
bool inside(const Range& inner, const Range& outer);

// Two's complement widths that native code has. 0: none of them suffices.
inline constexpr int kWidths[] = {64, 128, 256};
int width_of(const Range& range);

// Ranges of cells and accumulators, and of the denominators that tier passes were filled with, as the code so far has set them.
struct StorageRanges {
  std::vector<std::optional<Range>> cells, accumulators, pass_denominators;
  StorageRanges() = default;
  explicit StorageRanges(const Program& program)
      : cells(program.cells.size()), accumulators(program.accumulators.size()), pass_denominators(program.tier_passes.size()) {}
};

// The range of `instruction`'s result from those of its operands (Op::store and Op::accumulate widen `storage`). The result of an effect
// has no meaning; it is [0, 0].
Range result_range(const Program& program, const Instruction& instruction, const Block& block, StorageRanges& storage);

// Largest number of parts of a partition: one for each day.
BigInt most_parts(const Partition& partition);

// Sets `range` of every instruction. Code must already be in order (verify.hpp).
void compute_ranges(Program& program);

}  // namespace ratebook::ir
