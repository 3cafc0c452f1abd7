// The formatter's own picture of a script: its physical lines, each with its tokens, its indentation and the places where columns
// begin. Rules in docs/layout.md. The steps: roles of tokens from the tree (layout_roles.cpp), lines and indentation
// (layout_lines.cpp), columns (layout_columns.cpp), text (format.cpp).
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "language/syntax/lexer.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook::syntax::layout {

// What begins at a token: a statement or a piece of a block. A line that begins with none of them goes on with one.
enum class Entry : std::uint8_t {
  head,
  statement,
  rule,
  version,
  table_version,
  tier,
  given,
  expect,
  then,
  holiday,
  holiday_rule,
  claim
};

// Why a column begins at a token.
enum class Stop : std::uint8_t {
  argument,   // what follows a keyword: utility  "…", season   by usage day, given  usage
  name,       // the word after a tier's name, the string after a source's name, a line's label
  scheme,     // `of SCHEME`
  colon,      // `:` of a declaration
  brace,      // `{` of a value on one line
  equals,     // `=` of a declaration
  number,     // the amount after it, aligned at the decimal point
  share,      // `of` or `included in` of a base
  limit,      // a tier's limit
  at,         // `at` of a tier
  condition,  // `when` or `otherwise` of a case
  observed,
  docket,
  filed,
  known,
  effective,
  amount,  // the amount of an `expect`, aligned at its end
};

struct Roles {
  std::unordered_map<std::uint32_t, Entry> entries;  // by offset of the first character
  std::unordered_map<std::uint32_t, Stop> stops;     // of tokens whose column the tree decides
  std::unordered_set<std::uint32_t> in_property;     // entries of properties, where `given` has no column
  std::unordered_set<std::uint32_t> loads;           // amounts of expected channels: one blank from the name they stay there
  std::vector<Span> tight;                           // (365/12): no blanks inside
};
Roles roles_of(const TariffTree& tree);

// A stretch of a line from one stop to the next.
struct Segment {
  std::optional<Stop> stop;  // none for the first
  std::string text;
  std::size_t found_column = 0;  // where it stood in the text, from the line's first token
  std::size_t found_end = 0;
};

struct Line {
  std::uint32_t first = 0, last = 0;  // tokens [first, last); none for a comment's own line
  const Comment* comment = nullptr;
  bool blank_before = false;
  std::size_t indent = 0;
  std::string group;              // consecutive lines with the same one share their columns; "" for none
  std::vector<Segment> segments;  // everything but the trailing part
  std::string body;               // the segments with their columns
  std::string trailing;           // a cite and the brace behind it, or a comment
  bool own_comment() const { return first == last; }
};

struct Script {
  std::string_view text;
  std::vector<Token> tokens;
  std::vector<Comment> comments;
  Roles roles;
  std::vector<Line> lines;
};

void make_lines(Script& script);     // lines, indentation, blank lines
void make_segments(Script& script);  // tokens to text, stops, trailing parts
void align_columns(Script& script);  // segments to bodies
void align_tables(Script& script, const TariffTree& tree);
std::string write(const Script& script);  // bodies and trailing parts to text

}  // namespace ratebook::syntax::layout
