#include "language/syntax/spelling.hpp"

#include <algorithm>

namespace ratebook::syntax {
namespace {

struct Synonym {
  std::string_view wrong, word;
};
constexpr Synonym kSynonyms[] = {
    {"til", "to"},
    {"till", "to"},
    {"until", "to"},
    {"through", "to"},
    {"-", "to"},
    {"..", "to"},
    {"til", "through"},
    {"till", "through"},
    {"until", "through"},
    {"thru", "through"},
    {"to", "through"},
    {"-", "through"},
    {"..", "through"},
    {"-", ".."},
    {"through", ".."},
    {"to", ".."},
    {"else", "otherwise"},
    {"default", "otherwise"},
    {"if", "when"},
    {"where", "when"},
    {"without", "excluding"},
    {"except", "excluding"},
    {"excluding", "except"},
    {"max", "largest"},
    {"min", "smallest"},
    {"max", "maximum"},
    {"min", "minimum"},
    {"greatest", "largest"},
    {"least", "smallest"},
    {"*", "of"},
    {"rounding", "round"},
    {"rounded", "round"},
    {"versions", "version"},
    {"seasons", "season"},
    {"proration", "prorate"},
    {"monday", "Mon"},
    {"tuesday", "Tue"},
    {"wednesday", "Wed"},
    {"thursday", "Thu"},
    {"friday", "Fri"},
    {"saturday", "Sat"},
    {"sunday", "Sun"},
    {"january", "Jan"},
    {"february", "Feb"},
    {"march", "Mar"},
    {"april", "Apr"},
    {"june", "Jun"},
    {"july", "Jul"},
    {"august", "Aug"},
    {"september", "Sep"},
    {"october", "Oct"},
    {"november", "Nov"},
    {"december", "Dec"},
    {"yes", "true"},
    {"no", "false"},
    {"function", "define"},
    {"let", "measure"},
    {"test", "example"},
    {"holidays", "calendar"},
    {"holiday", "calendar"},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b, int limit) {
  const auto difference = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (difference > limit || -difference > limit) return limit + 1;
  std::vector<int> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return std::min(above[b.size()], limit + 1);
}

std::string_view meant_word(std::string_view wrong, const std::vector<std::string_view>& candidates) {
  for (const auto word : candidates)
    if (same_letters(wrong, word) && wrong != word) return word;
  std::string_view found;
  for (const auto word : candidates)
    for (const auto& s : kSynonyms)
      if (s.word == word && same_letters(s.wrong, wrong) && found != word) {
        if (!found.empty()) return {};
        found = word;
      }
  if (!found.empty()) return found;
  const int limit = wrong.size() < 3 ? 0 : wrong.size() < 6 ? 1 : 2;
  int best = limit + 1;
  for (const auto word : candidates) {
    if (word.size() < 2 || word == wrong) continue;
    const int distance = edit_distance(wrong, word, limit);
    if (distance < best) {
      best = distance;
      found = word;
    } else if (distance == best && best <= limit) {
      found = {};
    }
  }
  return best <= limit ? found : std::string_view{};
}

}  // namespace ratebook::syntax
