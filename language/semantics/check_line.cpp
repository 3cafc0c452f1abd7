// What all lines have: rules of their own, conditions, rounding, overrides, type; then cuts and dimensions.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/line_checker.hpp"
#include "language/semantics/printed_amount.hpp"
#include "language/semantics/splits.hpp"

namespace ratebook {
namespace {

LineKind line_kind(syntax::AdjustmentKind kind) {
  switch (kind) {
    case syntax::AdjustmentKind::rider:
      return LineKind::rider;
    case syntax::AdjustmentKind::discount:
      return LineKind::discount;
    case syntax::AdjustmentKind::waiver:
      return LineKind::waiver;
    case syntax::AdjustmentKind::credit:
      return LineKind::credit;
    case syntax::AdjustmentKind::tax:
      return LineKind::tax;
  }
  return {};
}

LineType line_type(syntax::BillType type) {
  switch (type) {
    case syntax::BillType::energy:
      return LineType::energy;
    case syntax::BillType::demand:
      return LineType::demand;
    case syntax::BillType::fixed:
      return LineType::fixed;
    case syntax::BillType::adjustment:
      return LineType::adjustment;
    case syntax::BillType::credit:
      return LineType::credit;
    case syntax::BillType::tax:
      return LineType::tax;
  }
  return {};
}

// The unit of what the line's rows count.
Unit quantity_unit(const CheckedTariff& tariff, const AmountForm& form) {
  ExprId id;
  if (const auto* plain = std::get_if<PlainAmount>(&form)) id = plain->printed_quantity;
  if (const auto* priced = std::get_if<PricedQuantity>(&form)) id = priced->quantity;
  if (const auto* tiered = std::get_if<TieredQuantity>(&form)) id = tiered->quantity;
  return id.valid() ? tariff[id].type.unit : Unit{};
}

void tier_expressions(const std::vector<Tier>& tiers, std::vector<ExprId>& all) {
  for (const Tier& t : tiers) {
    if (t.limit.valid()) all.push_back(t.limit);
    if (t.price.valid()) all.push_back(t.price);
    tier_expressions(t.inner, all);
  }
}

}  // namespace

std::vector<ExprId> amount_expressions(const Line& line) {
  std::vector<ExprId> all;
  if (const auto* f = std::get_if<PlainAmount>(&line.form)) all = {f->amount};
  if (const auto* f = std::get_if<PricedQuantity>(&line.form)) all = {f->quantity, f->price};
  if (const auto* f = std::get_if<ShareOfLines>(&line.form)) all = {f->share};
  if (const auto* f = std::get_if<LimitOverLines>(&line.form)) all = {f->bound};
  if (const auto* f = std::get_if<TieredQuantity>(&line.form)) {
    all = {f->quantity};
    tier_expressions(f->block.tiers, all);
  }
  return all;
}

LineChecker::LineChecker(Checker& checker, LineKind kind, const syntax::LineHead& head, const syntax::Modifiers& modifiers)
    : checker_(checker), shared_(computations(checker)), head_(head), modifiers_(modifiers) {
  line_.kind = kind;
  line_.name = head.name.text;
  line_.label = head.label.text;
  line_.span = head.name.span;
  line_.statement = checker.statement->span;
  line_.cites = checker.resolve(modifiers.cites);
}

std::string LineChecker::described() const { return fmt::format("the {} `{}`", line_kind_word(line_.kind), line_.name); }

void LineChecker::begin(const std::optional<syntax::Split>& split) {
  take_rules(tariff().rules, place_);
  take_eligibility(tariff(), place_);
  if (modifiers_.season) place_.season_rule = cut_rule(modifiers_.season->rule);
  if (modifiers_.version) place_.version_rule = cut_rule(modifiers_.version->rule);
  line_.season_rule = place_.season_rule;
  line_.version_rule = place_.version_rule;
  place_.about = About::line;
  place_.part_wise = true;
  place_.level = Level::part;
  if (split) {
    if (auto found = checked_split(checker_, *split, false)) {
      line_.split = std::move(*found);
      take_split(line_.split, place_);
    } else {
      // Without its split nothing is said about what is known in it.
      place_.about = About::define;
      fail();
    }
  }
  conditions();
  rounding();
}

void LineChecker::conditions() {
  for (const syntax::Condition& c : modifiers_.conditions) {
    const ExprId id = ExpressionChecker(checker_, place_).check_condition(c.condition);
    if (!id.valid()) {
      fail();
      continue;
    }
    (c.unless ? line_.unless : line_.when).push_back(id);
  }
  // The amount is computed only where they hold.
  for (const ExprId id : line_.when) place_.known.push_back({id});
  for (const ExprId id : line_.unless) place_.known.push_back({id, false});
}

void LineChecker::rounding() {
  if (modifiers_.rounding) {
    const auto r = checker_.resolve(*modifiers_.rounding);
    if (!r) return fail();
    if (r->unit.unit != money()) {
      checker_.sink.report<Code::unit_mismatch>(modifiers_.rounding->step.span, currency(), unit_words(r->unit.unit));
      return fail();
    }
    line_.rounding = *r;
    return;
  }
  const Rules& rules = tariff().rules;
  if (rules.round_line) {
    line_.rounding = rules.round_line->rule;
    line_.rounding.cites = rules.round_line->cites;
    return;
  }
  // With `round total` alone the rows stay exact. That no rule is stated at all is said where the rules are.
}

void LineChecker::overrides() {
  if (modifiers_.overrides.empty()) return;
  if (modifiers_.overrides.size() > 1) {
    checker_.sink.report<Code::unsupported>(modifiers_.overrides[1].span, "a line in place of several lines");
    return fail();
  }
  const syntax::Path& path = modifiers_.overrides.front();
  const auto found = listed_lines({path}, true);
  if (!found || found->empty()) return fail();
  line_.overrides = found->front();
  for (const LineRead& read : shared_.line_reads) {
    if (read.line != line_.overrides) continue;
    auto& d = checker_.sink.report<Code::overrides_read>(path.span, path.text, line_.name);
    d.labels.push_back({read.span, "read here"});
    return fail();
  }
}

void LineChecker::misplaced(const syntax::Base& base, std::string_view word) {
  checker_.sink.report<Code::modifier_misplaced>(base.span, word, described());
  fail();
}

void LineChecker::type() {
  switch (line_.kind) {
    case LineKind::charge:
      line_.type = type_of_charge(quantity_unit(tariff(), line_.form));
      break;
    case LineKind::credit:
      line_.type = LineType::credit;
      break;
    case LineKind::tax:
      line_.type = LineType::tax;
      break;
    case LineKind::fee:
      line_.type = LineType::late_fee;
      break;
    case LineKind::rider:
    case LineKind::discount:
    case LineKind::waiver:
    case LineKind::minimum:
    case LineKind::maximum:
      line_.type = LineType::adjustment;
      break;
  }
  if (modifiers_.type) line_.type = line_type(modifiers_.type->type);
}

// Whether the line or some price, measure or define that its amount reads says where it comes from.
bool LineChecker::cited() const {
  if (!line_.cites.empty()) return true;
  std::vector<ExprId> open = amount_expressions(line_);
  std::set<ExprId> seen;
  auto any = [](const auto& versions) {
    return std::any_of(versions.begin(), versions.end(), [](const auto& v) { return !v.cites.empty(); });
  };
  while (!open.empty()) {
    const ExprId id = open.back();
    open.pop_back();
    if (!id.valid() || !seen.insert(id).second) continue;
    const Expr& e = at(id);
    if (e.kind == ExprKind::value && any(tariff()[std::get<ValueId>(e.payload)].versions)) return true;
    if (e.kind == ExprKind::table && any(tariff()[std::get<TableRef>(e.payload).table].versions)) return true;
    if (e.kind == ExprKind::input && !tariff()[std::get<InputId>(e.payload)].cites.empty()) return true;
    if (e.kind == ExprKind::call && !tariff().defines[std::get<CallRef>(e.payload).define.index].cites.empty()) return true;
    if (e.kind == ExprKind::measure) {
      const Measure& m = tariff()[std::get<MeasureRef>(e.payload).measure];
      if (!m.cites.empty()) return true;
      open.push_back(m.value);
    }
    open.insert(open.end(), e.operands.begin(), e.operands.end());
  }
  return false;
}

void LineChecker::finish() {
  window();
  overrides();
  if (!sound_) return checker_.names.poison(line_.name);
  type();
  CutCollector cuts(tariff(), line_.season_rule, line_.version_rule);
  for (const ExprId id : amount_expressions(line_)) cuts.read(id);
  for (const ExprId id : line_.when) cuts.read(id);
  for (const ExprId id : line_.unless) cuts.read(id);
  for (const SplitDimension& d : line_.split) cuts.split_by(d);
  line_.cuts = cuts.cuts();
  line_.dimensions = cuts.dimensions(line_.split);
  counted_once();
  if (!sound_) return checker_.names.poison(line_.name);
  if (!cited()) checker_.sink.report<Code::cite_missing>(line_.span, described());
  const std::string name = line_.name;
  checker_.tariff.lines.push_back(std::move(line_));
  const LineId id{checker_.tariff.lines.size() - 1};
  checker_.tariff.steps.push_back({Step::Kind::line, {}, id});
  checker_.names.settle(name, id);
}

void LineChecker::charge(const syntax::Priced& amount) {
  begin(amount.split);
  if (modifiers_.excluding) misplaced(*modifiers_.excluding, "excluding");
  if (modifiers_.over) misplaced(*modifiers_.over, "over");
  priced(amount);
  finish();
}

void LineChecker::adjustment(const std::variant<syntax::Share, syntax::Priced>& amount) {
  const auto* p = std::get_if<syntax::Priced>(&amount);
  begin(p != nullptr ? p->split : std::nullopt);
  if (modifiers_.over) misplaced(*modifiers_.over, "over");
  if (p != nullptr) {
    if (modifiers_.excluding) misplaced(*modifiers_.excluding, "excluding");
    priced(*p);
  } else {
    share(std::get<syntax::Share>(amount));
  }
  finish();
}

void LineChecker::limit(syntax::TreeExprId amount) {
  begin(std::nullopt);
  const ExprId bound = ExpressionChecker(checker_, place_).check_number(amount);
  if (!bound.valid() || !ExpressionChecker(checker_, place_).require_unit(bound, money(), currency())) fail();
  const syntax::Base nothing{line_.span, syntax::BaseKind::lines, {}};
  const auto lines = base(modifiers_.over ? *modifiers_.over : nothing, true);
  if (!lines) return fail(), finish();
  line_.form = LimitOverLines{bound, *lines};
  finish();
}

void check_line(Checker& checker, const syntax::Charge& charge) {
  LineChecker(checker, LineKind::charge, charge.head, charge.modifiers).charge(charge.amount);
}
void check_line(Checker& checker, const syntax::Adjustment& adjustment) {
  LineChecker(checker, line_kind(adjustment.kind), adjustment.head, adjustment.modifiers).adjustment(adjustment.amount);
}
void check_line(Checker& checker, const syntax::Limit& limit) {
  LineChecker(checker, limit.minimum ? LineKind::minimum : LineKind::maximum, limit.head, limit.modifiers).limit(limit.amount);
}

}  // namespace ratebook
