#include "language/semantics/computations.hpp"

#include <fmt/format.h>

#include "language/base/limits.hpp"

namespace ratebook {
namespace {

constexpr int kPriceDecimals = 8, kQuantityDecimals = 6;

bool has_money(const Unit& u) { return !u.currency.none(); }

bool is_power_like(const Unit& u) {
  return u == unit_of(Dimension::power) || u == unit_of(Dimension::reactive) || u == unit_of(Dimension::apparent);
}

// What limit.def allows for an amount in this unit.
Limit limit_of(const UnitText& unit) {
  const Unit& u = unit.unit;
  if (u.is_money()) return limits::input_money;
  if (has_money(u)) return limits::price;
  if (u.is_ratio()) return unit.text == "%" ? limits::input_ratio : limits::input_count;
  if (is_power_like(u)) return limits::input_power;
  if (is_commodity(u)) return limits::input_energy;
  return limits::input_other;
}

}  // namespace

std::string unit_words(const Unit& unit) { return unit.is_ratio() ? "a plain number" : format_unit(unit); }

std::optional<Ratio> canonical(Decimal number, const UnitText& unit) { return multiply(ratio_of(number), unit.factor); }

CutRule cut_rule(syntax::CutRule rule) {
  switch (rule) {
    case syntax::CutRule::usage_day:
      return CutRule::usage_day;
    case syntax::CutRule::cycle_end:
      return CutRule::cycle_end;
    case syntax::CutRule::cycle_start:
      return CutRule::cycle_start;
    case syntax::CutRule::bill_month:
      return CutRule::bill_month;
  }
  return {};
}

std::vector<Cite> Checker::resolve(const std::vector<syntax::Cite>& cites) {
  std::vector<Cite> found;
  for (const syntax::Cite& cite : cites)
    for (const syntax::CiteItem& item : cite.items) {
      const auto at = source_ids.find(item.source.text);
      if (at == source_ids.end()) {
        report_unknown("source", item.source);
        found.push_back(
            {SourceDocId::none(), "", item.span});  // it is cited, if wrongly: cite_missing would be a second message
        continue;
      }
      sources_used[at->second.index] = true;
      found.push_back({at->second, item.place ? item.place->text : "", item.span});
    }
  return found;
}

void Checker::want_cite(const std::vector<syntax::Cite>& cites, Span span, std::string_view what) {
  if (cites.empty()) sink.report<Code::cite_missing>(span, what);
}

std::optional<UnitText> Checker::resolve(const syntax::UnitWords& unit) {
  UnitParse parsed = parse_unit(unit.text, tariff.currency);
  if (parsed.unit) return std::move(parsed.unit);
  if (tariff.currency.none()) return std::nullopt;  // the currency is the error
  const auto begin = unit.span.begin + static_cast<std::uint32_t>(parsed.unknown.offset);
  const Span span{unit.span.file, begin, begin + static_cast<std::uint32_t>(parsed.unknown.word.size())};
  if (is_unit_word(parsed.unknown.word)) {
    sink.report<Code::currency_mismatch>(span, currency_code(tariff.currency), parsed.unknown.word);
  } else {
    sink.report<Code::unknown_unit>(span, parsed.unknown.word);
  }
  return std::nullopt;
}

std::optional<Constant> Checker::resolve(const syntax::Quantity& quantity) {
  UnitText unit;
  if (quantity.unit) {
    auto found = resolve(*quantity.unit);
    if (!found) return std::nullopt;
    unit = std::move(*found);
  }
  const int decimals = has_money(unit.unit) || unit.unit.is_ratio() ? kPriceDecimals : kQuantityDecimals;
  if (quantity.number.scale > decimals) {
    sink.report<Code::too_many_digits>(quantity.number_span, format_decimal(quantity.number), decimals);
    return std::nullopt;
  }
  const auto value = canonical(quantity.number, unit);
  // A number of the script may be a difference, so the range holds on both sides of zero.
  const std::int64_t high = limit_of(unit).high;
  if (!value || compare(*value, {-high, 1}) < 0 || compare(*value, {high, 1}) > 0) {
    const std::string_view blank = unit.unit.is_ratio() ? "" : " ";
    sink.report<Code::out_of_range>(quantity.span, sources.text(quantity.span), fmt::format("-{}", high),
                                    fmt::format("{}{}{}", high, blank, format_unit(unit.unit)));
    return std::nullopt;
  }
  return Constant{*value, std::move(unit), quantity.number};
}

std::optional<Rounding> Checker::resolve(const syntax::Rounding& rounding) {
  const auto step = resolve(rounding.step);
  if (!step) return std::nullopt;
  if (step->value.num <= 0) return std::nullopt;  // said by the parser
  Rounding r;
  switch (rounding.mode) {
    case syntax::RoundMode::half_up:
      r.mode = RoundMode::half_up;
      break;
    case syntax::RoundMode::half_even:
      r.mode = RoundMode::half_even;
      break;
    case syntax::RoundMode::up:
      r.mode = RoundMode::up;
      break;
    case syntax::RoundMode::down:
      r.mode = RoundMode::down;
      break;
  }
  r.step = step->value;
  r.unit = step->unit;
  r.written = step->written;
  r.span = rounding.span;
  return r;
}

std::optional<Amount> Checker::amount_in(const Unit& unit, const syntax::Quantity& quantity) {
  const auto c = resolve(quantity);
  if (!c) return std::nullopt;
  if (c->unit.unit != unit) {
    sink.report<Code::unit_mismatch>(quantity.span, unit_words(unit), unit_words(c->unit.unit));
    return std::nullopt;
  }
  return Amount{c->value, c->written, quantity.span};
}

void Checker::unsupported_in_example(Span span, std::string_view what) {
  for (const syntax::Statement* s : left_out)
    if (std::holds_alternative<syntax::Fee>(s->node)) return;  // timelines of invoices and fee events belong to it
  if (unsupported_told.emplace(statement, what).second) sink.report<Code::unsupported>(span, what);
}

void Checker::report_unknown(std::string_view kind, const syntax::Path& path) {
  if (kind == "line" && may_have_lost_line()) return;
  if (kind == "source" && !may_have_lost("source")) {
    // No statement of another kind declares it.
  } else if (may_declare(path.text) || may_declare(path.parts.front().text) || may_declare(path.parts.back().text)) {
    return;
  }
  if (const Declaration* first = names.find(path.parts.front().text);
      first != nullptr && first->state == Declaration::State::poisoned)
    return;
  // What nobody declares is missing once, wherever it is read.
  if (!ratebook::computations(*this).told.insert(fmt::format("missing {}", path.text)).second) return;
  auto& d = sink.report<Code::unknown_name>(path.span, kind, path.text);
  if (const std::string near = names.closest(path.text); !near.empty()) d.help = fmt::format("is `{}` meant?", near);
}

std::optional<MemberRef> Checker::member(const syntax::Path& path, std::optional<SchemeKind> wanted) {
  const std::string_view kind = !wanted                         ? "season, day type or period"
                                : *wanted == SchemeKind::season ? "season"
                                : *wanted == SchemeKind::day    ? "day type"
                                                                : "period";
  const Declaration* d = names.read(path.text);
  if (d != nullptr && d->state == Declaration::State::poisoned) return std::nullopt;
  if (d != nullptr && d->state == Declaration::State::ready)
    if (const auto* ref = std::get_if<MemberRef>(&d->what); ref != nullptr && (!wanted || tariff[ref->scheme].kind == *wanted))
      return *ref;
  report_unknown(kind, path);
  return std::nullopt;
}

std::optional<SchemeId> Checker::scheme(const syntax::Path& path) {
  const Declaration* d = names.read(path.text);
  if (d != nullptr && d->state == Declaration::State::poisoned) return std::nullopt;
  if (d != nullptr && d->state == Declaration::State::ready)
    if (const auto* id = std::get_if<SchemeId>(&d->what)) return *id;
  report_unknown("scheme of seasons, days or periods", path);
  return std::nullopt;
}

std::optional<ChannelId> Checker::channel(const syntax::Path& path) {
  const Declaration* d = names.read(path.text);
  if (d != nullptr && d->state == Declaration::State::poisoned) return std::nullopt;
  if (d != nullptr && d->state == Declaration::State::ready)
    if (const auto* id = std::get_if<ChannelId>(&d->what)) return *id;
  report_unknown("channel", path);
  return std::nullopt;
}

}  // namespace ratebook
