// What the lexer knows while it reads, and the rules that look at the token before. Each `read_` function looks at the text from
// `begin`; when it takes characters it emits their token (or reports them), sets `end` and returns true.
#pragma once
#include <fmt/format.h>

#include "language/syntax/lexer.hpp"

namespace ratebook::syntax {

struct Lexer {
  std::string_view text;
  FileId file;
  DiagnosticSink& sink;
  Lexemes out;
  std::uint32_t line = 1;
  std::uint32_t line_begin = 0;
  bool begins_line = true;
  bool after_error = false;
  std::uint32_t stray_end = 0xffffffffU;  // end of the last character that was reported as meaning nothing

  Span span(std::size_t begin, std::size_t end) const {
    return {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  char at(std::size_t i) const { return i < text.size() ? text[i] : '\0'; }
  const Token* last() const { return out.tokens.empty() ? nullptr : &out.tokens.back(); }
  // The token before on the same line.
  const Token* before() const { return begins_line ? nullptr : last(); }
  bool touches(std::size_t begin) const { return before() && before()->end == begin; }

  void emit(TokenKind kind, std::size_t begin, std::size_t end, Word word = Word::none) {
    Token t;
    t.kind = kind;
    t.begins_line = begins_line;
    t.touches = touches(begin);
    t.after_error = after_error;
    t.word = word;
    t.begin = static_cast<std::uint32_t>(begin);
    t.end = static_cast<std::uint32_t>(end);
    t.line = line;
    t.column = static_cast<std::uint32_t>(begin) - line_begin;
    t.indent = begins_line ? t.column : last()->indent;
    out.tokens.push_back(t);
    begins_line = after_error = false;
  }
  void new_line(std::size_t next) {
    ++line;
    line_begin = static_cast<std::uint32_t>(next);
    begins_line = true;
  }
  // Reports a character that is dropped; a run of them is one mistake.
  void stray(std::size_t begin, std::size_t end, std::string_view help = {}) {
    if (stray_end != begin) {
      auto& d = sink.report<Code::bad_character>(span(begin, end), fmt::format("`{}`", text.substr(begin, end - begin)));
      d.help = help;
    }
    stray_end = static_cast<std::uint32_t>(end);
    after_error = true;
  }
};

// The bytes that no script can hold are reported once, with their number; later they are dropped without a message. False when
// there are so many that reading on would only make noise.
bool report_bytes(Lexer& lx);

bool read_id(Lexer& lx, std::size_t begin, std::size_t& end);    // GS-3 as the second token of the file
bool read_zone(Lexer& lx, std::size_t begin, std::size_t& end);  // America/Port-au-Prince after `timezone`
bool read_unit(Lexer& lx, std::size_t begin, std::size_t& end);  // USD/kW/month after a number on its line, or after a colon
bool read_negative(Lexer& lx, std::size_t begin, std::size_t& end);  // -15.00, where no operand touches the sign
bool read_sign(Lexer& lx, std::size_t begin, std::size_t& end);      // + and - between operands, `-` in a cell
bool read_dot(Lexer& lx, std::size_t begin, std::size_t& end);       // a.b, 25..35
bool read_bracket(Lexer& lx, std::size_t begin, std::size_t& end);   // ( and [, touching the name before or not
bool read_lookalike(Lexer& lx, std::size_t begin,
                    std::size_t& end);                            // ≤ and other signs pasted from sheets: reported, then read
bool read_logic(Lexer& lx, std::size_t begin, std::size_t& end);  // && and ||: reported, then read as `and`, `or`
bool read_stray(Lexer& lx, std::size_t begin, std::size_t& end);  // any other character: reported and dropped

}  // namespace ratebook::syntax
