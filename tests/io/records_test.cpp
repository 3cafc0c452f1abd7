// Records and fields of CSV files, however they are cut into chunks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "runtime/io/csv_header.hpp"
#include "runtime/io/csv_records.hpp"
#include "tests/io/input_files.hpp"

namespace ratebook {
namespace {

using ::testing::ElementsAre;

struct Read {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> flaws;  // "line: what"
  std::string bytes;               // of all chunks
};

std::string flaw_word(RecordFlaw flaw) {
  switch (flaw) {
    case RecordFlaw::quotes:
      return "quotes";
    case RecordFlaw::text:
      return "text";
    case RecordFlaw::too_long:
      return "too_long";
    case RecordFlaw::none:
      break;
  }
  return "none";
}

Read read_all(const std::string& text, std::size_t chunk_bytes) {
  const io_test::Folder folder;
  const std::string path = folder.write("file.csv", text);
  auto file = InputFile::open(path, folder.path());
  EXPECT_TRUE(file);
  ChunkReader reader(*file, chunk_bytes);
  Read read;
  Chunk chunk;
  std::uint64_t lines = 0;
  for (;;) {
    const auto more = reader.next(chunk);
    EXPECT_TRUE(more);
    if (!more || !*more) break;
    read.bytes += chunk.text;
    CsvRecords record(chunk);
    while (record.next()) {
      if (record.flaw() != RecordFlaw::none) {
        read.flaws.push_back(std::to_string(lines + record.line() + 1) + ": " + flaw_word(record.flaw()));
        continue;
      }
      read.rows.emplace_back(record.fields().begin(), record.fields().end());
    }
    lines += static_cast<std::uint64_t>(std::count(chunk.text.begin(), chunk.text.end(), '\n'));
  }
  return read;
}

void expect_rows(const std::string& text, const std::vector<std::vector<std::string>>& rows,
                 const std::vector<std::string>& flaws = {}) {
  for (const std::size_t chunk :
       {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{64}, std::size_t{100000}}) {
    const Read read = read_all(text, chunk);
    EXPECT_EQ(read.rows, rows) << "chunks of " << chunk << " bytes of " << text;
    EXPECT_EQ(read.flaws, flaws) << "chunks of " << chunk << " bytes of " << text;
    EXPECT_EQ(read.bytes, text) << "chunks of " << chunk << " bytes";
  }
}

TEST(Records, PlainFields) { expect_rows("a,b,c\n1,,3\n,,\n", {{"a", "b", "c"}, {"1", "", "3"}, {"", "", ""}}); }
TEST(Records, LastLineNeedsNoEnd) { expect_rows("a,b\n1,2", {{"a", "b"}, {"1", "2"}}); }
TEST(Records, LastFieldMayBeEmptyAtTheEnd) { expect_rows("a,b\n1,", {{"a", "b"}, {"1", ""}}); }
TEST(Records, CarriageReturns) { expect_rows("a,b\r\n1,2\r\n\r\n3,\"4\"\r\n", {{"a", "b"}, {"1", "2"}, {"3", "4"}}); }
TEST(Records, EmptyLinesAreNone) { expect_rows("\n\na,b\n\n1,2\n\n", {{"a", "b"}, {"1", "2"}}); }
TEST(Records, ByteOrderMarkIsLeftOut) {
  expect_rows(
      "\xEF\xBB\xBF"
      "a,b\n1,2\n",
      {{"a", "b"}, {"1", "2"}});
}
TEST(Records, QuotesHoldCommasLineEndsAndQuotes) {
  expect_rows("a,\"b,\"\"c\"\"\nd\",e\n\"\",\"\"\"\",x\n", {{"a", "b,\"c\"\nd", "e"}, {"", "\"", "x"}});
}
TEST(Records, CarriageReturnInsideQuotesStays) { expect_rows("a,\"b\r\"\nc,d\n", {{"a", "b\r"}, {"c", "d"}}); }
TEST(Records, QuoteInAPlainField) { expect_rows("a,5\" pipe\nb,c\n", {{"b", "c"}}, {"1: quotes"}); }
TEST(Records, WordsAfterAClosingQuote) { expect_rows("\"a\"x,b\nb,c\n", {{"b", "c"}}, {"1: quotes"}); }
TEST(Records, QuoteThatNeverEndsCostsOneLine) {
  expect_rows("a,b\n1,\"2\n3,4\n5,6\n", {{"a", "b"}, {"3", "4"}, {"5", "6"}}, {"2: quotes"});
}
TEST(Records, QuoteThatNeverEndsAfterAQuotedLineEnd) {
  expect_rows("a,b\n\"1\n1\",\"2\n3,4\n", {{"a", "b"}, {"3", "4"}}, {"2: quotes"});
}
TEST(Records, NoTextBytes) {
  expect_rows(std::string("a,b\n1,\0\n3,4\n", 12), {{"a", "b"}, {"3", "4"}}, {"2: text"});
  expect_rows("a,b\n1,\x80\n3,ä€𝄞\n\xC0\x80,\x7F\n\xED\xA0\x80,1\n", {{"a", "b"}, {"3", "ä€𝄞"}},
              {"2: text", "4: text", "5: text"});
}
TEST(Records, HugeFields) {
  std::string list;
  for (int i = 0; i < 50000; ++i) list += "0.25;";
  expect_rows("a," + list + "\nb,\"" + list + "\"\n", {{"a", list}, {"b", list}});
}
TEST(Records, RecordsBeyondTheLimitArePassedOver) {
  const std::string huge(kLongestRecord + 100, 'x');
  for (const std::size_t chunk : {std::size_t{1} << 20, std::size_t{1} << 25}) {
    const Read read = read_all("a,b\n" + huge + "\n1,2\n", chunk);
    EXPECT_EQ(read.rows.size() + read.flaws.size(), 3U);
    EXPECT_EQ(read.rows.back(), (std::vector<std::string>{"1", "2"}));
  }
}

// Whatever the bytes: chunks don't change what is read, and every line end is counted.
RC_GTEST_PROP(Records, ChunksDoNotMatter, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::element('a', '1', ',', ',', '"', '\n', '\r', '\0', '\xC3', '\xA4'));
  const Read whole = read_all(text, 1 << 20);
  const auto chunk = *rc::gen::inRange<std::size_t>(1, 40);
  const Read parts = read_all(text, chunk);
  RC_ASSERT(whole.rows == parts.rows);
  RC_ASSERT(whole.flaws == parts.flaws);
  RC_ASSERT(parts.bytes == text);
}

// What append_csv_field writes is read back.
RC_GTEST_PROP(Records, WrittenFieldsAreReadBack, ()) {
  const auto field = rc::gen::container<std::string>(rc::gen::element('a', ' ', ',', '"', '\n', '\t'));
  const auto rows = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::vector<std::string>>>(rc::gen::container<std::vector<std::string>>(3, field)));
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      append_csv_field(text, row[i]);
    }
    text += '\n';
  }
  RC_ASSERT(read_all(text, *rc::gen::inRange<std::size_t>(1, 100)).rows == rows);
}

TEST(Header, NamesWhatIsWrong) {
  const io_test::Folder folder;
  const auto header_of = [&](std::string_view text) {
    auto file = InputFile::open(folder.write("h.csv", text), folder.path());
    return read_header(*file);
  };
  EXPECT_THAT(header_of("a,b\r\n1,2\n")->names, ElementsAre("a", "b"));
  EXPECT_THAT(header_of("\xEF\xBB\xBF\"a\",b")->names, ElementsAre("a", "b"));
  EXPECT_THAT(header_of("a,b,a\n").error().message, ::testing::HasSubstr("the column `a` twice"));
  EXPECT_THAT(header_of("").error().message, ::testing::HasSubstr("is empty"));
  EXPECT_THAT(header_of("a,\"b\n").error().message, ::testing::HasSubstr("header row"));
  auto header = header_of("a,b\n");
  EXPECT_THAT(header->need("c").error().message, ::testing::HasSubstr("h.csv has no column `c`"));
}

TEST(Files, ThatCannotBeOpened) {
  const io_test::Folder folder;
  EXPECT_EQ(InputFile::open(folder.path() + "/none.csv", folder.path()).error().kind, Failure::Kind::usage);
  EXPECT_THAT(InputFile::open(folder.path(), folder.path()).error().message, ::testing::HasSubstr("is a directory"));
}

}  // namespace
}  // namespace ratebook
