// Every script at hand: it can be read, its layout has the same tree and stays as it is.
#include <gtest/gtest.h>

#include "tests/support/golden.hpp"
#include "tests/syntax/reading.hpp"

namespace ratebook {
namespace {

namespace fs = std::filesystem;
using test::Reading;

std::vector<fs::path> scripts_below(const fs::path& folder) {
  std::vector<fs::path> scripts;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().extension() == ".tariff") scripts.push_back(entry.path());
  std::sort(scripts.begin(), scripts.end());
  return scripts;
}

void expect_read_and_laid_out(const fs::path& path) {
  const std::string text = test::read_file(path);
  const Reading reading(text);
  ASSERT_TRUE(reading.whole()) << path << "\n" << reading.said();
  const Reading again(reading.laid_out());
  ASSERT_TRUE(again.whole()) << path << "\n" << again.said();
  EXPECT_EQ(reading.printed(), again.printed()) << path;
  EXPECT_EQ(again.laid_out(), reading.laid_out()) << path;
}

const fs::path kRoot = RATEBOOK_SOURCE_DIR;
const fs::path kDesign = kRoot / "../shared/design/examples";

TEST(Scripts, OfTheProjectAreRead) {
  const auto scripts = scripts_below(kRoot / "tariffs");
  EXPECT_GE(scripts.size(), 3U);
  for (const auto& path : scripts) expect_read_and_laid_out(path);
}

TEST(Scripts, TheThreeExamplesHaveTheLayout) {
  for (const char* name : {"rs-1", "tou-r", "gs-3"}) {
    const std::string text = test::read_file(kRoot / "tariffs/examples" / (std::string(name) + ".tariff"));
    EXPECT_EQ(test::difference(text, Reading(text).laid_out()), "") << name;
  }
}

TEST(Scripts, OfTheDesignAreReadAndLaidOutOnce) {
  const auto scripts = scripts_below(kDesign);
  if (scripts.empty()) GTEST_SKIP() << "../shared/design/examples is not beside the checkout";
  for (const auto& path : scripts) expect_read_and_laid_out(path);
}

TEST(Scripts, TheThreeOfTheDesignHaveTheLayout) {
  if (!fs::is_directory(kDesign)) GTEST_SKIP() << "../shared/design/examples is not beside the checkout";
  for (const auto& entry : fs::directory_iterator(kDesign)) {
    if (entry.path().extension() != ".tariff") continue;
    const std::string text = test::read_file(entry.path());
    EXPECT_EQ(test::difference(text, Reading(text).laid_out()), "") << entry.path();
  }
}

}  // namespace
}  // namespace ratebook
