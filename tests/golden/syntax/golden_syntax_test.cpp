// Every script of this folder against what reading it says: NAME.tariff, NAME.expected.
#include <gtest/gtest.h>

#include "language/diagnostics/render.hpp"
#include "language/syntax/parse.hpp"
#include "language/syntax/print_tree.hpp"
#include "tests/support/golden.hpp"

namespace ratebook {
namespace {

const std::filesystem::path kFolder = "tests/golden/syntax";

class GoldenSyntax : public testing::TestWithParam<std::string> {};

TEST_P(GoldenSyntax, SaysWhatIsExpected) {
  Sources sources;
  DiagnosticSink sink;
  const FileId file = sources.add(GetParam() + ".tariff", test::read_file(kFolder / (GetParam() + ".tariff")));
  const auto tree = parse(sources, file, sink);
  EXPECT_EQ(GetParam().starts_with("fail_"), sink.has_errors()) << "names begin with fail_ exactly when reading fails";
  EXPECT_EQ(tree && tree->complete, !sink.has_errors());
  std::string said = render(sources, sink.all());
  if (sink.has_errors()) said += "\n" + summary(sink.errors(), sink.warnings()) + "\n";
  if (tree && tree->complete) said += print_tree(*tree);
  EXPECT_TRUE(test::matches_golden(kFolder / (GetParam() + ".expected"), said, "golden_syntax " + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Scripts, GoldenSyntax, testing::ValuesIn(test::names_in(kFolder, ".tariff")),
                         [](const auto& script) { return script.param; });

}  // namespace
}  // namespace ratebook
