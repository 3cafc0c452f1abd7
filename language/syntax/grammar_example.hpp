// Examples and properties (language reference, sections 19 and 20).
#pragma once
#include "language/syntax/grammar_expression.hpp"
#include "language/syntax/grammar_time.hpp"

namespace ratebook::syntax::grammar {

// -- shapes of loads and series ----------------------------------------------------------------------------------------------------
struct piece_days : sor<date, days> {};
struct piece_missing : if_must<word<W::w_missing>, word<W::w_on>, date, hours> {};
struct piece_where : sor<otherwise, if_must<word<W::w_on>, opt<in_season>, piece_days, hours>> {};
struct piece : node<K::piece, sor<piece_missing, if_must<quantity, piece_where>>> {};
inline bool is_constant(const TokenInput& in, const Parser&) { return is_word(in.token(), W::w_constant); }
struct constant_amount : seq<quantity, when<is_constant>, word<W::w_constant>> {};
struct shape : node<K::shape, sor<if_must<word<W::w_from>, file_name>, node<K::piece, constant_amount>,
                                  seq<piece, star<if_must<token<T::comma>, piece>>>>> {};

// -- given -------------------------------------------------------------------------------------------------------------------------
// A form's word, where it does not begin a fact's path or stand for a name.
template <Word... Words>
inline bool begins_form(const TokenInput& in, const Parser&) {
  const T after = in.token(1).kind;
  return (is_word(in.token(), Words) || ...) && after != T::dot && after != T::equal && after != T::number;
}
template <Word... Words>
struct form : seq<when<begins_form<Words...>>, word<Words...>> {};

struct counted_days : if_must<token<T::left_paren>, count, unit_word<W::w_days, W::w_day>, token<T::right_paren>> {};
struct given_cycle : node<K::given_cycle, if_must<form<W::w_cycle>, date, word<W::w_through>, date>, opt<counted_days>> {};
struct given_measure : node<K::given_measure, measure_path, must<quantity>> {};
struct given_measures
    : node<K::given_measures, if_must<form<W::w_measure>, given_measure, star<if_must<token<T::comma>, given_measure>>>> {};
struct load_of : if_must<word<W::w_of>, channel_name> {};
inline bool loads(const TokenInput& in, const Parser&) {  // `load 5 kW on …` is a load, `load = 5 kW` a fact
  return is_word(in.token(), W::w_load) && in.token(1).kind != T::dot && in.token(1).kind != T::equal;
}
struct given_load : node<K::given_load, when<loads>, if_must<word<W::w_load>, opt<load_of>, shape>> {};
struct given_series : node<K::given_series, if_must<word<W::w_series>, series_name, shape>> {};
struct given_event : node<K::given_event, if_must<word<W::w_event>, event_name, date, hours>> {};
struct history_highest : node<K::history_highest,
                              if_must<word<W::w_highest>, amount, word<W::w_over>, count, unit_word<W::w_cycles, W::w_cycle>>> {
};
struct history_value : quantity {};
struct history_values : sor<history_highest, seq<history_value, star<if_must<token<T::comma>, history_value>>>> {};
struct history_what : sor<word<W::w_none>, if_must<plain_sum, history_values>> {};
struct given_history : node<K::given_history, if_must<form<W::w_history>, history_what>> {};
struct given_invoice
    : node<K::given_invoice, if_must<form<W::w_invoice>, name, word<W::w_due>, date, word<W::w_amount>, amount>> {};
struct assess : word<W::w_assess> {};
struct given_paid : node<K::given_paid, if_must<word<W::w_paid>, name, amount>> {};
struct dated_fact : node<K::fact_value, fact_path, if_must<token<T::equal>, literal>> {};
struct on_what : sor<assess, given_paid, dated_fact> {};
struct given_on : node<K::given_on, if_must<form<W::w_on>, date, opt<clock>, on_what>> {};
struct fact_value : node<K::fact_value, path, if_must<token<T::equal>, literal>> {};
struct bucket : node<K::bucket, opt<path>, must<quantity>> {};
inline bool begins_bucket(const TokenInput& in, const Parser&) {
  return in.token().kind == T::number || (is_name(in.token()) && !in.token().begins_line);
}
struct bucket_list : seq<when<begins_bucket>, bucket, star<if_must<token<T::comma>, bucket>>> {};
struct given_billed : node<K::buckets, if_must<node<K::billed, form<W::w_billed>>, channel_name, bucket_list>> {};
struct given_buckets : node<K::buckets, if_must<path, bucket_list>> {};
struct given_form : sor<given_cycle, given_measures, given_load, given_series, given_event, given_history, given_invoice,
                        given_on, given_billed, fact_value, given_buckets> {};
struct given : node<K::given, if_must<word<W::w_given>, given_form>> {};

// -- expect ------------------------------------------------------------------------------------------------------------------------
inline bool names_an_error(const TokenInput& in, const Parser&) {
  return is_word(in.token(), W::w_error) && in.token(1).kind == T::word;
}
inline bool names_no_row(const TokenInput& in, const Parser&) {
  return is_word(in.token(), W::w_no) && in.token(1).kind == T::word;
}
inline bool names_a_difference(const TokenInput& in, const Parser&) {
  return is_word(in.token(), W::w_difference) && in.token(1).kind == T::word;
}
struct expect_error : node<K::expect_error, when<names_an_error>, word<W::w_error>, any_word> {};
struct expect_no : node<K::expect_no, when<names_no_row>, if_must<word<W::w_no>, address>> {};
struct fee_event : sor<word<W::w_none, W::w_waived>, fee_amount> {};
struct expect_fee : node<K::expect_fee, if_must<form<W::w_on>, date, line_name, name, fee_event>> {};
struct expected_value : sor<quantity, text, word_on_line> {};
struct expect_amount
    : node<K::expect_amount, opt<when<names_a_difference>, word<W::w_difference>>, if_must<address, expected_value>> {};
struct expect_form : sor<expect_error, expect_no, expect_fee, expect_amount> {};
struct expect : node<K::expect, if_must<word<W::w_expect>, expect_form>> {};
struct then : node<K::then, word<W::w_then>> {};
struct example_block : block<Block::example, sor<given, expect, then>> {};
struct example : node<K::example, if_must<word<W::w_example>, text, star<cite>, example_block>> {};

// -- property ----------------------------------------------------------------------------------------------------------------------
struct bound : quantity {};
struct all_of : sor<if_must<word<W::w_from>, bound, word<W::w_to>, bound>, word<W::w_values>> {};
struct for_all : node<K::for_all, if_must<word<W::w_for>, word<W::w_all>, path, all_of>> {};
struct claim_always : node<K::claim_always, if_must<word<W::w_always>, condition_expression>,
                           opt<if_must<word<W::w_when>, condition_expression>>> {};
struct claim_never
    : node<K::claim_never, if_must<path, word<W::w_never>, word<W::w_decreases, W::w_increases>, word<W::w_in>, path>> {};
struct property_block : block<Block::property, sor<for_all, given, claim_always, claim_never>> {};
struct property : node<K::property, if_must<word<W::w_property>, text, property_block>> {};

EXPECTED(piece_days, "a date, a day type or `every day`");
EXPECTED(piece_where, "`constant`, `otherwise`, or `on` and days and hours");
EXPECTED(piece, "an amount, or `missing on` and a date");
EXPECTED(shape, "a load such as 1 kW constant, pieces with hours, or `from` and a file");
EXPECTED(given_measure, "a measure and its amount");
EXPECTED(history_what, "`none`, or a measure and its earlier amounts");
EXPECTED(history_values, "amounts, newest first, or `highest` and an amount");
EXPECTED(history_value, "an amount");
EXPECTED(on_what, "`assess`, `paid`, or a fact and its value");
EXPECTED(bucket, "an amount");
EXPECTED(bucket_list, "an amount, or `=` and a value");
EXPECTED(given_form, "a fact, a read, a load or another form of `given`");
EXPECTED(fee_event, "an amount, `none` or `waived`");
EXPECTED(expected_value, "an amount");
EXPECTED(expect_form, "a line, a measure or another form of `expect`");
EXPECTED(example_block, "`{` and the example");
EXPECTED(bound, "a bound such as 3000 kWh");
EXPECTED(all_of, "`from` and the bounds, or `values`");
EXPECTED(property_block, "`{` and the property");

}  // namespace ratebook::syntax::grammar
