#include "runtime/interpreter/statements.hpp"

#include <algorithm>

#include "runtime/interpreter/refusal.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {
namespace {

CutRule rule_of(const std::optional<Ruled<CutRule>>& ruled) { return ruled ? ruled->rule : CutRule::usage_day; }

}  // namespace

Statements::Statements(const AccountFacts& facts, Metered& metered, std::uint32_t edition, bool last, Journal* journal)
    : facts_(facts),
      tariff_(facts.tariff),
      metered_(metered),
      made_{std::vector<std::vector<MeasureValue>>(tariff_.measures.size()),
            std::vector<std::vector<MadeRow>>(tariff_.lines.size()),
            {}},
      edition_(edition),
      last_(last),
      journal_(journal),
      evaluator_(facts, metered, made_, edition, journal) {}

void Statements::check_eligible() {
  Context whole{facts_.days, {}, {}, {}, rule_of(tariff_.rules.season), rule_of(tariff_.rules.version), {}, nullptr, {}};
  if (whole.version_rule == CutRule::usage_day) whole.version_rule = CutRule::cycle_end;
  for (const auto& e : tariff_.eligible) {
    if (evaluator_.holds(e.condition, whole)) continue;
    std::string places;
    for (const Cite& c : e.cites)
      places += (places.empty() ? "" : ", ") + tariff_.sources[c.source.index].title + " " + c.place;
    refuse(Code::not_eligible, "the account is not eligible for {}{}{}", tariff_.id, places.empty() ? "" : ": ", places);
  }
}

void Statements::compute() {
  for (const Step& step : tariff_.steps) {
    if (step.kind == Step::Kind::measure)
      compute_measure(step.measure);
    else
      compute_line(step.line);
  }
}

std::vector<Context> Statements::contexts(const CutBy& cut, const std::vector<SplitDimension>& dimensions) const {
  std::vector<Context> result;
  for (DaySet& days : facts_.parts(cut)) {
    Context part;
    part.season_rule = cut.season_rule;
    part.version_rule = cut.version_rule;
    for (const SplitDimension& d : dimensions) {
      if (d.kind == SplitDimension::Kind::month) part.month = month_of(days.first());
      if (d.kind == SplitDimension::Kind::scheme && tariff_[d.scheme].kind == SchemeKind::season)
        part.known.push_back({d.scheme, facts_.season(d.scheme, cut.season_rule, days.first())});
    }
    part.days = std::move(days);
    result.push_back(std::move(part));
  }
  return result;
}

std::vector<Context> Statements::members(const Context& part, const std::vector<SplitDimension>& split) const {
  std::vector<Context> result{part};
  for (const SplitDimension& d : split) {
    if (d.kind != SplitDimension::Kind::scheme || tariff_[d.scheme].kind == SchemeKind::season) continue;
    std::vector<Context> finer;
    for (const Context& c : result)
      for (std::size_t m = 0; m < tariff_[d.scheme].members.size(); ++m) {
        Context one = c;
        const MemberRef member{d.scheme, static_cast<MemberIndex>(m)};
        one.known.push_back(member);
        one.within.push_back(member);
        finer.push_back(std::move(one));
      }
    result = std::move(finer);
  }
  return result;
}

void Statements::compute_measure(MeasureId id) {
  const Measure& m = tariff_[id];
  const auto given = std::find_if(facts_.cycle.given_measures.begin(), facts_.cycle.given_measures.end(),
                                  [&](const auto& g) { return g.first == id; });
  const CutBy cut{m.cuts, rule_of(tariff_.rules.season), rule_of(tariff_.rules.version)};
  const bool is_split = !m.split.empty();
  for (const Context& part : contexts(cut, m.split))
    for (const Context& c : members(part, m.split)) {
      if (is_split && !metered_.occurs(c.days, c.within)) continue;
      Journal::Entry entry(journal_);
      MeasureValue made{c.days, c.known, c.month, 0};
      if (given != facts_.cycle.given_measures.end())
        made.value = number(given->second);
      else
        made.value = m.rounding ? evaluator_.rounded(m.value, *m.rounding, c) : evaluator_.number(m.value, c);
      if (journal_ != nullptr) {
        DerivationNode node{
            m.name, amount_text(made.value, m.shown_unit), "", exact_text(made.value), edition_, m.span, m.cites, entry.take(),
            ""};
        for (const MemberRef k : c.known) node.name += "." + tariff_[k.scheme].members[k.member].name;
        if (given != facts_.cycle.given_measures.end())
          node.text = "given";
        else if (m.rounding)
          node.text = fmt::format("round {} to {}", mode_text(m.rounding->mode),
                                  amount_text(number(m.rounding->step), m.rounding->unit));
        journal_->measures.push_back(std::move(node));
      }
      made_.measures[id.index].push_back(std::move(made));
    }
}

}  // namespace ratebook::oracle
