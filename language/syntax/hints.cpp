// Help for what sheets write and scripts write otherwise: 5/1, Monday through Friday, 3 PM, hours without a day.
#include <fmt/format.h>

#include "language/syntax/parser.hpp"
#include "language/syntax/spelling.hpp"

namespace ratebook::syntax {
namespace {

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string_view weekday_meant(std::string_view word) {
  static const std::vector<std::string_view> days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  for (const auto day : days)
    if (day == word) return day;
  return meant_word(word, days);
}

// Of a whole number with one or two digits; 0 for anything else.
int small_number(std::string_view text) {
  int n = 0;
  if (text.empty() || text.size() > 2) return 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    n = 10 * n + (c - '0');
  }
  return n;
}

bool is_half_of_day(std::string_view word, bool& afternoon) {
  afternoon = word == "PM" || word == "pm" || word == "p";
  return afternoon || word == "AM" || word == "am" || word == "a";
}

}  // namespace

std::string Parser::hint(std::uint32_t token, std::string_view what) const {
  const auto at = [&](std::uint32_t i) -> const Token& { return tokens[std::min<std::size_t>(i, tokens.size() - 1)]; };
  const Token& t = tokens[token];
  if (token == 0) return {};
  const Token& before = tokens[token - 1];
  if (t.kind == TokenKind::divide && before.kind == TokenKind::number && at(token + 1).kind == TokenKind::number &&
      what.starts_with("a day such as")) {
    const int month = small_number(text(before)), day = small_number(text(at(token + 1)));
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31) return fmt::format("`{} {}`", kMonths[month - 1], day);
  }
  const bool ranges =
      t.word == Word::w_through || t.word == Word::w_to || t.kind == TokenKind::minus || t.kind == TokenKind::dots;
  if (ranges && before.kind == TokenKind::word && at(token + 1).kind == TokenKind::word) {
    const auto first = weekday_meant(text(before)), last = weekday_meant(text(at(token + 1)));
    if (!first.empty() && !last.empty()) return fmt::format("`{}..{}`", first, last);
  }
  if (t.kind == TokenKind::clock && what.starts_with("a day type") && at(token + 2).kind == TokenKind::clock)
    return fmt::format("`every day {} to {}`", text(t), text(at(token + 2)));
  // 3 PM: the number when hours are expected there, the word behind `3:00`
  const bool at_number = t.kind == TokenKind::number && at(token + 1).kind == TokenKind::word;
  const Token& number = at_number ? t : before;
  const Token& half = at_number ? at(token + 1) : t;
  bool afternoon = false;
  if ((number.kind == TokenKind::number || number.kind == TokenKind::clock) && half.kind == TokenKind::word &&
      !half.begins_line && is_half_of_day(text(half), afternoon)) {
    const std::string_view clock = text(number);
    const std::size_t colon = std::min(clock.find(':'), clock.size());
    const int hour = small_number(clock.substr(0, colon));
    if (hour < 1 || hour > 12) return {};
    return fmt::format("the clock has 24 hours: `{:02}{}`", hour % 12 + (afternoon ? 12 : 0),
                       colon < clock.size() ? clock.substr(colon) : ":00");
  }
  return {};
}

}  // namespace ratebook::syntax
