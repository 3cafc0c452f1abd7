// What the rows of a plain amount show as quantity and price, and the type that follows.
#include <gtest/gtest.h>

#include "tests/semantics/script.hpp"

namespace ratebook {
namespace {

using test::check_script;

struct Shown {
  std::string quantity, price;
  LineType type{};
};

Shown shown(std::string_view amount) {
  const auto c = check_script(
      "  value per_kw { from 2025-01-01 = 2.00 USD/kW/month  cite s \"4\" }\n"
      "  measure kw = maximum demand in cycle\n  measure boxes = usage / 100 kWh round up to 1\n"
      "  charge x \"x\" = " +
      std::string(amount) + "  cite s \"6\"\n");
  const auto& form = std::get<PlainAmount>(c.line("x").form);
  auto text = [&](ExprId id) { return id.valid() ? std::string(c.sources.text((*c.tariff)[id].span)) : ""; };
  auto unit = [&](ExprId id) { return id.valid() ? format_unit((*c.tariff)[id].type.unit) : ""; };
  return {text(form.printed_quantity), unit(form.printed_price), c.line("x").type};
}

TEST(PrintedAmount, TheFirstFactorWithAUnitAndWithoutMoney) {
  const Shown s = shown("once * months");
  EXPECT_EQ(s.quantity, "months");
  EXPECT_EQ(s.price, "USD/month");
  EXPECT_EQ(s.type, LineType::fixed);
}
TEST(PrintedAmount, EnergyBeforeDemandBeforeTheRest) {
  const Shown demand = shown("per_kw * months * kw");
  EXPECT_EQ(demand.quantity, "kw");
  EXPECT_EQ(demand.price, "USD/kW");
  EXPECT_EQ(demand.type, LineType::demand);
  const Shown energy = shown("0.10 USD/kWh/kW * kw * usage");
  EXPECT_EQ(energy.quantity, "usage");
  EXPECT_EQ(energy.price, "USD/kWh");
  EXPECT_EQ(energy.type, LineType::energy);
}
TEST(PrintedAmount, WhatIsCountedBeforeMoney) {
  const Shown s = shown("2.95 USD * boxes");
  EXPECT_EQ(s.quantity, "boxes");
  EXPECT_EQ(s.price, "USD");
  EXPECT_EQ(shown("50% * 8.00 USD").quantity, "8.00 USD");
}
TEST(PrintedAmount, ASumIsItsOwnQuantity) {
  const Shown s = shown("(once + 1.00 USD/month) * months + 2.00 USD/month * months");
  EXPECT_EQ(s.price, "");
  EXPECT_EQ(s.quantity.substr(0, 6), "(once ");
  EXPECT_EQ(s.type, LineType::fixed);
  EXPECT_EQ(shown("7.00 USD").quantity, "7.00 USD");
}
TEST(PrintedAmount, DivisorsBelongToThePrice) {
  const Shown s = shown("usage / (2 kWh) * 1.00 USD");
  EXPECT_EQ(s.quantity, "usage");
  EXPECT_EQ(s.price, "USD/kWh");
}

}  // namespace
}  // namespace ratebook
