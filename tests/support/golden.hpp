// Golden files: a text against the file that holds what is expected.
//
//   EXPECT_TRUE(test::matches_golden("tests/golden/syntax/fail_x.expected", said, "golden_syntax fail_x"));
//
// With RATEBOOK_UPDATE_GOLDEN set (`./dev test --update`) the file is written anew and the comparison holds: the diff is the review.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/difference.hpp"

namespace ratebook::test {

namespace fs = std::filesystem;

// A file below the root of the checkout, byte by byte; "" when there is none.
inline std::string read_file(const fs::path& path) {
  std::ifstream file(path.is_absolute() ? path : fs::path(RATEBOOK_SOURCE_DIR) / path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Names without the ending of a folder's files, in order: `ending` is ".tariff".
inline std::vector<std::string> names_in(const fs::path& folder, std::string_view ending) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(RATEBOOK_SOURCE_DIR) / folder))
    if (entry.path().extension() == ending) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

// `rerun`: the words behind `./dev test` that run this case alone.
inline testing::AssertionResult matches_golden(const fs::path& file, std::string_view found, std::string_view rerun) {
  const fs::path path = fs::path(RATEBOOK_SOURCE_DIR) / file;
  if (std::getenv("RATEBOOK_UPDATE_GOLDEN") != nullptr) {
    if (fs::exists(path) && read_file(file) == found) return testing::AssertionSuccess();
    std::ofstream(path, std::ios::binary) << found;
    return testing::AssertionSuccess();
  }
  const std::string expected = read_file(file);
  if (fs::exists(path) && expected == found) return testing::AssertionSuccess();
  return testing::AssertionFailure() << file.string() << (fs::exists(path) ? "" : " does not exist") << "\n"
                                     << difference(expected, found) << "this case alone: ./dev test " << rerun
                                     << "\nto take it as expected: ./dev test --update " << rerun;
}

}  // namespace ratebook::test
