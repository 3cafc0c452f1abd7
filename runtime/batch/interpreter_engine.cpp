#include "runtime/batch/interpreter_engine.hpp"

#include "runtime/interpreter/rate.hpp"

namespace ratebook {

Result<void, std::string> InterpreterEngine::rate(const CycleBlock& block, std::span<const std::uint32_t> entries,
                                                  std::vector<Rated>& results) {
  for (const std::uint32_t entry : entries)
    results[entry] = ratebook::rate(block.editions(entry), make_account_cycle(block, entry), options_);
  return {};
}

Result<Rated, std::string> InterpreterEngine::rate(std::uint32_t tariff, const AccountCycle& cycle,
                                                   const RatingOptions& options) {
  return ratebook::rate(book_.tariffs[tariff], cycle, options);
}

}  // namespace ratebook
