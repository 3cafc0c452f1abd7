#include "runtime/io/fact_column.hpp"

#include <algorithm>

#include "language/base/unit.hpp"

namespace ratebook {

namespace {

Limit limit_of(const Input& input) {
  if (input.count) return limits::input_count;
  const Unit& unit = input.type.unit;
  if (unit.is_money()) return limits::input_money;
  if (unit.is_ratio()) return limits::input_ratio;
  if (unit.is_power() || unit == unit_of(Dimension::reactive) || unit == unit_of(Dimension::apparent))
    return limits::input_power;
  if (is_commodity(unit)) return limits::input_energy;
  return limits::input_other;
}

int compare_to(const Ratio& value, std::int64_t encoded, const Ratio& factor) {
  // encoded / 10^6 × factor against value; |encoded| < 2^53 and factors are small, so that both sides fit.
  const Int128 left = Int128{encoded} * factor.num * value.den;
  const Int128 right = Int128{value.num} * factor.den * 1000000;
  return left < right ? -1 : left > right ? 1 : 0;
}

}  // namespace

std::optional<RowFault> number_fault(NumberFlaw flaw, std::string_view name, std::string_view field, int decimals) {
  switch (flaw) {
    case NumberFlaw::none:
      return std::nullopt;
    case NumberFlaw::not_a_number:
      return row_fault<Code::bad_number>(name, field);
    case NumberFlaw::too_many_digits:
      return row_fault<Code::too_many_digits>(fmt::format("`{}` = {}", name, field), decimals);
    case NumberFlaw::too_large:
      break;
  }
  return row_fault<Code::input_range>(name, field, "every range");
}

FactColumn::FactColumn(const CheckedTariff& tariff, const Input& input)
    : tariff_(&tariff),
      input_(&input),
      limit_(limit_of(input)),
      decimals_(input.count                  ? 0
                : input.type.unit.is_money() ? 4
                                             : 6) {}

bool FactColumn::in_range(std::int64_t encoded, std::string& range) const {
  const Ratio& factor = input_->unit.factor;
  const Ratio low = input_->low.value_or(Ratio{limit_.low, 1}), high = input_->high.value_or(Ratio{limit_.high, 1});
  if (compare_to(low, encoded, factor) >= 0 && compare_to(high, encoded, factor) <= 0) return true;
  const std::string unit = format_unit(input_->type.unit);
  range = fmt::format("{} to {}{}{}", format_ratio(low), format_ratio(high), unit.empty() ? "" : " ", unit);
  return false;
}

FactColumn::Value FactColumn::parse_number(std::string_view field) const {
  const ScaledNumber number = parse_scaled(field, decimals_);
  if (const auto fault = number_fault(number.flaw, input_->path, field, decimals_)) return {kAbsentFact, false, fault};
  std::int64_t encoded = 0;
  std::string range;
  const bool fits = !__builtin_mul_overflow(number.value, power_of_ten(6 - decimals_), &encoded) &&
                    encoded > -(INT64_C(1) << 53) * 1000 && encoded < (INT64_C(1) << 53) * 1000;
  if (!fits) return {kAbsentFact, false, row_fault<Code::input_range>(input_->path, field, "every range")};
  if (!in_range(encoded, range)) return {kAbsentFact, false, row_fault<Code::input_range>(input_->path, field, range)};
  return {encoded, false, std::nullopt};
}

FactColumn::Value FactColumn::parse(std::string_view field) const {
  if (field.empty()) return {};
  const auto refuse = [](RowFault fault) { return Value{kAbsentFact, false, std::move(fault)}; };
  switch (input_->type.kind) {
    case Type::Kind::number:
      return parse_number(field);
    case Type::Kind::flag: {
      const auto flag = parse_flag(field);
      return flag ? Value{*flag ? 1 : 0, false, std::nullopt} : refuse(row_fault<Code::bad_flag>(input_->path, field));
    }
    case Type::Kind::date: {
      const auto date = parse_date(field);
      return date ? Value{day_number(*date), false, std::nullopt} : refuse(row_fault<Code::bad_date>(input_->path, field));
    }
    case Type::Kind::text: {
      const auto at = std::find(input_->words.begin(), input_->words.end(), field);
      if (at == input_->words.end()) return {0, true, std::nullopt};
      return {1 + (at - input_->words.begin()), false, std::nullopt};
    }
    case Type::Kind::word:
      break;
  }
  if (!input_->type.choice.valid()) {
    const auto at = std::find(std::begin(kMonthWords), std::end(kMonthWords), field);
    if (at == std::end(kMonthWords)) return refuse(row_fault<Code::bad_choice>(input_->path, field, "the months Jan … Dec"));
    return {at - std::begin(kMonthWords), false, std::nullopt};
  }
  const Choice& choice = (*tariff_)[input_->type.choice];
  const auto at = std::find(choice.members.begin(), choice.members.end(), field);
  if (at == choice.members.end())
    return refuse(row_fault<Code::bad_choice>(input_->path, field, fmt::format("`{}`", choice.name)));
  return {at - choice.members.begin(), false, std::nullopt};
}

}  // namespace ratebook
