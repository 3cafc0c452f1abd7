// The native kernels as an engine: one NativeEngine for each tariff of the book, made when the first cycle of that tariff comes.
#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "runtime/batch/engine.hpp"
#include "runtime/plan/native_engine.hpp"

namespace ratebook {

class KernelEngine : public Engine {
 public:
  KernelEngine(const Book& book, NativeOptions options) : book_(book), options_(std::move(options)) {}
  std::string_view name() const override { return "native"; }
  Result<void, std::string> rate(const CycleBlock& block, std::span<const std::uint32_t> entries,
                                 std::vector<Rated>& results) override;
  Result<Rated, std::string> rate(std::uint32_t tariff, const AccountCycle& cycle, const RatingOptions& options) override;

 private:
  Result<NativeEngine*, std::string> engine_of(std::uint32_t tariff, const RatingOptions& options);

  const Book& book_;
  NativeOptions options_;
  std::mutex mutex_;
  std::map<std::pair<std::uint32_t, Date>, std::unique_ptr<NativeEngine>> engines_;  // by tariff and as-known date
};

}  // namespace ratebook
