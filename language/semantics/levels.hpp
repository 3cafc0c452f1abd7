// Where an expression is computed, and how it grows with the time it is about (language reference, section 1): what the checks against
// counting twice, sharing tier limits and stating the order of operations rest on.
#pragma once
#include <string_view>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

std::string_view level_word(Level level);  // "interval", "step", "part", "cycle", "history"

// How a number changes when the time it is about is divided: `fixed` does not (a price, a demand, a whole cycle's measure), `additive` is
// the sum over its pieces (usage, days, months, their products with fixed numbers), `other` is neither (usage + 5 kWh, usage / days).
enum class Growth : std::uint8_t { fixed, additive, other };
Growth plus(Growth a, Growth b);
Growth times(Growth a, Growth b);

// Over parts of the cycle: channels, `days` and the like, part-wise measures of energy and money are additive.
Growth growth_over_parts(const CheckedTariff& tariff, ExprId id);
// Over the members of `scheme` inside a part: channels and measures that are split by it. `days` are the part's whatever the member.
Growth growth_over_members(const CheckedTariff& tariff, ExprId id, SchemeId scheme);
// In channels alone: whether it matters if the intervals are added up before or after (`order_matters`); a constant term does not.
Growth growth_in_channels(const CheckedTariff& tariff, ExprId id);

}  // namespace ratebook
