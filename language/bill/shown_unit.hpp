// In which unit a row shows a number: the sheet's own where the number is one that the sheet has (its value, table, amount, channel …), else
// the canonical one of its type. Text only; both engines print with it.
//
//   energy_rate[season, tier_1]            "USD/kWh", as the table's header has it
//   rider_rate * months                    "USD/kW", canonical: a product is not on the sheet
#pragma once
#include "language/semantics/tariff.hpp"

namespace ratebook {

// constant, value, table, input, measure, channel: its own unit as written. call, negate: of the operand. rounded: of the rounding step.
// arms, largest, smallest: of the first value. Everything else: canonical, with factor 1.
UnitText shown_unit(const CheckedTariff& tariff, ExprId expression);

}  // namespace ratebook
