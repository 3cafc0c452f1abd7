#include "language/syntax/token.hpp"

#include <fmt/format.h>

#include <string>
#include <unordered_map>

namespace ratebook::syntax {
namespace {

struct Entry {
  std::string_view text;
  WordClass kind;
};
constexpr Entry kWords[] = {
    {"", WordClass::none},
#define KEYWORD(word, class) {#word, WordClass::class},
#include "language/syntax/keyword.def"
};
static_assert(std::size(kWords) == static_cast<std::size_t>(Word::count_));

}  // namespace

Word word_of(std::string_view text) {
  static const auto words = [] {
    std::unordered_map<std::string_view, Word> map;
    for (std::size_t i = 1; i < std::size(kWords); ++i) map.emplace(kWords[i].text, static_cast<Word>(i));
    return map;
  }();
  const auto found = words.find(text);
  return found == words.end() ? Word::none : found->second;
}

std::string_view text_of(Word word) { return kWords[static_cast<std::size_t>(word)].text; }
std::string in_ticks(std::string_view text) { return fmt::format("`{}`", text); }
WordClass class_of(Word word) { return kWords[static_cast<std::size_t>(word)].kind; }

}  // namespace ratebook::syntax
