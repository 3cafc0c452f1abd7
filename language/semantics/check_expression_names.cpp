// What a name in an expression reads: prices, facts, channels, measures, lines.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/expression_checker.hpp"
#include "language/semantics/line_address.hpp"

namespace ratebook {
namespace {

Type number(const Unit& unit) { return {Type::Kind::number, unit, {}}; }

}  // namespace

const Parameter* ExpressionChecker::parameter(const syntax::Path& path) const {
  if (place_.parameters == nullptr || path.parts.size() != 1) return nullptr;
  for (const Parameter& p : *place_.parameters)
    if (p.name == path.text) return &p;
  return nullptr;
}

// What changes from day to day has no one value where the whole cycle is meant.
bool ExpressionChecker::stays(bool changes, Span span, std::string_view help) {
  if (!changes || place_.part_wise || place_.about == About::define) return true;
  auto& d = report<Code::varies_in_cycle>(span, checker_.sources.text(span));
  if (place_.about == About::measure) {
    d.notes.push_back(fmt::format("the measure `{}` has one value for the whole cycle", place_.measure_name));
    d.help = help;
  }
  return false;
}

// `eligible when` is asked before anything is measured or rated.
bool ExpressionChecker::beyond_facts(Span span) {
  if (place_.about != About::eligible) return false;
  unsupported(span, fmt::format("`eligible when` over `{}`, which is no fact or input,", checker_.sources.text(span)));
  return true;
}

ExprId ExpressionChecker::value(ValueId id, Span span) {
  const Value& v = tariff()[id];
  const bool changes = changes_in_cycle(tariff(), id, place_);
  if (!stays(changes, span, "add `split by version`")) return ExprId::none();
  return make(ExprKind::value, number(v.unit.unit), span, {}, id, changes ? part_level() : floor());
}

ExprId ExpressionChecker::input(InputId id, Span span) {
  const Input& i = tariff()[id];
  if (place_.in_history) return unsupported(span, "an input of earlier cycles");
  if (i.scope == FactScope::invoice) return unsupported(span, "a fact of an invoice");
  const bool changes = changes_in_cycle(tariff(), id, place_);
  if (!stays(changes, span, "add `split by version`")) return ExprId::none();
  return make(ExprKind::input, i.type, span, {}, id, changes ? part_level() : floor());
}

ExprId ExpressionChecker::fact(Fact fact, Span span) {
  const std::string name(checker_.sources.text(span));
  Type type;
  Level level = floor();
  switch (fact) {
    case Fact::days:
      type = number(unit_of(Dimension::day));
      break;
    case Fact::hours:
      type = number(unit_of(Dimension::clock));
      break;
    case Fact::months:
      type = number(unit_of(Dimension::month));
      break;
    case Fact::years:
      type = number(unit_of(Dimension::year));
      break;
    case Fact::cycle_days:
    case Fact::cycle_scheduled_days:
      type = number(unit_of(Dimension::day));
      break;
    case Fact::cycle_from:
    case Fact::cycle_through:
    case Fact::account_since:
      type.kind = Type::Kind::date;
      break;
    case Fact::cycle_month:
    case Fact::part_month:
      type.kind = Type::Kind::word;
      break;
    case Fact::cycle_year:
    case Fact::account_cycle_number:
      type = number({});
      break;
    case Fact::cycle_first:
    case Fact::cycle_last:
      type.kind = Type::Kind::flag;
      break;
  }
  const bool of_the_part = fact == Fact::days || fact == Fact::hours || fact == Fact::months || fact == Fact::years;
  if (of_the_part) {
    if (beyond_facts(span)) return ExprId::none();
    if (place_.in_history) return unsupported(span, fmt::format("`{}` of an earlier cycle", name));
    level = place_.level;
  }
  const bool of_the_account = fact == Fact::account_since || fact == Fact::account_cycle_number;
  if (place_.in_history && !of_the_part && !of_the_account && fact != Fact::cycle_month)
    return unsupported(span, fmt::format("`{}` of an earlier cycle", name));
  if (fact == Fact::months) checker_.need(RuleKind::monthly, span, "`months`");
  if (fact == Fact::years) checker_.need(RuleKind::yearly, span, "`years`");
  if (fact == Fact::hours) checker_.need(RuleKind::clock, span, "`hours`");
  return make(ExprKind::fact, std::move(type), span, {}, fact, level);
}

ExprId ExpressionChecker::channel(ChannelId id, Span span) {
  if (beyond_facts(span)) return ExprId::none();
  return make(ExprKind::quantity, number(tariff()[id].unit), span, {}, QuantityRef{id, {place_.scope, span}}, part_level());
}

ExprId ExpressionChecker::measure(MeasureId id, Span span) {
  if (beyond_facts(span)) return ExprId::none();
  const Measure& m = tariff()[id];
  // A measure that is split by a period has a value for each; where the place is not split so, energy and money are summed, and nothing
  // else may be. Parts of time, on the other hand, cut whatever reads them.
  std::string missing;
  for (const SplitDimension& d : m.split) {
    if (place_.about == About::define || d.kind != SplitDimension::Kind::scheme) continue;
    const Scheme& scheme = tariff()[d.scheme];
    const bool cuts = scheme.kind == SchemeKind::season;
    const bool known = std::find(place_.split.begin(), place_.split.end(), d.scheme) != place_.split.end();
    if (!known && !cuts && missing.empty()) missing = scheme.name;
  }
  const bool in_parts = place_.part_wise && !place_.in_history;
  if (missing.empty() && !m.cuts.empty() && !in_parts && place_.about != About::define) missing = "version";
  if (missing == "version")
    for (const SplitDimension& d : m.split)
      if (d.kind == SplitDimension::Kind::scheme && tariff()[d.scheme].kind == SchemeKind::season)
        missing = tariff()[d.scheme].name;
  const bool adds_up = m.unit.is_money() || is_commodity(m.unit);
  if (!missing.empty() && !adds_up) {
    auto& d = report<Code::split_needed>(span, checker_.sources.text(span), missing);
    d.labels.push_back({m.span, fmt::format("has a value for each {}", missing)});
    return ExprId::none();
  }
  const bool part_wise = !m.split.empty() && in_parts;
  return make(ExprKind::measure, number(m.unit), span, {}, MeasureRef{id}, part_wise ? place_.level : floor());
}

// The measure that is being checked, inside its own `in preceding N cycles`.
ExprId ExpressionChecker::own_history(const syntax::Path& path) {
  if (!place_.in_history || !place_.measure.valid() || path.text != place_.measure_name || !place_.measure_unit)
    return ExprId::none();
  shared_.own_history = {*place_.measure_unit, path.span};
  checker_.tariff.measures[place_.measure.index].unit = *place_.measure_unit;
  return make(ExprKind::measure, number(*place_.measure_unit), path.span, {}, MeasureRef{place_.measure}, Level::history);
}

ExprId ExpressionChecker::line(LineId id, const syntax::Path& path, std::size_t used) {
  if (beyond_facts(path.span)) return ExprId::none();
  if (place_.in_history) return unsupported(path.span, "a line of earlier cycles");
  shared_.line_reads.push_back({id, path.span});
  LineRef ref{id, {}, {}};
  const std::vector<std::string> rest = [&] {
    std::vector<std::string> words;
    for (std::size_t i = used; i < path.parts.size(); ++i) words.push_back(path.parts[i].text);
    return words;
  }();
  if (!read_address(tariff(), tariff()[id], rest, ref)) {
    report<Code::unknown_line>(path.span, path.text);
    return ExprId::none();
  }
  return make(ExprKind::line, number(money_unit(tariff().currency)), path.span, {}, std::move(ref), Level::cycle);
}

ExprId ExpressionChecker::reference(const syntax::Path& path) {
  if (const Parameter* p = parameter(path)) {
    if (p->value.valid()) {
      // Messages inside the define point at the parameter, not at the argument.
      Expr copy = at(p->value);
      return make(copy.kind, copy.type, path.span, copy.operands, copy.payload, copy.level);
    }
    if (p->word.empty()) return ExprId::none();
    report<Code::unknown_name>(path.span, "value, measure or fact", p->word);
    return ExprId::none();
  }
  if (const Declaration* d = checker_.names.read(path.text)) return from_declaration(*d, path);
  if (path.text == "total" && place_.about == About::property)
    return make(ExprKind::line, number(money_unit(tariff().currency)), path.span, {}, LineRef{}, Level::cycle);
  // energy.summer.tier_1: some rows of a line. bank.expiring: of a name that has been reported.
  if (path.parts.size() > 1) {
    if (const Declaration* d = checker_.names.read(path.parts.front().text)) {
      if (d->state == Declaration::State::poisoned) return ExprId::none();
      if (d->kind == NameKind::line && d->state == Declaration::State::announced) {
        report<Code::used_before>(path.span, d->path).labels.push_back({d->span, "declared here"});
        return ExprId::none();
      }
      if (const auto* id = std::get_if<LineId>(&d->what); id != nullptr) return line(*id, path, 1);
    }
  }
  checker_.report_unknown("value, measure or fact", path);
  return ExprId::none();
}

ExprId ExpressionChecker::from_declaration(const Declaration& d, const syntax::Path& path) {
  if (d.state == Declaration::State::poisoned) return ExprId::none();
  if (d.kind == NameKind::measure && path.text == place_.measure_name && place_.in_history && place_.measure_unit)
    return own_history(path);
  if (d.state == Declaration::State::announced) {
    report<Code::used_before>(path.span, path.text).labels.push_back({d.span, "declared here"});
    return ExprId::none();
  }
  if (path.text == "month") {
    if (place_.in_history) return fact(Fact::cycle_month, path.span);
    if (place_.split_by_month || place_.about == About::define) return fact(Fact::part_month, path.span);
    auto& r = report<Code::split_needed>(path.span, path.text, "month");
    r.help = "the month of the bill is `cycle.month`";
    return ExprId::none();
  }
  if (const auto* id = std::get_if<ValueId>(&d.what)) return value(*id, path.span);
  if (const auto* id = std::get_if<InputId>(&d.what)) return input(*id, path.span);
  if (const auto* id = std::get_if<Fact>(&d.what)) return fact(*id, path.span);
  if (const auto* id = std::get_if<ChannelId>(&d.what)) return channel(*id, path.span);
  if (const auto* id = std::get_if<MeasureId>(&d.what)) return measure(*id, path.span);
  if (const auto* id = std::get_if<LineId>(&d.what)) return line(*id, path, path.parts.size());
  const std::string found = fmt::format("{}", with_article(d.kind));
  if (std::holds_alternative<TableId>(d.what)) return mismatch(path.span, fmt::format("`{}[…]`, a cell", path.text), found);
  if (std::holds_alternative<DefineId>(d.what)) return mismatch(path.span, fmt::format("`{}(…)`, a call", path.text), found);
  return mismatch(path.span, "an amount or a condition", found);
}

}  // namespace ratebook
