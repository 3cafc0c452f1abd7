#include "language/syntax/lexer_context.hpp"

#include <algorithm>

#include "language/base/unit.hpp"
#include "language/source/utf8.hpp"
#include "language/syntax/spelling.hpp"

namespace ratebook::syntax {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

// Characters that people paste from sheets, and what they mean.
struct Lookalike {
  std::string_view text, ascii;
  TokenKind kind;
};
constexpr Lookalike kLookalikes[] = {
    {"×", "*", TokenKind::times},          {"÷", "/", TokenKind::divide},     {"−", "-", TokenKind::minus},
    {"–", "-", TokenKind::minus},          {"—", "-", TokenKind::minus},      {"≤", "<=", TokenKind::less_equal},
    {"≥", ">=", TokenKind::greater_equal}, {"≠", "!=", TokenKind::not_equal}, {"==", "=", TokenKind::equal},
    {"<>", "!=", TokenKind::not_equal},
};

std::size_t unit_word_end(const Lexer& lx, std::size_t begin) {
  if (lx.at(begin) == '%') return begin + 1;
  std::size_t end = begin;
  if (is_letter(lx.at(end)))
    while (is_name_char(lx.at(end))) ++end;
  return end;
}

void report_unit(Lexer& lx, std::size_t begin, std::size_t end) {
  const auto wrong = lx.text.substr(begin, end - begin);
  auto& d = lx.sink.report<Code::unknown_unit>(lx.span(begin, end), wrong);
  if (const auto near = nearest_unit(wrong); !near.empty()) d.help = fmt::format("`{}`", near);
}

bool is_operand(const Token& t) {
  switch (t.kind) {
    case TokenKind::word:
      return !is_weekday(t.word) && !is_month(t.word);
    case TokenKind::number:
    case TokenKind::unit:
    case TokenKind::string:
    case TokenKind::right_paren:
    case TokenKind::right_bracket:
      return true;
    default:
      return false;
  }
}

bool is_blank_or_end(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0' || c == '#' || c == '\xC2' || c == '\xE2';
}

}  // namespace

bool report_bytes(Lexer& lx) {
  std::size_t first = lx.text.size(), count = 0;
  for (std::size_t i = 0; i < lx.text.size();) {
    const auto length = utf8_length(lx.text.substr(i));
    const auto c = static_cast<unsigned char>(lx.text[i]);
    const bool control = (c < 0x20 && c != '\n' && c != '\t' && !(c == '\r' && lx.at(i + 1) == '\n')) || c == 0x7f;
    if (length == 0 || control) {
      if (count++ == 0) first = i;
    }
    i += length == 0 ? 1 : length;
  }
  if (count == 0) return true;
  auto& d = lx.sink.report<Code::not_text>(lx.span(first, first + 1),
                                           fmt::format("the byte 0x{:02X}", static_cast<unsigned char>(lx.text[first])));
  d.notes.push_back("a script is UTF-8 text without control characters");
  if (count > 1) d.notes.push_back(fmt::format("{} such {}", count - 1, count == 2 ? "byte follows" : "bytes follow"));
  if (lx.text.starts_with("\xFF\xFE") || lx.text.starts_with("\xFE\xFF")) d.help = "this file is UTF-16: save it as UTF-8";
  return count <= 1 + lx.text.size() / 20;
}

bool read_id(Lexer& lx, std::size_t begin, std::size_t& end) {
  if (lx.out.tokens.size() != 1 || !lx.before()) return false;
  if (lx.last()->word != Word::w_tariff && lx.last()->word != Word::w_library) return false;
  while (is_name_char(lx.at(end)) || ((lx.at(end) == '-' || lx.at(end) == '.') && end > begin)) ++end;
  if (end == begin) return false;
  lx.emit(TokenKind::id, begin, end);
  return true;
}

bool read_zone(Lexer& lx, std::size_t begin, std::size_t& end) {
  if (!lx.before() || lx.last()->word != Word::w_timezone) return false;
  while (is_name_char(lx.at(end)) || (end > begin && (lx.at(end) == '/' || lx.at(end) == '-' || lx.at(end) == '+'))) ++end;
  if (end == begin) return false;
  lx.emit(TokenKind::zone, begin, end);
  return true;
}

bool read_unit(Lexer& lx, std::size_t begin, std::size_t& end) {
  const Token* before = lx.before();
  if (!before || (before->kind != TokenKind::number && before->kind != TokenKind::colon)) return false;
  const bool touches = lx.touches(begin) && before->kind == TokenKind::number;
  end = unit_word_end(lx, begin);
  if (end == begin || !is_unit_word(lx.text.substr(begin, end - begin))) {
    if (touches && end > begin) {
      lx.sink.report<Code::syntax>(lx.span(begin, end), "a blank between a number and the word after it");
      lx.after_error = true;
    }
    return false;
  }
  const bool percent = lx.at(begin) == '%';
  if (touches && !percent) {
    lx.sink.report<Code::syntax>(lx.span(begin, end), "a blank between the number and its unit").help =
        fmt::format("`{} {}`", lx.text.substr(before->begin, before->end - before->begin), lx.text.substr(begin, end - begin));
  } else if (percent && !touches && before->kind == TokenKind::number) {
    lx.sink.report<Code::syntax>(lx.span(begin, end), "`%` directly after its number").help =
        fmt::format("`{}%`", lx.text.substr(before->begin, before->end - before->begin));
  }
  Word single = word_of(lx.text.substr(begin, end - begin));
  while (lx.at(end) == '/' || lx.at(end) == '*') {
    const std::size_t next = unit_word_end(lx, end + 1);
    if (next == end + 1) break;
    if (!is_unit_word(lx.text.substr(end + 1, next - end - 1))) report_unit(lx, end + 1, next);
    single = Word::none;
    end = next;
  }
  lx.emit(TokenKind::unit, begin, end, single);
  return true;
}

bool read_negative(Lexer& lx, std::size_t begin, std::size_t& end) {
  if (lx.at(begin) != '-' || !is_digit(lx.at(begin + 1))) return false;
  if (lx.touches(begin) && lx.last()->kind != TokenKind::left_paren && lx.last()->kind != TokenKind::call_paren &&
      lx.last()->kind != TokenKind::index_bracket && lx.last()->kind != TokenKind::bar && lx.last()->kind != TokenKind::comma &&
      lx.last()->kind != TokenKind::equal && lx.last()->kind != TokenKind::left_brace)
    return false;
  end = begin + 1;
  while (is_digit(lx.at(end))) ++end;
  if (lx.at(end) == '.' && is_digit(lx.at(end + 1))) {
    ++end;
    while (is_digit(lx.at(end))) ++end;
  }
  lx.emit(TokenKind::number, begin, end);
  return true;
}

bool read_sign(Lexer& lx, std::size_t begin, std::size_t& end) {
  const char c = lx.at(begin);
  if (c != '+' && c != '-') return false;
  end = begin + 1;
  const bool left = lx.touches(begin) && is_operand(*lx.last());
  const bool cell = lx.before() && lx.last()->kind == TokenKind::bar;
  const bool range = lx.touches(begin) && !is_operand(*lx.last());  // 16:00-21:00, Mon-Fri: the grammar says what is expected
  if (!cell && !range && (left || !is_blank_or_end(lx.at(end)))) {
    auto& d = lx.sink.report<Code::syntax>(lx.span(begin, end), fmt::format("a blank on both sides of `{}`", c));
    if (left && lx.last()->kind == TokenKind::word && is_letter(lx.at(end)))
      d.notes.push_back("a name is written with `_`, as in on_peak; a difference has blanks");
  }
  lx.emit(c == '+' ? TokenKind::plus : TokenKind::minus, begin, end);
  return true;
}

bool read_dot(Lexer& lx, std::size_t begin, std::size_t& end) {
  if (lx.at(begin) != '.') return false;
  if (lx.at(begin + 1) == '.') {
    end = begin + 2;
    lx.emit(TokenKind::dots, begin, end);
    return true;
  }
  end = begin + 1;
  if (lx.touches(begin) && lx.last()->kind == TokenKind::word && is_letter(lx.at(end)))
    lx.emit(TokenKind::dot, begin, end);
  else if (is_digit(lx.at(end)))
    lx.stray(begin, end, "a digit stands before the point, as in `0.5`");
  else
    lx.stray(begin, end);
  return true;
}

bool read_bracket(Lexer& lx, std::size_t begin, std::size_t& end) {
  const char c = lx.at(begin);
  if (c != '[' && c != '(') return false;
  end = begin + 1;
  const bool on_word = lx.touches(begin) && lx.last()->kind == TokenKind::word;
  if (c == '[') {
    lx.emit(on_word ? TokenKind::index_bracket : TokenKind::left_bracket, begin, end);
  } else {
    const bool dotted = lx.out.tokens.size() > 1 && lx.out.tokens[lx.out.tokens.size() - 2].kind == TokenKind::dot;
    const bool name = on_word && (dotted || !is_reserved(class_of(lx.last()->word)));
    lx.emit(name ? TokenKind::call_paren : TokenKind::left_paren, begin, end);
  }
  return true;
}

bool read_lookalike(Lexer& lx, std::size_t begin, std::size_t& end) {
  for (const auto& l : kLookalikes) {
    if (!lx.text.substr(begin).starts_with(l.text)) continue;
    end = begin + l.text.size();
    lx.sink.report<Code::bad_character>(lx.span(begin, end), fmt::format("`{}`", l.text)).help = fmt::format("`{}`", l.ascii);
    lx.emit(l.kind, begin, end);
    return true;
  }
  return false;
}

bool read_logic(Lexer& lx, std::size_t begin, std::size_t& end) {
  const char c = lx.at(begin);
  if ((c != '&' && c != '|') || (c == '|' && lx.at(begin + 1) != '|')) return false;
  if (c == '|') {  // in a table's row, || is an empty cell
    std::size_t first = lx.out.tokens.size();
    while (first > 0 && lx.out.tokens[first - 1].line == lx.line) --first;
    if (first == lx.out.tokens.size() || lx.out.tokens[first].kind == TokenKind::bar) return false;
  }
  end = begin + (lx.at(begin + 1) == c ? 2 : 1);
  const Word word = c == '&' ? Word::w_and : Word::w_or;
  lx.sink.report<Code::bad_character>(lx.span(begin, end), fmt::format("`{}`", lx.text.substr(begin, end - begin))).help =
      fmt::format("`{}`", text_of(word));
  lx.emit(TokenKind::word, begin, end, word);
  return true;
}

bool read_stray(Lexer& lx, std::size_t begin, std::size_t& end) {
  const auto length = utf8_length(lx.text.substr(begin));
  const auto c = static_cast<unsigned char>(lx.text[begin]);
  end = begin + (length == 0 ? 1 : length);
  if (length == 0 || c < 0x20 || c == 0x7f) {  // reported by report_bytes
    lx.after_error = true;
    return true;
  }
  std::string_view help;
  if (c == ';') help = "a statement ends without a sign";
  if (c == '!') help = "`not`";
  if (c == '$') help = "an amount is written `12.50 USD`";
  if (lx.text.substr(begin).starts_with("€")) help = "an amount is written `12.50 EUR`";
  if (lx.text.substr(begin).starts_with("£")) help = "an amount is written `12.50 GBP`";
  if (c == '\'') help = "a string is written with \"";
  if (c == '_') help = "a name begins with a letter";
  if (lx.text.substr(begin).starts_with("¢")) help = "an amount is written `12.50 c/kWh`";
  lx.stray(begin, end, help);
  if (c == ';') lx.after_error = false;  // nothing is missing without it
  return true;
}

std::string_view nearest_unit(std::string_view word) {
  static constexpr std::string_view words[] = {
#define UNIT(word, dimension, num, den, plural) #word,
#define UNIT_PRODUCT(word, first, second, num, den) #word,
#include "language/base/unit.def"
#define CURRENCY(code, subunit) #code,
#include "language/base/currency.def"
  };
  static constexpr std::pair<std::string_view, std::string_view> synonyms[] = {
      {"hour", "h"},   {"hr", "h"},       {"hrs", "h"},       {"minute", "min"},   {"minutes", "min"},
      {"mins", "min"}, {"dollar", "USD"}, {"dollars", "USD"}, {"euro", "EUR"},     {"euros", "EUR"},
      {"yr", "year"},  {"percent", "%"},  {"pct", "%"},       {"therms", "therm"},
  };
  auto same = [](std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
  };
  for (const auto unit : words)
    if (same(unit, word)) return unit;
  for (const auto& [wrong, unit] : synonyms)
    if (same(wrong, word)) return unit;
  static const auto long_words = [] {
    std::vector<std::string_view> v;
    for (const auto unit : words)
      if (unit.size() > 3) v.push_back(unit);
    return v;
  }();
  return word.size() > 3 ? meant_word(word, long_words) : std::string_view{};
}

}  // namespace ratebook::syntax
