// What a syntax error may have taken away. A statement with an error is not in the tree, but its first words still stand in the text.
#include <algorithm>

#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

// The first word of the text, which is left after it.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
  const auto end = std::find_if_not(text.begin(), text.end(), in_word);
  const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(word.size());
  return word;
}

// Calls f(first, second) with the first two words of each line, until it says true.
template <class F>
bool any_line(std::string_view text, F f) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view first = take_word(line);
    if (!first.empty() && f(first, take_word(line))) return true;
  }
  return false;
}

}  // namespace

bool Checker::may_have_lost(std::string_view keyword) const {
  if (tree.complete) return false;
  if (tree.id.text.empty()) return true;  // the head is in error, and what stands on its line went with it
  for (const syntax::Lost& l : tree.lost)
    if (l.statement && (l.keyword == keyword || l.keyword.empty())) return true;
  std::size_t there = 0;
  for (const syntax::Statement& s : tree.statements) {
    if (sources.text(s.keyword) != keyword) continue;
    if (!s.whole) return true;
    ++there;
  }
  return any_line(sources.file(tree.file).text, [&](std::string_view first, std::string_view second) {
    return first == keyword && second != "by" && there-- == 0;  // `season by …` is a rule
  });
}

bool Checker::may_declare(std::string_view name) const {
  if (tree.complete) return false;
  for (const syntax::Lost& l : tree.lost)
    if (l.statement && l.name.empty()) return true;
  return any_line(sources.file(tree.file).text, [&](std::string_view, std::string_view second) { return second == name; });
}

bool Checker::may_have_lost_rule(std::string_view word) const {
  if (tree.complete) return false;
  if (tree.id.text.empty()) return true;
  const auto in_rules = [&](Span span) {
    return std::any_of(tree.statements.begin(), tree.statements.end(), [&](const syntax::Statement& s) {
      return std::holds_alternative<syntax::Rules>(s.node) && s.span.begin <= span.begin && span.begin < s.span.end;
    });
  };
  for (const syntax::Lost& l : tree.lost)
    if (l.keyword == "rules" ||
        (l.statement ? l.keyword.empty() : l.keyword == word || (l.keyword.empty() && in_rules(l.span))))
      return true;
  // `season` and `version` begin other statements too.
  const bool with_by = word == "season" || word == "version";
  return any_line(sources.file(tree.file).text, [&](std::string_view first, std::string_view second) {
    return first == word && (!with_by || second == "by");
  });
}

bool Checker::cut_short(Span piece) const {
  const std::string_view text = sources.file(tree.file).text;
  return std::any_of(tree.lost.begin(), tree.lost.end(), [&](const syntax::Lost& l) {
    if (l.statement || l.span.begin < piece.begin) return false;
    return l.span.begin < piece.end || text.substr(piece.end, l.span.begin - piece.end).find('\n') == std::string_view::npos;
  });
}

bool Checker::may_have_lost_line() const {
  // A line whose name was taken should have had another, and one that lost its name has some; any other is poisoned by name.
  for (const syntax::Statement* s : left_out)
    if (s->whole && (std::holds_alternative<syntax::Charge>(s->node) || std::holds_alternative<syntax::Adjustment>(s->node) ||
                     std::holds_alternative<syntax::Limit>(s->node)))
      return true;
  constexpr std::string_view kLines[] = {"charge",  "rider",   "discount", "waiver", "credit", "tax",
                                         "minimum", "maximum", "fee",      "apply",  ""};
  return std::any_of(tree.lost.begin(), tree.lost.end(), [&](const syntax::Lost& l) {
    return l.statement && l.name.empty() && std::find(std::begin(kLines), std::end(kLines), l.keyword) != std::end(kLines);
  });
}

bool Checker::may_lack_member(SchemeKind kind, std::string_view scheme) const {
  const std::string_view word = kind == SchemeKind::season ? "season" : kind == SchemeKind::day ? "day" : "period";
  return std::any_of(tree.lost.begin(), tree.lost.end(), [&](const syntax::Lost& l) {
    if (!l.statement) return false;
    if (l.keyword.empty()) return true;
    if (l.keyword != word) return false;
    // Without a name its reading ended before `of SCHEME`.
    return l.name.empty() || (l.scheme.empty() ? word == scheme : l.scheme == scheme);
  });
}

}  // namespace ratebook
