// fuzz_syntax [--seed N] [--count N] [--keep FOLDER] CORPUS…
// Reads and lays out COUNT texts made from the scripts of the corpus (files or folders) and from nothing: damaged, laid out anew,
// generated. A text that breaks a property is kept as FOLDER/SEED.tariff and named; the last line is `N passed, N failed`.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/fuzz/generate.hpp"
#include "tests/fuzz/mutate.hpp"
#include "tests/fuzz/properties.hpp"

namespace ratebook::fuzz {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t count = 1000;
  fs::path keep = fs::temp_directory_path() / "ratebook-fuzz";
  std::vector<std::string> corpus;
};

void read_into(std::vector<std::string>& corpus, const fs::path& path) {
  if (fs::is_directory(path)) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path))
      if (entry.path().extension() == ".tariff") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) read_into(corpus, file);
    return;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  corpus.push_back(text.str());
}

// The text of one seed, and what is wrong with how it is handled.
std::string run_one(std::uint64_t seed, const std::vector<std::string>& corpus, std::string& text) {
  Dice dice(seed);
  text = dice.one_in(3) ? generate_script(dice) : dice.of(corpus);
  const bool generated = seed % 5 == 0;
  if (generated) text = generate_script(dice);
  if (generated && !reads(text)) return "a generated script can't be read: " + check_same_tree(text, text);
  if (dice.one_in(2) && reads(text)) {
    const std::string anew = relay(dice, text);
    if (const std::string wrong = check_same_tree(text, anew); !wrong.empty()) return "laid out anew: " + wrong + anew;
    text = anew;
  } else if (!generated) {
    text = damage(dice, text, dice.of(corpus));
  }
  if (std::string wrong = check_reading(text); !wrong.empty()) return wrong;
  return check_layout(text);
}

int run(const Options& options) {
  std::uint64_t failed = 0, whole = 0;
  for (std::uint64_t i = 0; i < options.count; ++i) {
    const std::uint64_t seed = options.seed + i;
    std::string text;
    const std::string wrong = run_one(seed, options.corpus, text);
    if (reads(text)) ++whole;
    if (wrong.empty()) continue;
    ++failed;
    fs::create_directories(options.keep);
    const fs::path kept = options.keep / (std::to_string(seed) + ".tariff");
    std::ofstream(kept, std::ios::binary) << text;
    std::cout << kept.string() << ": " << wrong << "\nalone: fuzz_syntax --seed " << seed << " --count 1 CORPUS…\n";
  }
  std::cout << whole << " of the texts could be read\n" << options.count - failed << " passed, " << failed << " failed\n";
  return failed == 0 && whole > options.count / 10 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace ratebook::fuzz

int main(int count, char** words) {
  ratebook::fuzz::Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word.starts_with("--") && i + 1 >= count) return EXIT_FAILURE;
    if (word == "--seed")
      options.seed = std::stoull(words[++i]);
    else if (word == "--count")
      options.count = std::stoull(words[++i]);
    else if (word == "--keep")
      options.keep = words[++i];
    else
      ratebook::fuzz::read_into(options.corpus, word);
  }
  if (options.corpus.empty()) {
    std::cerr << "usage: fuzz_syntax [--seed N] [--count N] [--keep FOLDER] CORPUS…\n";
    return EXIT_FAILURE;
  }
  return ratebook::fuzz::run(options);
}
