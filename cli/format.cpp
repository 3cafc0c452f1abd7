// ratebook fmt: the one style. A file with errors is left alone; a file that has the style already is not touched.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

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

bool write_whole(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ::ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_new(const std::string& path, int flags, std::string_view text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0600);
  if (descriptor < 0) return false;
  const bool good = write_whole(descriptor, text) && ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && good;
}

// Gives a file of ours the owner and the mode of another one.
bool take_after(const std::string& path, const struct stat& other) {
  struct stat own {};
  if (::stat(path.c_str(), &own) != 0) return false;
  const bool same = own.st_uid == other.st_uid && own.st_gid == other.st_gid;
  return (same || ::chown(path.c_str(), other.st_uid, other.st_gid) == 0) && ::chmod(path.c_str(), other.st_mode & 07777U) == 0;
}

// Why the file was not replaced; nothing when it was. The new text is written beside its place and moved there by one rename, with the owner
// and the mode of the old one: a file is never half written. A rename would break a hard link, and would take a file from an owner whom we
// can't stand in for: there the content is replaced in its place, and the copy beside stays when that fails.
std::optional<std::string> replace_file(const std::string& path, const std::string& text) {
  namespace fs = std::filesystem;
  std::error_code error;
  const std::string target = fs::is_symlink(path) ? fs::canonical(path, error).string() : path;
  struct stat old {};
  if (error || ::stat(target.c_str(), &old) != 0) return "it cannot be found";
  if ((old.st_mode & 0222U) == 0 || ::access(target.c_str(), W_OK) != 0) return "it is read-only";
  const std::string beside = target + ".fmt-" + std::to_string(::getpid());
  if (!write_new(beside, O_CREAT | O_EXCL, text)) {
    const std::string why = std::strerror(errno);
    fs::remove(beside, error);
    return why;
  }
  const bool moved = old.st_nlink == 1 && take_after(beside, old) && ::rename(beside.c_str(), target.c_str()) == 0;
  if (!moved && !write_new(target, O_TRUNC, text)) return std::string(std::strerror(errno)) + "; the new text is in " + beside;
  if (!moved) fs::remove(beside, error);
  return std::nullopt;
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
  const auto failed = replace_file(path, formatted);
  if (!failed) return kSuccess;
  complain("cannot write " + path + ": " + *failed);
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
