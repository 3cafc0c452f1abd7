#include "tests/fuzz/mutate.hpp"

#include <algorithm>
#include <iterator>

namespace ratebook::fuzz {
namespace {

constexpr std::string_view kWords[] = {
#define KEYWORD(word, class) #word,
#include "language/syntax/keyword.def"
    "{",     "}",     "(",        ")",       "[",      "]",   "|",    ",",     ":",          "=",
    "<=",    "!=",    "..",       ".",       "@",      "+",   "-",    "*",     "/",          "%",
    "\"",    "#",     "\n",       "\r\n",    "\t",     "12",  "-0.5", "1,234", "2025-07-01", "2025-13-40",
    "16:00", "25:99", "kWh",      "USD/kWh", "kW*day", "kwh", "x",    "x.y",   "\"text\"",   "99999999999999999999",
    "é",     "電",    "\xC2\xA0", "\xFF",    "“",      "≤",   "&&",   "//",    "'",          ";"};

std::size_t line_start(const std::string& text, std::size_t at) {
  const std::size_t end = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return end == std::string::npos ? 0 : end + 1;
}
std::size_t line_end(const std::string& text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string::npos ? text.size() : end + 1;
}

void change_once(Dice& dice, std::string& text, const std::string& other) {
  const std::size_t at = text.empty() ? 0 : dice.below(text.size());
  const std::size_t length = std::min(text.size() - at, 1 + dice.below(12));
  switch (dice.below(9)) {
    case 0:
      text.erase(at, length);
      break;
    case 1:
      text.insert(at, text.substr(at, length));
      break;
    case 2:
      text.insert(at, std::string(kWords[dice.below(std::size(kWords))]).insert(0, 1, ' ') + " ");
      break;
    case 3:
      text.insert(at, std::string(kWords[dice.below(std::size(kWords))]));
      break;
    case 4:
      if (!text.empty()) text[at] = static_cast<char>(dice.below(256));
      break;
    case 5:
      text.erase(line_start(text, at), line_end(text, at) - line_start(text, at));
      break;
    case 6:
      text.insert(line_start(text, at), text.substr(line_start(text, at), line_end(text, at) - line_start(text, at)));
      break;
    case 7: {
      if (other.empty()) break;
      const std::size_t from = dice.below(other.size());
      text.insert(at, other.substr(from, dice.below(80)));
      break;
    }
    default:
      if (at + length < text.size()) std::swap(text[at], text[at + length]);
  }
}

}  // namespace

std::string damage(Dice& dice, std::string text, const std::string& other) {
  const std::size_t changes = 1 + dice.below(dice.one_in(4) ? 20 : 4);
  for (std::size_t i = 0; i < changes; ++i) change_once(dice, text, other);
  if (dice.one_in(40)) text.resize(dice.below(text.size() + 1));
  if (dice.one_in(40)) text.insert(0, "\xEF\xBB\xBF");
  return text;
}

std::string relay(Dice& dice, const std::string& text) {
  const std::string ends = dice.one_in(6) ? "\r\n" : "\n";
  auto blanks = [&] { return dice.one_in(12) ? std::string("\t") : std::string(1 + dice.below(dice.one_in(5) ? 9 : 2), ' '); };
  std::string out;
  for (std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < text.size();) {
    std::string line = text.substr(i, line_end(text, i) - i);
    i += line.size();
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string::npos) {
      for (std::size_t n = dice.below(3); n > 0; --n) out += blanks() + ends;
      continue;
    }
    if (dice.one_in(15)) out += blanks() + "# " + std::to_string(dice.below(1000)) + ends;
    if (!dice.one_in(8)) out += blanks();
    bool in_string = false, in_comment = false;
    for (std::size_t k = first; k < line.size(); ++k) {
      if (line[k] == '"' && !in_comment) in_string = !in_string;
      if (line[k] == '#' && !in_string) in_comment = true;
      if (line[k] == ' ' && !in_string && !in_comment) {
        while (k + 1 < line.size() && line[k + 1] == ' ') ++k;
        if (k + 1 < line.size()) out += blanks();
      } else {
        out += line[k];
      }
    }
    if (!in_comment && dice.one_in(12)) out += blanks() + "#" + std::to_string(dice.below(1000));
    if (dice.one_in(10)) out += blanks();
    out += ends;
    if (dice.one_in(10)) out += ends;
  }
  if (dice.one_in(4) && !out.empty()) out.resize(out.size() - ends.size());
  return out;
}

}  // namespace ratebook::fuzz
