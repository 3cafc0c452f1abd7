// The suite: at least 2,000 distinct scripts with ten accounts each, both engines to the last digit. The long run is `differential`.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <set>

#include "compiler/ir/operation.hpp"
#include "tests/differential/run.hpp"

namespace ratebook::differential {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kScripts = 2080;
constexpr std::uint64_t kShares = 8;

RunOptions suite() {
  RunOptions options;
  options.seed = kSeed;
  options.scripts = kScripts / kShares;
  return options;
}

class Engine : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Engine, GivesTheOraclesBill) {
  RunOptions options = suite();
  options.first = GetParam() * options.scripts;
  const RunResult result = run(options);
  fmt::print("seed {}, scripts {} to {}\n{}", options.seed, options.first, options.first + options.scripts - 1,
             print(result.counts));
  for (const Failure& f : result.failures) {
    std::string shown;
    if (f.kind == Failure::Kind::differs) shown = shrunk_text(f.failing, options.compile, {.tries = 2000, .seconds = 60}).text;
    ADD_FAILURE() << "differential --seed " << options.seed << " --only " << f.scenario << "\n" << f.message << "\n" << shown;
  }
  // A comparison of refusals would prove little, and so would one that leaves an operation out.
  EXPECT_GT(result.counts.bills * 2, result.counts.accounts);
  EXPECT_LT(result.counts.not_native * 20, result.counts.scripts);
  for (std::size_t op = 0; op < ir::kOperations; ++op) {
    const std::string word(ir::operation_word(static_cast<ir::Op>(op)));
    EXPECT_TRUE(result.counts.operations.contains(word)) << word << " stands in no program";
  }
}

INSTANTIATE_TEST_SUITE_P(Suite, Engine, testing::Range<std::uint64_t>(0, kShares));

TEST(Generator, WritesDistinctScripts) {
  const RunOptions options = suite();
  std::set<std::string> seen;
  for (std::uint64_t k = 0; k < kScripts; ++k) {
    std::string all;
    for (const ScriptText& t : texts_of(scenario_of(options, k).scripts)) all += t.text;
    seen.insert(all);
  }
  EXPECT_GE(seen.size(), 2000U);
}

TEST(Generator, WritesTheSameForTheSameSeed) {
  const RunOptions options = suite();
  for (std::uint64_t k = 0; k < 50; ++k) {
    const Scenario a = scenario_of(options, k), b = scenario_of(options, k);
    ASSERT_EQ(print(a.scripts[0].piece), print(b.scripts[0].piece));
    ASSERT_TRUE(a.accounts == b.accounts);
  }
}

}  // namespace
}  // namespace ratebook::differential
