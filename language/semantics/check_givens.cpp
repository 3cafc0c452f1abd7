#include "language/semantics/check_givens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "language/base/limits.hpp"

namespace ratebook {

std::optional<std::vector<MemberRef>> bucket(Checker& checker, const std::vector<syntax::Name>& parts, Span span) {
  std::vector<MemberRef> members;
  std::string text;
  for (const syntax::Name& p : parts) text += fmt::format("{}{}", text.empty() ? "" : ".", p.text);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string path = parts[i].text;
    // A member of a named scheme is two words.
    if (checker.names.get<SchemeId>(path) && i + 1 < parts.size()) path += fmt::format(".{}", parts[++i].text);
    const Declaration* d = checker.names.find(path);
    if (d != nullptr && d->state == Declaration::State::poisoned) return std::nullopt;
    const auto member = checker.names.get<MemberRef>(path);
    const bool again =
        member && std::any_of(members.begin(), members.end(), [&](MemberRef m) { return m.scheme == member->scheme; });
    if (!member || again) {
      checker.report_unknown("bucket of the meter", {span, text, parts});
      return std::nullopt;
    }
    members.push_back(*member);
  }
  return members;
}

void GivenCheck::take(const syntax::Given& given, ExampleCycle& cycle) {
  cycle_ = &cycle;
  given_ = &given;
  std::visit([&](const auto& g) { take(g); }, given.node);
}

void GivenCheck::unsupported(std::string_view what) {
  checker_.unsupported_in_example(given_->span, what);
  sound_ = false;
}

void GivenCheck::wrong(Span span, std::string_view expected, Span found) {
  checker_.sink.report<Code::unit_mismatch>(span, expected, checker_.sources.text(found));
  sound_ = false;
}

void GivenCheck::take(const syntax::GivenCycle& g) {
  const auto days = (g.through.date - g.from.date).count() + 1;
  const Span dates = join(g.from.span, g.through.span);
  sound_ = false;
  if (cycle_->from != Date{}) {
    checker_.sink.report<Code::stated_twice>(given_->span, "the cycle");
  } else if (days < 1) {
    checker_.sink.report<Code::rule_amount>(g.through.span, "the end of the cycle", "not be before its beginning");
  } else if (days > limits::cycle_days.high) {
    checker_.sink.report<Code::out_of_range>(dates, fmt::format("a cycle of {} days", days), "1",
                                             std::to_string(limits::cycle_days.high));
  } else if (g.days && g.days->value != days) {
    checker_.sink.report<Code::cycle_days>(g.days->span, days, g.days->value);
  } else {
    sound_ = true;
  }
  cycle_->from = g.from.date;
  cycle_->through = g.through.date;
}

void GivenCheck::take(const syntax::GivenMeasures& g) {
  for (const syntax::MeasureAmount& m : g.measures) {
    const Declaration* d = checker_.names.find(m.measure.text);
    if (d != nullptr && d->state == Declaration::State::poisoned) {
      sound_ = false;
      continue;
    }
    const auto id = checker_.names.get<MeasureId>(m.measure.text);
    if (!id) {
      checker_.report_unknown("measure", m.measure);
      sound_ = false;
      continue;
    }
    const Measure& measure = checker_.tariff[*id];
    const auto amount = checker_.amount_in(measure.unit, m.amount);
    if (!amount) {
      sound_ = false;
      continue;
    }
    if (measure.rounding) {
      const Ratio step = measure.rounding->step;
      const auto steps = multiply(amount->canonical, {step.den, step.num});
      if (!steps || steps->den != 1) {
        const auto& r = *measure.rounding;
        const std::string unit = r.unit.text.empty() || r.unit.text == "%" ? r.unit.text : fmt::format(" {}", r.unit.text);
        auto& report = checker_.sink.report<Code::given_unrounded>(
            m.amount.span, measure.name, format_decimal(r.written) + unit, checker_.sources.text(m.amount.span));
        report.labels.push_back({r.span, ""});
        sound_ = false;
        continue;
      }
    }
    cycle_->measures.push_back({*id, amount->canonical, m.amount.span});
  }
}

void GivenCheck::take(const syntax::GivenSeries& g) {
  const Declaration* d = checker_.names.find(g.series.text);
  if (d == nullptr || d->kind != NameKind::series) checker_.report_unknown("series", g.series);
  sound_ = false;
}

void GivenCheck::take(const syntax::GivenEvent& g) {
  const Declaration* d = checker_.names.find(g.event.text);
  if (d == nullptr || d->kind != NameKind::event) checker_.report_unknown("event", g.event);
  sound_ = false;
}

void GivenCheck::take(const syntax::GivenInvoice&) { unsupported("`given invoice`"); }

void GivenCheck::take(const syntax::GivenHistory& g) {
  GivenHistory history;
  history.span = given_->span;
  history.none = g.none;
  if (g.none) {
    cycle_->histories.push_back(std::move(history));
    return;
  }
  const auto* reference = std::get_if<syntax::ReferenceExpr>(&checker_.tree[g.expression].node);
  if (reference == nullptr) return unsupported("a history of an expression");
  const syntax::Path& path = reference->path;
  const Declaration* d = checker_.names.find(path.text);
  std::optional<Unit> unit;
  if (const auto measure = checker_.names.get<MeasureId>(path.text)) unit = checker_.tariff[*measure].unit;
  if (const auto channel = checker_.names.get<ChannelId>(path.text)) unit = checker_.tariff[*channel].unit;
  if (!unit) {
    if (d == nullptr || d->state != Declaration::State::poisoned) checker_.report_unknown("measure or channel", path);
    sound_ = false;
    return;
  }
  history.name = path.text;
  const auto take_amount = [&](const syntax::Quantity& q) -> std::optional<Ratio> {
    const auto amount = checker_.amount_in(*unit, q);
    if (amount) return amount->canonical;
    sound_ = false;
    return std::nullopt;
  };
  if (g.highest) {
    history.highest = take_amount(g.highest->amount);
    if (g.highest->cycles.value < 1 || g.highest->cycles.value > limits::cycle_number.high) {
      checker_.sink.report<Code::out_of_range>(g.highest->cycles.span, checker_.sources.text(g.highest->cycles.span), "1",
                                               fmt::format("{} cycles", limits::cycle_number.high));
      sound_ = false;
      return;
    }
    history.cycles = static_cast<std::uint32_t>(g.highest->cycles.value);
  }
  for (const syntax::Quantity& q : g.amounts)
    if (const auto amount = take_amount(q)) history.values.push_back(*amount);
  cycle_->histories.push_back(std::move(history));
}

void GivenCheck::take(const syntax::GivenOn& g) {
  const auto* value = std::get_if<syntax::FactValue>(&g.what);
  if (value == nullptr || g.time) return unsupported("a timeline of invoices");
  const auto input = checker_.names.get<InputId>(value->path.text);
  if (!input) {
    const std::string& scope = value->path.parts.front().text;
    const bool of_account = scope == "account" || scope == "premise" || scope == "meter" || scope == "cycle";
    return of_account ? take(*value) : unsupported("a timeline of invoices");
  }
  if (!checker_.tariff[*input].dated) {
    auto& d = checker_.sink.report<Code::rule_amount>(given_->span, "an input that is given from a date", "be `dated`");
    d.labels.push_back({checker_.tariff[*input].span, ""});
    sound_ = false;
    return;
  }
  take_input(*value, *input, g.date.date);
}

void GivenCheck::take(const syntax::FactValue& g) {
  const Declaration* d = checker_.names.find(g.path.text);
  if (d != nullptr && d->state == Declaration::State::poisoned) {
    sound_ = false;
    return;
  }
  if (g.path.text == "as_known") {
    if (g.value.kind != syntax::LiteralKind::date) return wrong(g.value.span, "a date", g.value.span);
    cycle_->as_known = g.value.date;
    return;
  }
  if (const auto input = checker_.names.get<InputId>(g.path.text)) return take_input(g, *input, std::nullopt);
  if (const auto fact = checker_.names.get<Fact>(g.path.text)) return take_fact(g, *fact);
  checker_.report_unknown("fact", g.path);
  sound_ = false;
}

void GivenCheck::take_input(const syntax::FactValue& g, InputId id, std::optional<Date> from) {
  auto value = fact_value(checker_, checker_.tariff[id], g.value);
  if (!value) {
    sound_ = false;
    return;
  }
  cycle_->facts.push_back({id, std::move(*value), from, given_->span});
}

void GivenCheck::take_fact(const syntax::FactValue& g, Fact fact) {
  using Kind = syntax::LiteralKind;
  const syntax::Literal& v = g.value;
  const auto put = [&](FactValue value) { cycle_->facts.push_back({fact, std::move(value), std::nullopt, given_->span}); };
  switch (fact) {
    case Fact::cycle_first:
    case Fact::cycle_last:
      return v.kind == Kind::flag ? put(v.flag) : wrong(v.span, "true or false", v.span);
    case Fact::account_since:
      return v.kind == Kind::date ? put(v.date) : wrong(v.span, "a date", v.span);
    case Fact::cycle_month: {
      const auto at = std::find(std::begin(kMonthWords), std::end(kMonthWords), v.text);
      if (v.kind != Kind::word || at == std::end(kMonthWords)) return wrong(v.span, "a month, Jan to Dec", v.span);
      return put(Ratio{at - std::begin(kMonthWords) + 1, 1});
    }
    case Fact::cycle_scheduled_days:
    case Fact::account_cycle_number: {
      const bool days = fact == Fact::cycle_scheduled_days;
      const Limit limit = days ? limits::cycle_days : limits::cycle_number;
      if (v.kind != Kind::quantity) return wrong(v.span, days ? "a number of days" : "a whole number", v.span);
      const auto amount = checker_.amount_in(days ? unit_of(Dimension::day) : Unit{}, v.quantity);
      if (!amount) {
        sound_ = false;
        return;
      }
      if (amount->canonical.den != 1 || amount->canonical.num < limit.low || amount->canonical.num > limit.high) {
        checker_.sink.report<Code::out_of_range>(v.span, checker_.sources.text(v.span), std::to_string(limit.low),
                                                 std::to_string(limit.high));
        sound_ = false;
        return;
      }
      return put(amount->canonical);
    }
    default:
      break;
  }
  checker_.sink.report<Code::given_computed>(g.path.span, g.path.text);
  sound_ = false;
}

void GivenCheck::take(const syntax::GivenBuckets& g) {
  if (g.billed) return unsupported("`given billed`");
  const Declaration* d = checker_.names.find(g.name.text);
  if (d != nullptr && d->state == Declaration::State::poisoned) {
    sound_ = false;
    return;
  }
  const auto channel = checker_.names.get<ChannelId>(g.name.text);
  if (!channel) {
    checker_.report_unknown("channel", g.name);
    sound_ = false;
    return;
  }
  for (const syntax::Bucket& b : g.buckets) {
    std::optional<std::vector<MemberRef>> members(std::in_place);
    if (b.bucket) members = bucket(checker_, b.bucket->parts, b.bucket->span);
    const auto amount = checker_.amount_in(checker_.tariff[*channel].unit, b.amount);
    if (amount && amount->canonical.num < 0) {
      checker_.sink.report<Code::negative_reading>(b.amount.span, g.name.text, checker_.sources.text(b.amount.span));
    } else if (members && amount) {
      cycle_->reads.push_back({*channel, std::move(*members), amount->canonical, b.span});
      continue;
    }
    sound_ = false;
  }
}

}  // namespace ratebook
