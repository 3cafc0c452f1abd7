// What the parts of the lowering share while one tariff becomes a program (lower.hpp). One short function for each construct:
//   lower_numbers.cpp     expressions that are numbers        lower_conditions.cpp  flags, dates, words
//   lower_prices.cpp      values and tables                   lower_quantities.cpp  channels, demand, power factor
//   lower_facts.cpp       inputs, built-in facts, history     lower_dates.cpp       calendar months
//   lower_measures.cpp    measures, whole and split           lower_activity.cpp    conditions and windows of lines
//   lower_lines.cpp       products, prices, shares            lower_limits.cpp      minimum, maximum
//   lower_tiers.cpp       tiers filled by each part           lower_tiers_shared.cpp, lower_tier_passes.cpp   the other forms
//   lower_steps.cpp       quantities each interval, hour, day
//   lower_rows.cpp        rounding, rows, sums of lines       lower_overrides.cpp   lines that take others' place
//   lower_part_sums.cpp   sums over parts                     lower_tier_months.cpp, lower_tier_walks.cpp       more of them
#pragma once
#include <functional>
#include <map>

#include "compiler/ir/fraction.hpp"
#include "compiler/ir/lower.hpp"

namespace ratebook::ir {

// Where an expression is computed. `guard` is a condition: what is computed where it does not hold counts for nothing and makes no errors.
struct Place {
  PartitionIndex partition = 0;             // of the block
  std::map<SchemeId, MemberIndex> members;  // of schemes that rows are split by, seasons excepted: those are the part's
  ValueId guard;
  bool each_day = false;  // of one day of the part: limits of tiers per day
  bool step = false;      // of one step of a walk over the part: channels are the step's
  // Days, hours, months and years that are counted otherwise than by the block's parts: those that are due.
  const std::map<Fact, Fraction>* counted = nullptr;
  Place when(ValueId condition) const {
    Place p = *this;
    p.guard = condition;
    return p;
  }
  Place with(const std::map<SchemeId, MemberIndex>& fixed) const {
    Place p = *this;
    p.members = fixed;
    return p;
  }
};

// Which combination of a split's fixed members (periods, day types); empty where there is no split.
using Members = std::map<SchemeId, MemberIndex>;

// A number of each part, kept for later blocks (lower_part_sums.cpp). Made in a cycle block it is that number alone.
struct PartSum {
  PartitionIndex over = 0;
  Span span;
  Fraction form;                     // over divisors of the cycle; num stands for the part's
  std::optional<std::uint32_t> sum;  // accumulator of the numerators, where the parts have no divisors of their own
  std::optional<std::uint32_t> numerator, divisor;  // cells
};
// What later blocks read of it: the sum over all parts, each part's number, or both.
enum class PartUse : std::uint8_t { sum, each, both };

// A measure's value: of the cycle, or one in each part and for each combination of members.
struct MeasureValue {
  PartitionIndex partition = 0;
  bool whole = true;
  struct Member {
    Members members;
    PartSum value;
  };
  std::vector<Member> combinations;
  std::uint32_t days_cell = 0;  // days of each part
};

// Which rows of a line an expression sums.
struct RowFilter {
  std::vector<MemberRef> members;
  std::vector<std::string> tiers;
  friend auto operator<=>(const RowFilter&, const RowFilter&) = default;
};

// The sum of these rows as billed.
struct LineSum {
  RowFilter filter;
  std::optional<std::uint32_t> rounded;  // accumulator of amounts in 10^-amount_scale; of a line whose rows are rounded
  std::vector<PartSum> exact;            // else
};

// The numbers of a row before they are put in its printed units.
struct RowNumbers {
  Fraction quantity, price, unrounded;
  UnitText quantity_unit, price_unit;
  ValueId printed;  // whether the quantity is worth a row; rows of adjustments go by their amount besides
  std::optional<std::uint32_t> marked_by;  // RowSlot::marked_by
};

CutRule rule(const std::optional<Ruled<CutRule>>& stated);
std::vector<MemberRef> member_refs(const Members& members);
// What an input's column may hold (program.hpp, Attribute), from its declared range or limit.def.
Range input_column_range(const CheckedTariff& tariff, InputId id);

class Lowering {
 public:
  Lowering(const CheckedTariff& tariff, const LowerOptions& options, DiagnosticSink& sink);
  std::optional<Program> run();

 private:
  ValueId part_count(PartitionIndex partition);
  PartSum keep_in_parts(const Fraction& value, ValueId counts, PartUse use, const std::string& name, Span span);
  Fraction kept_at(const PartSum& kept, ValueId ordinal);
  Fraction sum_of_parts(const PartSum& kept, const std::function<ValueId(ValueId)>& among = {});

  // -- lists of the program: the index of an entry, made when it is not there yet --
  PartitionIndex partition(const CutSet& cuts, CutRule season_rule, CutRule version_rule);
  PartitionIndex partition(const Partition& wanted);
  std::uint32_t cell(PartitionIndex partition, std::string name);
  std::uint32_t accumulator(std::string name);
  // A block for statements over this partition: of the cycle when it is whole.
  void begin(const std::string& name, PartitionIndex partition);

  // -- numbers of the account, the window, the part --
  ValueId attribute(const Attribute& attribute);
  ValueId window_field(const WindowField& field);
  ValueId window_number(WindowField::Kind kind, std::int64_t low, std::int64_t high);
  ValueId part_field(const PartField& field);
  ValueId part_number(PartitionIndex partition, PartField::Kind kind, const BigInt& low, const BigInt& high);
  ValueId part_days(PartitionIndex partition);
  ValueId prorata_denominator(WindowField::Kind kind, const BigInt& most, const std::optional<Ruled<Proration>>& rule,
                              const Place& place);
  Fraction months_of(const Place& place);
  Fraction years_of(const Place& place);
  ValueId season_of(const Place& place, SchemeId scheme);
  ValueId member_of(const Place& place, SchemeId scheme);
  // A number that may be kAbsent, brought into low … high; `absent` tells.
  struct Optional {
    ValueId value, absent;
  };
  Optional optional(ValueId leaf, const BigInt& low, const BigInt& high);
  ValueId input_ordinal(InputId input, const Place& place);
  Fraction input_number(InputId input, const Place& place);
  Fraction fact_number(Fact fact, const Place& place);
  ValueId fact_ordinal(Fact fact, const Place& place);
  Fraction hours_of_step();
  ValueId cycle_number(const Place& place);
  Fraction history(HistoryId id, const Place& place);

  // -- prices --
  ValueId version(PartField field, std::size_t versions, const Place& place);
  ValueId price(PriceArray array, ValueId index);
  Fraction value(ratebook::ValueId id, const Place& place);
  Fraction table(const TableRef& ref, const Place& place);
  std::optional<MemberIndex> fixed_member(const TableIndex& index, const Place& place) const;
  ValueId moving_member(const TableIndex& index, const Place& place);

  // -- quantities --
  std::optional<std::vector<MemberRef>> scope_at(const ScopeRef& scope, const Place& place) const;
  std::uint32_t quantity_slot(ChannelId channel, const std::vector<MemberRef>& members);
  Fraction metered(ValueId micro_units);
  Fraction quantity(const QuantityRef& ref, const Place& place);
  std::uint32_t demand_slot(const DemandRef& ref, std::vector<MemberRef> members, const Place& place, bool squared);
  Fraction demand(const DemandRef& ref, const Place& place);
  Fraction average_demand(const DemandRef& ref, const std::vector<MemberRef>& members, const Place& place);
  Fraction apparent_demand(const DemandRef& ref, const Rounding& rounding, const Place& place);
  Fraction power_factor(const PowerFactorRef& ref, const Rounding& rounding, const Place& place);
  // General source: refuses the account where what is read cannot be told (StateSlot).
  void ask(StateSlot::Kind kind, std::uint32_t index, const Place& place);
  ValueId slot_sum(ChannelId channel, const std::vector<MemberRef>& members, const Place& place);

  // -- expressions --
  Fraction number(ExprId id, const Place& place);
  Fraction round(const Fraction& value, const Rounding& rounding);
  Fraction rounded(ExprId operand, const Rounding& rounding, const Place& place);
  Fraction arms(const Expr& e, const Place& place);
  Fraction extreme(const Expr& e, const Place& place);
  ValueId flag(ExprId id, const Place& place);
  ValueId ordinal(ExprId id, const Place& place);
  ValueId arms_ordinal(const Expr& e, const Place& place);
  ValueId compare(const Expr& e, const Place& place);
  ValueId text_ordinal(const Input& input, const std::string& text);
  ValueId text_equals(ExprId left, ExprId right, const Place& place);
  ValueId text_of_arms_equals(const Expr& arms, ExprId other, const Place& place);
  ValueId all_of(const Expr& e, const Place& place);
  ValueId any_of(const Expr& e, const Place& place);
  ValueId one_of(const Expr& e, const Place& place);
  ValueId inside_bounds(const Expr& e, const Place& place);
  const Expr& beneath_calls(ExprId id) const;

  // -- measures --
  std::vector<Members> combinations(const std::vector<SplitDimension>& split) const;
  bool is_given(MeasureId id) const;
  Fraction given_measure(MeasureId id);
  Fraction measure_value(MeasureId id, const Place& place);
  void record(MeasureId id, const MeasureValue& kept, const Members& members, const Fraction& value, ValueId made);
  Fraction whole_measure(const Measure& m, const MeasureValue::Member& member, const Place& place);
  Fraction measure_in_part(const Measure& m, const MeasureValue& kept, const MeasureValue::Member& member, const Place& place);
  Fraction measure_across(const Measure& m, const MeasureValue& kept, const MeasureValue::Member& member, const Place& place);
  Fraction measure(MeasureId id, const Place& place);

  // -- rows --
  BigInt step_units(const Rounding& rounding) const;
  void collect_versions(ExprId id, RowSlot& slot) const;
  ValueId matches(const RowFilter& filter, const RowSlot& slot, const Place& place);
  // Where place.guard holds and the row is worth printing; `share`: of its days that lie in the line's windows.
  void emit_row(const Line& line, RowSlot slot, const RowNumbers& row, const Place& place, const Fraction& share);
  bool is_rounded(const Line& line) const;
  const Rounding& shown_rounding(const Line& line) const;
  ValueId bounded_amount(const Rounding& rounding, const Fraction& exact, ValueId counts);
  void prepare_sums();
  void add_to_sums(std::uint32_t row, const Fraction& amount, const Place& place);
  void add_exactly(LineSum& sum, const Fraction& amount, ValueId counts, const Line& line);
  bool has_exact_total() const;
  void exact_total();
  Fraction line_sum(const LineRef& ref);
  Fraction sum_of(const std::vector<LineId>& lines);

  // -- when lines are due --
  struct DayRange {
    ValueId first, last;
  };
  struct Activity {
    ValueId holds;
    Fraction share = Fraction::constant(1);  // of the part's days that lie in the windows
  };
  Activity activity(const Line& line, const Place& place);
  DayRange days_of_window(const Window& window, const Place& place);
  ValueId ruling_day(CutRule by);
  ValueId divide(ValueId a, std::int64_t b);
  ValueId times(ValueId a, std::int64_t b);
  ValueId first_of_month(ValueId months);
  ValueId add_months(ValueId day, std::uint32_t count);
  ValueId occurs(const Place& place);

  // -- what a line keeps for later blocks --
  struct Due {
    PartitionIndex over = 0;
    Activity activity;  // its values are those of the block that computed them
    std::optional<std::uint32_t> holds_cell, share_cell;
  };
  void keep_activity(const Activity& due, PartitionIndex over);
  ValueId own_ordinal(PartitionIndex partition);
  ValueId ordinal_in(PartitionIndex other, PartitionIndex partition);
  ValueId stored_due(PartitionIndex partition);
  Fraction stored_share(PartitionIndex partition);
  struct Withheld {
    std::uint32_t row;
    PartSum amount;
    Place place;
  };
  PartSum withhold(const Fraction& amount, LineId line);
  void prepare_overrides();
  void count_row(std::uint32_t row, const Fraction& amount, const Place& place);
  void withdraw(LineId by);

  // -- lines --
  void line_in_parts(const Line& line, PartitionIndex over);
  void plain(const Line& line, const PlainAmount& form, const Place& place, const Fraction& share);
  void priced(const Line& line, const PricedQuantity& form, const Place& place, const Fraction& share);
  void share_of_lines(const Line& line, const ShareOfLines& form, const Place& place, const Fraction& share);
  // A row's quantity, and whether it is worth a row: whether the quantity, or that of any of its steps, is not zero.
  struct RowQuantity {
    Fraction value;
    ValueId any;
  };
  RowQuantity quantity_each(ExprId quantity, const Place& place);
  void limit_over_lines(const Line& line, const LimitOverLines& form, PartitionIndex over);
  struct Bound {
    Fraction bound;
    ValueId holds;
    Fraction share;
    std::optional<std::uint32_t> marker;
  };
  std::uint32_t mark_parts(const Line& line, const LimitOverLines& form, PartitionIndex over, ValueId due);
  Bound bound_in_parts(const Line& line, const LimitOverLines& form, PartitionIndex over);

  // -- quantities each interval, hour or day (lower_steps.cpp) --
  struct Stepped {  // sums over the steps of each part, by the members of a row
    PartitionIndex into = 0;
    struct Member {
      Members members;
      Fraction value;                  // `num` is of the steps' block
      std::uint32_t sum = 0, any = 0;  // gathered cells
    };
    std::vector<Member> members;
  };
  bool needs_steps(ExprId quantity, EachLevel each) const;
  bool same_in_steps(ValueId v) const;
  ValueId again(ValueId v, PartitionIndex partition);
  std::vector<ChannelId> channels_in(ExprId root) const;
  std::uint32_t walk(StepWalk::Kind kind, const std::vector<ChannelId>& channels);
  void gather_steps(const Line& line, ExprId quantity, EachLevel each, PartitionIndex into);
  Activity activity_and_steps(const Line& line, ExprId quantity, EachLevel each, PartitionIndex over);

  // -- tiers --
  struct Slice {  // of the quantity: from the slice before to `end`, or what is left
    const Tier* tier = nullptr;
    std::vector<std::string> names;  // outer to inner
    std::vector<ExprId> limits;      // of the blocks that it stands in
    std::optional<Fraction> end;
  };
  void flatten(const std::vector<Tier>& tiers, const Fraction& from, const std::optional<Fraction>& to, const Slice& outer,
               const Place& place, std::vector<Slice>& slices);
  std::vector<Slice> slices_of(const TierBlock& block, const Place& place);
  std::vector<Fraction> fill(const Fraction& quantity, const std::vector<Slice>& slices);
  Fraction tier_quantity(const Line& line, const TieredQuantity& form, const Place& place);
  void tier_row(const Line& line, const TieredQuantity& form, const Slice& slice, const Fraction& quantity, const Place& place,
                const Fraction& share);
  Fraction shared_out(const Fraction& slice, const Fraction& quantity, const Fraction& total);
  struct Filler {  // one row's quantity on its way into the tiers
    Place place;
    Fraction quantity;
    std::vector<Slice> slices;
    std::vector<Fraction> filled;
  };
  std::vector<Filler> fill_tiers(const Line& line, const TieredQuantity& form, const Place& part);
  void tiered(const Line& line, const TieredQuantity& form, const Place& part, const Fraction& share);
  Fraction members_quantity(const QuantityRef& channel, const std::vector<Members>& combined, const Place& place);
  const QuantityRef& pass_channel(const TieredQuantity& form) const;
  std::vector<Fraction> fill_pass(TierPass pass, const std::vector<Slice>& slices, const Place& place);
  std::vector<Fraction> pass_fractions(const TierPass& pass, const Algebra::Common& common, const BigInt& den);
  void tiers_by_passes(const Line& line, const TieredQuantity& form, const Place& part, const Fraction& share);
  bool some_expression(ExprId root, const std::function<bool(const Expr&)>& is) const;
  bool some_limit(const std::vector<Tier>& tiers, const std::function<bool(const Expr&)>& is) const;
  bool has_conditions(const Line& line) const;
  std::map<Fact, PartSum> days_due(const Line& line, const TieredQuantity& form, const Place& part);
  void tiers_over_cycle(const Line& line, const TieredQuantity& form, PartitionIndex over);
  void time_order_over_cycle(const Line& line, const TieredQuantity& form, PartitionIndex over);
  bool filled_by_steps(const TieredQuantity& form) const;
  void refuse_pro_rata(const Line& line, bool per_month);
  void tiers_by_steps(const Line& line, const TieredQuantity& form, PartitionIndex over);
  void tiers_per_divided_month(const Line& line, const TieredQuantity& form, PartitionIndex over, std::uint32_t divided);
  bool filled_by_walk(const Line& line, const TieredQuantity& form, PartitionIndex over) const;
  bool same_in_every_part(ExprId quantity) const;
  void tiers_by_walk(const Line& line, const TieredQuantity& form, PartitionIndex over);

  // -- statements --
  void eligibility();
  void data_checks();
  void measure_statement(MeasureId id);
  void line_statement(LineId id);
  bool report_too_wide();

  // Reports that this tariff cannot be compiled; what is lowered after it counts for nothing.
  Diagnostic& unsupported(Span span, std::string_view what);

  const CheckedTariff& tariff_;
  const LowerOptions& options_;
  DiagnosticSink& sink_;
  Program program_;
  Builder build_;
  Algebra math_;
  std::vector<std::optional<MeasureValue>> measures_;
  std::vector<std::vector<LineSum>> sums_;       // by LineId
  std::vector<LineId> last_override_;            // by LineId: the last line that overrides it, or none
  std::vector<std::vector<Withheld>> withheld_;  // by LineId: rows that may still be taken away
  Due due_;                                      // of the current line
  std::optional<Stepped> stepped_;               // of the current line
  bool failed_ = false;
};

}  // namespace ratebook::ir
