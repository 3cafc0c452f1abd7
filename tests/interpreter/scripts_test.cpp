// Every example of every script in tariffs/ on the oracle, with no tolerance.
#include <gtest/gtest.h>

#include <filesystem>

#include "language/semantics/check.hpp"
#include "runtime/interpreter/example_facts.hpp"
#include "runtime/interpreter/expectations.hpp"
#include "runtime/interpreter/rate.hpp"
#include "tests/interpreter/read_script.hpp"

namespace ratebook {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> folders() {
  std::vector<fs::path> result;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(RATEBOOK_SOURCE_DIR) / "tariffs")) {
    if (!entry.is_directory()) continue;
    const bool scripts = std::any_of(fs::directory_iterator(entry.path()), fs::directory_iterator{},
                                     [](const auto& file) { return file.path().extension() == ".tariff"; });
    if (scripts) result.push_back(entry.path());
  }
  std::sort(result.begin(), result.end());
  return result;
}

class ScriptsOfFolder : public testing::TestWithParam<fs::path> {};

TEST_P(ScriptsOfFolder, ExamplesHold) {
  test::Script script(std::vector{GetParam()});
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  std::size_t expects = 0;
  for (const TariffEditions& editions : script.book.tariffs)
    for (std::uint32_t e = 0; e < editions.editions.size(); ++e)
      for (const Example& example : editions.editions[e].examples) {
        ExampleAccount account(editions, e);
        for (const ExampleCycle& given : example.cycles) {
          const RatingOptions options = account.options(given);
          const auto cycle = account.next(given);
          const Rated rated = cycle ? rate(editions, *cycle, options) : Rated(failure(cycle.error()));
          for (const ExpectationFailure& f : check_expectations(editions, e, given, rated))
            ADD_FAILURE() << script.place(f.span) << " " << example.name << "\n  " << f.what << ": expected " << f.expected << ", got "
                          << f.got << " " << f.message;
          if (rated) account.billed(*cycle, *rated);
          expects += given.expects.size();
        }
      }
  RecordProperty("expectations", static_cast<int>(expects));
}

INSTANTIATE_TEST_SUITE_P(Tariffs, ScriptsOfFolder, testing::ValuesIn(folders()), [](const auto& folder) {
  std::string name = fs::relative(folder.param, fs::path(RATEBOOK_SOURCE_DIR) / "tariffs").string();
  std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

}  // namespace
}  // namespace ratebook
