// The oracle: rates one account's cycle in exact fractions, interval by interval, straight from the checked tariff.
// Slow and obvious by intent; it shares neither arithmetic nor time segmentation with the native path, so that their agreement means
// something. The order in which errors are found is part of the contract: README.md of this folder.
//
//   const Rated rated = rate(*book.find("RS-1"), cycle, {});
//   if (rated) print(rated->total); else quarantine(rated.error().code);
#pragma once
#include "language/bill/account_cycle.hpp"
#include "language/bill/bill.hpp"

namespace ratebook {

// A cycle that spans editions is divided among them, or rated whole by one, as the newest edition that touches it says (language
// reference, sections 18 and 26). Errors: the first one by the table in README.md, as a code of diagnostic.def ("rows of a run").
Rated rate(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options = {});

}  // namespace ratebook
