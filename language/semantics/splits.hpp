// `split by season, period`: what it names, and what is known where something is split so.
#pragma once
#include <optional>
#include <vector>

#include "language/semantics/computations.hpp"

namespace ratebook {

// Nothing after a report. `version` is a measure's alone.
std::optional<std::vector<SplitDimension>> checked_split(Checker& checker, const syntax::Split& split, bool of_measure);
void take_split(const std::vector<SplitDimension>& split, Place& place);
// The tariff's `season by …` and `version by …`. One that is not stated is reported elsewhere, and cuts nothing here.
void take_rules(const Rules& rules, Place& place);

}  // namespace ratebook
