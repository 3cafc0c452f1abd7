// The `rules { … }` of a tariff (language reference, section 3; semantics.md, 1 and 4). What needs a rule says so in Checker::needs; that a
// needed one is there is checked last.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "language/base/limits.hpp"
#include "language/semantics/checker.hpp"
#include "language/semantics/zone_edges.hpp"

namespace ratebook {
namespace {

constexpr int kMinutesOfDay = 1440;

class RulesCheck {
 public:
  explicit RulesCheck(Checker& checker) : checker_(checker), rules_(checker.tariff.rules) {}

  void check(const syntax::Rules& block) {
    for (const syntax::Rule& rule : block.rules) {
      if (checker_.cut_short(rule.span)) continue;
      rule_ = &rule;
      cites_ = checker_.resolve(rule.cites);
      const std::string_view text = checker_.sources.text(rule.span);
      checker_.want_cite(rule.cites, rule.span, fmt::format("the rule `{}`", text.substr(0, text.find_first_of(" \t\r\n"))));
      std::visit([&](const auto& node) { take(node); }, rule.node);
    }
  }

 private:
  template <class T>
  Ruled<T> ruled(T rule) {
    return {std::move(rule), rule_->span, cites_};
  }

  void take(const syntax::SeasonRule& r) { rules_.season = ruled(cut_rule(r.by.rule)); }
  void take(const syntax::VersionRule& r) { rules_.version = ruled(cut_rule(r.by.rule)); }
  void take(const syntax::AllocateRule& r) {
    if (r.series)
      unsupported("`allocate … by SERIES`");
    else
      rules_.allocate = ruled(AllocateRule::evenly_by_day);
  }
  void take(const syntax::ClockRule& r) { rules_.clock = ruled(r.standard ? ClockRule::standard : ClockRule::local_daylight); }
  void take(const syntax::EstimateRule&) { unsupported("`estimate`"); }
  void take(const syntax::CorrectRule& r) {
    Correction c;
    c.rebill = r.rebill;
    c.known_now = r.known_now;
    if (r.within) {
      c.within_months = whole(*r.within, unit_of(Dimension::month), "months");
      if (!c.within_months) return;
    }
    rules_.correct = ruled(c);
  }
  void take(const syntax::IntervalsRule&) { rules_.intervals_by_start = true; }
  void take(const syntax::RegisterCheckRule& r) {
    const auto within = checker_.amount_in(energy_unit(), r.within);
    if (!within) return;
    if (within->canonical.num < 0) return must(r.within.span, "the difference", "not be negative");
    rules_.register_check_within = within->canonical;
  }

  void take(const syntax::RoundRule& r) {
    auto rounding = checker_.resolve(r.rounding);
    if (!rounding) return;
    rounding->cites = cites_;
    if (r.what == syntax::RoundWhat::each_interval) {
      const auto channel = checker_.channel(*r.channel);
      if (!channel || !has_unit(r.rounding.step, *rounding, checker_.tariff[*channel].unit)) return;
      rules_.round_intervals.push_back(ruled(RoundIntervals{*channel, std::move(*rounding)}));
      return;
    }
    auto& place = r.what == syntax::RoundWhat::total ? rules_.round_total : rules_.round_line;
    if (!rounding_in_currency(r.rounding.step, *rounding)) return;
    place = ruled(std::move(*rounding));
  }
  bool rounding_in_currency(const syntax::Quantity& step, const Rounding& r) {
    const Currency own = checker_.tariff.currency;
    if (own.none()) return false;
    if (r.unit.unit.is_money() && r.unit.unit.currency != own) {
      checker_.sink.report<Code::currency_mismatch>(step.span, currency_code(own), currency_code(r.unit.unit.currency));
      return false;
    }
    return has_unit(step, r, money_unit(own));
  }
  bool has_unit(const syntax::Quantity& step, const Rounding& r, const Unit& unit) {
    if (r.unit.unit == unit) return true;
    checker_.sink.report<Code::unit_mismatch>(step.span, unit_words(unit), unit_words(r.unit.unit));
    return false;
  }

  void take(const syntax::DemandRule& r) {
    const auto window = minutes(r.window, "the window");
    const auto slide = r.slide ? minutes(*r.slide, "the slide") : window;
    if (!window || !slide) return;
    if (kMinutesOfDay % *window != 0) return must(r.window.span, "the window", "divide a day");
    if (*window % *slide != 0) return must(r.slide->span, "the slide", "divide the window");
    if (r.sliding != r.slide.has_value())
      return must(rule_->span, r.sliding ? "sliding windows" : "fixed windows",
                  r.sliding ? "say `every …`" : "not say `every …`");
    rules_.demand = ruled(DemandRule{*window, *slide});
  }
  // A positive whole number of minutes.
  std::optional<int> minutes(const syntax::Quantity& q, std::string_view what) {
    const auto a = checker_.amount_in(unit_of(Dimension::clock), q);
    if (!a) return std::nullopt;
    const auto m = multiply(a->canonical, Ratio{60, 1});
    if (!m || m->den != 1 || m->num <= 0 || m->num > kMinutesOfDay) {
      must(q.span, what, "be a whole number of minutes, at most a day");
      return std::nullopt;
    }
    return static_cast<int>(m->num);
  }
  std::optional<int> whole(const syntax::Quantity& q, const Unit& unit, std::string_view what) {
    const auto a = checker_.amount_in(unit, q);
    if (!a) return std::nullopt;
    if (a->canonical.den != 1 || a->canonical.num <= 0 || a->canonical.num > 1200) {
      must(q.span, fmt::format("the number of {}", what), "be a whole number greater than 0");
      return std::nullopt;
    }
    return static_cast<int>(a->canonical.num);
  }

  void take(const syntax::ProrateRule& r) {
    Proration p;
    if (r.by != syntax::ProrateBy::never && !divide(r, p)) return;
    for (const syntax::ProrateWhen& w : r.when) {
      auto c = condition(w);
      if (!c) return;
      p.when.push_back(*c);
    }
    (r.yearly ? rules_.yearly : rules_.monthly) = ruled(std::move(p));
  }
  bool divide(const syntax::ProrateRule& r, Proration& p) {
    const syntax::Divisor& d = r.divisor;
    const std::string_view amounts = r.yearly ? "yearly amounts" : "monthly amounts";
    const auto refuse = [&](std::string_view reason) {
      must(d.span, amounts, reason);
      return false;
    };
    if (r.by == syntax::ProrateBy::months) {
      p.kind = Proration::Kind::months_by_12;
      const bool twelve = d.kind == syntax::DivisorKind::number && compare(ratio_of(d.number), {12, 1}) == 0;
      return r.yearly && twelve ? true : refuse(r.yearly ? "be prorated by months / 12" : "be prorated by days");
    }
    switch (d.kind) {
      case syntax::DivisorKind::number:
      case syntax::DivisorKind::quotient: {
        p.kind = Proration::Kind::days_by_number;
        const Ratio over = d.kind == syntax::DivisorKind::quotient ? ratio_of(d.over) : Ratio{1, 1};
        const Ratio number = ratio_of(d.number);
        const auto divisor = number.num > 0 && over.num > 0 ? multiply(number, {over.den, over.num}) : std::nullopt;
        if (!divisor) return false;  // said by the parser
        if (compare(*divisor, {limits::cycle_days.high, 1}) > 0)
          return refuse(fmt::format("be divided by at most {} days", limits::cycle_days.high));
        p.divisor = *divisor;
        return true;
      }
      case syntax::DivisorKind::days_of_month:
        p.kind = Proration::Kind::days_of_month;
        return !r.yearly || refuse("be divided by days of year");
      case syntax::DivisorKind::days_of_year:
        p.kind = Proration::Kind::days_of_year;
        return r.yearly || refuse("be divided by days of month");
      case syntax::DivisorKind::scheduled_days:
        p.kind = Proration::Kind::scheduled_days;
        return !r.yearly || refuse("not be divided by scheduled days");
    }
    return false;
  }
  std::optional<Proration::Condition> condition(const syntax::ProrateWhen& w) {
    Proration::Condition c;
    if (w.outside) {
      const auto low = whole(w.outside->low, unit_of(Dimension::day), "days"),
                 high = whole(w.outside->high, unit_of(Dimension::day), "days");
      if (!low || !high || *low > *high) return std::nullopt;  // the order is said by the parser
      c.low = *low;
      c.high = *high;
      return c;
    }
    if (const auto* fact = std::get_if<syntax::ReferenceExpr>(&checker_.tree[w.condition].node)) {
      if (fact->path.text == "cycle.first" || fact->path.text == "cycle.last") {
        c.kind =
            fact->path.text == "cycle.first" ? Proration::Condition::Kind::cycle_first : Proration::Condition::Kind::cycle_last;
        return c;
      }
    }
    must(w.span, "the condition of a proration", "be `cycle outside …`, `cycle.first` or `cycle.last`");
    return std::nullopt;
  }

  void must(Span span, std::string_view what, std::string_view reason) {
    checker_.sink.report<Code::rule_amount>(span, what, reason);
  }
  void unsupported(std::string_view what) { checker_.sink.report<Code::unsupported>(rule_->span, what); }

  Checker& checker_;
  Rules& rules_;
  const syntax::Rule* rule_ = nullptr;
  std::vector<Cite> cites_;
};

// Whether the block has a rule of the kind; one with an error of its own is there.
template <class Node>
bool states(const syntax::Rules& block) {
  return std::any_of(block.rules.begin(), block.rules.end(),
                     [](const auto& r) { return std::holds_alternative<Node>(r.node); });
}
bool states(const syntax::Rules& block, RuleKind kind) {
  const auto prorates = [&](bool yearly) {
    return std::any_of(block.rules.begin(), block.rules.end(), [&](const auto& r) {
      const auto* p = std::get_if<syntax::ProrateRule>(&r.node);
      return p != nullptr && p->yearly == yearly;
    });
  };
  switch (kind) {
    case RuleKind::season:
      return states<syntax::SeasonRule>(block);
    case RuleKind::version:
      return states<syntax::VersionRule>(block);
    case RuleKind::clock:
      return states<syntax::ClockRule>(block);
    case RuleKind::allocate:
      return states<syntax::AllocateRule>(block);
    case RuleKind::monthly:
      return prorates(false);
    case RuleKind::yearly:
      return prorates(true);
    case RuleKind::demand:
      return states<syntax::DemandRule>(block);
  }
  return false;
}
bool states_rounding(const syntax::Rules& block) {
  return std::any_of(block.rules.begin(), block.rules.end(), [](const auto& r) {
    const auto* round = std::get_if<syntax::RoundRule>(&r.node);
    return round != nullptr && round->what != syntax::RoundWhat::each_interval;
  });
}

// The only block; an empty one when there is none.
const syntax::Rules& block_of(const Checker& checker) {
  static const syntax::Rules none;
  for (const syntax::Statement& s : checker.tree.statements)
    if (const auto* rules = std::get_if<syntax::Rules>(&s.node)) return *rules;
  return none;
}

std::string_view form_of(RuleKind rule) {
  switch (rule) {
    case RuleKind::season:
      return "season by …";
    case RuleKind::version:
      return "version by …";
    case RuleKind::clock:
      return "clock …";
    case RuleKind::allocate:
      return "allocate register reads …";
    case RuleKind::monthly:
      return "prorate monthly amounts …";
    case RuleKind::yearly:
      return "prorate yearly amounts …";
    case RuleKind::demand:
      return "demand … windows";
  }
  return {};
}

void check_bill_month(Checker& checker) {
  const auto& rule = checker.tariff.rules.season;
  if (!rule || rule->rule != CutRule::bill_month) return;
  for (std::size_t i = 0; i < checker.tariff.schemes.size(); ++i) {
    const SchemeId id{i};
    if (checker.tariff[id].kind != SchemeKind::season || checker.unproved.contains(id)) continue;
    const auto day = season_change_inside_month(checker, id);
    if (!day) continue;
    auto& d = checker.sink.report<Code::bill_month_season>(rule->span);
    d.labels.push_back({checker.tariff[id].span, ""});
    d.notes.push_back(fmt::format("first such day: {}", format_weekday_date(*day)));
  }
}

// `timezone EST` is an offset, not a place: its clocks never change, as `clock local daylight time` says they do.
void warn_of_zone_without_changes(Checker& checker) {
  const auto& clock = checker.tariff.rules.clock;
  const std::string& zone = checker.tariff.timezone;
  if (!clock || clock->rule != ClockRule::local_daylight || zone.find('/') != std::string::npos || !zone_exists(zone)) return;
  constexpr int kFirst = 2000, kLast = 2030;
  if (!clock_changes(zone, kFirst, kLast).empty()) return;
  checker.each<syntax::Timezone>([&](const syntax::Timezone& t) {
    auto& d = checker.sink.report<Code::never_happens>(t.zone.span, fmt::format("a change of the clocks in `{}`", zone));
    d.labels.push_back({clock->span, "expects it in spring and autumn"});
    d.help = "name the zone by its place, such as America/New_York";
  });
}

}  // namespace

void check_rules(Checker& checker) {
  const syntax::Statement* first = nullptr;
  checker.each<syntax::Rules>([&](const syntax::Rules& block) {
    if (first == nullptr) {
      first = checker.statement;
      return RulesCheck(checker).check(block);
    }
    auto& d = checker.sink.report<Code::stated_twice>(checker.statement->keyword, "`rules`");
    d.labels.push_back({first->keyword, "first stated here"});
  });
  checker.each<syntax::Edition>([&](const syntax::Edition& e) {
    if (e.supersedes) checker.need(RuleKind::version, e.supersedes->span, "an edition that supersedes another");
  });
  warn_of_zone_without_changes(checker);
}

void check_needs(Checker& checker) {
  check_bill_month(checker);
  const syntax::Rules& block = block_of(checker);
  std::stable_sort(checker.needs.begin(), checker.needs.end(),
                   [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; });
  std::set<RuleKind> told;
  for (const Checker::Need& need : checker.needs) {
    const std::string_view form = form_of(need.rule);
    if (states(block, need.rule) || !told.insert(need.rule).second) continue;
    if (checker.may_have_lost_rule(form.substr(0, form.find(' ')))) continue;
    checker.sink.report<Code::rule_missing>(need.span, need.what, form);
  }
  if (states_rounding(block) || checker.may_have_lost_rule("round")) return;
  checker.sink.report<Code::round_missing>(checker.tree.id.span).help =
      "say `round each line MODE to STEP` in `rules`, as the sheet has it";
}

}  // namespace ratebook
