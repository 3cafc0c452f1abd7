// The grammar's smallest rules: names, amounts, dates, cites and the phrases that several statements share.
#pragma once
#include "language/syntax/grammar.hpp"

namespace ratebook::syntax::grammar {

using W = Word;
using K = NodeKind;
using T = TokenKind;

// -- names -------------------------------------------------------------------------------------------------------------------------
inline bool take_name(TokenInput& in, Parser& parser) {
  if (is_name(in.token())) return ++in.at, true;
  parser.missed(in.at, T::word);
  return false;
}
inline bool take_word(TokenInput& in, Parser& parser) {
  if (in.token().kind == T::word) return ++in.at, true;
  parser.missed(in.at, T::word);
  return false;
}
// A name that may be declared: neither reserved nor predeclared.
inline bool take_free_name(TokenInput& in, Parser& parser) {
  if (is_name(in.token()) && class_of(in.token().word) != WordClass::predeclared) return ++in.at, true;
  parser.missed(in.at, T::word);
  return false;
}
// A word of the language where a name is declared: reported, then read as the name.
inline bool take_reserved(TokenInput& in, Parser& parser) {
  const Token& t = in.token();
  if (t.kind != T::word || t.begins_line || !(is_reserved(class_of(t.word)) || class_of(t.word) == WordClass::predeclared))
    return false;
  const Token& after = in.token(1);
  const bool declares = after.kind == T::equal || after.kind == T::left_brace || after.kind == T::colon ||
                        after.kind == T::string || after.kind == T::call_paren || after.kind == T::left_paren ||
                        is_word(after, W::w_from) || is_word(after, W::w_add);
  if (!declares) return false;
  parser.report_reserved(in.at++);
  return true;
}

struct name : node<K::name, take<take_name>> {};
struct declared_name : node<K::name, sor<take<take_free_name>, take<take_reserved>>> {};
struct any_word : node<K::name, take<take_word>> {};
struct word_on_line : seq<when<on_this_line>, any_word> {};
// account.care, us.holidays; after a dot any word may stand
struct dotted : star<if_must<token<T::dot>, any_word>> {};
struct path : node<K::path, name, dotted> {};
// season, period, day and a scheme's name as dimensions
struct dimension : node<K::path, sor<node<K::name, word<W::w_season, W::w_period, W::w_day>>, name>, dotted> {};
// day and event as scopes
struct scope : node<K::path, sor<node<K::name, word<W::w_day, W::w_event>>, name>, dotted> {};
struct day_type : path {};
struct event_name : path {};
struct season_name : path {};
struct channel_name : path {};
struct series_name : path {};
struct line_name : path {};
struct fact_path : path {};
struct measure_path : path {};

// -- literals ----------------------------------------------------------------------------------------------------------------------
inline bool take_count(TokenInput& in, Parser& parser) {
  const Token& t = in.token();
  if (t.kind == T::number && parser.text(t).find_first_of(".-") == std::string_view::npos) return ++in.at, true;
  parser.missed(in.at, T::number);
  return false;
}
// 12 kwh: a plain word behind a number on its line is taken for its unit, unless it is a misspelt word of the language.
inline bool take_unknown_unit(TokenInput& in, Parser& parser) {
  const Token& t = in.token();
  if (t.kind != T::word || t.word != W::none || t.begins_line || in.at == 0 || parser.resembles_keyword(t)) return false;
  const std::uint32_t first = in.at++;
  while ((in.token().kind == T::divide || in.token().kind == T::times) && in.token().touches && in.token(1).kind == T::word &&
         in.token(1).touches)
    in.at += 2;
  parser.report_unknown_unit(first, in.at);
  return true;
}

struct text : node<K::text, token<T::string>> {};
struct label : text {};
struct file_name : text {};
struct date : node<K::date, token<T::date>> {};
struct clock : node<K::clock, token<T::clock>> {};
struct count : node<K::count, take<take_count>> {};
struct number : node<K::number, token<T::number>> {};
struct unit : node<K::unit, token<T::unit>> {};
struct amount_unit : sor<unit, take<take_unknown_unit>> {};
struct quantity : node<K::quantity, number, opt<amount_unit>> {};  // 0.1247 USD/kWh, 35%, 12
struct amount : node<K::quantity, number, must<amount_unit>> {};   // always with a unit
struct fee_amount : amount {};
struct step : quantity {};
struct range_end : quantity {};
struct range : node<K::range, number, if_must<token<T::dots>, range_end>> {};  // 25..35 days
struct flag : node<K::flag, word<W::w_true, W::w_false>> {};
struct literal : node<K::literal, sor<flag, quantity, date, text, word_on_line>> {};
struct address : node<K::address, path, opt<if_must<token<T::address>, date>>> {};

// -- phrases -----------------------------------------------------------------------------------------------------------------------
struct cite_place : node<K::cite_place, path, opt<text>> {};
struct cite : node<K::cite, if_must<word<W::w_cite>, cite_place, star<if_must<token<T::comma>, cite_place>>>> {};
// Of a closed list the whole choice is named, whichever word of it is wrong.
struct cut_day : word<W::w_day> {};
struct cut_end : word<W::w_end, W::w_start> {};
struct cut_month : word<W::w_month> {};
struct cut_rule
    : sor<if_must<word<W::w_usage>, cut_day>, if_must<word<W::w_cycle>, cut_end>, if_must<word<W::w_bill>, cut_month>> {};
struct by : node<K::by, if_must<word<W::w_by>, cut_rule>> {};
struct mode_half : word<W::w_up, W::w_even> {};
struct mode : node<K::mode, sor<if_must<word<W::w_half>, mode_half>, word<W::w_up, W::w_down>>> {};
struct round_to : must<mode, word<W::w_to>, step> {};
struct rounding : node<K::rounding, word<W::w_round>, round_to> {};
struct overrides : node<K::overrides, if_must<word<W::w_overrides>, path, star<if_must<token<T::comma>, path>>>> {};
struct scheme : node<K::scheme, if_must<word<W::w_of>, name>> {};
struct split : node<K::split, if_must<word<W::w_split>, word<W::w_by>, dimension, star<if_must<token<T::comma>, dimension>>>> {
};
struct otherwise : node<K::otherwise, word<W::w_otherwise>> {};
struct equals : token<T::equal> {};

EXPECTED(name, "a name");
EXPECTED(declared_name, "a name");
EXPECTED(any_word, "a word");
EXPECTED(path, "a name");
EXPECTED(dimension, "`season`, `period` or another dimension");
EXPECTED(scope, "a period, a season, an event or `cycle`");
EXPECTED(day_type, "a day type or `every day`");
EXPECTED(event_name, "the name of an event");
EXPECTED(season_name, "the name of a season");
EXPECTED(channel_name, "the name of a channel");
EXPECTED(series_name, "the name of a series");
EXPECTED(line_name, "the name of a line");
EXPECTED(fact_path, "a fact such as account.care");
EXPECTED(measure_path, "the name of a measure");
EXPECTED(text, "a string such as \"Sheet 1\"");
EXPECTED(label, "the line's words for the bill, such as \"Energy Charge\"");
EXPECTED(file_name, "the name of a file, such as \"prices.toml\"");
EXPECTED(date, "a date such as 2025-07-01");
EXPECTED(clock, "a time such as 16:00");
EXPECTED(count, "a whole number");
EXPECTED(number, "a number");
EXPECTED(unit, "a unit such as kWh or USD/kWh");
EXPECTED(amount_unit, "a unit such as kWh or min");
EXPECTED(quantity, "an amount such as 12.50 USD");
EXPECTED(amount, "an amount with its unit");
EXPECTED(fee_amount, "an amount, `none` or `waived`");
EXPECTED(step, "the step to round to, such as 0.01 USD");
EXPECTED(range_end, "the upper end with its unit");
EXPECTED(literal, "a value: a word, an amount, a date, a string, `true` or `false`");
EXPECTED(address, "a line such as energy.tier_1");
EXPECTED(cite_place, "the name of a source");
EXPECTED(cut_rule, "`usage day`, `cycle end`, `cycle start` or `bill month`");
template <>
struct expectation<cut_day> : expectation<cut_rule> {};
template <>
struct expectation<cut_end> : expectation<cut_rule> {};
template <>
struct expectation<cut_month> : expectation<cut_rule> {};
EXPECTED(by, "`by` and `usage day`, `cycle end`, `cycle start` or `bill month`");
EXPECTED(mode, "`half up`, `half even`, `up` or `down`");
template <>
struct expectation<mode_half> : expectation<mode> {};
EXPECTED(equals, "`=`");
EXPECTED(token<T::left_brace>, "`{`");
EXPECTED(token<T::right_brace>, "`}`");
EXPECTED(token<T::right_bracket>, "`,` or `]`");
EXPECTED(token<T::right_paren>, "`)`");
EXPECTED(token<T::left_paren>, "`(`");
EXPECTED(token<T::divide>, "`/`");
EXPECTED(token<T::colon>, "`:`");

}  // namespace ratebook::syntax::grammar
