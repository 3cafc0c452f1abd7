// Quantities of a part of the time, maximum demand, power factor (language reference, sections 5 and 10).
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/expression_checker.hpp"

namespace ratebook {
namespace {

constexpr std::string_view kStepScopes[] = {"day", "hour", "month", "event"};

}  // namespace

// The whole cycle or part, or a member of some scheme.
std::optional<ScopeRef> ExpressionChecker::scope(const syntax::Path& path) {
  ScopeRef found{place_.scope, path.span};
  if (path.text == "cycle") return found;
  if (std::find(std::begin(kStepScopes), std::end(kStepScopes), path.text) != std::end(kStepScopes)) {
    unsupported(path.span, fmt::format("`in {}`, demand of each step,", path.text));
    return std::nullopt;
  }
  const auto member = checker_.member(path, std::nullopt);
  if (!member) return std::nullopt;
  found.members.push_back(*member);
  return found;
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr&, const syntax::InExpr& node) {
  const auto member = checker_.member(node.scope, std::nullopt);
  // What is inside is checked in any case, for its own mistakes; only metered quantities can be filtered by time.
  const auto before = place_.scope;
  if (member) place_.scope.push_back(*member);
  const ExprId inside = check_number(node.operand);
  place_.scope = before;
  if (!member || !inside.valid()) return ExprId::none();
  std::vector<ExprId> open{inside};
  std::set<ExprId> seen;
  while (!open.empty()) {
    const ExprId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    const Expr& e = at(id);
    if (e.kind == ExprKind::measure || e.kind == ExprKind::line || e.kind == ExprKind::history)
      return mismatch(e.span, "something metered", fmt::format("`{}`", checker_.sources.text(e.span)));
    if (e.kind == ExprKind::quantity) return inside;
    open.insert(open.end(), e.operands.begin(), e.operands.end());
  }
  return mismatch(at(inside).span, "something metered", words(inside));
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::DemandExpr& node) {
  const bool may_be_irrational = std::exchange(direct_round_, false);
  if (beyond_facts(e.span)) return ExprId::none();
  if (place_.in_history) return unsupported(e.span, "demand of earlier cycles that no measure holds");
  DemandRef demand;
  std::optional<ChannelId> channel = kUsage;
  if (node.channel) channel = checker_.channel(*node.channel);
  auto where = scope(node.scope);
  std::optional<Constant> over;
  if (node.over && !(over = checker_.resolve(*node.over))) return ExprId::none();
  if (!channel || !where) return ExprId::none();
  demand.channel = *channel;
  demand.scope = std::move(*where);

  const auto unit = ratebook::divide(tariff()[*channel].unit, unit_of(Dimension::clock));
  if (!unit) return mismatch(e.span, "something metered", unit_words(tariff()[*channel].unit));
  checker_.need(RuleKind::clock, e.span, fmt::format("`{}`", checker_.sources.text(e.span)));
  if (node.kind == syntax::DemandKind::average) {
    demand.kind = DemandRef::Kind::average;
  } else {
    demand.kind = node.kind == syntax::DemandKind::maximum ? DemandRef::Kind::maximum : DemandRef::Kind::minimum;
    const auto& rule = tariff().rules.demand;
    if (!rule) {
      checker_.need(RuleKind::demand, e.span, fmt::format("`{}`", checker_.sources.text(e.span)));
    } else {
      demand.window_minutes = rule->rule.window_minutes;
      demand.slide_minutes = rule->rule.slide_minutes;
    }
    if (over) {
      // Minutes as a ratio of hours.
      const auto minutes = ratebook::multiply(over->value, Ratio{60, 1});
      if (over->unit.unit != unit_of(Dimension::clock)) return mismatch(node.over->span, "min", unit_words(over->unit.unit));
      if (!minutes || minutes->den != 1 || minutes->num < 1 || minutes->num > 1440 || 1440 % minutes->num != 0) {
        report<Code::rule_amount>(node.over->span, "a demand window", "be a whole number of minutes that divides a day");
        return ExprId::none();
      }
      const bool fixed = demand.slide_minutes == demand.window_minutes;
      demand.window_minutes = static_cast<int>(minutes->num);
      if (fixed) demand.slide_minutes = demand.window_minutes;
    }
    if (*channel == kApparent && !may_be_irrational) {
      auto& d = report<Code::irrational_unrounded>(e.span, checker_.sources.text(e.span));
      d.notes.push_back("without a kVAh column it is the root of kW² + kVAR²");
      return ExprId::none();
    }
  }
  if (over && node.kind == syntax::DemandKind::average) {
    report<Code::rule_amount>(node.over->span, "average demand", "have no window: it is energy over hours");
    return ExprId::none();
  }
  return make(ExprKind::demand, {Type::Kind::number, *unit, {}}, e.span, {}, std::move(demand), place_.level);
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::PowerFactorExpr& node) {
  const bool may_be_irrational = std::exchange(direct_round_, false);
  if (beyond_facts(e.span)) return ExprId::none();
  if (place_.in_history) return unsupported(e.span, "a power factor of earlier cycles that no measure holds");
  auto where = scope(node.scope);
  if (!where) return ExprId::none();
  if (!may_be_irrational) {
    auto& d = report<Code::irrational_unrounded>(e.span, checker_.sources.text(e.span));
    d.notes.push_back("it is kWh over the root of kWh² + kVARh²");
    return ExprId::none();
  }
  return make(ExprKind::power_factor, {}, e.span, {}, PowerFactorRef{std::move(*where)}, place_.level);
}

}  // namespace ratebook
