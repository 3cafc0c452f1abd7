// differential: compares the engines on generated scripts and accounts for as long as one likes.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "tests/differential/account_cycle.hpp"
#include "tests/differential/run.hpp"

using namespace ratebook::differential;

namespace {

std::string kind_words(Failure::Kind kind) {
  switch (kind) {
    case Failure::Kind::refused:
      return "does not check";
    case Failure::Kind::not_compiled:
      return "does not compile";
    case Failure::Kind::differs:
      return "the engines differ";
  }
  return "";
}

void print_scenario(const RunOptions& options) {
  const Scenario s = scenario_of(options, options.first);
  for (const ScriptText& t : texts_of(s.scripts)) fmt::print("# {}\n{}", t.file, t.text);
  for (std::size_t k = 0; k < s.accounts.size(); ++k) fmt::print("# account {}\n{}", k, describe(s.accounts[k]));
}

}  // namespace

int main(int argc, char** argv) {
  RunOptions options;
  std::uint64_t only = 0;
  bool show = false, keep = false;
  ShrinkLimits limits;
  CLI::App app(
      "Compares the engines on generated scripts and accounts; a difference is shrunk and printed.\n"
      "example: differential --seed 7 --scripts 100000 --minutes 60 --threads 2");
  app.add_option("--seed", options.seed, "of the whole run (1)");
  app.add_option("--scripts", options.scripts, "how many scripts (100)");
  app.add_option("--accounts", options.accounts, "accounts a script (10)");
  app.add_option("--minutes", options.minutes, "stop after so many (0: when all scripts are done)");
  app.add_option("--threads", options.threads, "threads (1)");
  app.add_option("--size", options.size, "1 small … 10 large (0: all in turn)");
  app.add_option("--optimised", options.optimised_percent, "percent of the scripts that are compiled at O3 (10)");
  app.add_option("--stop-after", options.stop_after, "failures (5)");
  app.add_option("--break", options.compile.break_operation, "put a fault into this operation's lowering");
  app.add_option("--shrink-seconds", limits.seconds, "for each difference (120)");
  auto* one = app.add_option("--only", only, "this script of the seed alone");
  app.add_flag("--print", show, "print scripts and accounts instead of rating them");
  app.add_flag("--as-found", keep, "do not shrink");
  CLI11_PARSE(app, argc, argv);
  if (one->count() > 0) {
    options.first = only;
    options.scripts = 1;
  }
  if (show) {
    print_scenario(options);
    return 0;
  }
  const RunResult result = run(options);
  fmt::print("seed {}\n{}", options.seed, print(result.counts));
  for (const Failure& f : result.failures) {
    fmt::print("\n== --seed {} --only {}{}: {}: {}\n", options.seed, f.scenario,
               options.size > 0 ? fmt::format(" --size {}", options.size) : "", kind_words(f.kind), f.message);
    if (f.kind == Failure::Kind::differs && !keep) fmt::print("{}", shrunk_text(f.failing, options.compile, limits).text);
  }
  fmt::print("{} passed, {} failed\n", result.counts.scripts - result.failures.size(), result.failures.size());
  return result.failures.empty() ? 0 : 1;
}
