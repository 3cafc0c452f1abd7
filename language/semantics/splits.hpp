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
// The conditions of `eligible when` above: accounts for which they do not hold are not rated. Those that look at a dated input are left out,
// which may have another value on another day.
void take_eligibility(const CheckedTariff& tariff, Place& place);

}  // namespace ratebook
