// Text to tree, to checked tariff.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "language/semantics/check.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::bench {
namespace {

constexpr const char* kScripts[] = {"tariffs/examples/rs-1.tariff", "tariffs/examples/tou-r.tariff",
                                    "tariffs/examples/gs-3.tariff", "tariffs/energyco/r2.tariff", "tariffs/energyco/c1.tariff"};

std::filesystem::path script(const benchmark::State& state) {
  return std::filesystem::path(RATEBOOK_SOURCE_DIR) / kScripts[state.range(0)];
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Parse(benchmark::State& state) {
  const std::string text = text_of(script(state));
  for (auto _ : state) {
    Sources sources;
    DiagnosticSink sink;
    benchmark::DoNotOptimize(parse(sources, sources.add("script", text), sink));
  }
  state.SetLabel(kScripts[state.range(0)]);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(Parse)->DenseRange(0, 4)->Unit(benchmark::kMicrosecond);

void ParseAndCheck(benchmark::State& state) {
  for (auto _ : state) {
    Sources sources;
    DiagnosticSink sink;
    benchmark::DoNotOptimize(open_book(sources, {script(state)}, {}, sink));
  }
  state.SetLabel(kScripts[state.range(0)]);
}
BENCHMARK(ParseAndCheck)->DenseRange(0, 4)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ratebook::bench
