#include "language/syntax/layout.hpp"

namespace ratebook::syntax::layout {
namespace {

struct Collector {
  const TariffTree& tree;
  Roles& roles;

  void entry(Span span, Entry kind) { roles.entries.emplace(span.begin, kind); }

  void arms(const Arms& a) {
    for (const Arm& arm : a.arms)
      if (arm.condition_word.valid()) roles.stops.emplace(arm.condition_word.begin, Stop::condition);
  }
  void tiers(const Tiers& t) {
    for (const Tier& tier : t.tiers) {
      entry(tier.span, Entry::tier);
      roles.stops.emplace(tier.bound_span.begin, Stop::name);
      if (tier.limit) roles.stops.emplace(tree[tier.limit].span.begin, Stop::limit);
      if (tier.price_word.valid()) roles.stops.emplace(tier.price_word.begin, Stop::at);
      for (const Tiers& inner : tier.nested) tiers(inner);
    }
  }
  void priced(const Priced& p) {
    if (const auto* t = std::get_if<Tiers>(&p.price)) tiers(*t);
  }

  void operator()(const Rules& s) {
    for (const Rule& r : s.rules) {
      entry(r.span, Entry::rule);
      const auto* prorate = std::get_if<ProrateRule>(&r.node);
      if (prorate && prorate->by != ProrateBy::never && prorate->divisor.kind == DivisorKind::quotient)
        roles.tight.push_back(prorate->divisor.span);
    }
  }
  void operator()(const Calendar& s) {
    for (const Holiday& h : s.dates) entry(h.span, Entry::holiday);
    for (const HolidayRule& r : s.rules) {
      entry(r.span, Entry::holiday_rule);
      if (!r.observed.empty()) roles.stops.emplace(r.observed.front().span.begin, Stop::observed);
    }
  }
  void operator()(const Value& s) {
    for (const ValueVersion& v : s.versions) {
      entry(v.span, Entry::version);
      roles.stops.emplace(v.amount.span.begin, Stop::number);
    }
  }
  void operator()(const Table& s) {
    for (const TableVersion& v : s.versions) entry(v.span, Entry::table_version);
  }
  void operator()(const Measure& s) { arms(s.arms); }
  void operator()(const Define& s) { arms(s.arms); }
  void operator()(const Update& s) {
    if (const auto* a = std::get_if<Arms>(&s.change)) arms(*a);
  }
  void operator()(const Charge& s) { priced(s.amount); }
  void operator()(const Adjustment& s) {
    if (const auto* share = std::get_if<Share>(&s.amount)) roles.stops.emplace(share->word.begin, Stop::share);
    if (const auto* p = std::get_if<Priced>(&s.amount)) priced(*p);
  }
  void operator()(const Example& s) {
    for (const ExampleCycle& c : s.cycles) {
      if (c.then_word.valid()) entry(c.then_word, Entry::then);
      for (const Given& g : c.givens) entry(g.span, Entry::given);
      for (const Expect& e : c.expects) {
        entry(e.span, Entry::expect);
        const auto* amount = std::get_if<ExpectAmount>(&e.node);
        const auto* quantity = amount ? std::get_if<Quantity>(&amount->value) : nullptr;
        if (!quantity) continue;
        const std::string& name = amount->address.path.parts.front().text;
        roles.stops.emplace(quantity->span.begin, Stop::amount);
        if (name == "usage" || name == "export" || name == "reactive" || name == "apparent")
          roles.loads.insert(quantity->span.begin);
      }
    }
  }
  void operator()(const Property& s) {
    for (const ForAll& f : s.for_all) entry(f.span, Entry::claim);
    for (const Given& g : s.givens) {
      entry(g.span, Entry::given);
      roles.in_property.insert(g.span.begin);
    }
    for (const Claim& c : s.claims) entry(c.span, Entry::claim);
  }
  template <class Other>
  void operator()(const Other&) {}  // statements without pieces
};

}  // namespace

Roles roles_of(const TariffTree& tree) {
  Roles roles;
  Collector collector{tree, roles};
  collector.entry(tree.keyword, Entry::head);
  for (const Statement& s : tree.statements) {
    collector.entry(s.span, Entry::statement);
    std::visit(collector, s.node);
  }
  return roles;
}

}  // namespace ratebook::syntax::layout
