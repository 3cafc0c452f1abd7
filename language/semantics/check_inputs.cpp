// Inputs: facts of an account that the script declares (language reference, section 4).
#include <fmt/format.h>

#include <algorithm>

#include "language/base/limits.hpp"
#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

constexpr int kMoneyDecimals = 4;
constexpr std::string_view kScopes[] = {"account", "premise", "meter", "invoice"};
// Facts of an invoice that assessing provides (section 16).
constexpr std::string_view kInvoiceFacts[] = {"invoice.id",      "invoice.due",     "invoice.amount",
                                              "invoice.balance", "invoice.paid_at", "invoice.days_past_due"};

// What limit.def allows an account's fact in this unit to be.
Limit limit_of(const Input& input) {
  if (input.count) return limits::input_count;
  const Unit& u = input.type.unit;
  if (u.is_money()) return limits::input_money;
  if (u.is_ratio()) return limits::input_ratio;
  if (u == unit_of(Dimension::power) || u == unit_of(Dimension::reactive) || u == unit_of(Dimension::apparent))
    return limits::input_power;
  if (is_commodity(u)) return limits::input_energy;
  return limits::input_other;
}

class InputCheck {
 public:
  InputCheck(Checker& checker, const syntax::Input& text) : checker_(checker), text_(text) {}

  std::optional<Input> check() {
    input_.path = text_.path.text;
    input_.span = text_.path.span;
    input_.dated = text_.dated.has_value();
    input_.cites = checker_.resolve(text_.cites);
    if (!scope() || !type()) return std::nullopt;
    const bool in_order = !text_.range || range();
    if (text_.value && !default_value()) return std::nullopt;
    if (!in_order) return std::nullopt;
    return std::move(input_);
  }

 private:
  bool scope() {
    const auto& parts = text_.path.parts;
    const auto at = std::find(std::begin(kScopes), std::end(kScopes), std::string_view(parts.front().text));
    if (at == std::end(kScopes) || parts.size() != 2) {
      auto& d = checker_.sink.report<Code::unknown_name>(parts.front().span, "scope of facts", parts.front().text);
      d.help = "an input is called account.NAME, premise.NAME, meter.NAME or invoice.NAME";
      return false;
    }
    if (std::find(std::begin(kInvoiceFacts), std::end(kInvoiceFacts), std::string_view(text_.path.text)) !=
        std::end(kInvoiceFacts)) {
      checker_.sink.report<Code::name_reserved>(text_.path.span, text_.path.text);
      return false;
    }
    input_.scope = static_cast<FactScope>(at - std::begin(kScopes));
    return true;
  }

  bool type() {
    Type& t = input_.type;
    switch (text_.type.kind) {
      case syntax::TypeKind::flag:
        t.kind = Type::Kind::flag;
        return true;
      case syntax::TypeKind::text:
        t.kind = Type::Kind::text;
        return true;
      case syntax::TypeKind::date:
        t.kind = Type::Kind::date;
        return true;
      case syntax::TypeKind::month:
        t.kind = Type::Kind::word;
        return true;
      case syntax::TypeKind::count:
        t.kind = Type::Kind::number;
        input_.count = true;
        return true;
      case syntax::TypeKind::unit: {
        auto unit = checker_.resolve(*text_.type.unit);
        if (!unit) return false;
        t.kind = Type::Kind::number;
        t.unit = unit->unit;
        input_.unit = std::move(*unit);
        return true;
      }
      case syntax::TypeKind::named: {
        t.kind = Type::Kind::word;
        const Declaration* d = checker_.names.read(text_.type.name->text);
        if (d != nullptr && d->state == Declaration::State::poisoned) return false;
        const ChoiceId* choice = d == nullptr ? nullptr : std::get_if<ChoiceId>(&d->what);
        if (choice == nullptr) {
          checker_.report_unknown("type", *text_.type.name);
          return false;
        }
        t.choice = *choice;
        return true;
      }
    }
    return false;
  }

  // An amount of the input's own unit within what the readers let through.
  std::optional<Ratio> amount(const syntax::Quantity& q) {
    const auto a = checker_.amount_in(input_.type.unit, q);
    if (!a) return std::nullopt;
    if (input_.type.unit.is_money() && q.number.scale > kMoneyDecimals) {
      checker_.sink.report<Code::too_many_digits>(q.number_span, format_decimal(q.number), kMoneyDecimals);
      return std::nullopt;
    }
    const Limit limit = limit_of(input_);
    if (!inside(a->canonical, {limit.low, 1}, {limit.high, 1})) {
      outside(q.span, {limit.low, 1}, {limit.high, 1});
      return std::nullopt;
    }
    if (input_.count && a->canonical.den != 1) {
      checker_.sink.report<Code::unit_mismatch>(q.span, "a whole number", checker_.sources.text(q.span));
      return std::nullopt;
    }
    return a->canonical;
  }
  static bool inside(Ratio value, Ratio low, Ratio high) { return compare(value, low) >= 0 && compare(value, high) <= 0; }
  void outside(Span span, Ratio low, Ratio high) {
    const std::string unit = format_unit(input_.type.unit);
    checker_.sink.report<Code::out_of_range>(span, checker_.sources.text(span), format_ratio(low),
                                             fmt::format("{}{}{}", format_ratio(high), unit.empty() ? "" : " ", unit));
  }

  bool range() {
    if (input_.type.kind != Type::Kind::number) {
      checker_.sink.report<Code::unit_mismatch>(text_.range->span, type_words(), "a range of numbers");
      return false;
    }
    const auto low = amount(text_.range->from), high = amount(text_.range->to);
    if (!low || !high) return false;
    if (compare(*low, *high) > 0) {
      auto& d = checker_.sink.report<Code::rule_amount>(text_.range->to.span, "the end of a range",
                                                        "not be smaller than its beginning");
      d.labels.push_back({text_.range->from.span, ""});
      return false;
    }
    input_.low = low;
    input_.high = high;
    return true;
  }

  bool default_value() {
    const syntax::Literal& v = *text_.value;
    auto value = fact_value(checker_, input_, v);
    if (!value) return false;
    if (const Ratio* number = std::get_if<Ratio>(&*value); number != nullptr && input_.type.kind == Type::Kind::number) {
      if (!amount(v.quantity)) return false;
      if (input_.low && !inside(*number, *input_.low, *input_.high)) {
        outside(v.span, *input_.low, *input_.high);
        return false;
      }
    }
    if (input_.type.kind == Type::Kind::text) input_.words.push_back(std::get<std::string>(*value));
    input_.initial = std::move(*value);
    return true;
  }

  std::string type_words() const { return checker_.type_words(input_); }

  Checker& checker_;
  const syntax::Input& text_;
  Input input_;
};

}  // namespace

std::string Checker::type_words(const Input& input) const {
  switch (input.type.kind) {
    case Type::Kind::number:
      return input.count ? "a whole number" : input.unit.text == "%" ? "a percentage" : unit_words(input.type.unit);
    case Type::Kind::flag:
      return "true or false";
    case Type::Kind::date:
      return "a date";
    case Type::Kind::text:
      return "a word or a string";
    case Type::Kind::word:
      return input.type.choice ? fmt::format("a member of `{}`", tariff[input.type.choice].name) : "a month, Jan to Dec";
  }
  return {};
}

std::optional<FactValue> fact_value(Checker& checker, const Input& input, const syntax::Literal& literal) {
  using Kind = syntax::LiteralKind;
  const auto wrong = [&]() -> std::optional<FactValue> {
    checker.sink.report<Code::unit_mismatch>(literal.span, checker.type_words(input), checker.sources.text(literal.span));
    return std::nullopt;
  };
  switch (input.type.kind) {
    case Type::Kind::flag:
      return literal.kind == Kind::flag ? std::optional<FactValue>(literal.flag) : wrong();
    case Type::Kind::date:
      return literal.kind == Kind::date ? std::optional<FactValue>(literal.date) : wrong();
    case Type::Kind::text:
      return literal.kind == Kind::word || literal.kind == Kind::text ? std::optional<FactValue>(literal.text) : wrong();
    case Type::Kind::number: {
      if (literal.kind != Kind::quantity) return wrong();
      const auto amount = checker.amount_in(input.type.unit, literal.quantity);
      if (!amount) return std::nullopt;
      if (input.count && amount->canonical.den != 1) return wrong();
      return amount->canonical;
    }
    case Type::Kind::word: {
      if (literal.kind != Kind::word) return wrong();
      if (!input.type.choice) {
        if (std::find(std::begin(kMonthWords), std::end(kMonthWords), literal.text) == std::end(kMonthWords)) return wrong();
        return FactValue(literal.text);
      }
      const Choice& choice = checker.tariff[input.type.choice];
      if (std::find(choice.members.begin(), choice.members.end(), literal.text) == choice.members.end()) {
        auto& d =
            checker.sink.report<Code::unknown_member>(literal.span, literal.text, fmt::format("the choice `{}`", choice.name));
        d.labels.push_back({choice.span, "its members stand here"});
        return std::nullopt;
      }
      return FactValue(literal.text);
    }
  }
  return std::nullopt;
}

void check_inputs(Checker& checker) {
  checker.each<syntax::Input>([&](const syntax::Input& i) {
    auto input = InputCheck(checker, i).check();
    if (!input) return checker.names.poison(i.path.text);
    if (input->dated) checker.need(RuleKind::version, *i.dated, fmt::format("the dated input `{}`", input->path));
    checker.names.settle(i.path.text, InputId{checker.tariff.inputs.size()});
    checker.tariff.inputs.push_back(std::move(*input));
  });
}

}  // namespace ratebook
