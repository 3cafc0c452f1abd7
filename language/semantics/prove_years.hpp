// The years on which the proofs about time are made (language reference, section 6). They stand for all years 1900 … 2999: what a scheme does
// in a year depends on the weekday of 1 January, on which of the years around it are leap years, and on the dates that calendars list in it:
// one year is taken of each kind that occurs, and every year that a calendar lists. Where a rule names Easter, all years are taken.
//
// Order: from the year of the edition (else the first listed year) on, ascending, so that the first witness found is the one a reader would
// look at first; then the listed years before it.
#pragma once
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

struct ProofYears {
  std::vector<int> of_days;     // enough for day schemes: Easter does not count
  std::vector<int> of_seasons;  // for season schemes, and for period schemes, whose ranges name seasons
};
ProofYears proof_years(const CheckedTariff& tariff);

// The member of a season or day scheme, proved to be a partition, for each day from 31 December of the year before through 31 December.
// Same answers as member_on, found once for each stretch or kind of day.
std::vector<MemberIndex> day_strip(const CheckedTariff& tariff, SchemeId scheme, int year);

// The dates of the year (1 January among them) on which some span of the scheme begins, or has just ended: between two of them, and from the
// last one through 31 December, the claimants are the same.
std::vector<Date> season_edges(const Scheme& scheme, int year);

}  // namespace ratebook
