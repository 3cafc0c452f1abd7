#include "language/syntax/builder.hpp"

namespace ratebook::syntax {

Shape Builder::shape(CstView v) {
  Shape s;
  s.span = span(v);
  s.file = optional_text(v);
  for (const CstView c : v) {
    if (c.kind() != NodeKind::piece) continue;
    if (says(c, Word::w_constant)) {
      s.constant = quantity_child(c);
      continue;
    }
    ShapePiece piece;
    piece.span = span(c);
    if (const CstView q = c.child(NodeKind::quantity)) piece.amount = quantity(q);
    piece.otherwise = c.has(NodeKind::otherwise);
    if (const CstView season = c.child(NodeKind::in_season)) piece.season = path_child(season);
    if (const CstView d = c.child(NodeKind::date)) piece.date = date(d);
    if (const CstView d = c.child(NodeKind::days)) piece.days = days(d);
    if (const CstView h = c.child(NodeKind::hours)) piece.hours = hours(h);
    s.pieces.push_back(std::move(piece));
  }
  return s;
}

GivenHistory Builder::history(CstView v) {
  GivenHistory h;
  h.none = says(v, Word::w_none);
  if (h.none) return h;
  const std::vector<CstView> parts = expressions_of(v);  // the measure, then the amounts
  h.expression = expression(parts[0]);
  if (const CstView highest = v.child(NodeKind::history_highest)) {
    const Quantity amount = quantity_child(highest);
    h.highest = HighestOver{amount, count_child(highest)};
  }
  for (std::size_t i = 1; i < parts.size(); ++i) h.amounts.push_back(quantity(parts[i]));
  return h;
}

GivenOn Builder::given_on(CstView v) {
  GivenOn on;
  on.date = date_child(v);
  if (const CstView c = v.child(NodeKind::clock)) on.time = clock(c);
  if (const CstView paid = v.child(NodeKind::given_paid))
    on.what = Paid{name_child(paid), quantity_child(paid)};
  else if (const CstView fact = v.child(NodeKind::fact_value))
    on.what = FactValue{path_child(fact), literal(fact.child(NodeKind::literal))};
  return on;
}

Given Builder::given(CstView v) {
  const CstView c = *v.begin();
  Given g;
  g.span = span(v);
  switch (c.kind()) {
    case NodeKind::given_cycle: {
      GivenCycle cycle;
      bool from = true;
      for (const CstView d : c) {
        if (d.kind() == NodeKind::date) (from ? cycle.from : cycle.through) = date(d), from = false;
        if (d.kind() == NodeKind::count) cycle.days = count(d);
      }
      g.node = cycle;
      break;
    }
    case NodeKind::given_measures: {
      GivenMeasures all;
      for (const CstView m : c) all.measures.push_back({path_child(m), quantity_child(m)});
      g.node = std::move(all);
      break;
    }
    case NodeKind::given_load: {
      GivenLoad load{std::nullopt, shape(c.child(NodeKind::shape))};
      if (const CstView p = c.child(NodeKind::path)) load.channel = path(p);
      g.node = std::move(load);
      break;
    }
    case NodeKind::given_series:
      g.node = GivenSeries{path_child(c), shape(c.child(NodeKind::shape))};
      break;
    case NodeKind::given_event:
      g.node = GivenEvent{path_child(c), date_child(c), hours(c.child(NodeKind::hours))};
      break;
    case NodeKind::given_history:
      g.node = history(c);
      break;
    case NodeKind::given_invoice:
      g.node = GivenInvoice{name_child(c), date_child(c), quantity_child(c)};
      break;
    case NodeKind::given_on:
      g.node = given_on(c);
      break;
    case NodeKind::fact_value:
      g.node = FactValue{path_child(c), literal(c.child(NodeKind::literal))};
      break;
    default: {
      GivenBuckets buckets{c.has(NodeKind::billed), path_child(c), {}};
      for (const CstView b : c) {
        if (b.kind() != NodeKind::bucket) continue;
        Bucket bucket{span(b), std::nullopt, quantity_child(b)};
        if (const CstView p = b.child(NodeKind::path)) bucket.bucket = path(p);
        buckets.buckets.push_back(std::move(bucket));
      }
      g.node = std::move(buckets);
    }
  }
  return g;
}

Expect Builder::expect(CstView v) {
  const CstView c = *v.begin();
  Expect e;
  e.span = span(v);
  switch (c.kind()) {
    case NodeKind::expect_error:
      e.node = ExpectError{name_child(c)};
      break;
    case NodeKind::expect_no:
      e.node = ExpectNo{address(c.child(NodeKind::address))};
      break;
    case NodeKind::expect_fee: {
      ExpectFee fee;
      fee.date = date_child(c);
      fee.fee = name(c.child(NodeKind::path));
      fee.invoice = name_child(c);
      if (const CstView q = c.child(NodeKind::quantity)) {
        fee.event = FeeEvent::amount;
        fee.amount = quantity(q);
      } else {
        fee.event = says(c, Word::w_waived) ? FeeEvent::waived : FeeEvent::none;
      }
      e.node = std::move(fee);
      break;
    }
    default: {
      ExpectAmount amount{says(c, Word::w_difference), address(c.child(NodeKind::address)), Quantity{}};
      if (const CstView q = c.child(NodeKind::quantity)) amount.value = quantity(q);
      if (const CstView t = c.child(NodeKind::text)) amount.value = text(t);
      if (const CstView n = c.child(NodeKind::name)) amount.value = name(n);
      e.node = std::move(amount);
    }
  }
  return e;
}

Example Builder::example(CstView v) {
  Example e;
  e.name = text_child(v);
  e.cites = cites(v);
  e.cycles.emplace_back();
  for (const CstView c : v) {
    if (c.kind() == NodeKind::then) e.cycles.emplace_back().then_word = span(c);
    if (c.kind() == NodeKind::given) e.cycles.back().givens.push_back(given(c));
    if (c.kind() == NodeKind::expect) e.cycles.back().expects.push_back(expect(c));
  }
  require_piece(v, e.cycles.size() > 1 || !e.cycles[0].givens.empty() || !e.cycles[0].expects.empty(),
                "`given` or `expect` before `}`");
  return e;
}

Property Builder::property(CstView v) {
  Property p;
  p.name = text_child(v);
  for (const CstView c : v) {
    if (c.kind() == NodeKind::given) p.givens.push_back(given(c));
    if (c.kind() == NodeKind::for_all) {
      ForAll all{span(c), path_child(c), says(c, Word::w_values), std::nullopt, std::nullopt};
      for (const CstView q : c)
        if (q.kind() == NodeKind::quantity) (all.from ? all.to : all.from) = quantity(q);
      p.for_all.push_back(std::move(all));
    }
    if (c.kind() == NodeKind::claim_never) {
      const std::vector<Path> both = paths(c);
      p.claims.push_back({span(c), NeverClaim{both[0], says(c, Word::w_increases), both[1]}});
    }
    if (c.kind() == NodeKind::claim_always) {
      const TreeExprId condition = expression_of(c, 0);
      p.claims.push_back({span(c), AlwaysClaim{condition, expression_of(c, 1)}});
    }
  }
  require_piece(v, !p.for_all.empty() || !p.givens.empty() || !p.claims.empty(), "`for all` or a claim before `}`");
  return p;
}

}  // namespace ratebook::syntax
