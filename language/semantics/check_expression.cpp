// Amounts and arithmetic: units, sums, products, `of`, largest and smallest, rounding.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/expression_checker.hpp"

namespace ratebook {
namespace {

Type number(const Unit& unit) { return {Type::Kind::number, unit, {}}; }

}  // namespace

ExprId ExpressionChecker::make(ExprKind kind, Type type, Span span, std::vector<ExprId> operands, ExprPayload payload,
                               Level level) {
  auto& all = checker_.tariff.expressions;
  std::uint32_t depth = 0;
  for (const ExprId operand : operands) {
    level = std::max(level, at(operand).level);
    depth = std::max(depth, shared_.depth[operand.index]);
  }
  if (depth >= kMostDepth || all.size() >= kMostExpressions) return unsupported(span, "an expression of this size");
  all.push_back({kind, std::move(type), level, span, std::move(operands), std::move(payload)});
  shared_.depth.resize(all.size());
  shared_.depth.back() = depth + 1;
  return ExprId{all.size() - 1};
}

ExprId ExpressionChecker::check(syntax::TreeExprId id) {
  const syntax::TreeExpr& e = checker_.tree[id];
  const bool direct = std::exchange(direct_round_, false);
  // Only the operand of a rounding itself may be irrational, not what stands deeper inside it.
  direct_round_ =
      direct && (std::holds_alternative<syntax::DemandExpr>(e.node) || std::holds_alternative<syntax::PowerFactorExpr>(e.node));
  const ExprId found = std::visit([&](const auto& node) { return visit(e, node); }, e.node);
  direct_round_ = false;
  if (found.valid() && e.bracketed) checker_.tariff.expressions[found.index].span = e.span;
  return found;
}

ExprId ExpressionChecker::check_number(syntax::TreeExprId id) {
  const ExprId found = check(id);
  if (!found.valid() || at(found).type.kind == Type::Kind::number) return found;
  return mismatch(checker_.tree[id].span, "an amount", words(found));
}

ExprId ExpressionChecker::unsupported(Span span, std::string_view what) {
  report<Code::unsupported>(span, what);
  return ExprId::none();
}
ExprId ExpressionChecker::mismatch(Span span, std::string_view expected, std::string_view found) {
  report<Code::unit_mismatch>(span, expected, found);
  return ExprId::none();
}

ExprId ExpressionChecker::mismatch(ExprId a, ExprId b) {
  const Currency own = tariff().currency, of_a = at(a).type.unit.currency, of_b = at(b).type.unit.currency;
  const bool both_money = !of_a.none() && !of_b.none() && of_a != of_b;
  if (both_money && (of_a == own || of_b == own)) {
    const ExprId foreign = of_a == own ? b : a;
    report<Code::currency_mismatch>(at(foreign).span, currency_code(own), currency_code(at(foreign).type.unit.currency));
    return ExprId::none();
  }
  auto& d = report<Code::unit_mismatch>(at(b).span, words(a), words(b));
  d.at_span = words(b);
  d.labels.push_back({at(a).span, words(a)});
  return ExprId::none();
}

bool ExpressionChecker::same_unit(ExprId a, ExprId b) {
  if (at(a).type.unit == at(b).type.unit) return true;
  mismatch(a, b);
  return false;
}

namespace {

// The factors of a product as they stand in the text, with the sign between them.
void factors_of(const CheckedTariff& tariff, ExprId id, bool divides, std::vector<std::pair<ExprId, bool>>& found) {
  const Expr& e = tariff[id];
  if (e.kind != ExprKind::multiply && e.kind != ExprKind::divide) {
    found.emplace_back(id, divides);
    return;
  }
  factors_of(tariff, e.operands[0], divides, found);
  factors_of(tariff, e.operands[1], divides != (e.kind == ExprKind::divide), found);
}

}  // namespace

bool ExpressionChecker::require_unit(ExprId found, const Unit& unit, std::string_view expected, std::optional<Span> because) {
  const Unit& own = at(found).type.unit;
  if (own == unit) return true;
  if (tariff().currency.none()) return false;  // the currency is the error
  std::vector<std::pair<ExprId, bool>> factors;
  factors_of(tariff(), found, false, factors);
  if (unit.is_money() && !own.currency.none() && own.currency != unit.currency && own[Dimension::money] == 1) {
    const auto foreign = std::find_if(factors.begin(), factors.end(),
                                      [&](const auto& f) { return at(f.first).type.unit.currency == own.currency; });
    report<Code::currency_mismatch>(at(foreign == factors.end() ? found : foreign->first).span, currency_code(unit.currency),
                                    currency_code(own.currency));
    return false;
  }
  // Where prices and allowances of this product are declared: their unit is as likely wrong as the product.
  std::vector<std::pair<std::string_view, Span>> declared;
  for (const auto& [factor, divides] : factors) {
    if (at(factor).kind == ExprKind::value) {
      const Value& v = tariff()[std::get<ValueId>(at(factor).payload)];
      declared.emplace_back(v.name, v.span);
    } else if (at(factor).kind == ExprKind::table) {
      const Table& t = tariff()[std::get<TableRef>(at(factor).payload).table];
      declared.emplace_back(t.name, t.span);
    }
  }
  if (declared.size() == 1 &&
      !shared_.told.insert(fmt::format("unit of {}: {} for {}", declared.front().first, words(found), expected)).second)
    return false;
  std::erase_if(factors, [&](const auto& f) {
    const bool plain = at(f.first).kind != ExprKind::value && at(f.first).kind != ExprKind::table;
    return plain && at(f.first).type.unit.is_ratio();
  });
  std::string product;
  if (factors.size() > 1)
    for (const auto& [factor, divides] : factors) {
      if (!product.empty()) product += divides ? " / " : " × ";
      if (product.empty() && divides) product = "1 / ";
      product += words(factor);
    }
  auto& d = report<Code::unit_mismatch>(at(found).span, expected, product.empty() ? words(found) : product);
  if (factors.size() > 1)
    for (const auto& [factor, divides] : factors) d.labels.push_back({at(factor).span, words(factor)});
  for (const auto& [name, span] : declared) d.labels.push_back({span, "declared here"});
  if (because) d.labels.push_back({*because, std::string(expected)});
  return false;
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::AmountExpr& node) {
  auto c = checker_.resolve(node.amount);
  if (!c) return ExprId::none();
  const Unit unit = c->unit.unit;
  return make(ExprKind::constant, number(unit), e.span, {}, std::move(*c), floor());
}
ExprId ExpressionChecker::constant(Ratio value, Span span) {
  return make(ExprKind::constant, number({}), span, {}, Constant{value, {}, {value.num, 0}}, floor());
}
ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::DateExpr& node) {
  return make(ExprKind::date, {Type::Kind::date, {}, {}}, e.span, {}, node.date, floor());
}
ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::FlagExpr& node) {
  return make(ExprKind::flag, {Type::Kind::flag, {}, {}}, e.span, {}, node.value, floor());
}
ExprId ExpressionChecker::visit(const syntax::TreeExpr&, const syntax::ReferenceExpr& node) { return reference(node.path); }

// -- sums -----------------------------------------------------------------------------------------------------------------------------------

ExprId ExpressionChecker::move_date(ExprId date, ExprId days, const syntax::Term& term) {
  if (at(days).type.kind != Type::Kind::number || at(days).type.unit != unit_of(Dimension::day))
    return mismatch(at(days).span, "day", words(days));
  return make(term.minus ? ExprKind::subtract : ExprKind::add, at(date).type, join(at(date).span, at(days).span), {date, days});
}

ExprId ExpressionChecker::add(ExprId a, ExprId b, const syntax::Term& term) {
  if (at(a).type.kind == Type::Kind::date) return move_date(a, b, term);
  for (const ExprId operand : {a, b})
    if (at(operand).type.kind != Type::Kind::number) return mismatch(at(operand).span, "an amount", words(operand));
  if (!same_unit(a, b)) return ExprId::none();
  const Type type = at(a).type;
  return make(term.minus ? ExprKind::subtract : ExprKind::add, type, join(at(a).span, at(b).span), {a, b});
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr&, const syntax::SumExpr& node) {
  ExprId sum = check(node.terms.front().operand);
  for (std::size_t i = 1; i < node.terms.size(); ++i) {
    const ExprId next = check(node.terms[i].operand);
    sum = sum.valid() && next.valid() ? add(sum, next, node.terms[i]) : ExprId::none();
  }
  if (sum.valid() && node.terms.front().minus) sum = make(ExprKind::negate, at(sum).type, at(sum).span, {sum});
  return sum;
}

// -- products -------------------------------------------------------------------------------------------------------------------------------

ExprId ExpressionChecker::multiply(ExprId a, ExprId b, Span span) {
  const auto unit = ratebook::multiply(at(a).type.unit, at(b).type.unit);
  if (!unit) return mismatch(a, b);
  return make(ExprKind::multiply, number(*unit), span, {a, b});
}

ExprId ExpressionChecker::divide(ExprId a, ExprId b, Span span) {
  const auto unit = ratebook::divide(at(a).type.unit, at(b).type.unit);
  if (!unit) return mismatch(a, b);
  if (!shared_.satisfy.never_zero(b, place_.known)) {
    auto& d = report<Code::may_divide_by_zero>(at(b).span, checker_.sources.text(at(b).span));
    if (place_.about != About::define && at(b).kind == ExprKind::input)
      d.help = fmt::format("give `{}` a range with `from … to …` that leaves zero out",
                           tariff()[std::get<InputId>(at(b).payload)].path);
    return ExprId::none();
  }
  return make(ExprKind::divide, number(*unit), span, {a, b});
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr&, const syntax::ProductExpr& node) {
  ExprId product = check_number(node.factors.front().operand);
  for (std::size_t i = 1; i < node.factors.size(); ++i) {
    const syntax::Factor& factor = node.factors[i];
    const ExprId next = check_number(factor.operand);
    if (!product.valid() || !next.valid()) {
      product = ExprId::none();
      continue;
    }
    const Span span = join(at(product).span, checker_.tree[factor.operand].span);
    product = factor.divide ? divide(product, next, span) : multiply(product, next, span);
  }
  return product;
}

namespace {

// "5%" for 5, "18%" for 0.18; "" for 1, which may mean either.
std::string as_percentage(Decimal number) {
  if (number.mantissa <= 0) return {};
  std::string text = format_decimal(number);
  if (text == "1") return {};
  if (!text.starts_with("0.")) return fmt::format("{}%", text);
  number.scale -= 2;
  while (number.scale < 0) number.mantissa *= 10, ++number.scale;
  return fmt::format("{}%", format_decimal(number));
}

bool beyond_whole(const Amount& amount) { return compare(amount.canonical, {1, 1}) > 0; }

}  // namespace

bool ExpressionChecker::is_share(ExprId id) {
  const Expr& e = at(id);
  const auto complain = [&](const Amount& amount, std::string_view name, Span declared) {
    const std::string key = fmt::format("share {}", name);
    if (!shared_.told.insert(key).second) return false;
    auto& d =
        report<Code::unit_mismatch>(e.span, "a percentage", fmt::format("{}, a plain number", format_decimal(amount.written)));
    d.labels.push_back({amount.span.valid() ? amount.span : declared, "declared here"});
    if (const std::string meant = as_percentage(amount.written); !meant.empty()) d.help = fmt::format("`{}`", meant);
    return false;
  };
  if (e.kind == ExprKind::constant) {
    const auto& c = std::get<Constant>(e.payload);
    if (c.unit.text == "%") return true;
    auto& d = report<Code::unit_mismatch>(e.span, "a percentage", "a plain number");
    if (const std::string meant = as_percentage(c.written); !meant.empty()) d.help = fmt::format("`{}`", meant);
    return false;
  }
  if (e.kind == ExprKind::value) {
    const Value& value = tariff()[std::get<ValueId>(e.payload)];
    if (value.unit.text == "%") return true;
    for (const ValueVersion& v : value.versions)
      if (beyond_whole(v.amount)) return complain(v.amount, value.name, value.span);
  }
  return true;
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::OfExpr& node) {
  const ExprId share = check_number(node.share), base = check_number(node.base);
  if (!share.valid() || !base.valid()) return ExprId::none();
  if (!at(share).type.unit.is_ratio()) return mismatch(at(share).span, "a percentage", words(share));
  if (!is_share(share)) return ExprId::none();
  return multiply(share, base, e.span);
}

// -- the rest -------------------------------------------------------------------------------------------------------------------------------

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::ExtremeExpr& node) {
  std::vector<ExprId> items;
  bool sound = true;
  for (const syntax::TreeExprId item : node.items) {
    const ExprId id = check_number(item);
    sound = sound && id.valid() && (items.empty() || same_unit(items.front(), id));
    if (id.valid()) items.push_back(id);
  }
  if (!sound) return ExprId::none();
  if (items.size() == 1) return items.front();
  const Type type = at(items.front()).type;
  return make(node.largest ? ExprKind::largest : ExprKind::smallest, type, e.span, std::move(items));
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::RoundExpr& node) {
  direct_round_ = true;
  const ExprId operand = check_number(node.operand);
  auto rounding = checker_.resolve(node.rounding);
  if (!operand.valid() || !rounding) return ExprId::none();
  if (at(operand).type.unit != rounding->unit.unit) {
    auto& d = report<Code::unit_mismatch>(node.rounding.step.span, words(operand), unit_words(rounding->unit.unit));
    d.labels.push_back({at(operand).span, words(operand)});
    return ExprId::none();
  }
  const Type type = at(operand).type;
  return make(ExprKind::rounded, type, e.span, {operand}, std::move(*rounding));
}

}  // namespace ratebook
