// Amounts that are the same however long the cycle is: `fee * 1 month`, `5.00 USD`, `billing_kw * rate`. In a cycle that spans editions they
// are billed by the edition of the last day only (language reference, section 26, 5); an amount that grows with days or energy is billed
// by each edition for its own days.
#pragma once
#include "language/semantics/tariff.hpp"

namespace ratebook {

// Decided on the form alone. Degree: 1 for channels, lines and `days`, `months`, `years`, `hours`; that of its expression for a measure; the
// sum for a product, the difference for a quotient, the highest for sums, `largest`, `smallest` and arms (conditions aside); 0 for all
// else. A line is flat when quantity × price, its amount or its bound has degree 0 or less. Shares of lines never are.
bool is_flat_amount(const CheckedTariff& tariff, const Line& line);

}  // namespace ratebook
