// From the statement of a line to the checked line (language reference, sections 12 to 14): its rules, conditions and amount, then what follows
// from all of them: cuts, dimensions, additivity, type.
#pragma once
#include <optional>
#include <vector>

#include "language/semantics/cuts.hpp"
#include "language/semantics/expression_checker.hpp"
#include "language/semantics/levels.hpp"

namespace ratebook {

class LineChecker {
 public:
  LineChecker(Checker& checker, LineKind kind, const syntax::LineHead& head, const syntax::Modifiers& modifiers);

  void charge(const syntax::Priced& amount);
  void adjustment(const std::variant<syntax::Share, syntax::Priced>& amount);
  void limit(syntax::TreeExprId amount);

 private:
  const CheckedTariff& tariff() const { return checker_.tariff; }
  const Expr& at(ExprId id) const { return checker_.tariff[id]; }
  Span span_of(syntax::TreeExprId id) const { return checker_.tree[id].span; }
  Unit money() const { return money_unit(checker_.tariff.currency); }
  std::string_view currency() const { return currency_code(checker_.tariff.currency); }
  void fail() { sound_ = false; }
  std::string described() const;  // "the charge `energy`"

  // -- check_line.cpp
  void begin(const std::optional<syntax::Split>& split);
  void conditions();
  void rounding();
  void overrides();
  void type();
  void misplaced(const syntax::Base& base, std::string_view word);
  void finish();
  bool cited() const;

  // -- check_line_amount.cpp
  void priced(const syntax::Priced& amount);
  void plain(const syntax::Priced& amount, ExprId value);
  void priced_at(const syntax::Priced& amount, ExprId quantity, const syntax::PriceAt& price);
  void share(const syntax::Share& share);
  bool plain_instead(const syntax::Share& share);
  bool is_money(ExprId quantity, ExprId price);
  bool order_is_stated(ExprId quantity, const syntax::Priced& amount);
  void needs_clock(const syntax::EachWords& each);
  Growth growth_of_amount(std::optional<SchemeId> scheme) const;
  void counted_once();
  std::vector<std::string> what_cuts() const;

  // -- check_tiers.cpp
  void tiered(const syntax::Priced& amount, ExprId quantity, const syntax::Tiers& tiers);
  bool read_scopes(const syntax::Tiers& tiers, TierBlock& block);
  std::optional<std::vector<Tier>> read_tiers(const syntax::Tiers& tiers, ExprId quantity, const TierBlock& block);
  bool in_order(const syntax::Tiers& tiers);
  bool limits_hold(const std::vector<Tier>& tiers);
  bool limit_holds(const Tier& tier, ExprId limit, ExprId below, std::string_view can_be);
  bool scopes_fit(const syntax::Tiers& tiers, ExprId quantity, const TierBlock& block);
  bool limits_are_shared(const std::vector<Tier>& tiers, const TierBlock& block);

  // -- check_base.cpp
  std::optional<std::vector<LineId>> base(const syntax::Base& base, bool complete);
  std::optional<std::vector<LineId>> listed_lines(const std::vector<syntax::Path>& paths, bool may_be_included);

  // -- check_window.cpp
  void window();

  Checker& checker_;
  Computations& shared_;
  const syntax::LineHead& head_;
  const syntax::Modifiers& modifiers_;
  Line line_;
  Place place_;
  bool sound_ = true;
};

// Every expression of a line's amount: what it, its price, its tiers, its share or bound compute.
std::vector<ExprId> amount_expressions(const Line& line);

}  // namespace ratebook
