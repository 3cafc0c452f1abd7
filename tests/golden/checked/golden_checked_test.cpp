// Every script here against the text of its checked tariff.
#include "language/diagnostics/render.hpp"
#include "language/semantics/check.hpp"
#include "language/semantics/print_checked.hpp"
#include "language/syntax/parse.hpp"
#include "tests/support/golden.hpp"

namespace ratebook::test {
namespace {

const fs::path kFolder = "tests/golden/checked";

class GoldenChecked : public testing::TestWithParam<std::string> {};

TEST_P(GoldenChecked, MeansWhatIsExpected) {
  Sources sources;
  DiagnosticSink sink;
  const fs::path path = kFolder / (GetParam() + ".tariff");
  const FileId file = sources.add(path.string(), read_file(path));
  const auto tree = parse(sources, file, sink);
  ASSERT_TRUE(tree) << "the file has no head";
  const auto tariff = check(sources, *tree, {}, sink);
  ASSERT_TRUE(tariff) << render(sources, sink.all());
  EXPECT_TRUE(matches_golden(kFolder / (GetParam() + ".expected"), print_checked(*tariff), "golden_checked " + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Scripts, GoldenChecked, testing::ValuesIn(names_in(kFolder, ".tariff")),
                         [](const auto& script) { return script.param; });

}  // namespace
}  // namespace ratebook::test
