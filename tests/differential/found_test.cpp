// What the comparison has found and what was mended, a folder for each behaviour: its examples hold with both engines, and their bills are the
// same to the last digit.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "runtime/interpreter/example_facts.hpp"
#include "runtime/interpreter/expectations.hpp"
#include "tests/differential/compare.hpp"
#include "tests/differential/engines.hpp"

namespace ratebook::differential {
namespace {

const std::filesystem::path kFolder = "tests/differential/found";

std::vector<std::string> behaviours() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(RATEBOOK_SOURCE_DIR / kFolder))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

// The editions in the order of their files' names.
std::vector<ScriptText> scripts_of(const std::string& behaviour) {
  std::vector<ScriptText> scripts;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder / behaviour)) {
    std::ifstream file(entry.path());
    scripts.push_back({entry.path().filename(), {std::istreambuf_iterator<char>(file), {}}});
  }
  std::sort(scripts.begin(), scripts.end(), [](const ScriptText& a, const ScriptText& b) { return a.file < b.file; });
  return scripts;
}

class Found : public testing::TestWithParam<std::string> {};

TEST_P(Found, holds_with_both_engines) {
  const Tariff tariff(scripts_of(GetParam()));
  ASSERT_TRUE(tariff.checked()) << tariff.complaints();
  Engines engines(tariff, {.optimisation = 0, .force_wide = false, .passes_off = {}, .break_operation = {}, .cache = {}});
  std::size_t cycles = 0;
  for (std::uint32_t e = 0; e < tariff.editions().editions.size(); ++e)
    for (const Example& example : tariff.editions().editions[e].examples) {
      ExampleAccount account(tariff.editions(), e);
      for (const ExampleCycle& given : example.cycles) {
        const auto cycle = account.next(given);
        ASSERT_TRUE(cycle) << cycle.error().message;
        const Rated oracle = engines.oracle(*cycle, account.options(given));
        const auto native = engines.native(*cycle, account.options(given));
        ASSERT_TRUE(native) << native.error();
        for (const Rated& rated : {oracle, *native})
          for (const ExpectationFailure& f : check_expectations(tariff.editions(), e, given, rated))
            ADD_FAILURE() << example.name << ": expected " << f.expected << ", got " << f.got << " " << f.message;
        const auto d = first_difference(tariff.editions(), oracle, *native);
        EXPECT_FALSE(d) << d->what << ": oracle " << d->oracle << ", native " << d->native;
        ++cycles;
      }
    }
  EXPECT_GT(cycles, 0U);
}

INSTANTIATE_TEST_SUITE_P(Behaviours, Found, testing::ValuesIn(behaviours()), [](const auto& p) { return p.param; });

}  // namespace
}  // namespace ratebook::differential
