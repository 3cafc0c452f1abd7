// Tokens: what the characters make, before any grammar. Blanks and comments are dropped (comments are kept apart).
//
//   measure pf = 12 USD/kWh      word name equals number unit
//
// The lexer reads units where a unit can stand: after a number on its line, and after `:`.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "language/source/source.hpp"

namespace ratebook::syntax {

// Every word of keyword.def; `none` for any other word.
enum class Word : std::uint16_t {
  none,
#define KEYWORD(word, class) w_##word,
#include "language/syntax/keyword.def"
  count_
};

enum class WordClass : std::uint8_t { none, statement, connector, expression, predeclared, scope, place };

Word word_of(std::string_view text);
std::string_view text_of(Word word);
WordClass class_of(Word word);
std::string in_ticks(std::string_view text);  // `text`, as messages show words of a script
// Statement, connector and expression words: never a name.
constexpr bool is_reserved(WordClass c) {
  return c == WordClass::statement || c == WordClass::connector || c == WordClass::expression;
}
constexpr bool is_weekday(Word w) { return w >= Word::w_Mon && w <= Word::w_Sun; }
constexpr bool is_month(Word w) { return w >= Word::w_Jan && w <= Word::w_Dec; }
constexpr unsigned weekday_index(Word w) { return static_cast<unsigned>(w) - static_cast<unsigned>(Word::w_Mon); }  // 0 = Mon
constexpr unsigned month_number(Word w) { return static_cast<unsigned>(w) - static_cast<unsigned>(Word::w_Jan) + 1; }

enum class TokenKind : std::uint8_t {
  word,    // summer, season; `word` tells which
  number,  // 12, 0.1247, -15.00
  unit,    // USD/kWh, %, days; `word` is set when it is one word of keyword.def
  date,    // 2025-07-01, by its shape
  clock,   // 16:00, by its shape
  string,  // "…"
  id,      // GS-3, after `tariff` or `library`
  zone,    // America/Denver, after `timezone`
  left_brace,
  right_brace,
  left_bracket,
  right_bracket,
  left_paren,
  right_paren,
  index_bracket,  // `[` that touches the word before it
  call_paren,     // `(` that touches the name before it
  comma,
  colon,
  dot,
  dots,
  bar,
  address,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  plus,
  minus,
  times,
  divide,
  end
};

struct Token {
  TokenKind kind{};
  bool begins_line = false;
  bool touches = false;      // nothing between it and the token before
  bool after_error = false;  // characters that mean nothing were dropped before it, and reported
  Word word = Word::none;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 1;
  std::uint32_t column = 0;  // bytes before it on its line
  std::uint32_t indent = 0;  // of its line: the column of the line's first token
};

}  // namespace ratebook::syntax
