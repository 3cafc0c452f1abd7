// Lines of the bill (language reference, sections 12 to 14, 16, 17).
#pragma once
#include "language/syntax/grammar_price.hpp"

namespace ratebook::syntax::grammar {

// -- modifiers ---------------------------------------------------------------------------------------------------------------------
struct condition : node<K::condition, if_must<word<W::w_when, W::w_unless>, condition_expression>> {};
struct base_names : node<K::base, sor<if_must<word<W::w_all>, word<W::w_lines>>, word<W::w_base>,
                                      seq<path, star<if_must<token<T::comma>, line_name>>>>> {};
struct base : base_names {};
struct excluding : node<K::excluding, if_must<word<W::w_excluding>, base>> {};
struct over : node<K::over, if_must<word<W::w_over>, base>> {};
struct season_by : node<K::season_by, word<W::w_season>, when<next_is_word<W::w_by>>, must<by>> {};
struct version_by : node<K::version_by, if_must<word<W::w_version>, by>> {};
struct bill_type : word<W::w_energy, W::w_demand, W::w_fixed, W::w_adjustment, W::w_credit, W::w_tax> {};
struct type_word : node<K::type_word, if_must<word<W::w_type>, bill_type>> {};
struct window_unit : unit_word<W::w_cycles, W::w_months, W::w_days, W::w_cycle, W::w_month, W::w_day> {};
struct window_first
    : node<K::window_of, if_must<word<W::w_for>, word<W::w_first>, count, window_unit, word<W::w_of>, fact_path>> {};
struct window_through : node<K::version_through, if_must<word<W::w_through>, date>> {};
struct window_from : node<K::version, if_must<word<W::w_from>, date>, opt<window_through>> {};
struct window : node<K::window, sor<window_first, window_from, window_through>, opt<by>> {};
struct modifier : sor<condition, window, cite, excluding, over, overrides, season_by, version_by, rounding, type_word> {};

// -- amounts -----------------------------------------------------------------------------------------------------------------------
struct each_level : node<K::each_level, if_must<word<W::w_each>, word<W::w_interval, W::w_hour, W::w_day, W::w_part>>> {};
struct price : expression {};
inline bool at_a_price(const TokenInput& in, const Parser&) {
  return is_word(in.token(), W::w_at) && !is_word(in.token(1), W::w_most);
}
struct price_at : node<K::price_at, when<at_a_price>, if_must<word<W::w_at>, price>> {};

struct all_periods : sor<if_must<word<W::w_pro>, word<W::w_rata>>, if_must<word<W::w_in>, word<W::w_time>, word<W::w_order>>> {
};
struct over_what : sor<word<W::w_cycle>, if_must<word<W::w_all>, word<W::w_periods>, all_periods>> {};
struct tier_scope : node<K::tier_scope, sor<if_must<word<W::w_over>, over_what>,
                                            if_must<word<W::w_per>, word<W::w_period, W::w_part, W::w_day, W::w_month>>>> {};
struct tiers;
struct tier_width : expression {};
struct tier_bound : sor<word<W::w_above>, if_must<word<W::w_first, W::w_next>, tier_width>,
                        if_must<word<W::w_up>, word<W::w_to>, tier_width>> {};
struct tier_price : sor<if_must<word<W::w_at>, price>, nested<tiers>> {};
struct tier : node<K::tier, if_must<name, node<K::tier_limit, tier_bound>, tier_price>> {};
struct tiers_block : block<Block::tiers, tier> {};
struct tiers : node<K::tiers, word<W::w_in>, if_must<word<W::w_tiers>, star<tier_scope>, tiers_block>> {};
struct priced : node<K::priced, expression, opt<each_level>, opt<split>, opt<sor<tiers, price_at>>> {};

// 35% * x of a, b — gives way to `priced` when no base follows
struct base_word : sor<word<W::w_of>, seq<word<W::w_included>, must<word<W::w_in>>>> {};
struct share_factors
    : node<K::product, node<K::share_of, postfix>, star<token<T::times, T::divide>, node<K::share_of, postfix>>> {};
struct share : node<K::share, share_factors, base_word, base_names> {};

// -- statements --------------------------------------------------------------------------------------------------------------------
template <Word... Words>
struct line_head : if_must<word<Words...>, declared_name, label, equals> {};
struct charge : node<K::charge, line_head<W::w_charge>, must<priced>, star<modifier>> {};
struct share_or_price : sor<share, priced> {};
struct adjustment : node<K::adjustment, line_head<W::w_rider, W::w_discount, W::w_waiver, W::w_credit, W::w_tax>,
                         must<share_or_price>, star<modifier>> {};
inline bool limits_the_bill(const TokenInput& in, const Parser&) { return !is_word(in.token(1), W::w_demand); }
struct limit : node<K::limit, when<limits_the_bill>, line_head<W::w_minimum, W::w_maximum>, must<expression>, star<modifier>> {
};
struct at_most : node<K::at_most, if_must<word<W::w_at>, word<W::w_most>, expression>> {};
struct once : node<K::once, if_must<word<W::w_once>, word<W::w_per>, word<W::w_invoice, W::w_cycle>>> {};
struct waived : node<K::waived, if_must<word<W::w_waived>, word<W::w_when>, condition_expression>> {};
struct fee : node<K::fee, line_head<W::w_fee>, must<expression, word<W::w_on>, word<W::w_invoice>>,
                  star<sor<condition, at_most, once, waived, cite>>> {};
struct apply_to : node<K::apply_to, if_must<word<W::w_to>, base>> {};
struct apply_as : node<K::apply_as, if_must<word<W::w_as>, declared_name>> {};
struct apply
    : node<K::apply, if_must<word<W::w_apply>, line_name>, opt<apply_to>, opt<excluding>, opt<apply_as>, star<modifier>> {};

EXPECTED(base, "the names of lines, or `all lines`");
EXPECTED(bill_type, "`energy`, `demand`, `fixed`, `adjustment`, `credit` or `tax`");
EXPECTED(window_unit, "`cycles`, `months` or `days`");
EXPECTED(price, "a price such as 0.12 USD/kWh, or a name");
EXPECTED(all_periods, "`pro rata` or `in time order`");
EXPECTED(over_what, "`cycle`, or `all periods` and `pro rata` or `in time order`");
EXPECTED(tier_width, "a limit such as 300 kWh, or a name");
EXPECTED(tier_price, "`at` and a price, or `in tiers`");
EXPECTED(tiers_block, "`{` and the tiers");
EXPECTED(priced, "an amount or a name");
EXPECTED(share_or_price, "a share such as 35% of energy, or an amount");
template <>
struct expectation<node<K::tier_limit, tier_bound>> {
  static std::string words() { return "`first`, `next`, `up to` or `above`"; }
};

}  // namespace ratebook::syntax::grammar
