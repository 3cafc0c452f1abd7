// Versions of one value or table against each other (language reference, section 7): no two in force on a day, no day between two without one.
#pragma once
#include <string>
#include <vector>

#include "language/semantics/checker.hpp"

namespace ratebook {

// The dates of a version that cites these places of the tariff's sources.
VersionDates version_dates(const CheckedTariff& tariff, const syntax::VersionWords& words, const std::vector<Cite>& cites);

// `versions` ascending by (from, known). Reports version_overlap and value_gap; needs the rule `version` when prices change. Returns whether
// nothing was reported.
bool check_versions(Checker& checker, const syntax::Name& name, const std::vector<VersionDates>& versions);

// (from, known), one without `known` first.
inline bool earlier(const VersionDates& a, const VersionDates& b) {
  const auto key = [](const VersionDates& v) { return std::pair(v.from, v.known.value_or(Date::min())); };
  return key(a) < key(b);
}

}  // namespace ratebook
