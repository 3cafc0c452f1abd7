#include <fmt/format.h>

#include <utility>

#include "language/syntax/builder.hpp"

namespace ratebook::syntax {

void Builder::head(CstView v) {
  tree_.library = is(v.first(), Word::w_library);
  tree_.keyword = word_span(v.first());
  tree_.id = name_child(v);
  tree_.title = text_child(v);
}

void Builder::statement(CstView v) {
  const std::size_t errors = parser_.sink.errors();
  StatementNode made = node(v);
  const bool whole = parser_.sink.errors() == errors && !parser_.damaged(v.first(), v.last());
  tree_.statements.push_back({span(v), word_span(v.first()), std::move(made), whole});
}

Source Builder::source(CstView v) {
  Source s{name_child(v), text_child(v), std::nullopt, std::nullopt, std::nullopt, std::nullopt};
  once(v, NodeKind::source_docket, "`docket`");
  if (const CstView d = v.child(NodeKind::source_docket)) s.docket = text_child(d);
  for (const CstView c : v) {
    if (c.kind() != NodeKind::source_day) continue;
    const Word word = first(c).word;
    auto& day = word == Word::w_filed ? s.filed : word == Word::w_known ? s.known : s.effective;
    if (day)
      error<Code::stated_twice>(word_span(c.first()), in_ticks(text_of(word))).labels.push_back({day->span, "first here"});
    day = date_child(c);
  }
  return s;
}

Import Builder::import(CstView v) {
  std::vector<Text> texts;
  for (const CstView c : v)
    if (c.kind() == NodeKind::text) texts.push_back(text(c));
  return {name_child(v), texts[0], texts.size() > 1 ? std::optional(texts[1]) : std::nullopt};
}

ProrateRule Builder::prorate(CstView v) {
  ProrateRule r;
  r.yearly = is(v.first() + 1, Word::w_yearly);
  const CstView d = v.child(NodeKind::divisor);
  if (!d) return r;
  r.by = is(v.first() + 4, Word::w_days) ? ProrateBy::days : ProrateBy::months;
  r.divisor.span = span(d);
  std::vector<Decimal> numbers;
  for (const CstView n : d)
    if (n.kind() == NodeKind::number) {
      numbers.push_back(decimal(n));
      if (numbers.back().mantissa <= 0) error<Code::syntax>(span(n), "a number above zero");
    }
  if (numbers.size() == 2) {
    r.divisor.kind = DivisorKind::quotient;
    r.divisor.number = numbers[0];
    r.divisor.over = numbers[1];
  } else if (numbers.size() == 1) {
    r.divisor.number = numbers[0];
  } else if (is(d.first(), Word::w_scheduled)) {
    r.divisor.kind = DivisorKind::scheduled_days;
  } else {
    r.divisor.kind = is(d.last() - 1, Word::w_month) ? DivisorKind::days_of_month : DivisorKind::days_of_year;
  }
  for (const CstView c : v) {
    if (c.kind() != NodeKind::prorate_when) continue;
    ProrateWhen w{span(c), std::nullopt, {}};
    if (const CstView outside = c.child(NodeKind::range))
      w.outside = range(outside);
    else
      w.condition = expression_of(c);
    r.when.push_back(std::move(w));
  }
  return r;
}

RuleNode Builder::rule(CstView v) {
  switch (v.kind()) {
    case NodeKind::rule_season:
      return SeasonRule{by(v.child(NodeKind::by))};
    case NodeKind::rule_version:
      return VersionRule{by(v.child(NodeKind::by))};
    case NodeKind::rule_allocate: {
      AllocateRule r;
      if (const CstView series = v.child(NodeKind::path)) r.series = path(series);
      return r;
    }
    case NodeKind::rule_prorate:
      return prorate(v);
    case NodeKind::rule_round: {
      RoundRule r;
      if (const CstView channel = v.child(NodeKind::path)) r.channel = path(channel);
      r.what = r.channel                          ? RoundWhat::each_interval
               : is(v.first() + 1, Word::w_total) ? RoundWhat::total
                                                  : RoundWhat::each_line;
      r.rounding = rounding(v.child(NodeKind::rounding));
      return r;
    }
    case NodeKind::rule_clock:
      return ClockRule{is(v.first() + 1, Word::w_standard)};
    case NodeKind::rule_demand: {
      DemandRule r{quantity_child(v), says(v, Word::w_sliding), std::nullopt};
      bool window = true;
      for (const CstView c : v)
        if (c.kind() == NodeKind::quantity && !std::exchange(window, false)) r.slide = quantity(c);
      return r;
    }
    case NodeKind::rule_estimate: {
      const std::uint32_t last = v.last() - 1;
      return EstimateRule{is(last, Word::w_interval) ? EstimateBy::previous_interval
                          : is(last, Word::w_before) ? EstimateBy::same_time_a_week_before
                                                     : EstimateBy::register_total};
    }
    case NodeKind::rule_correct: {
      CorrectRule r{says(v, Word::w_rebill), says(v, Word::w_now), std::nullopt};
      if (const CstView q = v.child(NodeKind::quantity)) r.within = quantity(q);
      return r;
    }
    case NodeKind::rule_intervals:
      return IntervalsRule{};
    default:
      return RegisterCheckRule{quantity_child(v)};
  }
}

namespace {
// Rules that exclude each other have the same key; `round each interval of` may stand once for each channel.
std::string rule_key(const RuleNode& node) {
  if (const auto* r = std::get_if<ProrateRule>(&node))
    return r->yearly ? "`prorate yearly amounts`" : "`prorate monthly amounts`";
  if (const auto* r = std::get_if<RoundRule>(&node)) {
    if (r->what == RoundWhat::each_interval) return fmt::format("`round each interval of {}`", r->channel->text);
    return r->what == RoundWhat::total ? "`round total`" : "`round each line`";
  }
  return {};
}
}  // namespace

Rules Builder::rules(CstView v) {
  Rules rules;
  std::vector<std::pair<std::string, Span>> stated;
  for (const CstView c : v) {
    if (c.kind() == NodeKind::cite) {
      rules.rules.back().cites.push_back(cite(c));
      rules.rules.back().span = join(rules.rules.back().span, span(c));
      continue;
    }
    Rule r{span(c), rule(c), {}};
    std::string key = rule_key(r.node);
    if (key.empty()) key = in_ticks(parser_.text(first(c)));
    for (const auto& [other, place] : stated)
      if (other == key) error<Code::stated_twice>(word_span(c.first()), key).labels.push_back({place, "first here"});
    stated.emplace_back(std::move(key), word_span(c.first()));
    rules.rules.push_back(std::move(r));
  }
  return rules;
}

StatementNode Builder::node(CstView v) {
  switch (v.kind()) {
    case NodeKind::utility:
      return Utility{text_child(v)};
    case NodeKind::timezone:
      return Timezone{name_child(v)};
    case NodeKind::currency:
      return CurrencyWord{name_child(v)};
    case NodeKind::edition:
      return Edition{date_child(v), optional_text(v), cites(v)};
    case NodeKind::source:
      return source(v);
    case NodeKind::import:
      return import(v);
    case NodeKind::rules:
      return rules(v);
    case NodeKind::season:
      return season(v);
    case NodeKind::calendar:
      return calendar(v);
    case NodeKind::day:
      return day(v);
    case NodeKind::period:
      return period(v);
    case NodeKind::event:
      return event(v);
    case NodeKind::choice:
      return choice(v);
    case NodeKind::input:
      return input(v);
    case NodeKind::eligible: {
      const TreeExprId condition = expression_of(v);
      return Eligible{condition, cites(v)};
    }
    case NodeKind::channel:
      return channel(v);
    case NodeKind::value:
      return value(v);
    case NodeKind::table:
      return table(v);
    case NodeKind::series:
      return series(v);
    case NodeKind::measure:
      return measure(v);
    case NodeKind::define:
      return define(v);
    case NodeKind::carry:
      return carry(v);
    case NodeKind::update:
      return update(v);
    case NodeKind::charge:
      return charge(v);
    case NodeKind::adjustment:
      return adjustment(v);
    case NodeKind::limit:
      return limit(v);
    case NodeKind::fee:
      return fee(v);
    case NodeKind::apply:
      return apply(v);
    case NodeKind::example:
      return example(v);
    default:
      return property(v);
  }
}

}  // namespace ratebook::syntax
