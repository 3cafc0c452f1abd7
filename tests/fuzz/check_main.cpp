// fuzz_check [--step N] [--from N] [--most N] SCRIPT-OR-FOLDER…
// Deletes, replaces and doubles each token and each line of the scripts in turn and checks what is left: reading and checking end, with
// messages inside the text, and with a checked tariff exactly when there is no error. One change is one mistake: what it takes away is not
// reported again by everything that reads it, so no more than `--most` errors are allowed. Every --step'th change is made, beginning with
// --from. A text on which the checker falls over, or that it does not end within ten seconds, is kept and named.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "language/diagnostics/render.hpp"
#include "language/semantics/check.hpp"
#include "language/syntax/lexer.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::fuzz {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path folder;  // of the script that is being changed
std::optional<std::string> read_beside(const fs::path& path) {
  if (!fs::is_regular_file(folder / path)) return std::nullopt;
  return read(folder / path);
}

// The text that is being checked, for the handler of signals.
const std::string* current = nullptr;
void fall(int) {
  constexpr std::string_view kSaid = "\nthe checker fell over, or did not end, on this text:\n";
  (void)!write(STDOUT_FILENO, kSaid.data(), kSaid.size());
  if (current != nullptr) (void)!write(STDOUT_FILENO, current->data(), current->size());
  _exit(EXIT_FAILURE);
}

struct Outcome {
  std::string wrong;
  std::size_t errors = 0;
  std::string said;
};

Outcome check_text(const std::string& text) {
  current = &text;
  alarm(10);
  Sources sources;
  DiagnosticSink sink;
  const FileId file = sources.add("fuzz.tariff", text);
  const auto tree = parse(sources, file, sink);
  bool checked = false;
  if (tree) checked = check(sources, *tree, {.read_file = read_beside}, sink).has_value();
  sink.sort();
  alarm(0);
  Outcome outcome{{}, sink.errors(), render(sources, sink.all())};
  if (checked == sink.has_errors()) outcome.wrong = "a checked tariff and errors, or neither";
  const auto inside = [&](Span s) { return s.valid() && s.begin <= s.end && s.end <= sources.file(s.file).text.size(); };
  for (const Diagnostic& d : sink.all()) {
    if (!inside(d.span)) outcome.wrong = "a message outside the text: " + d.message;
    for (const Label& l : d.labels)
      if (!inside(l.span)) outcome.wrong = "a label outside the text: " + d.message;
  }
  return outcome;
}

struct Piece {
  std::size_t begin = 0, end = 0;
};

std::vector<Piece> tokens_and_lines(const std::string& text) {
  Sources sources;
  DiagnosticSink sink;
  const FileId file = sources.add("fuzz.tariff", text);
  std::vector<Piece> pieces;
  for (const syntax::Token& t : syntax::lex(sources, file, sink).tokens)
    if (t.begin < t.end) pieces.push_back({t.begin, t.end});
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    pieces.push_back({begin, end});
    begin = end;
  }
  return pieces;
}

constexpr std::string_view kOthers[] = {"x", "12", "=", "from", "2025-06-31", "}", "kWh", "\"text\""};

struct Options {
  std::size_t step = 1, from = 0, most = 1000;
  std::vector<fs::path> scripts;
};

struct Counts {
  std::size_t changes = 0, passed = 0, failed = 0;
};

void run_script(const fs::path& path, const Options& options, Counts& counts) {
  folder = path.parent_path();
  const std::string text = read(path);
  for (const Piece& piece : tokens_and_lines(text)) {
    const std::string said = text.substr(piece.begin, piece.end - piece.begin);
    for (int change = 0; change < 3; ++change) {
      if (counts.changes++ % options.step != options.from % options.step) continue;
      const std::string other(kOthers[counts.changes % std::size(kOthers)]);
      const std::string in = change == 0 ? "" : change == 1 ? other : said + " " + said;
      std::string changed = text;
      changed.replace(piece.begin, piece.end - piece.begin, in);
      const Outcome outcome = check_text(changed);
      if (outcome.wrong.empty() && outcome.errors <= options.most) {
        ++counts.passed;
        continue;
      }
      ++counts.failed;
      const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(piece.begin), '\n');
      std::cout << path.string() << ":" << line << ": `" << said << "` -> `" << in << "`: " << outcome.errors << " errors "
                << outcome.wrong << "\n"
                << outcome.said << "\n";
    }
  }
}

int run(const Options& options) {
  for (const int signal : {SIGSEGV, SIGABRT, SIGALRM, SIGFPE, SIGBUS}) std::signal(signal, fall);
  Counts counts;
  for (const fs::path& path : options.scripts) run_script(path, options, counts);
  std::cout << counts.passed << " passed, " << counts.failed << " failed\n";
  return counts.failed == 0 && counts.passed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace ratebook::fuzz

int main(int count, char** words) {
  namespace fs = std::filesystem;
  ratebook::fuzz::Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word.starts_with("--")) {
      if (i + 1 >= count) return EXIT_FAILURE;
      const std::size_t value = std::stoull(words[++i]);
      (word == "--step" ? options.step : word == "--from" ? options.from : options.most) = value;
    } else if (fs::is_directory(word)) {
      for (const auto& entry : fs::recursive_directory_iterator(word))
        if (entry.path().extension() == ".tariff") options.scripts.push_back(entry.path());
    } else {
      options.scripts.push_back(word);
    }
  }
  std::sort(options.scripts.begin(), options.scripts.end());
  if (options.scripts.empty() || options.step == 0) {
    std::cerr << "usage: fuzz_check [--step N] [--from N] [--most N] SCRIPT-OR-FOLDER…\n";
    return EXIT_FAILURE;
  }
  return ratebook::fuzz::run(options);
}
