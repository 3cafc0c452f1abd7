#include "language/syntax/builder.hpp"

namespace ratebook::syntax {

LineHead Builder::line_head(CstView v) { return {word_span(v.first()), name_child(v), text_child(v)}; }

Base Builder::base(CstView v) const {
  Base b{span(v), BaseKind::lines, paths(v)};
  if (b.lines.empty()) b.kind = is(v.first(), Word::w_all) ? BaseKind::all_lines : BaseKind::base;
  if (b.lines.size() == 1 && b.lines[0].text == "base") b.kind = BaseKind::base, b.lines.clear();
  return b;
}

std::optional<Window> Builder::window(CstView v) {
  once(v, NodeKind::window, "the window");
  const CstView w = v.child(NodeKind::window);
  if (!w) return std::nullopt;
  Window window;
  window.span = span(w);
  if (const CstView of = w.child(NodeKind::window_of)) {
    FirstWindow first_of;
    first_of.count = count_child(of);
    const CstView n = of.child(NodeKind::count);
    const Word unit = token(n.last()).word;
    first_of.unit = unit == Word::w_cycles || unit == Word::w_cycle   ? WindowUnit::cycles
                    : unit == Word::w_months || unit == Word::w_month ? WindowUnit::months
                                                                      : WindowUnit::days;
    first_of.of = path_child(of);
    window.window = std::move(first_of);
  } else {
    DateWindow dates;
    CstView through = w.child(NodeKind::version_through);
    if (const CstView from = w.child(NodeKind::version)) {
      dates.from = date_child(from);
      through = from.child(NodeKind::version_through);
    }
    if (through) dates.through = date_child(through);
    if (dates.from && dates.through && dates.through->date < dates.from->date)
      error<Code::syntax>(dates.through->span, "a last day that is not before the first");
    window.window = dates;
  }
  if (const CstView b = w.child(NodeKind::by)) window.by = by(b);
  return window;
}

Modifiers Builder::modifiers(CstView v) {
  Modifiers m;
  bool after_condition = false;
  for (const CstView c : v) {
    if (c.kind() == NodeKind::condition) {
      const bool unless = is(c.first(), Word::w_unless);
      m.conditions.push_back({span(c), unless, expression_of(c), std::nullopt});
    }
    if (c.kind() == NodeKind::cite) {
      m.cites.push_back(cite(c));
      if (after_condition) m.conditions.back().cite = m.cites.back();
    }
    after_condition = c.kind() == NodeKind::condition;
  }
  once(v, NodeKind::excluding, "`excluding`");
  once(v, NodeKind::over, "`over`");
  once(v, NodeKind::season_by, "`season`");
  once(v, NodeKind::version_by, "`version`");
  once(v, NodeKind::type_word, "`type`");
  m.window = window(v);
  if (const CstView e = v.child(NodeKind::excluding)) m.excluding = base(e.child(NodeKind::base));
  if (const CstView o = v.child(NodeKind::over)) m.over = base(o.child(NodeKind::base));
  m.overrides = overrides(v);
  if (const CstView s = v.child(NodeKind::season_by)) m.season = by(s.child(NodeKind::by));
  if (const CstView s = v.child(NodeKind::version_by)) m.version = by(s.child(NodeKind::by));
  m.rounding = optional_rounding(v);
  if (const CstView t = v.child(NodeKind::type_word)) {
    const std::uint32_t i = t.last() - 1;
    const BillType type = is(i, Word::w_energy)       ? BillType::energy
                          : is(i, Word::w_demand)     ? BillType::demand
                          : is(i, Word::w_fixed)      ? BillType::fixed
                          : is(i, Word::w_adjustment) ? BillType::adjustment
                          : is(i, Word::w_credit)     ? BillType::credit
                                                      : BillType::tax;
    m.type = TypeWord{span(t), type};
  }
  return m;
}

Tiers Builder::tiers(CstView v) {
  Tiers t;
  t.span = span(v);
  for (const CstView c : v) {
    if (c.kind() == NodeKind::tier_scope) {
      TierScope scope = TierScope::per_part;
      const std::uint32_t word = c.first() + 1;
      if (is(word, Word::w_cycle)) scope = TierScope::over_cycle;
      if (is(word, Word::w_period)) scope = TierScope::per_period;
      if (is(word, Word::w_day)) scope = TierScope::per_day;
      if (is(word, Word::w_month)) scope = TierScope::per_month;
      if (is(word, Word::w_all)) scope = is(c.last() - 1, Word::w_rata) ? TierScope::pro_rata : TierScope::time_order;
      t.scopes.push_back({span(c), scope});
    }
    if (c.kind() != NodeKind::tier) continue;
    Tier tier;
    tier.span = span(c);
    tier.name = name_child(c);
    const CstView limit = c.child(NodeKind::tier_limit);
    const Word word = first(limit).word;
    tier.bound = word == Word::w_first  ? TierBound::first
                 : word == Word::w_next ? TierBound::next
                 : word == Word::w_up   ? TierBound::up_to
                                        : TierBound::above;
    const std::uint32_t words = tier.bound == TierBound::up_to ? 2 : 1;
    tier.bound_span = parser_.span(limit.first(), limit.first() + words);
    tier.limit = expression_of(limit);
    if (const CstView inner = c.child(NodeKind::tiers))
      tier.nested.push_back(tiers(inner));
    else
      tier.price = expression_of(c), tier.price_word = word_span(limit.last());
    t.tiers.push_back(std::move(tier));
  }
  require_piece(v, !t.tiers.empty(), "a tier before `}`");
  return t;
}

Priced Builder::priced(CstView v) {
  Priced p;
  p.span = span(v);
  p.quantity = expression_of(v);
  if (const CstView e = v.child(NodeKind::each_level)) {
    const std::uint32_t word = e.last() - 1;
    const EachLevel level = is(word, Word::w_interval) ? EachLevel::interval
                            : is(word, Word::w_hour)   ? EachLevel::hour
                            : is(word, Word::w_day)    ? EachLevel::day
                                                       : EachLevel::part;
    p.each = EachWords{span(e), level};
  }
  p.split = optional_split(v);
  if (const CstView at = v.child(NodeKind::price_at)) p.price = PriceAt{span(at), expression_of(at)};
  if (const CstView in_tiers = v.child(NodeKind::tiers)) p.price = tiers(in_tiers);
  return p;
}

Share Builder::share(CstView v) {
  Share s;
  s.span = span(v);
  s.share = expression_of(v);
  s.included = says(v, Word::w_included);
  const CstView of = v.child(NodeKind::base);
  s.word = parser_.span(of.first() - (s.included ? 2 : 1), of.first());
  s.base = base(of);
  return s;
}

Charge Builder::charge(CstView v) {
  Charge c;
  c.head = line_head(v);
  c.amount = priced(v.child(NodeKind::priced));
  c.modifiers = modifiers(v);
  return c;
}

Adjustment Builder::adjustment(CstView v) {
  Adjustment a;
  const Word word = first(v).word;
  a.kind = word == Word::w_rider      ? AdjustmentKind::rider
           : word == Word::w_discount ? AdjustmentKind::discount
           : word == Word::w_waiver   ? AdjustmentKind::waiver
           : word == Word::w_credit   ? AdjustmentKind::credit
                                      : AdjustmentKind::tax;
  a.head = line_head(v);
  if (const CstView s = v.child(NodeKind::share))
    a.amount = share(s);
  else
    a.amount = priced(v.child(NodeKind::priced));
  a.modifiers = modifiers(v);
  return a;
}

Limit Builder::limit(CstView v) {
  Limit l;
  l.minimum = is(v.first(), Word::w_minimum);
  l.head = line_head(v);
  l.amount = expression_of(v);
  l.modifiers = modifiers(v);
  return l;
}

Fee Builder::fee(CstView v) {
  Fee f;
  f.head = line_head(v);
  f.amount = expression_of(v);
  std::optional<Cite>* of_clause = nullptr;  // the cite of the clause just read, if it is one
  for (const CstView c : v) {
    std::optional<Cite>* clause = nullptr;
    switch (c.kind()) {
      case NodeKind::condition: {
        const TreeExprId condition = expression_of(c);
        clause = &f.conditions.emplace_back(Condition{span(c), is(c.first(), Word::w_unless), condition, std::nullopt}).cite;
        break;
      }
      case NodeKind::at_most: {
        const TreeExprId limit = expression_of(c);
        clause = &f.at_most.emplace_back(AtMost{span(c), limit, std::nullopt}).cite;
        break;
      }
      case NodeKind::once:
        clause = &f.once.emplace_back(Once{span(c), is(c.last() - 1, Word::w_invoice), std::nullopt}).cite;
        break;
      case NodeKind::waived: {
        const TreeExprId condition = expression_of(c);
        clause = &f.waived.emplace_back(WaivedWhen{span(c), condition, std::nullopt}).cite;
        break;
      }
      case NodeKind::cite:
        f.cites.push_back(cite(c));
        if (of_clause) *of_clause = f.cites.back();
        break;
      default:
        break;
    }
    of_clause = clause;
  }
  return f;
}

Apply Builder::apply(CstView v) {
  Apply a;
  a.line = path_child(v);
  if (const CstView to = v.child(NodeKind::apply_to)) a.to = base(to.child(NodeKind::base));
  if (const CstView as = v.child(NodeKind::apply_as)) a.as = name_child(as);
  a.modifiers = modifiers(v);
  return a;
}

}  // namespace ratebook::syntax
