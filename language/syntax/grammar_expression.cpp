#include "language/syntax/grammar_expression.hpp"

namespace ratebook::syntax::grammar {
namespace {

// -- where `in` filters: not before `(`, `tiers`, `preceding` ----------------------------------------------------------------------
bool filters(const TokenInput& in, const Parser&) {
  const Token& after = in.token(1);
  return is_word(in.token(), W::w_in) && after.kind != T::left_paren && after.kind != T::call_paren &&
         !is_word(after, W::w_tiers) && !is_word(after, W::w_preceding);
}
bool lists_members(const TokenInput& in, const Parser&) {
  return is_word(in.token(), W::w_in) && (in.token(1).kind == T::left_paren || in.token(1).kind == T::call_paren);
}
struct filter : seq<when<filters>, if_must<word<W::w_in>, scope>> {};

// -- demand, power factor ----------------------------------------------------------------------------------------------------------
bool over_a_length(const TokenInput& in, const Parser&) {
  return is_word(in.token(), W::w_over) && in.token(1).kind == T::number;
}
// `minimum` and `maximum` at the beginning of a line are statements unless `demand` follows.
bool begins_demand(const TokenInput& in, const Parser& parser) { return !parser.begins_statement(in.at); }
struct demand_of : if_must<word<W::w_of>, channel_name> {};
struct demand_over : seq<when<over_a_length>, if_must<word<W::w_over>, amount>> {};
struct demand_rest : must<word<W::w_demand>, opt<demand_of>, word<W::w_in>, scope, opt<demand_over>> {};
struct demand : node<K::demand, when<begins_demand>, if_must<word<W::w_maximum, W::w_minimum>, demand_rest>> {};
struct average_demand : node<K::demand, word<W::w_average>, when<next_is_word<W::w_demand>>, demand_rest> {};
struct power_factor
    : node<K::power_factor, word<W::w_average>, if_must<word<W::w_power>, word<W::w_factor>, word<W::w_in>, scope>> {};

// -- aggregates --------------------------------------------------------------------------------------------------------------------
struct aggregate_best : node<K::best, word<W::w_highest, W::w_lowest>, count, word<W::w_of>> {};
struct aggregate_of : seq<word<W::w_of>, opt<aggregate_best>> {};
struct average_of : aggregate_of {};
struct aggregate_head
    : sor<seq<word<W::w_sum>, must<aggregate_of>>, seq<word<W::w_average>, must<average_of>>, word<W::w_highest, W::w_lowest>> {
};
struct step_name : node<K::path, sor<node<K::name, word<W::w_day>>, name>, dotted> {};
struct each_what : sor<amount, step_name> {};
struct each_step : node<K::each_step, if_must<word<W::w_each>, each_what>, opt<filter>> {};
struct preceding : node<K::preceding, word<W::w_in>, if_must<word<W::w_preceding>, count, unit_word<W::w_cycles, W::w_cycle>>,
                        opt<if_must<word<W::w_within>, season_name>>> {};
bool says_missing(const TokenInput& in, const Parser&) {
  return in.token().kind == T::comma && is_word(in.token(1), W::w_missing);
}
struct missing_as : sor<if_must<word<W::w_as>, quantity>, if_must<word<W::w_left>, word<W::w_out>>> {};
struct missing : node<K::missing, when<says_missing>, token<T::comma>, word<W::w_missing>, must<any_word, missing_as>> {};
struct aggregate_over : sor<each_step, preceding> {};
struct aggregate : node<K::aggregate, aggregate_head, must<expression, aggregate_over>, opt<missing>> {};

// -- brackets and names ------------------------------------------------------------------------------------------------------------
bool another_line_item(const TokenInput& in, const Parser& parser) {
  return in.token().begins_line && in.token().kind != T::right_brace && in.token().kind != T::end &&
         !parser.begins_statement(in.at);
}
bool closes_items(const TokenInput& in, const Parser&) {
  return in.token().kind == T::comma && in.token(1).kind == T::right_brace;
}
struct extreme_item : expression {};
struct extreme_next : sor<seq<when<closes_items>, token<T::comma>>, if_must<token<T::comma>, extreme_item>,
                          seq<when<another_line_item>, must<extreme_item>>> {};
struct extreme_end : token<T::right_brace> {};
struct extreme : node<K::extreme, if_must<word<W::w_largest, W::w_smallest>, word<W::w_of>, token<T::left_brace>, extreme_item,
                                          star<extreme_next>, extreme_end>> {};
struct bracketed : node<K::bracketed, if_must<token<T::left_paren>, expression, opt<rounding>, token<T::right_paren>>> {};

bool lone_word(const TokenInput& in, const Parser&) {
  return in.token().kind == T::word && (in.token(1).kind == T::comma || in.token(1).kind == T::right_bracket);
}
struct index_piece : sor<node<K::index_word, when<lone_word>, any_word>, expression> {};
struct index : node<K::index, if_must<token<T::index_bracket>, index_piece, star<if_must<token<T::comma>, index_piece>>,
                                      token<T::right_bracket>>> {};
struct call_end : token<T::right_paren> {};
struct call : node<K::call, if_must<token<T::call_paren>, expression, star<if_must<token<T::comma>, expression>>, call_end>> {};
bool is_dimension(const TokenInput& in, const Parser& parser) {
  return next_is_word<W::w_season, W::w_period, W::w_day>(in, parser) && !parser.begins_statement(in.at);
}
struct dimension_word : node<K::name, when<is_dimension>, word<W::w_season, W::w_period, W::w_day>> {};
struct reference : node<K::reference, node<K::path, sor<name, dimension_word>, dotted>, opt<sor<index, call>>> {};

// -- from tightest to loosest ------------------------------------------------------------------------------------------------------
struct primary : sor<extreme, demand, average_demand, power_factor, aggregate, date, quantity, bracketed, flag, reference> {};
struct filtered : node<K::filter, primary, opt<filter>> {};
struct operand : filtered {};
struct factor;
struct share_base : nested<factor> {};
struct factor : node<K::share_of, filtered, opt<if_must<word<W::w_of>, share_base>>> {};
struct later_factor : factor {};
struct product : node<K::product, factor, star<if_must<token<T::times, T::divide>, later_factor>>> {};
struct later_product : product {};
struct sum : node<K::sum, product, star<if_must<token<T::plus, T::minus>, later_product>>> {};
struct compared_sum : sum {};
// A string stands only where a word is compared: premise.city = "San Francisco".
struct compared_with : sor<text, sum> {};

bool is_range(const TokenInput& in, const Parser&) { return in.token().kind == T::number && in.token(1).kind == T::dots; }
struct member : node<K::member, sor<count, any_word, text>> {};
struct member_list : must<member, star<if_must<token<T::comma>, member>>, token<T::right_paren>> {};
struct relation : token<T::equal, T::not_equal, T::less, T::less_equal, T::greater, T::greater_equal> {};
struct distance_of : if_must<amount, word<W::w_of>, compared_sum> {};
struct within_what : sor<seq<when<is_range>, range>, distance_of> {};
struct comparison_rest : sor<if_must<relation, compared_with>,
                             seq<when<lists_members>, word<W::w_in>, token<T::left_paren, T::call_paren>, member_list>,
                             if_must<word<W::w_outside>, range>, if_must<word<W::w_within>, within_what>> {};
struct comparison : node<K::comparison, sum, opt<comparison_rest>> {};
struct negated : comparison {};
struct negation : sor<node<K::negation, if_must<word<W::w_not>, negated>>, comparison> {};
struct later_negation : negation {};
struct conjunction : node<K::conjunction, negation, star<if_must<word<W::w_and>, later_negation>>> {};
struct later_conjunction : conjunction {};
struct disjunction : node<K::disjunction, conjunction, star<if_must<word<W::w_or>, later_conjunction>>> {};

}  // namespace

EXPECTED(demand_rest, "`demand`");
EXPECTED(aggregate_of, "`of`");
EXPECTED(average_of, "`of`, `demand` or `power factor`");
EXPECTED(aggregate_over, "`each` and a step, or `in preceding` and a number of cycles");
EXPECTED(each_what, "a step: `interval`, `hour`, `15 min`, `day`, `month`, a day type or an event");
EXPECTED(missing_as, "`as` and an amount, or `left out`");
EXPECTED(extreme_item, "an amount or a name");
EXPECTED(extreme_end, "`,`, a new line or `}`");
EXPECTED(index_piece, "a word or a name");
EXPECTED(call_end, "`,` or `)`");
EXPECTED(operand, "an amount or a name");
EXPECTED(share_base, "what the share is of");
EXPECTED(later_factor, "an amount or a name");
EXPECTED(later_product, "an amount or a name");
EXPECTED(compared_sum, "an amount or a name to compare with");
EXPECTED(compared_with, "an amount or a name to compare with");
EXPECTED(range, "a range such as 25..35 days");
EXPECTED(member, "a word, a string or a whole number");
EXPECTED(within_what, "a range such as 10..20 kW, or a distance such as 24 h of invoice.due");
EXPECTED(negated, "a condition");
EXPECTED(later_negation, "a condition");
EXPECTED(later_conjunction, "a condition");

bool match_expression(TokenInput& in, Parser& parser) { return run<nested<disjunction>>(in, parser); }
bool match_comparison(TokenInput& in, Parser& parser) { return run<comparison>(in, parser); }
bool match_postfix(TokenInput& in, Parser& parser) { return run<filtered>(in, parser); }
bool match_sum(TokenInput& in, Parser& parser) { return run<sum>(in, parser); }

}  // namespace ratebook::syntax::grammar
