// ratebook test: the examples and properties of scripts, on both engines.
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/engines.hpp"
#include "cli/exit_code.hpp"
#include "cli/run_examples.hpp"
#include "cli/terminal.hpp"

namespace ratebook::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  std::string engine = "both";
  TestSelection selection;
  bool json = false, strict = false;
};

int run_tests(const Options& options) {
  LoadedBook loaded;
  load_book(loaded, options.paths, {.strict = options.strict, .kernels = options.engine != "interpreter"});
  if (loaded.exit_code != kSuccess) return loaded.exit_code;
  const auto oracle = make_engine(options.engine == "native" ? "native" : "interpreter", loaded.book, {}, loaded.programs);
  const auto native = options.engine == "both" ? make_engine("native", loaded.book, {}, loaded.programs) : nullptr;
  const TestOutcome outcome = run_examples(loaded, *oracle, native.get(), options.selection);
  if (!outcome.engine_failure.empty()) {
    complain(outcome.engine_failure);
    return kFailed;
  }
  if (options.json) {
    nlohmann::ordered_json json;
    json["passed"] = outcome.passed;
    json["failed"] = outcome.failed.size();
    json["failures"] = nlohmann::ordered_json::array();
    for (const FailedTest& failed : outcome.failed) {
      json["failures"].push_back({{"kind", failed.kind},
                                  {"name", failed.name},
                                  {"place", failed.place},
                                  {"text", failed.text},
                                  {"derivation", failed.derivation}});
    }
    print(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } else {
    for (const FailedTest& failed : outcome.failed) {
      print(fmt::format("{}: {} \"{}\" failed\n{}", failed.place, failed.kind, failed.name, failed.text));
      if (!failed.derivation.empty()) print(failed.derivation);
      print("\n");
    }
    print(fmt::format("{} passed, {} failed\n", outcome.passed, outcome.failed.size()));
  }
  return outcome.failed.empty() ? kSuccess : kDoesNotHold;
}

}  // namespace

void add_test(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("test", "Run the examples and properties of scripts on the interpreter and the native engine");
  command->add_option("PATH", options->paths, "Scripts, directories of them, or - for standard input")
      ->required()
      ->type_name("");
  command->add_option("--engine", options->engine, "both (they must agree), interpreter or native")
      ->check(CLI::IsMember({"both", "interpreter", "native"}))
      ->capture_default_str();
  command->add_option("--only", options->selection.name, "Only examples and properties whose name contains this");
  command->add_option("--points", options->selection.points, "Generated points for each path of a property")
      ->capture_default_str()
      ->check(CLI::Range(0, 1000000));
  command->add_flag("--json", options->json, "Print one JSON object");
  command->add_flag("--strict", options->strict, "Warnings are errors");
  command->footer("Example:\n  ratebook test tariffs/examples\n  ratebook test --only \"July\" tariffs/examples/tou-r.tariff");
  command->callback([options, &run] { run = [options] { return run_tests(*options); }; });
}

}  // namespace ratebook::cli
