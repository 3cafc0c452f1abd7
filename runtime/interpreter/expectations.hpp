// Does a bill hold what an example expects? For bills of any engine. Exact: a cent is a cent.
//
//   for (const ExpectationFailure& f : check_expectations(editions, edition, given, rated)) report(f.span, f.expected, f.got);
#pragma once
#include <string>
#include <vector>

#include "language/bill/bill.hpp"

namespace ratebook {

struct ExpectationFailure {
  std::string what;           // the address as written: "energy.summer.tier_1", "total", "error"
  std::string expected, got;  // "33.67 USD"; "no row", "not_eligible"
  std::string message;        // of the row error that came instead of a bill, or ""
  Span span;                  // of the expected amount
};

// `edition`: the script that the example stands in. Rows are matched by names, so rows of every edition count; several rows that match an
// address are summed. A bill where an error is expected fails, and an error where none is expected makes one failure in all.
std::vector<ExpectationFailure> check_expectations(const TariffEditions& editions, std::uint32_t edition,
                                                   const ExampleCycle& given, const Rated& rated);

}  // namespace ratebook
