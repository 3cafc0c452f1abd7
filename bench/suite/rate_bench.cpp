// The main job without the command around it: files of a sample neighbourhood to a directory of bills and lines.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "bench/sample/neighbourhood.hpp"
#include "runtime/batch/batch_run.hpp"
#include "runtime/batch/interpreter_engine.hpp"
#include "runtime/batch/kernel_engine.hpp"

namespace ratebook::bench {
namespace {

namespace fs = std::filesystem;

// Files in a folder of their own, as long as the program runs.
class SampleFiles {
 public:
  explicit SampleFiles(sample::Neighbourhood wanted)
      : folder_(fs::temp_directory_path() / fmt::format("ratebook-bench-{}-{}", ::getpid(), wanted.r1_accounts)) {
    wanted.folder = folder_ / "in";
    written_ = sample::write_neighbourhood(wanted);
    paths_.accounts = wanted.folder / "accounts.csv";
    for (const char* usage : {"usage_r1.csv", "usage_r2.csv", "usage_c1.csv"})
      if (fs::exists(wanted.folder / usage)) paths_.usage.push_back(wanted.folder / usage);
    for (const std::string& usage : paths_.usage) bytes_ += fs::file_size(usage);
    DiagnosticSink sink;
    book_ = open_book(sources_, {fs::path(RATEBOOK_SOURCE_DIR) / "tariffs/energyco"}, {}, sink);
    for (const TariffEditions& tariff : book_.tariffs) ir_digests_.emplace_back(tariff.editions.size());
  }
  ~SampleFiles() { fs::remove_all(folder_); }

  void rate(benchmark::State& state, Engine& engine, unsigned threads) const {
    BatchOptions options;
    options.inputs = paths_;
    options.out = folder_ / "out";
    options.replace = true;
    options.threads = threads;
    options.as_known = make_date(2026, 1, 1);
    std::uint64_t bills = 0;
    if (!run_batch(sources_, book_, engine, ir_digests_, options))
      return state.SkipWithError("the sample cannot be rated");  // compiles
    for (auto _ : state) {
      const auto report = run_batch(sources_, book_, engine, ir_digests_, options);
      if (!report) return state.SkipWithError(report.error().message.c_str());
      bills = report->bills;
    }
    if (bills != written_.accounts) state.SkipWithError("not every account was billed");
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes_));
    state.counters["accounts/s"] =
        benchmark::Counter(static_cast<double>(bills), benchmark::Counter::kIsIterationInvariantRate);
  }
  const Book& book() const { return book_; }

 private:
  fs::path folder_;
  sample::Written written_;
  InputPaths paths_;
  std::uintmax_t bytes_ = 0;
  Sources sources_;
  Book book_;
  IrDigests ir_digests_;  // empty ones: making them is not part of a batch
};

SampleFiles sample_of(std::uint64_t r1_accounts, std::uint64_t r2_accounts) {
  sample::Neighbourhood wanted;
  wanted.r1_accounts = r1_accounts;
  wanted.r2_accounts = r2_accounts;
  return SampleFiles(wanted);
}

const SampleFiles& registers() {
  static const SampleFiles files = sample_of(50000, 0);
  return files;
}
const SampleFiles& intervals() {
  static const SampleFiles files = sample_of(0, 2000);
  return files;
}

void rate_native(benchmark::State& state, const SampleFiles& files) {
  KernelEngine engine(files.book(), NativeOptions{});
  files.rate(state, engine, static_cast<unsigned>(state.range(0)));
}
void RateRegisters(benchmark::State& state) { rate_native(state, registers()); }
void RateIntervals(benchmark::State& state) { rate_native(state, intervals()); }
void RateIntervalsInterpreted(benchmark::State& state) {
  InterpreterEngine engine(intervals().book(), {});
  intervals().rate(state, engine, static_cast<unsigned>(state.range(0)));
}
// Real time: the work is done by threads of the batch.
BENCHMARK(RateRegisters)->ArgName("threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(RateIntervals)->ArgName("threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(RateIntervalsInterpreted)->ArgName("threads")->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

}  // namespace
}  // namespace ratebook::bench
