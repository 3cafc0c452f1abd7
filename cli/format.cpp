// ratebook fmt: the one style. A file with errors is left alone; a file that has the style already is not touched.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/loaded_book.hpp"
#include "cli/terminal.hpp"
#include "language/syntax/format.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  bool check = false;
};

// Beside its place, then one rename: a file is never half written.
bool replace_file(const std::string& path, const std::string& text) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path target = fs::is_symlink(path) ? fs::canonical(path, error) : fs::path(path);
  const std::string beside = target.string() + ".fmt-" + std::to_string(::getpid());
  std::ofstream file(beside, std::ios::binary);
  file << text;
  file.close();
  if (file) fs::permissions(beside, fs::status(target, error).permissions(), error);
  if (file && !error) fs::rename(beside, target, error);
  if (file && !error) return true;
  fs::remove(beside, error);
  return false;
}

int format_one(const std::string& path, bool check_only) {
  auto text = read_text(path);
  if (!text) {
    complain("cannot open " + path);
    return kWrongUse;
  }
  Sources sources;
  DiagnosticSink sink;
  const bool standard = path == "-";
  const FileId file = sources.add(standard ? "standard input" : path, *text);
  const auto tree = parse(sources, file, sink);
  if (!tree || !tree->complete) {
    show_rendered(render(sources, sink.all(), error_color()));
    return kDoesNotHold;
  }
  const std::string formatted = ratebook::format(sources, file, *tree);
  if (standard && !check_only) {
    print_script(formatted);
    return kSuccess;
  }
  if (formatted == *text) return kSuccess;
  if (check_only) {
    print(path + "\n");
    return kDoesNotHold;
  }
  if (replace_file(path, formatted)) return kSuccess;
  complain("cannot write " + path);
  return kFailed;
}

}  // namespace

void add_format(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("fmt", "Lay scripts out in the one style, keeping every comment");
  command->add_option("PATH", options->paths, "Scripts, directories of them, or - from standard input to standard output")
      ->required()
      ->type_name("");
  command->add_flag("--check", options->check, "Change nothing; name the files that would change");
  command->footer("Example:\n  ratebook fmt tariffs/energyco\n  ratebook fmt --check tariffs");
  command->callback([options, &run] {
    run = [options] {
      int code = kSuccess;
      for (const std::string& path : script_files(options->paths)) code = graver(code, format_one(path, options->check));
      return code;
    };
  });
}

}  // namespace ratebook::cli
