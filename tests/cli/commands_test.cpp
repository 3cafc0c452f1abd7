// Runs the command lines of tests/golden/commands (README.md) and compares what they say.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <regex>

#include "tests/support/golden.hpp"

namespace ratebook {
namespace {

namespace fs = std::filesystem;

// An empty folder with what commands may look at.
class Place {
 public:
  Place() {
    std::string name = (fs::temp_directory_path() / "ratebook-cli-XXXXXX").string();
    above_ = ::mkdtemp(name.data());
    path_ = above_ / "here";
    fs::create_directory(path_);
    for (const char* shown : {"tariffs", "stdlib", "tests"})
      fs::create_directory_symlink(fs::path(RATEBOOK_SOURCE_DIR) / shown, path_ / shown);
  }
  ~Place() { fs::remove_all(above_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path above_, path_;
};

std::vector<std::string> commands_of(const std::string& text) {
  std::vector<std::string> commands;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("$ "))
      commands.push_back(line.substr(2));
    else if (line.starts_with("> ") && !commands.empty())
      commands.back() += "\n" + line.substr(2);
    else if (line == ">" && !commands.empty())
      commands.back() += "\n";
  }
  return commands;
}

std::string without_times(const std::string& text) {
  static const std::regex seconds(R"(in [0-9]+\.[0-9]{2} s, [0-9,]+ accounts/s)"), milliseconds(R"("milliseconds": [0-9]+)"),
      threads(R"(on [0-9]+ threads?)");
  return std::regex_replace(
      std::regex_replace(std::regex_replace(text, seconds, "in T s, T accounts/s"), milliseconds, "\"milliseconds\": T"),
      threads, "on T threads");
}

std::string behind(const std::string& mark, const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out += mark + line + "\n";
  return out;
}

// Returns the exit code and appends to the transcript.
int run(const Place& place, const std::string& command, std::string& transcript) {
  const fs::path out = place.path() / "../stdout", err = place.path() / "../stderr", script = place.path() / "../command";
  std::ofstream(script) << command << "\n";
  const std::string program = fs::path(RATEBOOK_PROGRAM).parent_path().string();
  const std::string line = fmt::format(
      "cd '{}' && env -i PATH='{}:/usr/bin:/bin' HOME='{}/..' TZ=UTC LC_ALL=C.UTF-8 "
      "${{ASAN_OPTIONS:+ASAN_OPTIONS=$ASAN_OPTIONS}} "
      "sh ../command >../stdout 2>../stderr </dev/null",
      place.path().string(), program, place.path().string());
  const int status = std::system(line.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::string shown = command;
  for (std::size_t at = 0; (at = shown.find('\n', at)) != std::string::npos; at += 3) shown.replace(at, 1, "\n> ");
  transcript += "$ " + shown + "\n" + without_times(test::read_file(out)) + behind("! ", without_times(test::read_file(err)));
  if (code != 0) transcript += fmt::format("[exit {}]\n", code);
  return code;
}

class Commands : public testing::TestWithParam<std::string> {};

TEST_P(Commands, SayWhatIsExpected) {
  const std::string& name = GetParam();
  const fs::path base = fs::path("tests/golden/commands") / name;
  const Place place;
  std::string transcript;
  bool failed = false;
  for (const std::string& command : commands_of(test::read_file(base.string() + ".cmd")))
    failed = run(place, command, transcript) != 0 || failed;
  EXPECT_EQ(failed, name.starts_with("fail_")) << transcript;
  EXPECT_TRUE(test::matches_golden(base.string() + ".expected", transcript, "cli " + name));
}

INSTANTIATE_TEST_SUITE_P(Golden, Commands, testing::ValuesIn(test::names_in("tests/golden/commands", ".cmd")),
                         [](const auto& shown) { return std::regex_replace(shown.param, std::regex("[^A-Za-z0-9]"), "_"); });

}  // namespace
}  // namespace ratebook
