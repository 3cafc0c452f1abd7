// Every folder here as a book, against what opening it says. A name begins with `fail_` exactly when there is an error.
#include <fmt/format.h>

#include "language/diagnostics/render.hpp"
#include "language/semantics/check.hpp"
#include "tests/support/golden.hpp"

namespace ratebook::test {
namespace {

const fs::path kFolder = "tests/golden/book";

std::vector<std::string> books() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(RATEBOOK_SOURCE_DIR) / kFolder))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class GoldenBook : public testing::TestWithParam<std::string> {};

TEST_P(GoldenBook, SaysWhatIsExpected) {
  Sources sources;
  DiagnosticSink sink;
  const Book book = open_book(sources, {kFolder / GetParam()}, {}, sink);
  sink.sort();
  EXPECT_TRUE(book.unreadable.empty());
  EXPECT_EQ(GetParam().starts_with("fail_"), sink.has_errors()) << "names begin with fail_ exactly when the command fails";
  std::string said = render(sources, sink.all());
  for (const TariffEditions& tariff : book.tariffs)
    for (const CheckedTariff& edition : tariff.editions)
      said += fmt::format("{} from {}\n", tariff.id, format_date(edition.edition));
  EXPECT_TRUE(matches_golden(kFolder / (GetParam() + ".expected"), said, "golden_book " + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Books, GoldenBook, testing::ValuesIn(books()), [](const auto& book) { return book.param; });

TEST(book, paths_that_cannot_be_opened_are_named) {
  Sources sources;
  DiagnosticSink sink;
  const Book book = open_book(sources, {"tests/golden/book/three_editions", "tests/golden/book/gone.tariff"}, {}, sink);
  EXPECT_EQ(book.unreadable, (std::vector<fs::path>{"tests/golden/book/gone.tariff"}));
  EXPECT_EQ(book.tariffs.size(), 2U);
}

TEST(book, a_superseded_script_is_read_though_it_was_not_named) {
  Sources sources;
  DiagnosticSink sink;
  const Book book = open_book(sources, {"tests/golden/book/three_editions/t-2025.tariff"}, {}, sink);
  ASSERT_FALSE(sink.has_errors());
  ASSERT_NE(book.find("T"), nullptr);
  EXPECT_EQ(book.find("T")->editions.size(), 3U);
  EXPECT_EQ(book.find("A"), nullptr);
}

TEST(book, a_file_that_is_reached_twice_is_read_once) {
  Sources sources;
  DiagnosticSink sink;
  const fs::path folder = "tests/golden/book/three_editions";
  const Book book =
      open_book(sources, {folder, folder / "t-2024.tariff", folder / ".." / "three_editions" / "other.tariff"}, {}, sink);
  EXPECT_FALSE(sink.has_errors());
  EXPECT_EQ(sources.size(), 4U);
  ASSERT_EQ(book.tariffs.size(), 2U);
  EXPECT_EQ(book.tariffs[0].id, "A");
}

}  // namespace
}  // namespace ratebook::test
