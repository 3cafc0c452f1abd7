#include <fmt/format.h>

#include "language/source/utf8.hpp"
#include "language/syntax/layout.hpp"

namespace ratebook::syntax::layout {
namespace {

bool in_tight_span(const Roles& roles, const Token& a, const Token& b) {
  for (const Span& s : roles.tight)
    if (a.begin >= s.begin && b.end <= s.end) return true;
  return false;
}

bool blank_between(const Roles& roles, const Token& a, const Token& b) {
  switch (b.kind) {
    case TokenKind::comma:
    case TokenKind::right_paren:
    case TokenKind::right_bracket:
    case TokenKind::call_paren:
    case TokenKind::index_bracket:
    case TokenKind::dot:
    case TokenKind::dots:
    case TokenKind::address:
      return false;
    default:
      break;
  }
  switch (a.kind) {
    case TokenKind::left_paren:
    case TokenKind::call_paren:
    case TokenKind::index_bracket:
    case TokenKind::dot:
    case TokenKind::dots:
    case TokenKind::address:
      return false;
    default:
      break;
  }
  return !in_tight_span(roles, a, b);
}

std::string_view text_of_token(const Script& script, const Token& t) { return script.text.substr(t.begin, t.end - t.begin); }
bool touches_number(const Script& script, const Token& a, const Token& b) {
  return a.kind == TokenKind::number && b.kind == TokenKind::unit && script.text[b.begin] == '%';
}

std::string join_tokens(const Script& script, std::uint32_t first, std::uint32_t last) {
  std::string text;
  for (std::uint32_t i = first; i < last; ++i) {
    const Token& t = script.tokens[i];
    if (i > first && blank_between(script.roles, script.tokens[i - 1], t) && !touches_number(script, script.tokens[i - 1], t))
      text += ' ';
    text += text_of_token(script, t);
  }
  return text;
}

// The token that a trailing cite of the line begins with; line.last when it has none. Braces may follow the cite.
std::uint32_t trailing_cite(const Script& script, const Line& line) {
  for (std::uint32_t i = line.first + 1; i < line.last; ++i) {
    if (script.tokens[i].kind != TokenKind::word || script.tokens[i].word != Word::w_cite) continue;
    auto kind = [&](std::uint32_t t) { return t < line.last ? script.tokens[t].kind : TokenKind::end; };
    std::uint32_t t = i;
    do {
      ++t;  // `cite` or a comma
      if (kind(t) == TokenKind::word) ++t;
      while (kind(t) == TokenKind::dot) t += 2;
      if (kind(t) == TokenKind::string) ++t;
    } while (kind(t) == TokenKind::comma);
    while (kind(t) == TokenKind::left_brace || kind(t) == TokenKind::right_brace) ++t;
    if (t >= line.last) return i;
  }
  return line.last;
}

// Stops of statements and pieces that the order of their tokens tells.
class Stops {
 public:
  Stops(const Script& script, const Line& line) : script_(script), line_(line) {
    const Token& t = token(line.first);
    const auto entry = script.roles.entries.find(t.begin);
    if (entry == script.roles.entries.end()) {
      if (const std::uint32_t at = find_role(Stop::condition); at != line.last)
        stops_.emplace(at, Stop::condition), group_ = "case";
      return;
    }
    switch (entry->second) {
      case Entry::statement:
        statement(t.word);
        break;
      case Entry::rule:
        group("rule"), put(line.first + 1, Stop::argument);
        break;
      case Entry::version:
        group("from"), put(find(TokenKind::equal), Stop::equals), put(find_role(Stop::number), Stop::number);
        break;
      case Entry::holiday_rule:
        group("holiday"), put(find(TokenKind::equal), Stop::equals), put(find_role(Stop::observed), Stop::observed);
        break;
      case Entry::tier:
        group("tier"), put(find_role(Stop::name), Stop::name), put(find_role(Stop::limit), Stop::limit),
            put(find_role(Stop::at), Stop::at);
        break;
      case Entry::given:
        if (!script.roles.in_property.contains(t.begin)) group("given"), put(line.first + 1, Stop::argument);
        break;
      case Entry::expect:
        group("expect"), put(line.first + 1, Stop::argument);
        if (const std::uint32_t at = find_role(Stop::amount); !apart(at)) put(at, Stop::amount);
        break;
      default:
        break;
    }
  }
  const std::string& group_name() const { return group_; }
  const std::unordered_map<std::uint32_t, Stop>& all() const { return stops_; }

 private:
  void statement(Word word) {
    const std::uint32_t name = line_.first + 1;
    group(text_of(word));
    switch (word) {
      case Word::w_utility:
      case Word::w_timezone:
      case Word::w_currency:
      case Word::w_edition:
        group("head"), put(name, Stop::argument);
        break;
      case Word::w_source:
        put(name + 1, Stop::name);
        for (std::uint32_t i = name + 2; i < line_.last; ++i) {
          if (token(i).word == Word::w_docket) put(i, Stop::docket);
          if (token(i).word == Word::w_filed) put(i, Stop::filed);
          if (token(i).word == Word::w_known) put(i, Stop::known);
          if (token(i).word == Word::w_effective) put(i, Stop::effective);
        }
        break;
      case Word::w_season:
      case Word::w_day:
      case Word::w_period:
        if (name + 1 < line_.last && token(name + 1).word == Word::w_of) put(name + 1, Stop::scheme);
        put(find(TokenKind::equal), Stop::equals);
        break;
      case Word::w_choice:
      case Word::w_measure:
      case Word::w_define:
      case Word::w_update:
        put(find(TokenKind::equal), Stop::equals);
        break;
      case Word::w_input:
      case Word::w_channel:
      case Word::w_series:
      case Word::w_carry:
      case Word::w_table:
        put(find(TokenKind::colon), Stop::colon);
        break;
      case Word::w_value:
        if (find(TokenKind::right_brace) == line_.last) {
          group_.clear();
          put(find(TokenKind::colon), Stop::colon);
          break;
        }
        put(find(TokenKind::left_brace), Stop::brace), put(find(TokenKind::equal), Stop::equals),
            put(find_role(Stop::number), Stop::number);
        break;
      case Word::w_charge:
      case Word::w_rider:
      case Word::w_discount:
      case Word::w_waiver:
      case Word::w_credit:
      case Word::w_tax:
      case Word::w_minimum:
      case Word::w_maximum:
      case Word::w_fee:
        put(name + 1, Stop::name), put(find(TokenKind::equal), Stop::equals), put(find_role(Stop::share), Stop::share);
        break;
      default:
        group_.clear();
    }
  }

  // `expect usage 721 kWh`, not in the column of the bill's amounts because its author did not put it there.
  bool apart(std::uint32_t i) const {
    return i < line_.last && script_.roles.loads.contains(token(i).begin) && token(i).begin == token(i - 1).end + 1;
  }
  const Token& token(std::uint32_t i) const { return script_.tokens[i]; }
  void group(std::string_view name) { group_ = name; }
  void put(std::uint32_t i, Stop stop) {
    if (i < line_.last) stops_.emplace(i, stop);
  }
  std::uint32_t find(TokenKind kind) const {
    for (std::uint32_t i = line_.first; i < line_.last; ++i)
      if (token(i).kind == kind) return i;
    return line_.last;
  }
  std::uint32_t find_role(Stop stop) const {
    for (std::uint32_t i = line_.first + 1; i < line_.last; ++i) {
      const auto role = script_.roles.stops.find(token(i).begin);
      if (role != script_.roles.stops.end() && role->second == stop) return i;
    }
    return line_.last;
  }

  const Script& script_;
  const Line& line_;
  std::string group_;
  std::unordered_map<std::uint32_t, Stop> stops_;
};

std::string comment_text(const Script& script, const Comment& c) {
  std::string_view text = script.text.substr(c.span.begin, c.span.end - c.span.begin);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

void make_segments(Script& script) {
  for (Line& line : script.lines) {
    if (line.own_comment()) {
      line.body = comment_text(script, *line.comment);
      continue;
    }
    const Stops stops(script, line);
    line.group = stops.group_name();
    const std::uint32_t cite = trailing_cite(script, line);
    std::uint32_t from = line.first;
    std::optional<Stop> stop;
    const std::uint32_t begin = script.tokens[line.first].begin;
    auto column = [&](std::uint32_t offset) { return display_width(script.text.substr(begin, offset - begin)); };
    for (std::uint32_t i = line.first + 1; i <= cite; ++i) {
      const auto next = stops.all().find(i);
      if (i < cite && next == stops.all().end()) continue;
      line.segments.push_back(
          {stop, join_tokens(script, from, i), column(script.tokens[from].begin), column(script.tokens[i - 1].end)});
      from = i;
      if (i < cite) stop = next->second;
    }
    if (cite < line.last) line.trailing = join_tokens(script, cite, line.last);
    if (line.comment) line.trailing += (line.trailing.empty() ? "" : "  ") + comment_text(script, *line.comment);
  }
}

}  // namespace ratebook::syntax::layout
