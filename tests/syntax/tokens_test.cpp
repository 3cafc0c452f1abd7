// Characters to tokens: where units, signs, brackets and ids begin and end.
#include <gtest/gtest.h>

#include "language/syntax/lexer.hpp"

namespace ratebook::syntax {
namespace {

// The tokens' texts, with a letter for the kinds that only the context tells.
std::string tokens_of(const std::string& text) {
  Sources sources;
  DiagnosticSink sink;
  const FileId file = sources.add("t", text);
  std::string out;
  for (const Token& t : lex(sources, file, sink).tokens) {
    if (t.kind == TokenKind::end) break;
    if (!out.empty()) out += ' ';
    if (t.kind == TokenKind::unit) out += "u:";
    if (t.kind == TokenKind::call_paren) out += "call";
    if (t.kind == TokenKind::index_bracket) out += "index";
    if (t.kind == TokenKind::id) out += "id:";
    if (t.kind == TokenKind::zone) out += "zone:";
    if (t.kind == TokenKind::number) out += "n:";
    out += text.substr(t.begin, t.end - t.begin);
  }
  for (const Diagnostic& d : sink.all()) out += " !" + std::string(code_word(d.code));
  return out;
}

TEST(Tokens, UnitsStandBehindNumbersOnTheirLine) {
  EXPECT_EQ(tokens_of("12 USD/kW/month"), "n:12 u:USD/kW/month");
  EXPECT_EQ(tokens_of("35% of x"), "n:35 u:% of x");
  EXPECT_EQ(tokens_of("8120 kW*day each"), "n:8120 u:kW*day each");
  EXPECT_EQ(tokens_of("1 day each workday"), "n:1 u:day each workday");
  EXPECT_EQ(tokens_of("3\nday x = otherwise"), "n:3 day x = otherwise");
  EXPECT_EQ(tokens_of("11 cycles within summer"), "n:11 u:cycles within summer");
  EXPECT_EQ(tokens_of("highest 4 of x"), "highest n:4 of x");
  EXPECT_EQ(tokens_of("x / 2 / days"), "x / n:2 / days");
  EXPECT_EQ(tokens_of("x : kWh/day"), "x : u:kWh/day");
  EXPECT_EQ(tokens_of("x : zone"), "x : zone");
  EXPECT_EQ(tokens_of("min h kWh"), "min h kWh");
}

TEST(Tokens, UnknownUnitsAreReportedWhereTheyStand) {
  EXPECT_EQ(tokens_of("12 USD/kwh"), "n:12 u:USD/kwh !unknown_unit");
  EXPECT_EQ(tokens_of("12 kW*x"), "n:12 u:kW*x !unknown_unit");
  EXPECT_EQ(tokens_of("12 kW * x"), "n:12 u:kW * x");
}

TEST(Tokens, SignsBelongToNumbersThatTheyTouch) {
  EXPECT_EQ(tokens_of("= -15.00 USD"), "= n:-15.00 u:USD");
  EXPECT_EQ(tokens_of("x -15"), "x n:-15");
  EXPECT_EQ(tokens_of("x - 15"), "x - n:15");
  EXPECT_EQ(tokens_of("| - | -0.5 |-3|"), "| - | n:-0.5 | n:-3 |");
  EXPECT_EQ(tokens_of("f(-3, -4)"), "f call( n:-3 , n:-4 )");
  EXPECT_EQ(tokens_of("x-15"), "x - n:15 !syntax");
  EXPECT_EQ(tokens_of("x +15"), "x + n:15 !syntax");
}

TEST(Tokens, BracketsThatTouchANameCallAndIndex) {
  EXPECT_EQ(tokens_of("f(x) f (x)"), "f call( x ) f ( x )");
  EXPECT_EQ(tokens_of("in(Apr)"), "in ( Apr )");
  EXPECT_EQ(tokens_of("t[a] t [a]"), "t index[ a ] t [ a ]");
  EXPECT_EQ(tokens_of("a.from(x)"), "a . from call( x )");
}

TEST(Tokens, DatesTimesRangesAndPaths) {
  EXPECT_EQ(tokens_of("2025-07-01 16:00 25..35 Mon..Fri"), "2025-07-01 16:00 n:25 .. n:35 Mon .. Fri");
  EXPECT_EQ(tokens_of("cycle.from@2025-07-01"), "cycle . from @ 2025-07-01");
  EXPECT_EQ(tokens_of("tariff GS-3.b \"x\""), "tariff id:GS-3.b \"x\"");
  EXPECT_EQ(tokens_of("timezone America/Port-au-Prince"), "timezone zone:America/Port-au-Prince");
}

TEST(Tokens, CommentsAreKeptApart) {
  Sources sources;
  DiagnosticSink sink;
  const FileId file = sources.add("t", "# one\r\na \"#\" # two\r\n#");
  const Lexemes lexemes = lex(sources, file, sink);
  ASSERT_EQ(lexemes.comments.size(), 3U);
  EXPECT_EQ(sources.text(lexemes.comments[0].span), "# one");
  EXPECT_EQ(sources.text(lexemes.comments[1].span), "# two");
  EXPECT_FALSE(lexemes.comments[1].own_line);
  EXPECT_TRUE(lexemes.comments[2].own_line);
  EXPECT_EQ(lexemes.tokens.size(), 3U);
}

}  // namespace
}  // namespace ratebook::syntax
