// That schemes are partitions: every day in exactly one season and one day type, every instant in exactly one period (language reference,
// section 6). Each proof reports its gap, overlaps, needless overrides and members that never happen, with first witnesses, and returns
// whether the scheme is a partition. The schemes that a period's ranges name must have been proved before.
#pragma once
#include <vector>

#include "language/semantics/checker.hpp"

namespace ratebook {

// `overrides b` of member a, as written.
struct OverrideWords {
  MemberIndex member = 0, other = 0;
  Span span;
};

// Years: of_seasons, of_days, of_seasons of prove_years.hpp.
bool prove_seasons(Checker& checker, const Scheme& scheme, const std::vector<OverrideWords>& overrides,
                   const std::vector<int>& years);
bool prove_days(Checker& checker, const Scheme& scheme, const std::vector<OverrideWords>& overrides,
                const std::vector<int>& years);
bool prove_periods(Checker& checker, const Scheme& scheme, const std::vector<OverrideWords>& overrides,
                   const std::vector<int>& years);

}  // namespace ratebook
