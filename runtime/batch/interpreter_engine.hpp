// The oracle as an engine: slow, exact, one cycle at a time.
#pragma once
#include "runtime/batch/engine.hpp"

namespace ratebook {

class InterpreterEngine : public Engine {
 public:
  InterpreterEngine(const Book& book, RatingOptions options) : book_(book), options_(options) {}
  std::string_view name() const override { return "interpreter"; }
  Result<void, std::string> rate(const CycleBlock& block, std::span<const std::uint32_t> entries,
                                 std::vector<Rated>& results) override;
  Result<Rated, std::string> rate(std::uint32_t tariff, const AccountCycle& cycle, const RatingOptions& options) override;

 private:
  const Book& book_;
  RatingOptions options_;
};

}  // namespace ratebook
