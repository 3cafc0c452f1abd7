#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {

std::string number_text(const Number& value, int least_decimals) {
  ShownNumber s = shown(value);
  while (s.scale < least_decimals) s.mantissa *= 10, ++s.scale;
  return format_scaled(s.mantissa, s.scale, least_decimals) + (s.exact ? "" : "…");
}

namespace {

std::string with_unit(const std::string& text, const UnitText& unit) {
  if (unit.text.empty()) return text;
  return unit.text == "%" ? text + "%" : text + " " + unit.text;
}

}  // namespace

std::string amount_text(const Number& canonical, const UnitText& unit) {
  return with_unit(number_text(canonical / number(unit.factor)), unit);
}

std::string written_text(Decimal written, const UnitText& unit) { return with_unit(format_decimal(written), unit); }

std::string money_text(const Number& amount, Currency currency) {
  return number_text(amount, 2) + " " + std::string(currency_code(currency));
}

std::string_view mode_text(RoundMode mode) {
  switch (mode) {
    case RoundMode::half_up:
      return "half up";
    case RoundMode::half_even:
      return "half even";
    case RoundMode::up:
      return "up";
    case RoundMode::down:
      return "down";
  }
  return {};
}

}  // namespace ratebook::oracle
