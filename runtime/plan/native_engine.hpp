// The native engine: account cycles in, bills out, through compiled kernels. One for each tariff; thread-safe.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/ir/programs.hpp"
#include "compiler/native/kernel.hpp"
#include "language/bill/bill.hpp"
#include "runtime/io/batch_input.hpp"

namespace ratebook {

struct NativeOptions {
  native::CompileOptions compile;
  RatingOptions rating;
  std::shared_ptr<ir::Programs> programs;  // of the tariff's book, where somebody else asks for them as well
};

class NativeEngine {
 public:
  // `editions` must outlive the engine. The error: a zone that cannot be read.
  static Result<std::unique_ptr<NativeEngine>, std::string> make(const TariffEditions& editions, NativeOptions options);
  virtual ~NativeEngine() = default;

  // Rates the block's entries named (all of this engine's tariff) into results[k] of entries[k]. The error is the program's or the machine's
  // (a kernel that cannot be compiled), never an account's.
  virtual Result<void, std::string> rate(const CycleBlock& block, std::span<const std::uint32_t> entries,
                                         std::vector<Rated>& results) = 0;
  // One cycle, examples and explain: given measures are honoured.
  virtual Result<Rated, std::string> rate(const AccountCycle& cycle) = 0;
};

}  // namespace ratebook
