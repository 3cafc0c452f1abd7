#include "language/syntax/grammar_file.hpp"

#include "language/syntax/grammar_expression.hpp"

namespace ratebook::syntax::grammar {
namespace {

// -- head --------------------------------------------------------------------------------------------------------------------------
struct file_id : node<K::name, token<T::id>> {};
struct head : node<K::header, if_must<word<W::w_tariff, W::w_library>, file_id, text, token<T::left_brace>>> {};

struct zone : node<K::name, token<T::zone>> {};
struct code : node<K::name, take<take_word>> {};
struct utility : node<K::utility, if_must<word<W::w_utility>, text>> {};
struct timezone : node<K::timezone, if_must<word<W::w_timezone>, zone>> {};
struct currency : node<K::currency, if_must<word<W::w_currency>, code>> {};
struct edition
    : node<K::edition, if_must<word<W::w_edition>, date>, opt<if_must<word<W::w_supersedes>, file_name>>, star<cite>> {};
struct docket : node<K::source_docket, if_must<word<W::w_docket>, text>> {};
struct source_day : node<K::source_day, if_must<word<W::w_filed, W::w_known, W::w_effective>, date>> {};
struct source : node<K::source, if_must<word<W::w_source>, declared_name, text>, star<sor<docket, source_day>>> {};
struct import : node<K::import, if_must<word<W::w_import>, declared_name, word<W::w_from>, file_name>,
                     opt<if_must<word<W::w_digest>, text>>> {};

// -- rules -------------------------------------------------------------------------------------------------------------------------
struct season_rule : node<K::rule_season, if_must<word<W::w_season>, by>> {};
// The same words, but the message leaves `bill month` out, which versions do not have.
struct version_day : cut_day {};
struct version_end : cut_end {};
struct version_cut : sor<if_must<word<W::w_usage>, version_day>, if_must<word<W::w_cycle>, version_end>,
                         seq<word<W::w_bill>, word<W::w_month>>> {};
struct version_by_cut : node<K::by, if_must<word<W::w_by>, version_cut>> {};
struct version_rule : node<K::rule_version, if_must<word<W::w_version>, version_by_cut>> {};
struct allocate_how : sor<seq<word<W::w_evenly>, word<W::w_by>, word<W::w_day>>, if_must<word<W::w_by>, series_name>> {};
struct allocate_rule
    : node<K::rule_allocate, if_must<word<W::w_allocate>, word<W::w_register>, word<W::w_reads>, allocate_how>> {};

struct divisor_number : number {};
struct scheduled : if_must<word<W::w_scheduled>, word<W::w_days>> {};
struct divisor
    : node<K::divisor,
           sor<if_must<token<T::left_paren>, divisor_number, token<T::divide>, divisor_number, token<T::right_paren>>,
               if_must<word<W::w_days>, word<W::w_of>, word<W::w_month, W::w_year>>, scheduled, number>> {};
inline bool cycle_outside(const TokenInput& in, const Parser&) {
  return is_word(in.token(), W::w_cycle) && is_word(in.token(1), W::w_outside);
}
struct days_range : range {};
struct prorate_when
    : node<K::prorate_when, sor<seq<when<cycle_outside>, word<W::w_cycle>, word<W::w_outside>, must<days_range>>, compared>> {};
struct prorate_by : seq<word<W::w_by>, must<word<W::w_days, W::w_months>, token<T::divide>, divisor>,
                        opt<if_must<word<W::w_when>, prorate_when, star<if_must<word<W::w_or>, prorate_when>>>>> {};
struct prorate_how : sor<word<W::w_never>, prorate_by> {};
struct prorate_rule
    : node<K::rule_prorate, if_must<word<W::w_prorate>, word<W::w_monthly, W::w_yearly>, word<W::w_amounts>, prorate_how>> {};

struct round_each : sor<word<W::w_line>, if_must<word<W::w_interval>, word<W::w_of>, channel_name>> {};
struct round_what : sor<if_must<word<W::w_each>, round_each>, word<W::w_total>> {};
struct round_rule : node<K::rule_round, if_must<word<W::w_round>, round_what, node<K::rounding, round_to>>> {};
struct clock_kind
    : sor<seq<word<W::w_local>, word<W::w_daylight>, word<W::w_time>>, seq<word<W::w_standard>, word<W::w_time>>> {};
struct clock_rule : node<K::rule_clock, if_must<word<W::w_clock>, clock_kind>> {};
struct window_kind : sor<word<W::w_fixed>, word<W::w_sliding>> {};
struct demand_rule : node<K::rule_demand, if_must<word<W::w_demand>, amount, window_kind, word<W::w_windows>>,
                          opt<if_must<word<W::w_every>, amount>>> {};
struct estimate_by : sor<seq<word<W::w_previous>, word<W::w_interval>>,
                         seq<word<W::w_same>, word<W::w_time>, word<W::w_a>, word<W::w_week>, word<W::w_before>>,
                         seq<word<W::w_register>, word<W::w_total>>> {};
struct estimate_rule
    : node<K::rule_estimate,
           if_must<word<W::w_estimate>, word<W::w_missing>, word<W::w_intervals>, word<W::w_by>, estimate_by>> {};
struct correct_how
    : sor<seq<word<W::w_difference>, word<W::w_lines>>, seq<word<W::w_cancel>, word<W::w_and>, word<W::w_rebill>>> {};
struct correct_rule : node<K::rule_correct,
                           if_must<word<W::w_correct>, word<W::w_by>, correct_how, word<W::w_with>, word<W::w_prices>,
                                   word<W::w_known>, word<W::w_then, W::w_now>>,
                           opt<if_must<word<W::w_within>, amount>>> {};
struct intervals_rule : node<K::rule_intervals, if_must<word<W::w_intervals>, word<W::w_by>, word<W::w_start>>> {};
struct register_rule : node<K::rule_register, if_must<word<W::w_register>, word<W::w_check>, word<W::w_within>, quantity>> {};
struct rule : sor<season_rule, version_rule, allocate_rule, prorate_rule, round_rule, clock_rule, demand_rule, estimate_rule,
                  correct_rule, intervals_rule, register_rule> {};
struct rule_and_cites : seq<rule, star<cite>> {};
struct rules_block : block<Block::rules, rule_and_cites> {};
struct rules : node<K::rules, if_must<word<W::w_rules>, rules_block>> {};

struct statement : sor<utility, timezone, currency, edition, source, import, rules, elsewhere<match_time_statement>,
                       elsewhere<match_price_statement>, elsewhere<match_line_statement>, elsewhere<match_example_statement>> {
};

}  // namespace

EXPECTED(version_cut, "`usage day`, `cycle end` or `cycle start`");
template <>
struct expectation<version_day> : expectation<version_cut> {};
template <>
struct expectation<version_end> : expectation<version_cut> {};
EXPECTED(version_by_cut, "`by` and `usage day`, `cycle end` or `cycle start`");
EXPECTED(file_id, "the tariff's id, such as GS-3");
EXPECTED(zone, "a time zone such as America/Denver");
EXPECTED(code, "a currency such as USD");
EXPECTED(allocate_how, "`evenly by day`, or `by` and a series");
EXPECTED(divisor_number, "a number");
EXPECTED(divisor, "a divisor: 30, (365/12), `days of month` or `scheduled days`");
EXPECTED(days_range, "a range such as 25..35 days");
EXPECTED(prorate_when, "`cycle outside` and a range, or a condition");
EXPECTED(prorate_how, "`never`, or `by days` or `by months` and `/`");
EXPECTED(round_each, "`line`, or `interval of` and a channel");
EXPECTED(round_what, "`each line`, `each interval of` or `total`");
template <>
struct expectation<node<K::rounding, round_to>> : expectation<mode> {};
EXPECTED(clock_kind, "`local daylight time` or `standard time`");
EXPECTED(window_kind, "`fixed` or `sliding`");
EXPECTED(estimate_by, "`previous interval`, `same time a week before` or `register total`");
EXPECTED(correct_how, "`difference lines` or `cancel and rebill`");
EXPECTED(rules_block, "`{` and the rules");

bool match_head(TokenInput& in, Parser& parser) { return run<head>(in, parser); }
bool match_statements(TokenInput& in, Parser& parser) { return run<pieces<Block::file, statement>>(in, parser); }

}  // namespace ratebook::syntax::grammar
