#include "language/syntax/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "language/syntax/spelling.hpp"

namespace ratebook::syntax {

Parser::Parser(const Sources& sources, FileId f, DiagnosticSink& diagnostics)
    : source(sources.file(f).text), file(f), sink(diagnostics) {
  const std::size_t errors = sink.errors();
  Lexemes lexemes = lex(sources, file, sink);
  tokens = std::move(lexemes.tokens);
  comments = std::move(lexemes.comments);
  complete = sink.errors() == errors;
}

std::uint32_t Parser::open(NodeKind kind, std::uint32_t token) {
  cst.nodes.push_back({kind, token, token, 0});
  return static_cast<std::uint32_t>(cst.nodes.size() - 1);
}

void Parser::close(std::uint32_t node, std::uint32_t token) {
  cst.nodes[node].last = token;
  cst.nodes[node].next = static_cast<std::uint32_t>(cst.nodes.size());
}

void Parser::missed(std::uint32_t token, Word word) {
  if (token < furthest_) return;
  if (token > furthest_) words_.reset(), kinds_.reset(), furthest_ = token;
  words_.set(static_cast<std::size_t>(word));
}

void Parser::missed(std::uint32_t token, TokenKind kind) {
  if (token < furthest_) return;
  if (token > furthest_) words_.reset(), kinds_.reset(), furthest_ = token;
  kinds_.set(static_cast<std::size_t>(kind));
}

Span Parser::span(std::uint32_t first, std::uint32_t last) const {
  if (first < last) return {file, tokens[first].begin, tokens[last - 1].end};
  const std::uint32_t end = first == 0 ? 0 : tokens[first - 1].end;
  return {file, end, end};
}

// A token that begins a line and can't be a slip of what is expected belongs to the next piece: then something is absent.
Span Parser::place(std::uint32_t token, bool committed) const {
  const Token& t = tokens[token];
  const WordClass c = class_of(t.word);
  const bool next_piece = t.kind == TokenKind::end || t.kind == TokenKind::right_brace ||
                          (t.kind == TokenKind::word && c == WordClass::statement) ||
                          (committed && (t.kind != TokenKind::word || is_reserved(c) || t.column <= indent));
  return t.begins_line && next_piece && token > 0 ? span(token, token) : span(t);
}

// One message about a place; the cause of another one there is the same.
bool Parser::is_new(Span at) {
  if (reported_ == at.begin) return false;
  reported_ = at.begin;
  return true;
}

bool Parser::failed_within(std::uint32_t first, std::uint32_t last) const {
  return std::any_of(failures_.rbegin(), failures_.rend(), [&](std::uint32_t f) { return f >= first && f <= last; });
}

// Characters that mean nothing were dropped before it on its line, and reported: what they stood for is missing here.
bool Parser::after_stray(std::uint32_t token) const {
  if (tokens[token].after_error) return true;
  // Before the first token of a line it may as well have stood at the end of the line above.
  for (; token > 0 && !tokens[token].begins_line; --token)
    if (tokens[token].after_error) return true;
  return false;
}

bool Parser::damaged(std::uint32_t first, std::uint32_t last) const {
  const bool goes_on = last < tokens.size() && (!tokens[last].begins_line || tokens[last].column > tokens[first].column);
  if (std::any_of(failures_.begin(), failures_.end(),
                  [&](std::uint32_t f) { return (f >= first && f < last) || (f == last && goes_on); }))
    return true;
  for (std::uint32_t i = first + 1; i <= last && i < tokens.size(); ++i)
    if (tokens[i].after_error) return true;
  return false;
}

void Parser::fail(std::uint32_t token) {
  complete = false;
  if (failures_.empty() || failures_.back() != token) failures_.push_back(token);
}

bool Parser::report(std::uint32_t token, std::string_view what, bool committed) {
  fail(token);
  const Span at = place(token, committed);
  if (after_stray(token) || !is_new(at)) return false;
  auto& d = sink.report<Code::syntax>(at, what);
  d.help = hint(token, what);
  if (d.help.empty()) d.help = help(token, what, at);
  const Token& t = tokens[token];
  if (d.help.empty() && t.kind == TokenKind::word && !t.begins_line && is_reserved(class_of(t.word)) &&
      kinds_.test(static_cast<std::size_t>(TokenKind::word)) && furthest_ == token)
    d.notes.push_back(in_ticks(text(t)) + " is a word of the language, not a name");
  return true;
}

// What the words around a failure say better than what was expected there; false when nothing.
bool Parser::report_meant(std::uint32_t token) {
  const Token& t = tokens[token];
  const bool unit_possible = furthest_ == token && kinds_.test(static_cast<std::size_t>(TokenKind::unit));
  const bool plain = t.kind == TokenKind::word && !t.begins_line && (t.word == Word::none || !nearest_unit(text(t)).empty());
  if (unit_possible && plain) {
    report_unknown_unit(token, token + 1);
    return true;
  }
  if (token == 0 || t.begins_line) return false;
  if (t.word == Word::w_factor && tokens[token - 1].word == Word::w_power) {
    fail(token);
    const Span at = span(token - 1, token + 1);
    if (is_new(at))
      sink.report<Code::syntax>(at, "`average power factor` and `in` where it is taken").help = "`average power factor`";
    return true;
  }
  // maxmum demand, largst of { …: the word before was meant to be ours
  const bool brace = t.kind == TokenKind::left_brace && token > 1 && tokens[token - 1].word == Word::w_of;
  const std::uint32_t before = brace ? token - 2 : token - 1;
  const Token& b = tokens[before];
  if (b.kind != TokenKind::word || b.word != Word::none || b.begins_line || !(brace || t.kind == TokenKind::word)) return false;
  static const std::vector<std::string_view> all = {"largest", "smallest", "highest", "lowest",
                                                    "average", "maximum",  "minimum"},
                                             of_demand = {"average", "maximum", "minimum"};
  const auto meant = meant_word(text(b), t.word == Word::w_demand ? of_demand : all);
  if (meant.empty()) return false;
  fail(token);
  if (is_new(span(b))) sink.report<Code::syntax>(span(b), in_ticks(meant)).help = in_ticks(meant);
  return true;
}

void Parser::raise(std::uint32_t token, std::string_view what) {
  if (!report_meant(token)) report(token, what, true);
  throw SyntaxFailure{token};
}

void Parser::report_unexpected(std::uint32_t token) {
  token = std::max(token, furthest_);
  if (!report_meant(token)) report(token, expectations(), false);
}

void Parser::report_reserved(std::uint32_t token) {
  complete = false;
  if (token > 0) lost.push_back({Block::file, token - 1, token + 1, token});  // what it should have been called is not known
  sink.report<Code::name_reserved>(span(tokens[token]), text(tokens[token]));
}

void Parser::report_unknown_unit(std::uint32_t first, std::uint32_t last) {
  fail(first);
  lost.push_back({Block::versions, first, last, first});  // the amount before it has another unit than what can be read of it
  if (after_stray(first) || !is_new(span(first, last))) return;
  const auto wrong = source.substr(tokens[first].begin, tokens[last - 1].end - tokens[first].begin);
  auto& d = sink.report<Code::unknown_unit>(span(first, last), wrong);
  const auto slash = std::min(wrong.find('/'), wrong.size());
  if (wrong.substr(0, slash) == "cents" || wrong.substr(0, slash) == "cent")
    d.help = fmt::format("`c{}`", wrong.substr(slash));
  else if (const auto near = nearest_unit(wrong); !near.empty())
    d.help = in_ticks(near);
}

void Parser::report_unclosed(std::uint32_t brace, std::uint32_t token) {
  fail(token);
  const Span at = place(token, true);
  if (!is_new(at)) return;
  auto& d = sink.report<Code::syntax>(at, "`}`");
  d.labels.push_back({span(tokens[brace]), "this block is still open"});
}

void Parser::report_behind_end(std::uint32_t token, std::uint32_t closing) {
  complete = false;
  if (tokens[token].after_error || !is_new(span(tokens[token]))) return;
  sink.report<Code::syntax>(span(tokens[token]), "the end of the script")
      .labels.push_back({span(tokens[closing]), "this `}` ends it"});
}

bool Parser::resembles_keyword(const Token& token) const {
  static const auto words = [] {
    std::vector<std::string_view> v;
    for (std::size_t i = 1; i < static_cast<std::size_t>(Word::count_); ++i)
      if (class_of(static_cast<Word>(i)) == WordClass::connector) v.push_back(text_of(static_cast<Word>(i)));
    return v;
  }();
  return nearest_unit(text(token)).empty() && !meant_word(text(token), words).empty();
}

// -- where to go on ----------------------------------------------------------------------------------------------------------------
bool Parser::begins_statement(std::uint32_t token) const {
  const Token& t = tokens[token];
  if (!t.begins_line || t.kind != TokenKind::word) return false;
  const auto after = [&](std::uint32_t n) -> const Token& {
    return tokens[std::min<std::size_t>(token + std::size_t{n}, tokens.size() - 1)];
  };
  switch (t.word) {
    case Word::w_season:
    case Word::w_day:
    case Word::w_period:  // also dimensions: season summer = …, season summer of scheme = …
      return after(1).kind == TokenKind::word && (after(2).kind == TokenKind::equal || after(2).word == Word::w_of);
    case Word::w_event:  // also a scope
      return after(1).kind == TokenKind::word && after(2).word == Word::w_from;
    case Word::w_minimum:
    case Word::w_maximum:  // also of a demand
      return after(1).word != Word::w_demand;
    case Word::w_given:
    case Word::w_expect:
    case Word::w_then:
    case Word::w_always:
      return false;
    default:
      return class_of(t.word) == WordClass::statement;
  }
}

bool Parser::begins_piece(Block block, std::uint32_t token) const {
  const Token& t = tokens[token];
  const bool word = t.kind == TokenKind::word;
  switch (block) {
    case Block::file:
      return false;
    case Block::rules:
      switch (t.word) {
        case Word::w_season:
        case Word::w_version:
        case Word::w_allocate:
        case Word::w_prorate:
        case Word::w_round:
        case Word::w_clock:
        case Word::w_demand:
        case Word::w_estimate:
        case Word::w_correct:
        case Word::w_intervals:
        case Word::w_register:
          return word;
        default:
          return false;
      }
    case Block::calendar:
      return t.kind == TokenKind::date || (word && t.word == Word::w_rule);
    case Block::versions:
      return word && t.word == Word::w_from;
    case Block::rows:
      return t.kind == TokenKind::bar || (word && t.word == Word::w_from);
    case Block::tiers:
      return word && !is_reserved(class_of(t.word));
    case Block::example:
      return word && (t.word == Word::w_given || t.word == Word::w_expect || t.word == Word::w_then);
    case Block::property:
      return word &&
             (!is_reserved(class_of(t.word)) || t.word == Word::w_for || t.word == Word::w_given || t.word == Word::w_always);
  }
  return false;
}

std::uint32_t Parser::recover(Block block, std::uint32_t begin, std::uint32_t failed) const {
  const std::uint32_t margin = tokens[begin].indent;
  int open = 0;
  const std::uint32_t start = std::max(failed, begin + 1);
  for (std::uint32_t i = begin; i < start && i < tokens.size(); ++i) {
    if (tokens[i].kind == TokenKind::left_brace) ++open;
    if (tokens[i].kind == TokenKind::right_brace && open > 0) --open;
  }
  for (std::uint32_t i = start;; ++i) {
    const Token& t = tokens[std::min<std::size_t>(i, tokens.size() - 1)];
    if (t.kind == TokenKind::end) return static_cast<std::uint32_t>(tokens.size() - 1);
    if (t.begins_line) {
      if (begins_statement(i)) return i;
      if (open == 0 && begins_piece(block, i)) return i;
      // A misspelt first word stands no deeper than the piece that failed.
      const bool in_columns = block == Block::rows || block == Block::calendar;
      if (!in_columns && t.kind == TokenKind::word && t.word == Word::none && t.column <= margin &&
          (open == 0 || block == Block::file))
        return i;
      // The statement's own `}`, when its `{` was lost in the mistake.
      if (block == Block::file && open == 0 && margin > 0 && t.kind == TokenKind::right_brace && t.column >= margin) continue;
    }
    if (t.kind == TokenKind::left_brace) ++open;
    if (t.kind == TokenKind::right_brace && open-- == 0) return i;
  }
}

// -- words of messages -------------------------------------------------------------------------------------------------------------
std::string Parser::help(std::uint32_t token, std::string_view what, Span at) const {
  if (at.begin != tokens[token].begin) return {};  // the token is not what is wrong
  const Token& t = tokens[token];
  const Token* before = token > 0 && !t.begins_line ? &tokens[token - 1] : nullptr;
  if (before && before->kind == TokenKind::word && t.kind == TokenKind::left_paren && !is_reserved(class_of(before->word)))
    return fmt::format("the bracket touches the name: `{}(`", text(*before));
  if (before && before->kind == TokenKind::word && t.kind == TokenKind::left_bracket)
    return fmt::format("the bracket touches the name: `{}[`", text(*before));
  const Token* after = token + 1 < tokens.size() ? &tokens[token + 1] : nullptr;
  if (t.kind == TokenKind::comma && t.touches && before && before->kind == TokenKind::number && after && after->touches &&
      after->kind == TokenKind::number)
    return fmt::format("the decimal sign is a point: `{}.{}`", text(*before), text(*after));
  if (before && before->kind != TokenKind::comma && t.kind == TokenKind::number && text(t).starts_with('-'))
    return "a difference has a blank on both sides of its `-`";
  std::vector<std::string_view> candidates;
  if (furthest_ == token) {
    for (std::size_t i = 1; i < words_.size(); ++i)
      if (words_.test(i)) candidates.push_back(text_of(static_cast<Word>(i)));
    if (kinds_.test(static_cast<std::size_t>(TokenKind::dots))) candidates.push_back("..");
  } else {  // the words that the message names
    for (std::size_t from = what.find('`'); from != std::string_view::npos; from = what.find('`', from)) {
      const std::size_t to = what.find('`', from + 1);
      if (to == std::string_view::npos) break;
      candidates.push_back(what.substr(from + 1, to - from - 1));
      from = to + 1;
    }
  }
  const auto meant = meant_word(text(t), candidates);
  return meant.empty() ? std::string{} : in_ticks(meant);
}

namespace {
std::string_view words_for(TokenKind kind) {
  switch (kind) {
    case TokenKind::word:
      return "a name";
    case TokenKind::number:
      return "a number";
    case TokenKind::unit:
      return "a unit";
    case TokenKind::date:
      return "a date such as 2025-07-01";
    case TokenKind::clock:
      return "a time such as 16:00";
    case TokenKind::string:
      return "a string";
    case TokenKind::left_brace:
      return "`{`";
    case TokenKind::right_brace:
      return "`}`";
    case TokenKind::right_bracket:
      return "`]`";
    case TokenKind::left_paren:
    case TokenKind::call_paren:
      return "`(`";
    case TokenKind::index_bracket:
      return "`[`";
    case TokenKind::right_paren:
      return "`)`";
    case TokenKind::comma:
      return "`,`";
    case TokenKind::colon:
      return "`:`";
    case TokenKind::dots:
      return "`..`";
    case TokenKind::bar:
      return "`|`";
    case TokenKind::equal:
      return "`=`";
    case TokenKind::address:
      return "`@`";
    default:
      return {};
  }
}
}  // namespace

std::string Parser::expectations() const {
  auto words = words_;
  auto kinds = kinds_;
  std::vector<std::string> parts;
  auto has = [&](Word w) { return words_.test(static_cast<std::size_t>(w)); };
  auto kind = [&](TokenKind k) { return kinds_.test(static_cast<std::size_t>(k)); };
  auto drop = [&](std::initializer_list<Word> list) {
    for (const Word w : list) words.reset(static_cast<std::size_t>(w));
  };
  auto drop_kinds = [&](std::initializer_list<TokenKind> list) {
    for (const TokenKind k : list) kinds.reset(static_cast<std::size_t>(k));
  };
  drop_kinds({TokenKind::dot, TokenKind::index_bracket, TokenKind::call_paren, TokenKind::unit, TokenKind::right_brace});
  if (kind(TokenKind::left_paren) && kind(TokenKind::number)) {
    parts.push_back("an amount or a name");
    drop_kinds({TokenKind::left_paren, TokenKind::number, TokenKind::date, TokenKind::word});
    drop({Word::w_largest, Word::w_smallest, Word::w_highest, Word::w_lowest, Word::w_sum, Word::w_average, Word::w_true,
          Word::w_false, Word::w_not, Word::w_season, Word::w_period, Word::w_day, Word::w_maximum, Word::w_minimum});
  }
  if (kind(TokenKind::plus) && kind(TokenKind::minus)) {
    parts.push_back("an operator");
    drop_kinds({TokenKind::plus, TokenKind::minus, TokenKind::times, TokenKind::divide, TokenKind::equal, TokenKind::not_equal,
                TokenKind::less, TokenKind::less_equal, TokenKind::greater, TokenKind::greater_equal});
    drop({Word::w_and, Word::w_or, Word::w_of, Word::w_in, Word::w_outside, Word::w_within});
  }
  std::string modifier, statement, rule;
  if (has(Word::w_allocate) && has(Word::w_prorate) && has(Word::w_clock)) {
    rule =
        "a rule (`season by`, `version by`, `clock`, `allocate`, `prorate`, `round`, `demand`, `estimate`, `correct`, "
        "`intervals`, "
        "`register check`)";
    drop({Word::w_season, Word::w_version, Word::w_clock, Word::w_allocate, Word::w_prorate, Word::w_round, Word::w_demand,
          Word::w_estimate, Word::w_correct, Word::w_intervals, Word::w_register, Word::w_cite, Word::w_every, Word::w_within,
          Word::w_when, Word::w_or});
    drop_kinds({TokenKind::comma, TokenKind::string, TokenKind::divide});
  }
  if (has(Word::w_when) && has(Word::w_unless) && has(Word::w_cite)) {
    modifier = "a modifier such as `when`";
    drop({Word::w_when, Word::w_unless, Word::w_for, Word::w_from, Word::w_through, Word::w_cite, Word::w_excluding,
          Word::w_over, Word::w_overrides, Word::w_version, Word::w_round, Word::w_type});
    if (!has(Word::w_charge)) drop({Word::w_season});
  }
  if (has(Word::w_utility) && has(Word::w_charge)) {
    statement = "a statement such as `charge`";
    for (std::size_t i = 1; i < words.size(); ++i)
      if (class_of(static_cast<Word>(i)) == WordClass::statement) words.reset(i);
  }
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds.test(i) && !words_for(static_cast<TokenKind>(i)).empty())
      parts.emplace_back(words_for(static_cast<TokenKind>(i)));
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words.test(i)) parts.push_back(in_ticks(text_of(static_cast<Word>(i))));
  if (!modifier.empty()) parts.push_back(modifier);
  if (!statement.empty()) parts.push_back(statement);
  if (!rule.empty()) parts.push_back(rule);
  if (kind(TokenKind::right_brace)) parts.emplace_back("`}`");
  if (parts.empty()) return "something else";
  std::string out = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    out += i + 1 == parts.size() ? " or " : ", ";
    out += parts[i];
  }
  return out;
}

}  // namespace ratebook::syntax
