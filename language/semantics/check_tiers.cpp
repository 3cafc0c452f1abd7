// Tiers: their order, the quantity that fills them, what their limits can be (language reference, section 12).
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/line_checker.hpp"
#include "language/semantics/tier_limits.hpp"

namespace ratebook {
namespace {

Tier::Width width_of(syntax::TierBound bound) {
  switch (bound) {
    case syntax::TierBound::first:
      return Tier::Width::first;
    case syntax::TierBound::next:
      return Tier::Width::next;
    case syntax::TierBound::up_to:
      return Tier::Width::up_to;
    case syntax::TierBound::above:
      return Tier::Width::above;
  }
  return {};
}

// Whether the whole is a sum of readings: only such a quantity comes interval by interval, day by day.
bool has_channel(const CheckedTariff& tariff, ExprId id) {
  const Expr& e = tariff[id];
  if (e.kind == ExprKind::quantity) return true;
  if (e.kind == ExprKind::measure || e.kind == ExprKind::history) return false;
  return std::any_of(e.operands.begin(), e.operands.end(), [&](ExprId o) { return has_channel(tariff, o); });
}

}  // namespace

void LineChecker::tiered(const syntax::Priced& amount, ExprId quantity, const syntax::Tiers& tiers) {
  TierBlock block;
  if (!read_scopes(tiers, block)) fail();
  if (!in_order(tiers)) fail();
  auto read = read_tiers(tiers, quantity, block);
  if (!read) return fail();
  block.tiers = std::move(*read);
  if (!sound_ || !quantity.valid()) return fail();
  if (!order_is_stated(quantity, amount)) return;
  if (!shared_.satisfy.never_negative(quantity, place_.known)) {
    auto& d = checker_.sink.report<Code::negative_in_tiers>(at(quantity).span, line_.name);
    d.help = fmt::format("largest of {{ {}, 0 {} }}", checker_.sources.text(at(quantity).span), words_of(tariff(), quantity));
    fail();
  }
  EachLevel each = EachLevel::none;
  if (amount.each) {
    each = amount.each->level == syntax::EachLevel::interval ? EachLevel::interval
           : amount.each->level == syntax::EachLevel::hour   ? EachLevel::hour
           : amount.each->level == syntax::EachLevel::day    ? EachLevel::day
                                                             : EachLevel::part;
  }
  line_.form = TieredQuantity{quantity, each, std::move(block)};
  const TierBlock& checked = std::get<TieredQuantity>(line_.form).block;
  if (!limits_hold(checked.tiers) || !scopes_fit(tiers, quantity, checked)) fail();
}

// -- the words after `in tiers` -------------------------------------------------------------------------------------------------------------

bool LineChecker::read_scopes(const syntax::Tiers& tiers, TierBlock& block) {
  auto once = [&](bool is_free, const syntax::TierScopeWords& words) {
    if (is_free) return true;
    checker_.sink.report<Code::stated_twice>(words.span, "how the tiers are filled");
    return false;
  };
  bool sound = true;
  for (const syntax::TierScopeWords& words : tiers.scopes) {
    const bool parts_free = block.parts == TierBlock::Parts::shared_limits,
               periods_free = block.periods == TierBlock::Periods::none, steps_free = block.steps == TierBlock::Steps::none;
    switch (words.scope) {
      case syntax::TierScope::per_part:
        sound = once(parts_free, words) && sound;
        block.parts = TierBlock::Parts::per_part;
        break;
      case syntax::TierScope::over_cycle:
        sound = once(parts_free, words) && sound;
        block.parts = TierBlock::Parts::over_cycle;
        break;
      case syntax::TierScope::per_period:
        sound = once(periods_free, words) && sound;
        block.periods = TierBlock::Periods::per_period;
        break;
      case syntax::TierScope::pro_rata:
        sound = once(periods_free, words) && sound;
        block.periods = TierBlock::Periods::pro_rata;
        break;
      case syntax::TierScope::time_order:
        sound = once(periods_free, words) && sound;
        block.periods = TierBlock::Periods::time_order;
        break;
      case syntax::TierScope::per_day:
        sound = once(steps_free, words) && sound;
        block.steps = TierBlock::Steps::per_day;
        break;
      case syntax::TierScope::per_month:
        sound = once(steps_free, words) && sound;
        block.steps = TierBlock::Steps::per_month;
        break;
    }
    const bool by_time = words.scope == syntax::TierScope::time_order || words.scope == syntax::TierScope::per_day ||
                         words.scope == syntax::TierScope::per_month;
    if (by_time) checker_.need(RuleKind::clock, words.span, fmt::format("`{}`", checker_.sources.text(words.span)));
  }
  return sound;
}

bool LineChecker::in_order(const syntax::Tiers& tiers) {
  bool sound = true;
  auto wrong = [&](Span span, std::string_view what) {
    checker_.sink.report<Code::tier_order>(span, what);
    sound = false;
  };
  for (std::size_t i = 0; i < tiers.tiers.size(); ++i) {
    const syntax::Tier& t = tiers.tiers[i];
    const bool last = i + 1 == tiers.tiers.size();
    if (t.bound == syntax::TierBound::above && !last) {
      wrong(tiers.tiers[i + 1].name.span, "no tier may follow `above`");
      break;
    }
    if (t.bound != syntax::TierBound::above && last) wrong(t.bound_span, "the last tier must be `above`");
    if (t.bound == syntax::TierBound::first && i > 0) wrong(t.bound_span, "only the first tier may be `first`: say `next`");
    if (t.bound == syntax::TierBound::next && i == 0) wrong(t.bound_span, "the first tier cannot be `next`: say `first`");
    for (std::size_t j = 0; j < i; ++j)
      if (tiers.tiers[j].name.text == t.name.text) {
        checker_.sink.report<Code::name_taken>(t.name.span, t.name.text, "another tier")
            .labels.push_back({tiers.tiers[j].name.span, "first used here"});
        sound = false;
      }
    if (!t.nested.empty()) sound = in_order(t.nested.front()) && sound;
  }
  return sound;
}

std::optional<std::vector<Tier>> LineChecker::read_tiers(const syntax::Tiers& tiers, ExprId quantity, const TierBlock& block) {
  // Limits over the cycle are the cycle's; those of a day or month are that step's.
  Place limits = place_;
  if (block.parts == TierBlock::Parts::over_cycle) limits.level = Level::cycle;
  if (block.steps != TierBlock::Steps::none) limits.level = Level::step;
  std::vector<Tier> all;
  bool sound = true;
  for (const syntax::Tier& text : tiers.tiers) {
    Tier t;
    t.name = text.name.text;
    t.span = text.name.span;
    t.width = width_of(text.bound);
    if (text.limit.valid()) {
      ExpressionChecker expressions(checker_, limits);
      t.limit = expressions.check_number(text.limit);
      sound = sound && t.limit.valid();
      if (t.limit.valid() && quantity.valid() && at(t.limit).type.unit != at(quantity).type.unit) {
        expressions.require_unit(t.limit, at(quantity).type.unit, words_of(tariff(), quantity), at(quantity).span);
        sound = false;
      }
    }
    if (text.price.valid()) {
      t.price = ExpressionChecker(checker_, place_).check_number(text.price);
      sound = sound && t.price.valid() && (!quantity.valid() || is_money(quantity, t.price));
    }
    if (!text.nested.empty()) {
      if (!text.nested.front().scopes.empty()) {
        checker_.sink.report<Code::tier_scope>(
            text.nested.front().scopes.front().span,
            "inner tiers divide what the outer tier holds; only the outermost say what fills them");
        sound = false;
      }
      auto inner = read_tiers(text.nested.front(), quantity, block);
      sound = sound && inner;
      if (inner) t.inner = std::move(*inner);
    }
    all.push_back(std::move(t));
  }
  if (!sound) return std::nullopt;
  return all;
}

// -- limits ---------------------------------------------------------------------------------------------------------------------------------

bool LineChecker::limit_holds(const Tier& tier, ExprId limit, ExprId below, std::string_view can_be) {
  const LimitProof proof = prove_at_least(shared_.satisfy, tariff(), limit, below, place_.known);
  if (proof.holds) return true;
  auto& d = checker_.sink.report<Code::tier_limits>(at(limit).span, tier.name, can_be);
  if (!proof.witness.empty()) d.notes.push_back(fmt::format("for example with {}", proof.witness));
  return false;
}

bool LineChecker::limits_hold(const std::vector<Tier>& tiers) {
  ExpressionChecker expressions(checker_, place_);
  bool sound = true;
  ExprId reached;  // the cumulative limit so far
  for (const Tier& t : tiers) {
    switch (t.width) {
      case Tier::Width::first:
      case Tier::Width::next: {
        sound = limit_holds(t, t.limit, ExprId::none(), "less than nothing") && sound;
        const Type type = at(t.limit).type;
        reached = reached.valid() ? expressions.make(ExprKind::add, type, at(t.limit).span, {reached, t.limit}) : t.limit;
        if (!reached.valid()) return false;
        break;
      }
      case Tier::Width::up_to:
        sound = limit_holds(t, t.limit, reached, reached.valid() ? "below that of the tier before it" : "less than nothing") &&
                sound;
        reached = t.limit;
        break;
      case Tier::Width::above:
        break;
    }
    if (!t.inner.empty()) sound = limits_hold(t.inner) && sound;
  }
  return sound;
}

// -- what fills them ------------------------------------------------------------------------------------------------------------------------

bool LineChecker::limits_are_shared(const std::vector<Tier>& tiers, const TierBlock& block) {
  for (const Tier& t : tiers) {
    if (t.limit.valid()) {
      if (block.parts == TierBlock::Parts::shared_limits && growth_over_parts(tariff(), t.limit) != Growth::additive) {
        auto& d = checker_.sink.report<Code::tier_scope>(
            at(t.limit).span, "the line is cut into parts, and nothing says how they share this limit");
        d.notes = what_cuts();
        d.help = "in tiers over cycle, in tiers per part, or a limit for each day or month";
        return false;
      }
      if (block.parts == TierBlock::Parts::over_cycle) {
        CutCollector cuts(tariff(), line_.season_rule, line_.version_rule);
        cuts.read(t.limit);
        if (!cuts.cuts().empty()) {
          checker_.sink.report<Code::tier_scope>(at(t.limit).span,
                                                 "the tiers go over the whole cycle, but this limit differs between its parts");
          return false;
        }
      }
    }
    if (!limits_are_shared(t.inner, block)) return false;
  }
  return true;
}

bool LineChecker::scopes_fit(const syntax::Tiers& tiers, ExprId quantity, const TierBlock& block) {
  auto wrong = [&](Span span, std::string_view what, std::string_view help = "") {
    checker_.sink.report<Code::tier_scope>(span, what).help = help;
    return false;
  };
  auto words = [&](auto... scopes) {
    for (const syntax::TierScopeWords& w : tiers.scopes)
      if (((w.scope == scopes) || ...)) return w.span;
    return tiers.span;
  };
  using syntax::TierScope;
  const auto in_time = std::find_if(line_.split.begin(), line_.split.end(), [&](const SplitDimension& d) {
    return d.kind == SplitDimension::Kind::scheme && tariff()[d.scheme].kind != SchemeKind::season;
  });
  const bool by_period = in_time != line_.split.end();
  if (by_period && block.periods == TierBlock::Periods::none) {
    return wrong(tiers.span, "the line is split by period, and nothing says how the periods fill the tiers",
                 "in tiers per period, over all periods pro rata, or over all periods in time order");
  }
  if (!by_period && block.periods != TierBlock::Periods::none) {
    return wrong(words(TierScope::per_period, TierScope::pro_rata, TierScope::time_order), "the line is not split by period");
  }
  const bool by_time = block.periods == TierBlock::Periods::time_order || block.steps != TierBlock::Steps::none;
  if (by_time && !has_channel(tariff(), quantity)) {
    return wrong(words(TierScope::time_order, TierScope::per_day, TierScope::per_month),
                 "only what is metered fills tiers day by day");
  }
  if (block.steps != TierBlock::Steps::none && block.parts != TierBlock::Parts::shared_limits) {
    return wrong(words(TierScope::per_part, TierScope::over_cycle),
                 "days and months have tiers of their own, whatever the parts of the cycle");
  }
  if (block.steps != TierBlock::Steps::none && block.periods == TierBlock::Periods::time_order) {
    return wrong(words(TierScope::time_order), "days and months have tiers of their own, which the periods share or not");
  }
  // Parts share a limit only where they share the quantity.
  CutCollector cuts(tariff(), line_.season_rule, line_.version_rule);
  for (const ExprId id : amount_expressions(line_)) cuts.read(id);
  for (const ExprId id : line_.when) cuts.read(id);
  for (const ExprId id : line_.unless) cuts.read(id);
  for (const SplitDimension& d : line_.split) cuts.split_by(d);
  line_.cuts = cuts.cuts();
  if (line_.cuts.empty() || block.steps != TierBlock::Steps::none) return true;
  if (growth_over_parts(tariff(), quantity) != Growth::additive) {
    if (block.parts != TierBlock::Parts::over_cycle) return true;
    return wrong(words(TierScope::over_cycle),
                 "the quantity is the whole cycle's in each part: there is nothing to share over the parts");
  }
  return limits_are_shared(block.tiers, block);
}

}  // namespace ratebook
