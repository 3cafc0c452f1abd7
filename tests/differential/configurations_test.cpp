// One set of scripts and accounts under every configuration of the native engine: the same bills, to the last digit.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "compiler/passes/passes.hpp"
#include "tests/differential/account_cycle.hpp"
#include "tests/differential/run.hpp"

namespace ratebook::differential {
namespace {

constexpr std::uint64_t kSeed = 5;
constexpr std::uint64_t kScripts = 56;

RunOptions set() {
  RunOptions options;
  options.seed = kSeed;
  options.scripts = kScripts;
  options.accounts = 6;
  options.optimised_percent = 0;
  return options;
}

void agrees(const RunOptions& options, const std::string& configuration) {
  const RunResult result = run(options);
  for (const Failure& f : result.failures)
    ADD_FAILURE() << configuration << ": seed " << kSeed << ", scenario " << f.scenario << ": " << f.message;
  EXPECT_GT(result.counts.bills, kScripts);
  fmt::print("{}: {} bills with {} rows\n", configuration, result.counts.bills, result.counts.rows);
}

TEST(Configuration, Unoptimised) { agrees(set(), "O0"); }

TEST(Configuration, Optimised) {
  RunOptions options = set();
  options.compile.optimisation = 3;
  agrees(options, "O3");
}

TEST(Configuration, EverythingIn128Bits) {
  RunOptions options = set();
  options.compile.force_wide = true;
  agrees(options, "forced wide");
}

TEST(Configuration, EachPassOff) {
  for (const std::string_view pass : passes::pass_names()) {
    RunOptions options = set();
    options.scripts = kScripts / 2;
    options.compile.passes_off = {std::string(pass)};
    agrees(options, fmt::format("without {}", pass));
  }
  RunOptions options = set();
  for (const std::string_view pass : passes::pass_names()) options.compile.passes_off.emplace_back(pass);
  agrees(options, "without passes");
}

TEST(Configuration, CacheColdAndWarm) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("ratebook_cache_{}", ::getpid());
  std::filesystem::create_directories(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  RunOptions options = set();
  options.compile.cache = folder;
  auto files = [&] {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::recursive_directory_iterator(folder)) ++n;
    return n;
  };
  agrees(options, "cold cache");
  const std::size_t cold = files();
  EXPECT_GE(cold, kScripts);
  agrees(options, "warm cache");
  EXPECT_EQ(files(), cold);
  std::filesystem::remove_all(folder);
}

// One engine, asked by several threads at once.
TEST(Configuration, Threads) {
  const RunOptions options = set();
  std::size_t compared = 0;
  for (std::uint64_t k = 0; k < kScripts; ++k) {
    const Scenario s = scenario_of(options, k);
    const Tariff tariff(texts_of(s.scripts));
    ASSERT_TRUE(tariff.checked());
    native::CompileOptions compile;
    compile.optimisation = 0;
    auto engine = NativeEngine::make(tariff.editions(), {compile, {}, nullptr});
    ASSERT_TRUE(engine) << engine.error();
    std::vector<std::optional<Rated>> answers(s.accounts.size() * 3);  // nothing: the script is refused
    std::atomic<std::size_t> next = 0;
    auto work = [&] {
      for (std::size_t at = next++; at < answers.size(); at = next++) {
        auto rated = (*engine)->rate(account_cycle(tariff.editions(), s.accounts[at % s.accounts.size()]));
        if (rated)
          answers[at] = std::move(*rated);
        else if (!refusal_of_script(rated.error()))
          ADD_FAILURE() << "scenario " << k << ": " << rated.error();
      }
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) threads.emplace_back(work);
    for (std::thread& t : threads) t.join();
    for (std::size_t at = 0; at < answers.size(); ++at) {
      if (!answers[at]) continue;
      const Rated oracle = rate(tariff.editions(), account_cycle(tariff.editions(), s.accounts[at % s.accounts.size()]), {});
      const auto d = first_difference(tariff.editions(), oracle, *answers[at]);
      EXPECT_FALSE(d) << "scenario " << k << ": " << d->what << ": oracle " << d->oracle << ", native " << d->native;
      ++compared;
    }
  }
  fmt::print("four threads: {} answers\n", compared);
  EXPECT_GT(compared, kScripts * 12);
}

}  // namespace
}  // namespace ratebook::differential
