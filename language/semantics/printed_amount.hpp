// What a row of `charge … = EXPR` shows as its quantity and price (language reference, section 26, 29): of a product the first factor of
// energy, else the first in kW, kVA or kVAR, else the first with a unit, one without money before one with it; the price is the rest.
// A factor that is money itself is the quantity only when there is nothing to count.
//
//   billing_kw * rate * months      quantity billing_kw, price rate * months
//   rate * months                   quantity months, price rate
//   a + b                           its own quantity, no price
#pragma once
#include "language/semantics/expression_checker.hpp"

namespace ratebook {

struct PrintedAmount {
  ExprId quantity, price;  // price: none when nothing is left
};
PrintedAmount printed_amount(ExpressionChecker& expressions, const CheckedTariff& tariff, ExprId amount);

// The type of a charge with this quantity (section 1).
LineType type_of_charge(const Unit& quantity);

}  // namespace ratebook
