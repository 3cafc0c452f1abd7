#include "language/semantics/readings.hpp"

namespace ratebook {

Readings::Readings(const CheckedTariff& t) {
  for (const Expr& e : t.expressions) {
    if (const auto* q = std::get_if<QuantityRef>(&e.payload)) channels_.insert(q->channel);
    if (const auto* d = std::get_if<DemandRef>(&e.payload)) channels_.insert(d->channel);
    if (std::holds_alternative<PowerFactorRef>(e.payload)) channels_.insert({kUsage, kReactive});
    if (const auto* fact = std::get_if<Fact>(&e.payload)) facts_.insert(*fact);
    if (const auto* table = std::get_if<TableRef>(&e.payload))
      for (const TableIndex& i : table->indices)
        if (i.kind == TableIndex::Kind::bill_month) facts_.insert(Fact::cycle_month);
  }
  if (channels_.contains(kApparent)) channels_.insert({kUsage, kReactive});

  for (const History& h : t.histories) histories_.insert(h.reads.begin(), h.reads.end());
  // Without history an account is new only when one of these says so.
  if (!t.histories.empty()) facts_.insert({Fact::cycle_first, Fact::account_cycle_number});

  const auto prorates = [&](const std::optional<Ruled<Proration>>& rule) {
    if (!rule) return;
    if (rule->rule.kind == Proration::Kind::scheduled_days) facts_.insert(Fact::cycle_scheduled_days);
    for (const Proration::Condition& c : rule->rule.when) {
      if (c.kind == Proration::Condition::Kind::cycle_first) facts_.insert(Fact::cycle_first);
      if (c.kind == Proration::Condition::Kind::cycle_last) facts_.insert(Fact::cycle_last);
    }
  };
  prorates(t.rules.monthly);
  prorates(t.rules.yearly);
  if (t.rules.season && t.rules.season->rule == CutRule::bill_month) facts_.insert(Fact::cycle_month);

  for (const Line& line : t.lines) {
    if (line.season_rule == CutRule::bill_month || line.version_rule == CutRule::bill_month) facts_.insert(Fact::cycle_month);
    for (const Window& w : line.windows) {
      if (w.kind == Window::Kind::first_cycles)
        facts_.insert(Fact::account_cycle_number);
      else if (w.kind != Window::Kind::dates && !w.since)
        facts_.insert(Fact::account_since);
    }
  }
}

}  // namespace ratebook
