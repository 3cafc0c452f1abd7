#include "language/syntax/layout.hpp"

namespace ratebook::syntax::layout {
namespace {

// largest of { … }: a block inside an expression, not one of statements.
bool is_expression_brace(const std::vector<Token>& tokens, std::uint32_t i) {
  return i > 1 && tokens[i - 1].word == Word::w_of &&
         (tokens[i - 2].word == Word::w_largest || tokens[i - 2].word == Word::w_smallest);
}

// The depth of blocks while the tokens go by.
class Depth {
 public:
  explicit Depth(const Script& script) : script_(script) {}

  // Indentation of a line that begins with token `i`, before `pass(i)`.
  std::size_t indent(std::uint32_t i) const {
    const Token& t = script_.tokens[i];
    if (t.kind == TokenKind::right_brace) {
      if (!braces_.empty() && braces_.back()) return continued(expression_braces() - 1);
      return blocks_ == 0 ? 0 : 2 * (blocks_ - 1);
    }
    const auto entry = script_.roles.entries.find(t.begin);
    if (entry == script_.roles.entries.end()) return continued(expression_braces());
    if (entry->second == Entry::then && blocks_ > 0) return 2 * (blocks_ - 1);
    return 2 * blocks_;
  }
  // Indentation of a comment before a `}`: that of the block's pieces.
  std::size_t inside() const { return expression_braces() > 0 ? continued(expression_braces()) : 2 * blocks_; }

  void pass(std::uint32_t i) {
    const Token& t = script_.tokens[i];
    if (script_.roles.entries.contains(t.begin) && t.kind != TokenKind::right_brace) {
      while (!entries_.empty() && entries_.back() >= blocks_) entries_.pop_back();
      entries_.push_back(blocks_);
    }
    if (t.kind == TokenKind::left_brace) {
      braces_.push_back(is_expression_brace(script_.tokens, i));
      if (!braces_.back()) ++blocks_;
    } else if (t.kind == TokenKind::right_brace && !braces_.empty()) {
      if (!braces_.back()) --blocks_;
      braces_.pop_back();
      while (!entries_.empty() && entries_.back() > blocks_) entries_.pop_back();
    }
  }

 private:
  std::size_t expression_braces() const {
    std::size_t n = 0;
    for (auto brace = braces_.rbegin(); brace != braces_.rend() && *brace; ++brace) ++n;
    return n;
  }
  std::size_t continued(std::size_t expression_braces) const {
    return 2 * ((entries_.empty() ? 0 : entries_.back()) + 1 + expression_braces);
  }

  const Script& script_;
  std::vector<bool> braces_;          // true: of an expression
  std::size_t blocks_ = 0;            // open blocks of statements
  std::vector<std::size_t> entries_;  // depth of the entries that are still open
};

std::uint32_t line_of(const Script& script, std::uint32_t offset, std::size_t& scanned, std::uint32_t& line) {
  for (; scanned < offset; ++scanned)
    if (script.text[scanned] == '\n') ++line;
  return line;
}

}  // namespace

void make_lines(Script& script) {
  struct Numbered {
    std::uint32_t number;
    Line line;
  };
  std::vector<Numbered> found;
  std::size_t comment = 0, scanned = 0;
  std::uint32_t comment_line = 1;
  auto comments_before = [&](std::uint32_t offset) {
    for (; comment < script.comments.size() && script.comments[comment].span.begin < offset; ++comment) {
      const Comment& c = script.comments[comment];
      const std::uint32_t number = line_of(script, c.span.begin, scanned, comment_line);
      if (!c.own_line && !found.empty()) {
        found.back().line.comment = &c;
        continue;
      }
      Line line;
      line.comment = &c;
      found.push_back({number, line});
    }
  };
  for (std::uint32_t i = 0; i + 1 < script.tokens.size();) {
    comments_before(script.tokens[i].begin);
    Line line;
    line.first = i;
    while (i + 1 < script.tokens.size() && script.tokens[i].line == script.tokens[line.first].line) ++i;
    line.last = i;
    found.push_back({script.tokens[line.first].line, line});
  }
  comments_before(static_cast<std::uint32_t>(script.text.size()));

  Depth depth(script);
  std::size_t waiting = 0;  // comments whose indentation the next line decides
  for (std::size_t i = 0; i < found.size(); ++i) {
    Line& line = found[i].line;
    line.blank_before = i > 0 && found[i].number > found[i - 1].number + 1;
    if (!line.own_comment()) {
      line.indent = depth.indent(line.first);
      const bool closes = script.tokens[line.first].kind == TokenKind::right_brace;
      for (; waiting < i; ++waiting) found[waiting].line.indent = closes ? depth.inside() : line.indent;
      for (std::uint32_t t = line.first; t < line.last; ++t) depth.pass(t);
      waiting = i + 1;
    }
  }
  for (; waiting < found.size(); ++waiting) found[waiting].line.indent = depth.inside();
  script.lines.reserve(found.size());
  for (Numbered& n : found) script.lines.push_back(std::move(n.line));
}

}  // namespace ratebook::syntax::layout
