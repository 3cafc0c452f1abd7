// Text to tree, to checked tariff, to kernel.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>

#include "compiler/ir/lower.hpp"
#include "compiler/native/kernel.hpp"
#include "compiler/passes/passes.hpp"
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

void Compile(benchmark::State& state) {
  Sources sources;
  DiagnosticSink sink;
  const Book book = open_book(sources, {script(state)}, {}, sink);
  for (auto _ : state) {
    auto program = ir::lower(book.tariffs[0].editions[0], {}, sink);
    auto kernel = native::compile(passes::run(std::move(*program), {}).program, {});
    if (!kernel) state.SkipWithError(kernel.error().c_str());
  }
  state.SetLabel(kScripts[state.range(0)]);
}
BENCHMARK(Compile)->DenseRange(0, 4)->Unit(benchmark::kMillisecond);

void LowerAndPasses(benchmark::State& state) {
  Sources sources;
  DiagnosticSink sink;
  const Book book = open_book(sources, {script(state)}, {}, sink);
  for (auto _ : state) {
    auto program = ir::lower(book.tariffs[0].editions[0], {}, sink);
    benchmark::DoNotOptimize(passes::run(std::move(*program), {}));
  }
  state.SetLabel(kScripts[state.range(0)]);
}
BENCHMARK(LowerAndPasses)->DenseRange(0, 4)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ratebook::bench
