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
  std::size_t there = 0;
  for (const syntax::Statement& s : tree.statements)
    if (sources.text(s.keyword) == keyword) ++there;
  return any_line(sources.file(tree.file).text, [&](std::string_view first, std::string_view second) {
    return first == keyword && second != "by" && there-- == 0;  // `season by …` is a rule
  });
}

bool Checker::may_declare(std::string_view name) const {
  return !tree.complete &&
         any_line(sources.file(tree.file).text, [&](std::string_view, std::string_view second) { return second == name; });
}

bool Checker::may_have_lost_rule(std::string_view word) const {
  // `season` and `version` begin other statements too.
  const bool with_by = word == "season" || word == "version";
  return !tree.complete && any_line(sources.file(tree.file).text, [&](std::string_view first, std::string_view second) {
    return first == word && (!with_by || second == "by");
  });
}

}  // namespace ratebook
