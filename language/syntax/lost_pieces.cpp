// What is known of the statements and pieces that a mistake kept out of the tree: their first word, and the name behind it.
#include <algorithm>

#include "language/syntax/parser.hpp"
#include "language/syntax/spelling.hpp"

namespace ratebook::syntax {
namespace {

std::string meant_statement(std::string_view word) {
  static const auto words = [] {
    std::vector<std::string_view> v;
    for (std::size_t i = 1; i < static_cast<std::size_t>(Word::count_); ++i)
      if (class_of(static_cast<Word>(i)) == WordClass::statement) v.push_back(text_of(static_cast<Word>(i)));
    return v;
  }();
  return std::string(meant_word(word, words));
}

std::string meant_rule(std::string_view word) {
  static const std::vector<std::string_view> words = {"season", "version",  "allocate", "prorate",   "round",   "clock",
                                                      "demand", "estimate", "correct",  "intervals", "register"};
  if (std::find(words.begin(), words.end(), word) != words.end()) return std::string(word);
  return std::string(meant_word(word, words));
}

}  // namespace

std::vector<Lost> Parser::lost_pieces() const {
  // Where the statements of the tree begin, by where they end.
  const auto goes_on = [&](std::uint32_t token) {
    if (!tokens[token].begins_line) return true;
    for (std::uint32_t i = 0; i < cst.nodes.size(); i = cst.nodes[i].next)
      if (cst.nodes[i].last == token && cst.nodes[i].kind != NodeKind::header)
        return tokens[token].column > tokens[cst.nodes[i].first].column + 1;  // one more column is a slip, not a continuation
    return false;
  };
  std::vector<Lost> all;
  for (const LostPiece& p : lost) {
    Lost l;
    l.statement = p.block == Block::file;
    const Token& first = tokens[p.begin];
    // The rest of a statement that is in the tree without it.
    if (l.statement && !begins_statement(p.begin) && goes_on(p.begin)) continue;
    l.span = span(p.begin, std::max(p.begin + 1, std::min(p.end, p.failed + 1)));
    const std::string word(text(first));
    if (first.kind == TokenKind::word && l.statement)
      l.keyword = class_of(first.word) == WordClass::statement ? word : meant_statement(word);
    if (first.kind == TokenKind::word && p.block == Block::rules) l.keyword = meant_rule(word);
    std::uint32_t i = p.begin + 1;
    const auto at = [&](std::uint32_t n) -> const Token& { return tokens[std::min<std::size_t>(n, tokens.size() - 1)]; };
    if (l.statement && at(i).kind == TokenKind::word && !at(i).begins_line) {
      l.name = text(at(i++));
      while (at(i).kind == TokenKind::dot && at(i + 1).kind == TokenKind::word && at(i + 1).touches) {
        l.name += '.';
        l.name += text(at(i + 1));
        i += 2;
      }
      if (at(i).word == Word::w_of && at(i + 1).kind == TokenKind::word) l.scheme = text(at(i + 1));
      if (is_reserved(class_of(word_of(l.name)))) l.name.clear();  // whatever it should have been called
    } else if (l.statement && l.keyword.empty() && first.kind == TokenKind::word && first.word == Word::none) {
      l.name = word;  // its keyword is what is missing
    }
    all.push_back(std::move(l));
  }
  std::stable_sort(all.begin(), all.end(), [](const Lost& a, const Lost& b) { return a.span.begin < b.span.begin; });
  return all;
}

}  // namespace ratebook::syntax
