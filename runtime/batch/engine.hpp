// What rates the cycles of a batch: the native kernels, or the oracle. A run has one engine from start to end; there is no silent change.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/bill/bill.hpp"
#include "runtime/io/batch_input.hpp"

namespace ratebook {

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;  // "native", "interpreter"
  // Rates entries[k] of the block into results[entries[k]] (`results` has the block's size). From several threads at once. The error is the
  // program's or the machine's, never an account's.
  virtual Result<void, std::string> rate(const CycleBlock& block, std::span<const std::uint32_t> entries,
                                         std::vector<Rated>& results) = 0;
  // One cycle of a tariff of the book; given measures are honoured.
  virtual Result<Rated, std::string> rate(std::uint32_t tariff, const AccountCycle& cycle, const RatingOptions& options) = 0;
};

}  // namespace ratebook
