// The comparison: scenario after scenario through both engines, until enough have agreed or some have not.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/differential/compare.hpp"
#include "tests/differential/counts.hpp"
#include "tests/differential/shrink.hpp"

namespace ratebook::differential {

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint64_t first = 0, scripts = 100;  // scenarios [first, first + scripts) of the seed
  int accounts = 10;
  int size = 0;  // 0: all sizes in turn
  int threads = 1;
  int minutes = 0;             // stop then; 0: never
  int optimised_percent = 10;  // share of scenarios compiled at O3
  native::CompileOptions compile{.optimisation = 0, .force_wide = false, .passes_off = {}, .break_operation = {}, .cache = {}};
  std::size_t stop_after = 5;  // failures
};

// "too_wide: …" of a script that this version's native engine refuses as a whole, which is an answer and no failure; else nothing.
std::optional<std::string> refusal_of_script(const std::string& error);

// The seed of scenario k of a run: scenarios can be made again one by one.
std::uint64_t scenario_seed(std::uint64_t seed, std::uint64_t k);
Scenario scenario_of(const RunOptions& options, std::uint64_t k);
std::vector<ScriptText> texts_of(const std::vector<Script>& scripts);

struct Failure {
  std::uint64_t scenario = 0;
  enum class Kind : std::uint8_t { refused, not_compiled, differs };
  Kind kind = Kind::differs;
  std::string message;  // complaints, or what differs
  Failing failing;      // differs: script and account
};

struct RunResult {
  Counts counts;
  std::vector<Failure> failures;  // by scenario
};
RunResult run(const RunOptions& options);

// Whether the engines give different answers for the account; scripts that do not check, or do not compile, do not differ. Keeps the last
// scripts compiled: a shrinker asks for many accounts of one tariff.
class Judge {
 public:
  explicit Judge(native::CompileOptions compile) : compile_(std::move(compile)) {}
  std::optional<Difference> difference(const Failing& failing);

 private:
  native::CompileOptions compile_;
  std::vector<ScriptText> texts_;
  std::unique_ptr<Tariff> tariff_;
  std::unique_ptr<Engines> engines_;
};

// Shrinks a difference and prints it: the script with the account as an example when the language of examples can say it and the
// difference shows there too, else the account in words; what differs; both bills.
struct Shown {
  std::string text;
  std::size_t lines = 0;  // of script, its example not counted
  bool as_example = false;
};
Shown shrunk_text(const Failing& failing, const native::CompileOptions& compile, const ShrinkLimits& limits);

}  // namespace ratebook::differential
