// Facts, channels, values, tables, series, measures, defines, carries (language reference, sections 4, 5, 7, 8, 9, 15).
#pragma once
#include "language/syntax/grammar_expression.hpp"

namespace ratebook::syntax::grammar {

using cites = star<cite>;
struct colon : token<T::colon> {};
struct type_colon : colon {};

// -- facts -------------------------------------------------------------------------------------------------------------------------
struct choice_member : any_word {};
struct choice
    : node<K::choice,
           if_must<word<W::w_choice>, declared_name, equals, choice_member, star<if_must<token<T::comma>, choice_member>>>,
           cites> {};

struct type : node<K::type, sor<word<W::w_flag, W::w_text, W::w_date, W::w_count>, unit, path>> {};
struct upper_bound : quantity {};
struct input_range : node<K::input_range, if_must<word<W::w_from>, quantity, word<W::w_to>, upper_bound>> {};
struct input : node<K::input, if_must<word<W::w_input>, fact_path, type_colon, type>, opt<input_range>,
                    opt<if_must<token<T::equal>, literal>>, opt<node<K::dated, word<W::w_dated>>>, cites> {};
struct eligible : node<K::eligible, if_must<word<W::w_eligible>, word<W::w_when>, condition_expression>, cites> {};
struct role : node<K::role, if_must<word<W::w_of>, word<W::w_meter>, any_word>> {};
struct channel : node<K::channel, if_must<word<W::w_channel>, declared_name, colon, unit>, opt<role>,
                      opt<if_must<word<W::w_from>, text>>, cites> {};

// -- values and tables -------------------------------------------------------------------------------------------------------------
struct version_through : node<K::version_through, if_must<word<W::w_through>, date>> {};
struct version_known : node<K::version_known, if_must<word<W::w_known>, date>> {};
struct version : node<K::version, if_must<word<W::w_from>, date>, opt<version_through>, opt<version_known>> {};
struct from_file : if_must<word<W::w_from>, file_name, cites> {};

struct value_version : node<K::value_version, if_must<version, equals, quantity>, cites> {};
struct value_body : sor<block<Block::versions, value_version>, if_must<colon, unit, from_file>> {};
struct value : node<K::value, if_must<word<W::w_value>, declared_name, value_body>> {};

// A row is one line: | cell | cell |
struct cell : node<K::cell, sor<node<K::path, any_word, dotted>, number, token<T::minus>>> {};
struct cell_end : token<T::bar> {};
struct row_cell : seq<when<on_this_line>, if_must<cell, seq<when<on_this_line>, cell_end>>> {};
struct first_cell : row_cell {};
inline bool in_row(const TokenInput& in, const Parser&) {
  return !in.token().begins_line && in.token().kind != T::right_brace && in.token().kind != T::end;
}
struct row : node<K::row, if_must<token<T::bar>, first_cell>, star<when<in_row>, must<row_cell>>> {};
struct heading : row {};
struct table_version : node<K::table_version, version, cites, must<heading>, pieces<Block::rows, row>> {};
struct table_body : sor<block<Block::versions, table_version>, from_file> {};
struct table : node<K::table, if_must<word<W::w_table>, declared_name, colon, unit, table_body>> {};

// -- series ------------------------------------------------------------------------------------------------------------------------
struct every : node<K::every, sor<word<W::w_day, W::w_month, W::w_year>, amount>> {};
struct missing_what : sor<if_must<word<W::w_previous>, word<W::w_value>>, quantity> {};
struct series_missing : node<K::series_missing, if_must<word<W::w_missing>, word<W::w_as>, missing_what>> {};
struct per_account_words : node<K::per_account, if_must<word<W::w_per>, word<W::w_account>>> {};
struct series : node<K::series,
                     if_must<word<W::w_series>, declared_name, colon, unit, word<W::w_every>, every, opt<per_account_words>,
                             word<W::w_from>, file_name>,
                     opt<series_missing>, cites> {};

// -- measures, defines, carries ----------------------------------------------------------------------------------------------------
struct measure : node<K::measure, if_must<word<W::w_measure>, declared_name, equals, arms>, star<sor<split, rounding, cite>>> {
};
struct parameter : declared_name {};
struct call_open : token<T::call_paren, T::left_paren> {};
struct parameters_end : token<T::right_paren> {};
struct define : node<K::define,
                     if_must<word<W::w_define>, declared_name, call_open, parameter, star<if_must<token<T::comma>, parameter>>,
                             parameters_end, equals, cites, arms>,
                     cites> {};
struct expires : node<K::expires, if_must<word<W::w_expires>, word<W::w_after>, count, unit_word<W::w_cycles, W::w_cycle>>> {};
struct carry : node<K::carry, if_must<word<W::w_carry>, declared_name, colon, unit, equals, quantity>, opt<expires>, cites> {};
struct add_use : node<K::add_use, if_must<word<W::w_add>, expression, word<W::w_use>, expression>> {};
struct update_change : sor<if_must<token<T::equal>, arms>, add_use> {};
struct update : node<K::update, if_must<word<W::w_update>, name, update_change>, cites> {};

EXPECTED(colon, "`:` and a unit");
EXPECTED(type_colon, "`:` and a type");
EXPECTED(choice_member, "a word");
EXPECTED(type, "a type: `flag`, `text`, `date`, `count`, a unit or a choice");
EXPECTED(upper_bound, "the upper bound");
EXPECTED(value_body, "`{` and the versions, or `:`, a unit and `from` a file");
EXPECTED(from_file, "`from` and a file");
EXPECTED(heading, "the heading of the table, `| season | … |`");
EXPECTED(first_cell, "a word, a number or `-` and `|`");
EXPECTED(row_cell, "a word, a number or `-` and `|`");
EXPECTED(cell_end, "`|`");
EXPECTED(table_body, "`{` and the versions, or `from` and a file");
EXPECTED(every, "a step: an amount such as 60 min, `day`, `month` or `year`");
EXPECTED(missing_what, "`previous value` or an amount");
EXPECTED(parameter, "the name of a parameter");
EXPECTED(call_open, "`(` and the parameters");
EXPECTED(parameters_end, "`,` or `)`");
EXPECTED(update_change, "`=` or `add`");
template <>
struct expectation<seq<when<on_this_line>, cell_end>> : expectation<cell_end> {};

}  // namespace ratebook::syntax::grammar
