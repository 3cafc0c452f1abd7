#include "cli/run_examples.hpp"

#include <filesystem>

#include "runtime/batch/agreement.hpp"
#include "runtime/interpreter/derivation.hpp"
#include "runtime/interpreter/expectations.hpp"
#include "runtime/interpreter/properties.hpp"

namespace ratebook::cli {

namespace {

std::string place_of(const Sources& sources, Span span) {
  return fmt::format("{}:{}", sources.file(span.file).path, sources.position(span).line);
}

// Files that an example names stand beside its script.
ExampleFiles files_beside(const Sources& sources, FileId script) {
  const auto folder = std::filesystem::path(sources.file(script).path).parent_path();
  return [folder](const std::string& path) { return read_text((folder / path).string()); };
}

// The line that an address begins with: "energy" of "energy.summer.tier_1@2025-07-01".
std::string line_of(const TariffEditions& editions, const std::string& address) {
  const std::string first = address.substr(0, address.find_first_of(".@"));
  for (const CheckedTariff& edition : editions.editions) {
    for (const Line& line : edition.lines) {
      if (line.name == first) return first;
    }
  }
  return {};
}

class ExampleRun {
 public:
  ExampleRun(const LoadedBook& loaded, std::uint32_t tariff, std::uint32_t edition, Engine& oracle, Engine* native)
      : loaded_(loaded),
        editions_(loaded.book.tariffs[tariff]),
        tariff_(tariff),
        edition_(edition),
        oracle_(oracle),
        native_(native) {}

  // Nothing: it holds on every engine. `engine_failure` is set when a machine failed.
  std::optional<FailedTest> run(const Example& example, std::string& engine_failure) {
    FailedTest failed{"example", example.name, place_of(loaded_.sources, example.span), {}, {}};
    ExampleAccount account(editions_, edition_, files_beside(loaded_.sources, editions_.editions[edition_].file));
    for (const ExampleCycle& given : example.cycles) {
      const auto cycle = account.next(given);
      if (!cycle) {
        // The facts themselves are refused: the same on every engine.
        report(failed, "", check_expectations(editions_, edition_, given, failure(cycle.error())));
        if (!failed.text.empty()) return failed;
        continue;
      }
      const RatingOptions options = account.options(given);
      const auto rated = oracle_.rate(tariff_, *cycle, options);
      if (!rated) return broken(failed, rated.error(), engine_failure);
      const auto wrong = check_expectations(editions_, edition_, given, *rated);
      report(failed, native_ == nullptr ? "" : "interpreter: ", wrong);
      if (!wrong.empty()) explain(failed, *cycle, options, wrong.front());
      if (native_ != nullptr) {
        const auto kernel = native_->rate(tariff_, *cycle, options);
        if (!kernel) return broken(failed, kernel.error(), engine_failure);
        report(failed, "native: ", check_expectations(editions_, edition_, given, *kernel));
        if (const auto difference = disagreement(editions_, *rated, *kernel))
          failed.text += "  the engines disagree: " + *difference + "\n";
      }
      if (!failed.text.empty()) return failed;
      if (*rated) account.billed(*cycle, **rated);
    }
    return std::nullopt;
  }

  std::optional<FailedTest> run(const Property& property, const TestSelection& selection, std::string& engine_failure) {
    const auto rating = [&](Engine& engine) -> RatingFunction {
      return [&engine, &engine_failure, this](const AccountCycle& cycle, const RatingOptions& options) -> Rated {
        auto rated = engine.rate(tariff_, cycle, options);
        if (rated) return std::move(*rated);
        engine_failure = rated.error();
        return failure(RowError{Code::unsupported, rated.error()});
      };
    };
    PropertyOptions options;
    options.points = selection.points;
    FailedTest failed{"property", property.name, place_of(loaded_.sources, property.span), {}, {}};
    for (Engine* engine : {&oracle_, native_}) {
      if (engine == nullptr) continue;
      const auto outcome = check_property(loaded_.sources, editions_, edition_, property, rating(*engine), options,
                                          files_beside(loaded_.sources, editions_.editions[edition_].file));
      if (!outcome.failure || !engine_failure.empty()) continue;
      failed.place = place_of(loaded_.sources, outcome.failure->span);
      failed.text += fmt::format("  {}: {}: {}\n  as an example:\n{}\n", engine->name(), outcome.failure->claim,
                                 outcome.failure->reason, outcome.failure->example);
      break;
    }
    if (failed.text.empty()) return std::nullopt;
    return failed;
  }

 private:
  static std::optional<FailedTest> broken(FailedTest& failed, const std::string& error, std::string& engine_failure) {
    engine_failure = error;
    failed.text += "  " + error + "\n";
    return failed;
  }

  void report(FailedTest& failed, const std::string& engine, const std::vector<ExpectationFailure>& wrong) const {
    if (!wrong.empty() && failed.text.empty()) failed.place = place_of(loaded_.sources, wrong.front().span);
    for (const ExpectationFailure& f : wrong) {
      failed.text += fmt::format("  {}{}: expected {}, got {}{}   {}\n", engine, f.what, f.expected, f.got,
                                 f.message.empty() ? "" : " (" + f.message + ")", place_of(loaded_.sources, f.span));
    }
  }

  void explain(FailedTest& failed, const AccountCycle& cycle, const RatingOptions& options,
               const ExpectationFailure& wrong) const {
    const Derived derived = derive(editions_, cycle, options);
    DerivationView view;
    if (const std::string line = line_of(editions_, wrong.what); !line.empty())
      view.line = line;
    else
      view.depth = 1;
    failed.derivation = print_derivation(loaded_.sources, editions_, derived, view);
  }

  const LoadedBook& loaded_;
  const TariffEditions& editions_;
  std::uint32_t tariff_, edition_;
  Engine& oracle_;
  Engine* native_;
};

}  // namespace

TestOutcome run_examples(const LoadedBook& loaded, Engine& oracle, Engine* native, const TestSelection& selection) {
  TestOutcome outcome;
  const auto wanted = [&](const std::string& name) { return name.find(selection.name) != std::string::npos; };
  const auto count = [&](std::optional<FailedTest> failed) {
    if (failed)
      outcome.failed.push_back(std::move(*failed));
    else
      ++outcome.passed;
  };
  for (std::uint32_t t = 0; t < loaded.book.tariffs.size(); ++t) {
    const TariffEditions& tariff = loaded.book.tariffs[t];
    for (std::uint32_t e = 0; e < tariff.editions.size(); ++e) {
      ExampleRun run(loaded, t, e, oracle, native);
      for (const Example& example : tariff.editions[e].examples) {
        if (wanted(example.name)) count(run.run(example, outcome.engine_failure));
        if (!outcome.engine_failure.empty()) return outcome;
      }
      for (const Property& property : tariff.editions[e].properties) {
        if (wanted(property.name)) count(run.run(property, selection, outcome.engine_failure));
        if (!outcome.engine_failure.empty()) return outcome;
      }
    }
  }
  return outcome;
}

}  // namespace ratebook::cli
