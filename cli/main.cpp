// ratebook: the command line (docs/, interfaces). Chooses the command and turns what went wrong into an exit code.
#include <cstdio>
#include <exception>
#include <sstream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "ratebook_version.hpp"

namespace {

using namespace ratebook::cli;

bool has_command(const CLI::App& app, const std::string& name) {
  return !app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; }).empty();
}

int run_command(int argc, char** argv) {
  CLI::App app("Ratebook: tariffs as scripts, and the engine that bills with them.", "ratebook");
  app.set_version_flag("--version", "ratebook " + std::string(ratebook::kEngineVersion));
  app.set_help_flag("--help", "Print this help");
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer(
      "`ratebook COMMAND --help` shows a command's options and an example.\n"
      "Options are also read from RATEBOOK_… variables (RATEBOOK_THREADS=4) and from ratebook.toml, a flag over a variable "
      "over the file.\n"
      "Exit codes: 0 success, 1 the thing asked about does not hold, 2 wrong use or an input that cannot be opened, 3 finished "
      "with rows in\n"
      "quarantine, 4 the disk or the program failed.");
  Run run;
  add_check(app, run);
  add_format(app, run);
  add_test(app, run);
  add_rate(app, run);
  add_explain(app, run);
  add_ingest(app, run);
  add_merge(app, run);

  auto arguments = with_settings(app, {argv + 1, argv + argc});
  if (!arguments) {
    complain(arguments.error());
    return kWrongUse;
  }
  if (arguments->empty()) {
    complain("which command? ratebook --help lists them");
    return kWrongUse;
  }
  if (!arguments->front().starts_with("-") && !has_command(app, arguments->front())) {
    complain("there is no command `" + arguments->front() + "`; ratebook --help lists them");
    return kWrongUse;
  }
  std::vector<std::string> reversed(arguments->rbegin(), arguments->rend());  // as CLI11 takes them
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    std::ostringstream said, wrong;
    const int code = app.exit(error, said, wrong);
    print(said.str());
    note(wrong.str());
    return code == 0 ? kSuccess : kWrongUse;
  }
  return run();
}

}  // namespace

int main(int argc, char** argv) {
  int code = kFailed;
  try {
    code = run_command(argc, argv);
  } catch (const std::exception& error) {
    complain(error.what());
  }
  if (!finish_output()) {
    complain("cannot write to standard output");
    code = graver(code, kFailed);
  }
  return code;
}
