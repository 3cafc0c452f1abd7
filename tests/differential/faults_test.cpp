// The comparison can fail: a fault in the lowering of any one operation is found by generated scripts and shrunk to at most 15 lines of
// script, and without the fault the very same scenario agrees.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "compiler/ir/operation.hpp"
#include "tests/differential/account_cycle.hpp"
#include "tests/differential/run.hpp"

namespace ratebook::differential {
namespace {

constexpr std::uint64_t kSeed = 3;
constexpr std::uint64_t kMostScenarios = 600;
constexpr std::size_t kMostLines = 15;
// A fault shows in many scripts; what the first of them needs around it may be long.
constexpr int kMostShrunk = 10;

native::CompileOptions broken(const std::string& operation) {
  native::CompileOptions options;
  options.optimisation = 0;
  options.break_operation = operation;
  return options;
}

// The next small scenario in which the fault shows.
struct Found {
  std::uint64_t scenario = 0;
  Failing failing;
};
std::optional<Found> find(const std::string& operation, std::uint64_t first) {
  RunOptions options;
  options.seed = kSeed;
  options.accounts = 6;
  for (std::uint64_t k = first; k < kMostScenarios; ++k) {
    options.size = 1 + static_cast<int>(k % 4);
    const Scenario s = scenario_of(options, k);
    const Tariff tariff(texts_of(s.scripts));
    if (!tariff.checked() || !operations_of(tariff.editions()).contains(operation)) continue;
    Engines engines(tariff, broken(operation));
    for (const Account& a : s.accounts) {
      const AccountCycle cycle = account_cycle(tariff.editions(), a);
      const auto native = engines.native(cycle, rating_options(a));
      if (native && first_difference(tariff.editions(), engines.oracle(cycle, rating_options(a)), *native))
        return Found{k, {s.scripts, a}};
    }
  }
  return std::nullopt;
}

class Fault : public testing::TestWithParam<std::size_t> {};

TEST_P(Fault, IsFoundAndShrunk) {
  const std::string operation(ir::operation_word(static_cast<ir::Op>(GetParam())));
  native::CompileOptions whole = broken(operation);
  whole.break_operation.clear();
  std::optional<Shown> smallest;
  std::uint64_t next = 0, of = 0;
  for (int shrunk = 0; shrunk < kMostShrunk && (!smallest || smallest->lines > kMostLines); ++shrunk) {
    const auto found = find(operation, next);
    if (!found) break;
    next = found->scenario + 1;
    EXPECT_FALSE(Judge(whole).difference(found->failing)) << "scenario " << found->scenario << " differs without a fault";
    Shown shown = shrunk_text(found->failing, broken(operation), {.tries = 3000, .seconds = 10, .enough_lines = kMostLines});
    if (smallest && smallest->lines <= shown.lines) continue;
    smallest = std::move(shown);
    of = found->scenario;
  }
  ASSERT_TRUE(smallest) << "no scenario shows a fault in " << operation;
  EXPECT_LE(smallest->lines, kMostLines) << smallest->text;
  fmt::print("{}: seed {}, scenario {}, {} lines{}\n", operation, kSeed, of, smallest->lines,
             smallest->as_example ? ", as an example" : "");
}

INSTANTIATE_TEST_SUITE_P(EveryOperation, Fault, testing::Range<std::size_t>(0, ir::kOperations),
                         [](const auto& p) { return std::string(ir::operation_word(static_cast<ir::Op>(p.param))); });

}  // namespace
}  // namespace ratebook::differential
