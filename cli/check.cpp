// ratebook check: do scripts hold? Everything independent that is wrong, in file order.
#include "cli/command.hpp"
#include "cli/emit.hpp"
#include "cli/exit_code.hpp"
#include "cli/loaded_book.hpp"
#include "cli/numbers.hpp"
#include "cli/terminal.hpp"

namespace ratebook::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  bool json = false, strict = false;
  std::string emit;
};

int check(const Options& options) {
  if (options.emit == "tree") return emit_trees(script_files(options.paths));
  LoadedBook loaded;
  load_book(loaded, options.paths, {.strict = options.strict, .quiet = options.json});
  if (options.json) print(render_json(loaded.sources, loaded.sink.all()));
  if (!options.emit.empty() && loaded.exit_code == kSuccess) return emit(loaded, options.emit);
  if (!options.json && loaded.exit_code == kSuccess) {
    std::size_t editions = 0;
    for (const TariffEditions& tariff : loaded.book.tariffs) editions += tariff.editions.size();
    print(fmt::format("{} checked, {}\n", counted(editions, "script"),
                      loaded.sink.warnings() == 0 ? "nothing to report" : summary(0, loaded.sink.warnings())));
  }
  return loaded.exit_code;
}

}  // namespace

void add_check(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("check", "Check scripts: syntax, names, units, partitions of time, bases, cites");
  command->add_option("PATH", options->paths, "Scripts, directories of them, or - for standard input")
      ->required()
      ->type_name("");
  command->add_flag("--json", options->json, "Print diagnostics as one JSON object");
  command->add_flag("--strict", options->strict, "Warnings are errors");
  add_emit(*command, options->emit);
  command->footer(
      "Example:\n  ratebook check tariffs/examples/rs-1.tariff\n  ratebook check --emit ir tariffs/examples/rs-1.tariff");
  command->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace ratebook::cli
