// Looking back: `highest E in preceding 11 cycles within summer, missing cycles as 0 kW` (language reference, section 11).
#include <fmt/format.h>

#include "language/semantics/expression_checker.hpp"

namespace ratebook {

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::AggregateExpr& node) {
  if (const auto* over = std::get_if<syntax::Preceding>(&node.over)) return history(e, node, *over);
  const Span step = std::get<syntax::EachStep>(node.over).span;
  return unsupported(step, fmt::format("`{}`, which goes over steps of the cycle,", checker_.sources.text(step)));
}

// The measures and channels that an earlier cycle must have left on record. False after a report: something else would have to be.
bool ExpressionChecker::recorded_names(ExprId id, std::set<std::string>& names, std::set<ExprId>& seen) {
  if (!seen.insert(id).second) return true;
  const Expr& e = at(id);
  if (e.kind == ExprKind::measure) {
    Measure& m = checker_.tariff.measures[std::get<MeasureRef>(e.payload).measure.index];
    m.recorded = true;
    names.insert(m.name);
  } else if (e.kind == ExprKind::quantity) {
    const QuantityRef& q = std::get<QuantityRef>(e.payload);
    if (!q.scope.members.empty()) {
      unsupported(e.span, "a channel of earlier cycles in some of their time");
      return false;
    }
    names.insert(tariff()[q.channel].name);
  } else if (e.kind == ExprKind::history) {
    unsupported(e.span, "history inside history");
    return false;
  }
  for (const ExprId operand : e.operands)
    if (!recorded_names(operand, names, seen)) return false;
  return true;
}

ExprId ExpressionChecker::history(const syntax::TreeExpr& e, const syntax::AggregateExpr& node, const syntax::Preceding& over) {
  if (beyond_facts(e.span)) return ExprId::none();
  if (place_.in_history) return unsupported(e.span, "history inside history");
  History h;
  h.span = e.span;
  switch (node.kind) {
    case syntax::AggregateKind::sum:
      h.kind = History::Kind::sum;
      break;
    case syntax::AggregateKind::average:
      h.kind = History::Kind::average;
      break;
    case syntax::AggregateKind::highest:
      h.kind = History::Kind::highest;
      break;
    case syntax::AggregateKind::lowest:
      h.kind = History::Kind::lowest;
      break;
  }
  auto count = [&](const syntax::Count& c, std::string_view what) {
    if (c.value >= 1 && c.value <= 1200) return true;
    report<Code::rule_amount>(c.span, what, "be 1 to 1200");
    return false;
  };
  bool sound = count(over.cycles, "the number of preceding cycles");
  h.cycles = static_cast<std::uint32_t>(over.cycles.value);
  if (node.best) {
    sound = count(node.best->count, "the number of cycles that count") && sound;
    h.best_of = static_cast<std::uint32_t>(node.best->count.value);
    h.best_lowest = !node.best->highest;
    if (sound && *h.best_of > h.cycles) {
      report<Code::rule_amount>(node.best->count.span, "the number of cycles that count", "not be more than there are");
      sound = false;
    }
  }
  if (over.season) {
    h.within = checker_.member(*over.season, SchemeKind::season);
    sound = sound && h.within;
  }
  std::optional<Constant> missing;
  if (node.missing) {
    h.missing = node.missing->as ? History::Missing::as_amount : History::Missing::left_out;
    if (node.missing->what.text != "cycles") {
      auto& d = report<Code::unknown_name>(node.missing->what.span, "step of a history", node.missing->what.text);
      d.help = "say `missing cycles`";
      sound = false;
    }
    if (node.missing->as && !(missing = checker_.resolve(*node.missing->as))) sound = false;
  }
  // A measure may look back at itself: its unit is then that of its rounding, or of the amount for missing cycles.
  const auto unit_before = place_.measure_unit;
  if (!place_.measure_unit && missing) place_.measure_unit = missing->unit.unit;
  place_.in_history = true;
  const auto known_before = std::exchange(place_.known, {});
  h.value = check_number(node.body);
  place_.in_history = false;
  place_.known = known_before;
  place_.measure_unit = unit_before;
  if (!h.value.valid() || !sound) return ExprId::none();

  std::set<std::string> names;
  std::set<ExprId> seen;
  if (!recorded_names(h.value, names, seen)) return ExprId::none();
  if (names.empty()) return mismatch(at(h.value).span, "a measure or channel of earlier cycles", words(h.value));
  h.reads.assign(names.begin(), names.end());
  if (missing) {
    if (missing->unit.unit != at(h.value).type.unit) {
      auto& d = report<Code::unit_mismatch>(node.missing->as->span, words(h.value), unit_words(missing->unit.unit));
      d.labels.push_back({at(h.value).span, words(h.value)});
      return ExprId::none();
    }
    const Unit unit = missing->unit.unit;
    h.missing_amount = make(ExprKind::constant, {Type::Kind::number, unit, {}}, node.missing->as->span, {}, std::move(*missing),
                            Level::history);
  }
  const Type type = at(h.value).type;
  const ExprId value = h.value;
  checker_.tariff.histories.push_back(std::move(h));
  return make(ExprKind::history, type, e.span, {value}, HistoryId{tariff().histories.size() - 1}, Level::history);
}

}  // namespace ratebook
