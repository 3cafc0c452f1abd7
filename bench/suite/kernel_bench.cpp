// The compiled kernel of R2 beside the same tariff written by hand, over readings in memory.
#include <benchmark/benchmark.h>

#include "bench/suite/neighbourhood_r2.hpp"
#include "runtime/interpreter/rate.hpp"

namespace ratebook::bench {
namespace {

const NeighbourhoodR2& neighbourhood() {
  static const NeighbourhoodR2 n(10000);
  return n;
}

void count(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(neighbourhood().readings()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(neighbourhood().readings() * sizeof(std::int64_t)));
}

// Reading the same bytes and adding them up: what memory allows.
void ReadBandwidth(benchmark::State& state) {
  const auto accounts = neighbourhood().hand_written();
  const std::size_t each = neighbourhood().readings() / accounts.size();
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (const auto& a : accounts)
      for (std::size_t i = 0; i < each; ++i) sum += a.readings[i];
    benchmark::DoNotOptimize(sum);
  }
  count(state);
}
BENCHMARK(ReadBandwidth)->Unit(benchmark::kMillisecond);

void HandWrittenKernel(benchmark::State& state) {
  const auto accounts = neighbourhood().hand_written();
  const auto runs = neighbourhood().hand_written_runs();
  std::vector<HandWrittenBill> bills(accounts.size());
  for (auto _ : state) {
    rate_r2_by_hand(accounts, runs, bills.data());
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK(HandWrittenKernel)->Unit(benchmark::kMillisecond);

void CompiledKernel(benchmark::State& state) {
  const auto batch = neighbourhood().batch();
  for (auto _ : state) {
    batch->run();
    benchmark::ClobberMemory();
  }
  std::vector<HandWrittenBill> bills(batch->size());
  rate_r2_by_hand(neighbourhood().hand_written(), neighbourhood().hand_written_runs(), bills.data());
  if (!neighbourhood().same_bills(*batch, bills)) state.SkipWithError("the bills differ from the hand-written kernel's");
  count(state);
}
BENCHMARK(CompiledKernel)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ratebook::bench
