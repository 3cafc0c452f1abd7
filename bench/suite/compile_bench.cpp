// From a checked tariff to a kernel, step by step: what an edition costs that was never seen, and one whose kernel is in the cache.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>

#include "bench/sample/script_book.hpp"
#include "compiler/ir/lower.hpp"
#include "compiler/ir/print.hpp"
#include "compiler/native/kernel.hpp"
#include "compiler/passes/passes.hpp"
#include "language/semantics/check.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::bench {
namespace {

namespace fs = std::filesystem;

struct Script {
  std::string name;
  std::string text;  // of a generated one
};
const std::vector<Script>& scripts() {
  static const std::vector<Script> all{
      {"tariffs/examples/rs-1.tariff", ""},         {"tariffs/examples/tou-r.tariff", ""},
      {"tariffs/examples/gs-3.tariff", ""},         {"tariffs/energyco/c1.tariff", ""},
      {"1,000 charges", sample::long_script(1000)}, {"1,000 periods", sample::script_of_periods(1000)}};
  return all;
}

class Edition {
 public:
  explicit Edition(benchmark::State& state) {
    const Script& script = scripts()[static_cast<std::size_t>(state.range(0))];
    state.SetLabel(script.name);
    DiagnosticSink sink;
    if (script.text.empty()) {
      book_ = open_book(sources_, {fs::path(RATEBOOK_SOURCE_DIR) / script.name}, {}, sink);
      if (!book_.tariffs.empty()) tariff_ = &book_.tariffs[0].editions[0];
    } else {
      const auto tree = parse(sources_, sources_.add("script", script.text), sink);
      if (tree) own_ = check(sources_, *tree, {}, sink);
      if (own_) tariff_ = &*own_;
    }
    if (tariff_ == nullptr) state.SkipWithError("the script does not check");
  }
  explicit operator bool() const { return tariff_ != nullptr; }
  ir::Program lowered() const {
    DiagnosticSink sink;
    return *ir::lower(*tariff_, {}, sink);
  }
  ir::Program optimised() const { return passes::run(lowered(), {}).program; }

 private:
  Sources sources_;
  Book book_;
  std::optional<CheckedTariff> own_;
  const CheckedTariff* tariff_ = nullptr;
};

void Lower(benchmark::State& state) {
  if (const Edition edition(state); edition)
    for (auto _ : state) benchmark::DoNotOptimize(edition.lowered());
}
BENCHMARK(Lower)->DenseRange(0, 5)->Unit(benchmark::kMicrosecond);

void Digest(benchmark::State& state) {
  const Edition edition(state);
  if (!edition) return;
  const ir::Program program = edition.lowered();
  for (auto _ : state) benchmark::DoNotOptimize(ir::digest(program));
}
BENCHMARK(Digest)->DenseRange(0, 5)->Unit(benchmark::kMicrosecond);

void Passes(benchmark::State& state) {
  const Edition edition(state);
  if (!edition) return;
  const ir::Program program = edition.lowered();
  for (auto _ : state) benchmark::DoNotOptimize(passes::run(program, {}));
}
BENCHMARK(Passes)->DenseRange(0, 5)->Unit(benchmark::kMicrosecond);

// LLVM and the linker.
void Compile(benchmark::State& state) {
  const Edition edition(state);
  if (!edition) return;
  const ir::Program program = edition.optimised();
  for (auto _ : state)
    if (const auto kernel = native::compile(program, {}); !kernel) state.SkipWithError(kernel.error().c_str());
}
BENCHMARK(Compile)->DenseRange(0, 5)->Unit(benchmark::kMillisecond);

// The cache's key, its file, the linker.
void LoadFromCache(benchmark::State& state) {
  const Edition edition(state);
  if (!edition) return;
  const ir::Program program = edition.optimised();
  native::CompileOptions options;
  options.cache = fs::temp_directory_path() / ("ratebook-bench-kernels-" + std::to_string(::getpid()));
  if (!native::compile(program, options)) state.SkipWithError("no kernel");
  for (auto _ : state)
    if (const auto kernel = native::compile(program, options); !kernel || !(*kernel)->from_cache())
      state.SkipWithError("not from the cache");
  fs::remove_all(options.cache);
}
BENCHMARK(LoadFromCache)->DenseRange(0, 5)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ratebook::bench
