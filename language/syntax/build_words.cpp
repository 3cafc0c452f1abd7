#include "language/syntax/builder.hpp"

#include <fmt/format.h>

namespace ratebook::syntax {

bool Builder::says(CstView v, Word w) const {
  std::uint32_t i = v.first();
  for (const CstView child : v) {
    for (; i < child.first(); ++i)
      if (is(i, w)) return true;
    i = child.last();
  }
  for (; i < v.last(); ++i)
    if (is(i, w)) return true;
  return false;
}

Name Builder::name(CstView v) const { return {span(v), std::string(parser_.text(first(v)))}; }

Path Builder::path(CstView v) const {
  Path p;
  p.span = span(v);
  for (const CstView c : v) {
    p.parts.push_back(name(c));
    if (!p.text.empty()) p.text += '.';
    p.text += p.parts.back().text;
  }
  return p;
}

std::vector<Path> Builder::paths(CstView v) const {
  std::vector<Path> all;
  for (const CstView c : v)
    if (c.kind() == NodeKind::path) all.push_back(path(c));
  return all;
}

Text Builder::text(CstView v) const {
  std::string_view t = parser_.text(first(v));
  if (t.starts_with('"')) t.remove_prefix(1);
  if (t.ends_with('"')) t.remove_suffix(1);
  return {span(v), std::string(t)};
}

std::optional<Text> Builder::optional_text(CstView v) const {
  if (const CstView t = v.child(NodeKind::text)) return text(t);
  return std::nullopt;
}

DateWord Builder::date(CstView v) {
  const auto d = parse_date(parser_.text(first(v)));
  if (!d) error<Code::syntax>(span(v), "a date of the years 1900 to 2999 that exists, such as 2025-07-01");
  return {span(v), d.value_or(Date{})};
}

ClockWord Builder::clock(CstView v) {
  const auto t = parser_.text(first(v));
  const auto minutes = parse_clock(t);
  if (!minutes) {
    auto& d = error<Code::syntax>(span(v), "a time from 00:00 to 24:00, such as 16:00");
    const std::string padded = fmt::format("0{}", t);
    if (t.size() == 4 && parse_clock(padded)) d.help = in_ticks(padded);
  }
  return {span(v), minutes.value_or(0)};
}

Count Builder::count(CstView v) {
  const auto n = parse_decimal(parser_.text(first(v)));
  const bool fits = n && n->mantissa <= 1'000'000'000;
  if (!fits) error<Code::syntax>(span(v), "a whole number up to 1000000000");
  return {span(v), fits ? n->mantissa : 0};
}

Decimal Builder::decimal(CstView v) {
  std::string digits(parser_.text(first(v)));
  std::erase(digits, ',');  // 1,500 is reported already
  const auto n = parse_decimal(digits);
  if (!n) error<Code::syntax>(span(v), "a number of at most 18 digits");
  return n.value_or(Decimal{});
}

UnitWords Builder::unit(CstView v) const { return {span(v), std::string(parser_.text(first(v)))}; }

Quantity Builder::quantity(CstView v) {
  Quantity q;
  q.span = span(v);
  const CstView n = v.child(NodeKind::number);
  q.number_span = span(n);
  q.number = decimal(n);
  if (const CstView u = v.child(NodeKind::unit)) q.unit = unit(u);
  return q;
}

QuantityRange Builder::range(CstView v) {
  QuantityRange r;
  r.span = span(v);
  const CstView n = v.child(NodeKind::number);
  r.low.span = r.low.number_span = span(n);
  r.low.number = decimal(n);
  r.high = quantity_child(v);
  r.low.unit = r.high.unit;
  if (compare(ratio_of(r.high.number), ratio_of(r.low.number)) < 0)
    error<Code::syntax>(r.high.number_span, "the upper end of the range, not below its lower end");
  return r;
}

Literal Builder::literal(CstView v) {
  Literal l;
  l.span = span(v);
  const CstView c = *v.begin();
  switch (c.kind()) {
    case NodeKind::flag:
      l.kind = LiteralKind::flag;
      l.flag = is(c.first(), Word::w_true);
      break;
    case NodeKind::quantity:
      l.kind = LiteralKind::quantity;
      l.quantity = quantity(c);
      break;
    case NodeKind::date:
      l.kind = LiteralKind::date;
      l.date = date(c).date;
      break;
    case NodeKind::text:
      l.kind = LiteralKind::text;
      l.text = text(c).text;
      break;
    default:
      l.kind = LiteralKind::word;
      l.text = name(c).text;
  }
  return l;
}

Address Builder::address(CstView v) {
  Address a;
  a.span = span(v);
  a.path = path_child(v);
  if (const CstView d = v.child(NodeKind::date)) a.version = date(d);
  return a;
}

Cite Builder::cite(CstView v) const {
  Cite c;
  c.span = span(v);
  for (const CstView place : v) c.items.push_back({span(place), path_child(place), optional_text(place)});
  return c;
}

std::vector<Cite> Builder::cites(CstView v) const {
  std::vector<Cite> all;
  for (const CstView c : v)
    if (c.kind() == NodeKind::cite) all.push_back(cite(c));
  return all;
}

Rounding Builder::rounding(CstView v) {
  Rounding r;
  r.span = span(v);
  const CstView mode = v.child(NodeKind::mode);
  r.mode_span = span(mode);
  const bool half = is(mode.first(), Word::w_half);
  const std::uint32_t last = mode.last() - 1;
  r.mode = half ? (is(last, Word::w_even) ? RoundMode::half_even : RoundMode::half_up)
                : (is(last, Word::w_up) ? RoundMode::up : RoundMode::down);
  r.step = quantity_child(v);
  if (r.step.number.mantissa <= 0) error<Code::syntax>(r.step.number_span, "a step above zero");
  return r;
}

std::optional<Rounding> Builder::optional_rounding(CstView v) {
  once(v, NodeKind::rounding, "`round`");
  if (const CstView r = v.child(NodeKind::rounding)) return rounding(r);
  return std::nullopt;
}

CutRuleWords Builder::by(CstView v) const {
  CutRule rule = CutRule::usage_day;
  if (is(v.first() + 1, Word::w_bill)) rule = CutRule::bill_month;
  if (is(v.first() + 1, Word::w_cycle)) rule = is(v.first() + 2, Word::w_end) ? CutRule::cycle_end : CutRule::cycle_start;
  return {span(v), rule};
}

std::optional<Name> Builder::scheme(CstView v) const {
  if (const CstView s = v.child(NodeKind::scheme)) return name_child(s);
  return std::nullopt;
}

std::vector<Path> Builder::overrides(CstView v) {
  once(v, NodeKind::overrides, "`overrides`");
  const CstView o = v.child(NodeKind::overrides);
  return o ? paths(o) : std::vector<Path>{};
}

Split Builder::split(CstView v) const { return {span(v), paths(v)}; }

std::optional<Split> Builder::optional_split(CstView v) {
  once(v, NodeKind::split, "`split by`");
  if (const CstView s = v.child(NodeKind::split)) return split(s);
  return std::nullopt;
}

void Builder::require_piece(CstView v, bool any, std::string_view words) {
  if (!any && !parser_.failed_within(v.first(), v.last())) error<Code::syntax>(parser_.span(v.last() - 1, v.last()), words);
}

void Builder::once(CstView v, NodeKind kind, std::string_view words) {
  CstView before;
  for (const CstView c : v) {
    if (c.kind() != kind) continue;
    if (before) {
      error<Code::stated_twice>(word_span(c.first()), words).labels.push_back({word_span(before.first()), "first here"});
      return;
    }
    before = c;
  }
}

}  // namespace ratebook::syntax
