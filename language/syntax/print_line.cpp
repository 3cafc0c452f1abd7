#include "language/syntax/tree_printer.hpp"

namespace ratebook::syntax {

// -- lines -------------------------------------------------------------------------------------------------------------------------
namespace {
std::string head(std::string_view word, const LineHead& h) {
  return fmt::format("{} {} {}", word, h.name.text, words(h.label));
}
}  // namespace

void TreePrinter::cite_of_clause(const std::optional<Cite>& cite) {
  if (!cite) return;
  const Deeper deeper(*this);
  line("its " + words(*cite));
}

void TreePrinter::conditions(const std::vector<Condition>& list) {
  for (const Condition& c : list) {
    labelled(c.unless ? "unless" : "when", c.condition);
    cite_of_clause(c.cite);
  }
}

void TreePrinter::modifiers(const Modifiers& m) {
  conditions(m.conditions);
  if (m.window) line(words(*m.window));
  optional_line("excluding", m.excluding);
  optional_line("over", m.over);
  if (!m.overrides.empty()) line("overrides " + words(m.overrides));
  if (m.season) line("season " + words(m.season->rule));
  if (m.version) line("version " + words(m.version->rule));
  rounding(m.rounding);
  static constexpr std::string_view types[] = {"energy", "demand", "fixed", "adjustment", "credit", "tax"};
  if (m.type) line(fmt::format("type {}", types[static_cast<std::size_t>(m.type->type)]));
  cites(m.cites);
}

void TreePrinter::tiers(const Tiers& t) {
  static constexpr std::string_view scopes[] = {"per part",      "over cycle", "per period", "pro rata",
                                                "in time order", "per day",    "per month"};
  static constexpr std::string_view bounds[] = {"first", "next", "up to", "above"};
  line("tiers");
  const Deeper deeper(*this);
  for (const TierScopeWords& s : t.scopes) line(scopes[static_cast<std::size_t>(s.scope)]);
  for (const Tier& tier : t.tiers) {
    line(fmt::format("tier {} {}", tier.name.text, bounds[static_cast<std::size_t>(tier.bound)]));
    const Deeper below(*this);
    labelled("limit", tier.limit);
    labelled("at", tier.price);
    for (const Tiers& inner : tier.nested) tiers(inner);
  }
}

void TreePrinter::priced(const Priced& p) {
  labelled("quantity", p.quantity);
  static constexpr std::string_view levels[] = {"interval", "hour", "day", "part"};
  if (p.each) line(fmt::format("each {}", levels[static_cast<std::size_t>(p.each->level)]));
  split(p.split);
  if (const auto* at = std::get_if<PriceAt>(&p.price)) labelled("at", at->price);
  if (const auto* t = std::get_if<Tiers>(&p.price)) tiers(*t);
}

void TreePrinter::statement(const Charge& s) {
  line(head("charge", s.head));
  const Deeper deeper(*this);
  priced(s.amount);
  modifiers(s.modifiers);
}

void TreePrinter::statement(const Adjustment& s) {
  static constexpr std::string_view kinds[] = {"rider", "discount", "waiver", "credit", "tax"};
  line(head(kinds[static_cast<std::size_t>(s.kind)], s.head));
  const Deeper deeper(*this);
  if (const auto* share = std::get_if<Share>(&s.amount)) {
    labelled("share", share->share);
    line((share->included ? "included in " : "of ") + words(share->base));
  }
  if (const auto* p = std::get_if<Priced>(&s.amount)) priced(*p);
  modifiers(s.modifiers);
}

void TreePrinter::statement(const Limit& s) {
  line(head(s.minimum ? "minimum" : "maximum", s.head));
  const Deeper deeper(*this);
  expression(s.amount);
  modifiers(s.modifiers);
}

void TreePrinter::statement(const Fee& s) {
  line(head("fee", s.head));
  const Deeper deeper(*this);
  expression(s.amount);
  conditions(s.conditions);
  for (const AtMost& a : s.at_most) labelled("at most", a.limit), cite_of_clause(a.cite);
  for (const Once& o : s.once) line(o.per_invoice ? "once per invoice" : "once per cycle"), cite_of_clause(o.cite);
  for (const WaivedWhen& w : s.waived) labelled("waived when", w.condition), cite_of_clause(w.cite);
  cites(s.cites);
}

void TreePrinter::statement(const Apply& s) {
  line("apply " + s.line.text);
  const Deeper deeper(*this);
  optional_line("to", s.to);
  if (s.as) line("as " + s.as->text);
  modifiers(s.modifiers);
}

// -- examples ----------------------------------------------------------------------------------------------------------------------
void TreePrinter::shape(const Shape& s) {
  const Deeper deeper(*this);
  optional_line("from", s.file);
  optional_line("constant", s.constant);
  for (const ShapePiece& p : s.pieces) {
    std::string text = p.amount ? words(*p.amount) : "missing";
    if (p.otherwise) {
      line(text + " otherwise");
      continue;
    }
    if (p.season) text += " in " + p.season->text;
    line(fmt::format("{} on {} {}", text, p.date ? words(*p.date) : words(p.days), words(p.hours)));
  }
}

void TreePrinter::given(const Given& g) {
  if (const auto* cycle = std::get_if<GivenCycle>(&g.node))
    line(fmt::format("given cycle {} through {}{}", words(cycle->from), words(cycle->through),
                     cycle->days ? fmt::format(" ({} days)", cycle->days->value) : ""));
  if (const auto* all = std::get_if<GivenMeasures>(&g.node))
    for (const MeasureAmount& m : all->measures) line(fmt::format("given measure {} {}", m.measure.text, words(m.amount)));
  if (const auto* load = std::get_if<GivenLoad>(&g.node)) {
    line("given load" + (load->channel ? " of " + load->channel->text : ""));
    shape(load->shape);
  }
  if (const auto* series = std::get_if<GivenSeries>(&g.node)) {
    line("given series " + series->series.text);
    shape(series->shape);
  }
  if (const auto* e = std::get_if<GivenEvent>(&g.node))
    line(fmt::format("given event {} {} {}", e->event.text, words(e->date), words(e->hours)));
  if (const auto* h = std::get_if<GivenHistory>(&g.node)) {
    labelled(h->none ? "given history none" : "given history", h->expression);
    if (h->none) line("given history none");
    const Deeper deeper(*this);
    if (h->highest) line(fmt::format("highest {} over {} cycles", words(h->highest->amount), h->highest->cycles.value));
    for (const Quantity& q : h->amounts) line(words(q));
  }
  if (const auto* i = std::get_if<GivenInvoice>(&g.node))
    line(fmt::format("given invoice {} due {} amount {}", i->invoice.text, words(i->due), words(i->amount)));
  if (const auto* on = std::get_if<GivenOn>(&g.node)) {
    std::string text =
        fmt::format("given on {}{}", words(on->date), on->time ? fmt::format(" {}", format_clock(on->time->minutes)) : "");
    if (std::holds_alternative<Assess>(on->what)) text += " assess";
    if (const auto* paid = std::get_if<Paid>(&on->what))
      text += fmt::format(" paid {} {}", paid->invoice.text, words(paid->amount));
    if (const auto* fact = std::get_if<FactValue>(&on->what))
      text += fmt::format(" {} = {}", fact->path.text, words(fact->value));
    line(text);
  }
  if (const auto* fact = std::get_if<FactValue>(&g.node))
    line(fmt::format("given {} = {}", fact->path.text, words(fact->value)));
  if (const auto* b = std::get_if<GivenBuckets>(&g.node)) {
    line(fmt::format("given {}{}", b->billed ? "billed " : "", b->name.text));
    const Deeper deeper(*this);
    for (const Bucket& bucket : b->buckets)
      line(fmt::format("{} {}", bucket.bucket ? bucket.bucket->text : "all", words(bucket.amount)));
  }
}

void TreePrinter::expect(const Expect& e) {
  if (const auto* error = std::get_if<ExpectError>(&e.node)) line("expect error " + error->code.text);
  if (const auto* no = std::get_if<ExpectNo>(&e.node)) line("expect no " + words(no->address));
  if (const auto* fee = std::get_if<ExpectFee>(&e.node)) {
    const std::string event = fee->amount ? words(*fee->amount) : fee->event == FeeEvent::waived ? "waived" : "none";
    line(fmt::format("expect on {} {} {} {}", words(fee->date), fee->fee.text, fee->invoice.text, event));
  }
  if (const auto* a = std::get_if<ExpectAmount>(&e.node)) {
    std::string text = fmt::format("expect {}{} ", a->difference ? "difference " : "", words(a->address));
    if (const auto* q = std::get_if<Quantity>(&a->value)) text += words(*q);
    if (const auto* t = std::get_if<Text>(&a->value)) text += words(*t);
    if (const auto* n = std::get_if<Name>(&a->value)) text += n->text;
    line(text);
  }
}

void TreePrinter::statement(const Example& s) {
  line("example " + words(s.name));
  const Deeper deeper(*this);
  cites(s.cites);
  for (const ExampleCycle& c : s.cycles) {
    if (&c != &s.cycles.front()) line("then");
    for (const Given& g : c.givens) given(g);
    for (const Expect& e : c.expects) expect(e);
  }
}

void TreePrinter::statement(const Property& s) {
  line("property " + words(s.name));
  const Deeper deeper(*this);
  for (const ForAll& f : s.for_all)
    line("for all " + f.path.text + (f.values ? " values" : fmt::format(" from {} to {}", words(*f.from), words(*f.to))));
  for (const Given& g : s.givens) given(g);
  for (const Claim& c : s.claims) {
    if (const auto* never = std::get_if<NeverClaim>(&c.claim))
      line(fmt::format("{} never {} in {}", never->path.text, never->increases ? "increases" : "decreases", never->in.text));
    if (const auto* always = std::get_if<AlwaysClaim>(&c.claim)) {
      labelled("always", always->condition);
      labelled("when", always->when);
    }
  }
}

}  // namespace ratebook::syntax
