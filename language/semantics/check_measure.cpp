// Measures: billing determinants of the whole cycle, or of each part when they are split (language reference, section 9).
#include <algorithm>

#include "language/semantics/cuts.hpp"
#include "language/semantics/expression_checker.hpp"
#include "language/semantics/splits.hpp"

namespace ratebook {
namespace {

// "of its rounding or of its first amount": the unit in which people know it.
UnitText shown_unit(const CheckedTariff& tariff, const Measure& m) {
  if (m.rounding && !m.rounding->unit.text.empty()) return m.rounding->unit;
  std::vector<ExprId> open{m.value};
  std::set<ExprId> seen;
  const UnitText* found = nullptr;
  std::uint32_t place = 0;
  while (!open.empty()) {
    const ExprId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    const Expr& e = tariff[id];
    const UnitText* unit = nullptr;
    if (e.kind == ExprKind::constant) unit = &std::get<Constant>(e.payload).unit;
    if (e.kind == ExprKind::value) unit = &tariff[std::get<ValueId>(e.payload)].unit;
    if (e.kind == ExprKind::table) unit = &tariff[std::get<TableRef>(e.payload).table].unit;
    if (e.kind == ExprKind::input) unit = &tariff[std::get<InputId>(e.payload)].unit;
    if (e.kind == ExprKind::measure) unit = &tariff[std::get<MeasureRef>(e.payload).measure].shown_unit;
    if (unit != nullptr && unit->unit == m.unit && !unit->text.empty() && (found == nullptr || e.span.begin < place)) {
      found = unit;
      place = e.span.begin;
    }
    open.insert(open.end(), e.operands.begin(), e.operands.end());
  }
  if (found != nullptr) return *found;
  return {m.unit, {1, 1}, format_unit(m.unit)};
}

class MeasureCheck {
 public:
  MeasureCheck(Checker& checker, const syntax::Measure& text)
      : checker_(checker), shared_(computations(checker)), text_(text) {}

  void run() {
    checker_.tariff.measures.push_back({});
    id_ = MeasureId{checker_.tariff.measures.size() - 1};
    Measure m;
    m.name = text_.name.text;
    m.span = text_.name.span;
    m.cites = checker_.resolve(text_.cites);
    if (!check(m)) return checker_.names.poison(m.name);
    m.recorded = checker_.tariff.measures[id_.index].recorded;
    checker_.tariff.measures[id_.index] = std::move(m);
    checker_.tariff.steps.push_back({Step::Kind::measure, id_, {}});
    // Known at once, measure by measure: a long chain of them is no deep recursion.
    shared_.satisfy.ranges().of(id_);
    checker_.names.settle(text_.name.text, id_);
  }

 private:
  bool check(Measure& m) {
    // What a history of this measure finds while it is being checked.
    checker_.tariff.measures[id_.index].name = m.name;
    checker_.tariff.measures[id_.index].span = m.span;
    bool sound = true;
    if (text_.split) {
      auto split = checked_split(checker_, *text_.split, true);
      sound = split.has_value();
      if (split) m.split = std::move(*split);
    }
    if (text_.rounding) {
      m.rounding = checker_.resolve(*text_.rounding);
      sound = sound && m.rounding;
    }
    Place place = place_of(m);
    // Without its split nothing is said about what is known in it.
    if (!sound) place.about = About::define;
    shared_.own_history.reset();
    ExpressionChecker expressions(checker_, place);
    m.value = expressions.check_arms(text_.arms, text_.rounding.has_value());
    if (!m.value.valid() || !sound) return false;
    const Type& type = checker_.tariff[m.value].type;
    if (type.kind != Type::Kind::number) {
      checker_.sink.report<Code::unit_mismatch>(text_.arms.span, "an amount", words_of(checker_.tariff, m.value));
      return false;
    }
    m.unit = type.unit;
    if (m.rounding && m.rounding->unit.unit != m.unit) {
      auto& d = checker_.sink.report<Code::unit_mismatch>(text_.rounding->step.span, words_of(checker_.tariff, m.value),
                                                          unit_words(m.rounding->unit.unit));
      d.labels.push_back({checker_.tariff[m.value].span, words_of(checker_.tariff, m.value)});
      return false;
    }
    if (shared_.own_history && shared_.own_history->first != m.unit) {
      checker_.sink.report<Code::unit_mismatch>(shared_.own_history->second, unit_words(m.unit),
                                                unit_words(shared_.own_history->first));
      return false;
    }
    m.shown_unit = shown_unit(checker_.tariff, m);
    if (!m.split.empty()) {
      CutCollector cuts(checker_.tariff, place.season_rule, place.version_rule);
      cuts.read(m.value);
      for (const SplitDimension& d : m.split) cuts.split_by(d);
      m.cuts = cuts.cuts();
    }
    return true;
  }

  Place place_of(const Measure& m) const {
    Place place;
    place.about = About::measure;
    place.part_wise = !m.split.empty() || text_.split.has_value();
    place.level = place.part_wise ? Level::part : Level::cycle;
    take_rules(checker_.tariff.rules, place);
    take_eligibility(checker_.tariff, place);
    take_split(m.split, place);
    place.measure = id_;
    place.measure_name = text_.name.text;
    if (m.rounding) place.measure_unit = m.rounding->unit.unit;
    return place;
  }

  Checker& checker_;
  Computations& shared_;
  const syntax::Measure& text_;
  MeasureId id_;
};

}  // namespace

void check_measure(Checker& checker, const syntax::Measure& measure) { MeasureCheck(checker, measure).run(); }

}  // namespace ratebook
