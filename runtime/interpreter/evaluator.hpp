// Expressions in exact fractions. Operands are evaluated from left to right; `and`, `or` and arms stop as soon as they know (README.md).
#pragma once
#include "runtime/interpreter/account_facts.hpp"
#include "runtime/interpreter/context.hpp"
#include "runtime/interpreter/journal.hpp"
#include "runtime/interpreter/metered.hpp"

namespace ratebook::oracle {

class Evaluator {
 public:
  // `made` grows while statements are computed. `journal` may be null.
  Evaluator(const AccountFacts& facts, Metered& metered, const Made& made, std::uint32_t edition, Journal* journal);

  Value value(ExprId id, const Context& context);
  Number number(ExprId id, const Context& context) { return std::get<Number>(value(id, context)); }
  bool holds(ExprId id, const Context& context) { return std::get<bool>(value(id, context)); }
  // The operand of a rounding, which alone may be irrational: apparent demand, power factor (language reference, section 10).
  Number rounded(ExprId operand, const Rounding& rounding, const Context& context);

  // Sum of a line's rows as billed, of those with these members and tiers; the total of the bill without a line.
  Number line_sum(const LineRef& ref) const;
  // "15.00 USD/month from 2025-01-01": a number as the sheet has it, where it is one of the sheet's; else in its unit.
  std::string price_text(ExprId id, const Number& canonical, const Context& context) const;
  // The latest first day among the versions and dated inputs that an expression reads in this context: through defines and arms, not in
  // conditions, not through measures (section 26, 28).
  std::optional<Date> latest_start(ExprId id, const Context& context) const;

 private:
  Value compute(const Expr& e, const Context& context);
  Value arithmetic(const Expr& e, const Context& context);
  Value logic(const Expr& e, const Context& context);
  // The version that a value or table has on the context's ruling day, and the amount as written.
  struct OnSheet {
    const VersionDates* dates;
    const std::vector<Cite>* cites;
    const Amount* amount;
    const UnitText* unit;
  };
  std::optional<OnSheet> on_sheet(const Expr& e, const Context& context) const;

  Number dated_value(ValueId id, const Context& context);
  Number table_cell(const TableRef& ref, const Context& context);
  MemberIndex index(const Table& table, const TableDimension& dimension, const TableIndex& at, const Context& context) const;
  MemberIndex member(SchemeId scheme, const Context& context) const;  // in scope: of a split, or the season that counts
  unsigned month(const Context& context) const;                       // bill month, 1…12
  Value input(InputId id, const Context& context);
  Value fact(Fact fact, const Context& context);
  Number quantity(const QuantityRef& ref, const Context& context);
  Number measure(MeasureId id, const Context& context);
  Number recorded(const std::string& name, const Context& context) const;

  // Demand (evaluate_demand.cpp). The squared root of apparent demand stands as its square.
  Number demand(const DemandRef& ref, const Context& context);
  Number squared_apparent(const DemandRef& ref, const Context& context);
  Number squared_power_factor(const PowerFactorRef& ref, const Context& context);
  Number noted(ChannelId channel, const Number& amount);  // for the derivation
  bool is_computed_apparent(const DemandRef& ref) const;
  // Energy of each window of the channel that lies wholly in the context and the scope, in order of time.
  std::vector<Number> windows(const DemandRef& ref, ChannelId channel, const Context& context);
  std::vector<MemberRef> within(const ScopeRef& scope, const Context& context) const;

  // History (evaluate_history.cpp).
  Number history(HistoryId id, const Context& context);

  DerivationNode describe(const Expr& e, ExprId id, const Value& value, const Context& context);

  const AccountFacts& facts_;
  const CheckedTariff& tariff_;
  Metered& metered_;
  const Made& made_;
  std::uint32_t edition_;
  Journal* journal_;
};

}  // namespace ratebook::oracle
