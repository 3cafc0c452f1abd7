// Every script of this folder against the diagnostics beside it: NAME.tariff, NAME.expected. A name begins with `fail_` exactly when the
// script has an error. With RATEBOOK_UPDATE_GOLDEN=1 the expected files are written anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "language/diagnostics/render.hpp"
#include "language/semantics/check.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook {
namespace {

namespace fs = std::filesystem;
const fs::path kFolder = fs::path(RATEBOOK_SOURCE_DIR) / "tests/golden/check";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Files that a script names, from the folder of the script.
std::optional<std::string> read_beside(const fs::path& path) {
  if (!fs::exists(kFolder / path)) return std::nullopt;
  return read(kFolder / path);
}

std::vector<std::string> scripts() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder))
    if (entry.path().extension() == ".tariff") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

class GoldenCheck : public testing::TestWithParam<std::string> {};

TEST_P(GoldenCheck, SaysWhatIsExpected) {
  const fs::path path = kFolder / (GetParam() + ".tariff"), expected = kFolder / (GetParam() + ".expected");
  Sources sources;
  DiagnosticSink sink;
  const FileId file = sources.add(GetParam() + ".tariff", read(path));
  const auto tree = parse(sources, file, sink);
  ASSERT_TRUE(tree) << "the file has no head";
  const auto tariff = check(sources, *tree, {.read_file = read_beside}, sink);
  sink.sort();
  EXPECT_EQ(tariff.has_value(), !sink.has_errors());
  EXPECT_EQ(GetParam().starts_with("fail_"), sink.has_errors()) << "names begin with fail_ exactly when the command fails";
  const std::string said = render(sources, sink.all());
  if (std::getenv("RATEBOOK_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(expected, std::ios::binary) << said;
    return;
  }
  EXPECT_EQ(said, read(expected)) << "alone: ./dev test golden_check " << GetParam()
                                  << "\nto take this as expected: ./dev test --update golden_check";
}

INSTANTIATE_TEST_SUITE_P(Scripts, GoldenCheck, testing::ValuesIn(scripts()), [](const auto& script) { return script.param; });

}  // namespace
}  // namespace ratebook
