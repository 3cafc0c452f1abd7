// The amount of a line: a plain amount, a quantity at a price, a share of other lines; whether cutting it counts something twice.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/line_checker.hpp"
#include "language/semantics/printed_amount.hpp"

namespace ratebook {

void LineChecker::needs_clock(const syntax::EachWords& each) {
  if (each.level != syntax::EachLevel::part)
    checker_.need(RuleKind::clock, each.span, fmt::format("`{}`", checker_.sources.text(each.span)));
}

void LineChecker::priced(const syntax::Priced& amount) {
  const bool has_price = !std::holds_alternative<std::monostate>(amount.price);
  Place place = place_;
  if (amount.each) {
    if (!has_price) {
      auto& d = checker_.sink.report<Code::modifier_misplaced>(amount.each->span, checker_.sources.text(amount.each->span),
                                                               "an amount without a price");
      d.help = "write the price after `at`";
      return fail();
    }
    needs_clock(*amount.each);
    switch (amount.each->level) {
      case syntax::EachLevel::interval:
        place.level = Level::interval;
        break;
      case syntax::EachLevel::hour:
      case syntax::EachLevel::day:
        place.level = Level::step;
        break;
      case syntax::EachLevel::part:
        break;
    }
  }
  const ExprId value = ExpressionChecker(checker_, place).check_number(amount.quantity);
  if (!value.valid()) fail();
  if (!has_price) {
    if (value.valid()) plain(amount, value);
  } else if (const auto* price = std::get_if<syntax::PriceAt>(&amount.price)) {
    priced_at(amount, value, *price);
  } else {
    tiered(amount, value, std::get<syntax::Tiers>(amount.price));
  }
}

void LineChecker::plain(const syntax::Priced&, ExprId value) {
  ExpressionChecker expressions(checker_, place_);
  if (!expressions.require_unit(value, money(), currency())) return fail();
  const PrintedAmount printed = printed_amount(expressions, tariff(), value);
  line_.form = PlainAmount{value, printed.quantity, printed.price};
}

// Quantity × price must be money: the message names both units.
bool LineChecker::is_money(ExprId quantity, ExprId price) {
  const auto unit = multiply(at(quantity).type.unit, at(price).type.unit);
  if (unit && *unit == money()) return true;
  if (tariff().currency.none()) return false;  // the currency is the error
  const Unit& of_price = at(price).type.unit;
  if (!of_price.currency.none() && of_price.currency != tariff().currency) {
    checker_.sink.report<Code::currency_mismatch>(at(price).span, currency(), currency_code(of_price.currency));
    return false;
  }
  const std::string of_quantity = words_of(tariff(), quantity), price_words = words_of(tariff(), price);
  auto& d =
      checker_.sink.report<Code::unit_mismatch>(at(price).span, currency(), fmt::format("{} × {}", of_quantity, price_words));
  d.at_span = price_words;
  d.labels.push_back({at(quantity).span, of_quantity});
  return false;
}

bool LineChecker::order_is_stated(ExprId quantity, const syntax::Priced& amount) {
  if (amount.each || growth_in_channels(tariff(), quantity) != Growth::other) return true;
  auto& d = checker_.sink.report<Code::order_matters>(at(quantity).span, checker_.sources.text(at(quantity).span));
  d.notes.push_back("the sum over the intervals is not what the sums give");
  d.help = "say `each interval`, `each hour`, `each day` or `each part`";
  fail();
  return false;
}

namespace {

EachLevel each_level(const std::optional<syntax::EachWords>& each) {
  if (!each) return EachLevel::none;
  switch (each->level) {
    case syntax::EachLevel::interval:
      return EachLevel::interval;
    case syntax::EachLevel::hour:
      return EachLevel::hour;
    case syntax::EachLevel::day:
      return EachLevel::day;
    case syntax::EachLevel::part:
      return EachLevel::part;
  }
  return {};
}

}  // namespace

void LineChecker::priced_at(const syntax::Priced& amount, ExprId quantity, const syntax::PriceAt& at_price) {
  const ExprId price = ExpressionChecker(checker_, place_).check_number(at_price.price);
  if (!quantity.valid() || !price.valid()) return fail();
  if (!is_money(quantity, price) || !order_is_stated(quantity, amount)) return fail();
  line_.form = PricedQuantity{quantity, each_level(amount.each), price};
}

// -- shares ---------------------------------------------------------------------------------------------------------------------------------

// `5% of peak_cost`, where peak_cost is no line but a measure: an amount like any other.
bool LineChecker::plain_instead(const syntax::Share& share) {
  if (share.included || share.base.kind != syntax::BaseKind::lines || share.base.lines.size() != 1 || modifiers_.excluding)
    return false;
  const Declaration* d = checker_.names.find(share.base.lines.front().text);
  return d != nullptr && d->state == Declaration::State::ready &&
         (d->kind == NameKind::measure || d->kind == NameKind::value || d->kind == NameKind::input);
}

void LineChecker::share(const syntax::Share& text) {
  ExpressionChecker expressions(checker_, place_);
  const ExprId ratio = expressions.check_number(text.share);
  if (ratio.valid() && !at(ratio).type.unit.is_ratio()) {
    checker_.sink.report<Code::unit_mismatch>(at(ratio).span, "a percentage", words_of(tariff(), ratio));
    fail();
  }
  if (!ratio.valid() || (sound_ && !expressions.is_share(ratio))) fail();
  if (plain_instead(text)) {
    const ExprId base = expressions.reference(text.base.lines.front());
    if (!sound_ || !base.valid()) return fail();
    const ExprId product = expressions.multiply(ratio, base, text.span);
    if (!product.valid() || !expressions.require_unit(product, money(), currency())) return fail();
    const PrintedAmount printed = printed_amount(expressions, tariff(), product);
    line_.form = PlainAmount{product, printed.quantity, printed.price};
    return;
  }
  const auto lines = base(text.base, line_.kind != LineKind::waiver);
  if (!lines) return fail();
  line_.form = ShareOfLines{ratio, *lines, text.included};
}

// -- counted twice --------------------------------------------------------------------------------------------------------------------------

// How the amount grows over parts, or over the members of a scheme inside a part. Shares are of sums that are shared out by days, so they
// always add up.
Growth LineChecker::growth_of_amount(std::optional<SchemeId> scheme) const {
  auto growth = [&](ExprId id) {
    return scheme ? growth_over_members(tariff(), id, *scheme) : growth_over_parts(tariff(), id);
  };
  // A step lies in one part: what is taken at each step adds up, whatever it is.
  auto of_quantity = [&](ExprId id, EachLevel each) { return each == EachLevel::none ? growth(id) : Growth::additive; };
  if (const auto* f = std::get_if<PlainAmount>(&line_.form)) return growth(f->amount);
  if (const auto* f = std::get_if<PricedQuantity>(&line_.form))
    return times(of_quantity(f->quantity, f->each), growth(f->price));
  if (const auto* f = std::get_if<LimitOverLines>(&line_.form)) return growth(f->bound);
  if (const auto* f = std::get_if<TieredQuantity>(&line_.form)) {
    Growth all = Growth::additive;
    std::vector<const Tier*> open;
    for (const Tier& t : f->block.tiers) open.push_back(&t);
    while (!open.empty()) {
      const Tier* t = open.back();
      open.pop_back();
      for (const Tier& inner : t->inner) open.push_back(&inner);
      if (t->price.valid()) all = plus(all, times(of_quantity(f->quantity, f->each), growth(t->price)));
    }
    return all;
  }
  return Growth::additive;
}

std::vector<std::string> LineChecker::what_cuts() const {
  std::vector<std::string> notes;
  for (const ValueId v : line_.cuts.values)
    notes.push_back(fmt::format("`{}` has versions, and one can begin inside a cycle", tariff()[v].name));
  for (const TableId t : line_.cuts.tables)
    notes.push_back(fmt::format("`{}` has versions, and one can begin inside a cycle", tariff()[t].name));
  for (const SchemeId s : line_.cuts.seasons) notes.push_back(fmt::format("a `{}` can begin inside a cycle", tariff()[s].name));
  for (const InputId i : line_.cuts.dated)
    notes.push_back(fmt::format("`{}` is dated and can change inside a cycle", tariff()[i].path));
  if (line_.cuts.month) notes.push_back("the line is split by month");
  return notes;
}

void LineChecker::counted_once() {
  const Span span = [&] {
    const auto all = amount_expressions(line_);
    return all.empty() ? line_.span : at(all.front()).span;
  }();
  if (!line_.cuts.empty() && growth_of_amount(std::nullopt) != Growth::additive) {
    auto& d = checker_.sink.report<Code::counted_twice>(span, "part of the cycle");
    d.notes = what_cuts();
    d.notes.push_back("what is cut must be so much for each kWh, day or month of a part: `* days`, `* months`");
    const bool versions = !line_.cuts.values.empty() || !line_.cuts.tables.empty() || !line_.cuts.dated.empty();
    const bool seasons =
        !line_.cuts.seasons.empty() && std::none_of(line_.split.begin(), line_.split.end(), [&](const SplitDimension& s) {
          return s.kind == SplitDimension::Kind::scheme && tariff()[s.scheme].kind == SchemeKind::season;
        });
    std::vector<std::string> ways;
    if (versions) ways.push_back("`version by cycle end`");
    if (seasons) ways.push_back("`season by cycle end`");
    if (!ways.empty() && !line_.cuts.month) d.help = fmt::format("{} bills it once", listed(ways));
    return fail();
  }
  for (const SplitDimension& s : line_.split) {
    if (s.kind != SplitDimension::Kind::scheme || tariff()[s.scheme].kind == SchemeKind::season) continue;
    if (growth_of_amount(s.scheme) == Growth::additive) continue;
    const std::string& scheme = tariff()[s.scheme].name;
    auto& d = checker_.sink.report<Code::counted_twice>(span, scheme);
    d.labels.push_back({s.span, fmt::format("a row for each {}", scheme)});
    d.notes.push_back(
        fmt::format("days and months are the same in every {}; a channel or a measure split by it is not", scheme));
    return fail();
  }
}

}  // namespace ratebook
