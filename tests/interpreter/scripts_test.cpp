// Every example of every script on the oracle, with no tolerance; each expectation changed by a hundredth must fail, and it alone; and every
// property holds. The scripts of tests/interpreter/scripts are worked by hand.
#include <gtest/gtest.h>

#include <filesystem>

#include "runtime/interpreter/example_facts.hpp"
#include "runtime/interpreter/expectations.hpp"
#include "runtime/interpreter/properties.hpp"
#include "runtime/interpreter/rate.hpp"
#include "tests/interpreter/read_script.hpp"

namespace ratebook {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = RATEBOOK_SOURCE_DIR;

std::vector<fs::path> folders() {
  std::vector<fs::path> result{kRoot / "tests/interpreter/scripts"};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "tariffs")) {
    if (!entry.is_directory()) continue;
    const bool scripts = std::any_of(fs::directory_iterator(entry.path()), fs::directory_iterator{},
                                     [](const auto& file) { return file.path().extension() == ".tariff"; });
    if (scripts) result.push_back(entry.path());
  }
  std::sort(result.begin(), result.end());
  return result;
}

// Calls `see` with each rated cycle of each example.
template <class See>
void for_each_cycle(const test::Script& script, See see) {
  for (const TariffEditions& editions : script.book.tariffs)
    for (std::uint32_t e = 0; e < editions.editions.size(); ++e)
      for (const Example& example : editions.editions[e].examples) {
        ExampleAccount account(editions, e);
        for (const ExampleCycle& given : example.cycles) {
          const auto cycle = account.next(given);
          const Rated rated = cycle ? rate(editions, *cycle, account.options(given)) : Rated(failure(cycle.error()));
          see(editions, e, example, given, rated);
          if (rated) account.billed(*cycle, *rated);
        }
      }
}

std::string text_of(const test::Script& script, const ExpectationFailure& f) {
  return fmt::format("{} {}: expected {}, got {} {}", script.place(f.span), f.what, f.expected, f.got, f.message);
}

Ratio a_hundredth_more(Ratio r) { return *make_ratio(Int128{r.num} * 100 + r.den, Int128{r.den} * 100); }

struct Changed {
  Expect operator()(ExpectRow e) const {
    if (e.none) {
      e.none = false;
      e.amount = {1, 100};
    } else {
      e.amount = a_hundredth_more(e.amount);
    }
    return e;
  }
  Expect operator()(ExpectMeasure e) const { return e.value = a_hundredth_more(e.value), e; }
  Expect operator()(ExpectQuantity e) const { return e.value = a_hundredth_more(e.value), e; }
  Expect operator()(ExpectTotal e) const { return e.amount = a_hundredth_more(e.amount), e; }
  Expect operator()(ExpectError e) const {
    return e.code = e.code == Code::input_missing ? Code::not_eligible : Code::input_missing, e;
  }
};

class ScriptsOfFolder : public testing::TestWithParam<fs::path> {};

TEST_P(ScriptsOfFolder, ExamplesHold) {
  const test::Script script(std::vector{GetParam()});
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  std::size_t expects = 0;
  for_each_cycle(script, [&](const TariffEditions& editions, std::uint32_t edition, const Example& example,
                             const ExampleCycle& given, const Rated& rated) {
    for (const ExpectationFailure& f : check_expectations(editions, edition, given, rated))
      ADD_FAILURE() << example.name << "\n  " << text_of(script, f);
    expects += given.expects.size();
  });
  EXPECT_GT(expects, 0U);
}

TEST_P(ScriptsOfFolder, EachExpectationCanFail) {
  const test::Script script(std::vector{GetParam()});
  for_each_cycle(script, [&](const TariffEditions& editions, std::uint32_t edition, const Example& example,
                             const ExampleCycle& given, const Rated& rated) {
    for (std::size_t i = 0; i < given.expects.size(); ++i) {
      ExampleCycle changed = given;
      changed.expects[i] = std::visit(Changed{}, given.expects[i]);
      const auto failures = check_expectations(editions, edition, changed, rated);
      EXPECT_EQ(failures.size(), 1U) << example.name << ", expectation " << i;
    }
  });
}

TEST_P(ScriptsOfFolder, PropertiesHold) {
  const test::Script script(std::vector{GetParam()});
  for (const TariffEditions& editions : script.book.tariffs)
    for (std::uint32_t e = 0; e < editions.editions.size(); ++e)
      for (const Property& property : editions.editions[e].properties) {
        const auto rating = [&](const AccountCycle& cycle, const RatingOptions& options) {
          return rate(editions, cycle, options);
        };
        const PropertyOutcome outcome = check_property(script.sources, editions, e, property, rating, {.points = 60});
        EXPECT_GT(outcome.points, 20U) << property.name;
        if (outcome.failure)
          ADD_FAILURE() << property.name << ": " << outcome.failure->claim << " " << outcome.failure->reason << "\n"
                        << outcome.failure->example;
      }
}

INSTANTIATE_TEST_SUITE_P(Tariffs, ScriptsOfFolder, testing::ValuesIn(folders()), [](const auto& folder) {
  std::string name = fs::relative(folder.param, kRoot).string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

// Larger scripts, where a folder of test data stands beside the checkout.
TEST(ScriptsBesideTheCheckout, ExamplesHold) {
  const fs::path folder = kRoot / "../shared/design/examples/advanced";
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  std::size_t expects = 0;
  for (const char* name : {"ca-e1", "ca-tou-c", "lc-tou", "tier-forms"}) {
    const test::Script script(std::vector{folder / (std::string(name) + ".tariff")});
    ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
    for_each_cycle(script, [&](const TariffEditions& editions, std::uint32_t edition, const Example& example,
                               const ExampleCycle& given, const Rated& rated) {
      for (const ExpectationFailure& f : check_expectations(editions, edition, given, rated))
        ADD_FAILURE() << example.name << "\n  " << text_of(script, f);
      expects += given.expects.size();
    });
  }
  EXPECT_EQ(expects, 97U);
  // What this version cannot rate it says, and nothing else.
  const test::Script later(std::vector{folder / "gr-2024.tariff", folder / "gr-2025.tariff"});
  EXPECT_TRUE(later.sink.has_errors());
  for (const Diagnostic& d : later.sink.all())
    if (d.severity == Severity::error) {
      EXPECT_EQ(d.code, Code::unsupported) << later.diagnostics();
    }
}

}  // namespace
}  // namespace ratebook
