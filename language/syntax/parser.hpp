// The state of one parse: tokens, the nodes matched so far, what was expected at the furthest place, and the reports. The grammar
// (grammar_*.hpp) has it as its only state.
#pragma once
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"
#include "language/syntax/cst.hpp"
#include "language/syntax/lexer.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook::syntax {

// Thrown at a commit point after its report; caught by the block that goes on.
struct SyntaxFailure {
  std::uint32_t token = 0;
};

// Where a parse goes on after a mistake in …
enum class Block : std::uint8_t { file, rules, calendar, versions, rows, tiers, example, property };

class Parser {
 public:
  Parser(const Sources& sources, FileId file, DiagnosticSink& sink);

  // Nodes. A failed rule gives back what it made.
  std::uint32_t open(NodeKind kind, std::uint32_t token);
  void close(std::uint32_t node, std::uint32_t token);
  void drop(std::uint32_t node) { cst.nodes.resize(node); }

  // A word, a kind of token, or a name was looked for here and is not here. Only the furthest place is kept.
  void missed(std::uint32_t token, Word word);
  void missed(std::uint32_t token, TokenKind kind);

  // A commit point failed: reports `expected WHAT` and throws SyntaxFailure.
  [[noreturn]] void raise(std::uint32_t token, std::string_view what);
  // Nothing that could stand here matched: reports what was looked for.
  void report_unexpected(std::uint32_t token);
  // error[name_reserved] at a word of the language that stands as a name.
  void report_reserved(std::uint32_t token);
  // error[unknown_unit] at a word behind a number, and help when a unit is near.
  void report_unknown_unit(std::uint32_t first, std::uint32_t last);
  // The `}` of a block is missing at `token`; the block began at `brace`.
  void report_unclosed(std::uint32_t brace, std::uint32_t token);

  // Something stands behind the `}` that ended the file.
  void report_behind_end(std::uint32_t token, std::uint32_t closing);

  // A piece that failed: its block, its tokens up to where reading goes on, and the one at which it failed.
  struct LostPiece {
    Block block{};
    std::uint32_t begin = 0, end = 0, failed = 0;
  };
  std::vector<LostPiece> lost;

  // The token to go on at after a mistake in a piece of `block` that began at `begin`; failed at `failed`.
  std::uint32_t recover(Block block, std::uint32_t begin, std::uint32_t failed) const;

  bool begins_statement(std::uint32_t token) const;
  // Reading failed at one of the tokens [first, last].
  bool failed_within(std::uint32_t first, std::uint32_t last) const;
  // Of the statement of these tokens a piece is missing: reading failed in it, or at what goes on behind it, or a sign was dropped there.
  bool damaged(std::uint32_t first, std::uint32_t last) const;
  // What is known of the statements and pieces that are not in the tree.
  std::vector<Lost> lost_pieces() const;
  // A word of the language is so near to this plain word that it was meant.
  bool resembles_keyword(const Token& token) const;

  std::string_view text(const Token& t) const { return source.substr(t.begin, t.end - t.begin); }
  Span span(const Token& t) const { return {file, t.begin, t.end}; }
  Span span(std::uint32_t first, std::uint32_t last) const;  // of tokens [first, last); empty behind the one before when none

  std::string_view source;
  FileId file;
  DiagnosticSink& sink;
  std::vector<Token> tokens;
  std::vector<Comment> comments;
  Cst cst;
  int depth = 0;             // of nesting
  std::uint32_t indent = 0;  // of the line that the piece being read began on
  bool complete = true;

 private:
  // Where a message about `token` points: the token, or the place behind the one before when something is absent.
  Span place(std::uint32_t token, bool committed) const;
  bool report(std::uint32_t token, std::string_view what, bool committed);
  bool report_meant(std::uint32_t token);
  void fail(std::uint32_t token);
  std::string help(std::uint32_t token, std::string_view what, Span at) const;
  std::string hint(std::uint32_t token, std::string_view what) const;
  bool is_new(Span at);
  std::string expectations() const;
  bool begins_piece(Block block, std::uint32_t token) const;
  bool after_stray(std::uint32_t token) const;

  std::uint32_t furthest_ = 0;
  std::bitset<static_cast<std::size_t>(Word::count_)> words_;
  std::bitset<static_cast<std::size_t>(TokenKind::end) + 1> kinds_;
  std::uint32_t reported_ = 0xffffffffU;  // where the last message about a token pointed
  std::vector<std::uint32_t> failures_;   // tokens at which reading failed
};

}  // namespace ratebook::syntax
