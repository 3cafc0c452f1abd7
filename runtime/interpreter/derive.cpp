#include "runtime/interpreter/derivation.hpp"

#include "runtime/interpreter/rate_with.hpp"

namespace ratebook {

Derived derive(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options) {
  oracle::Journal journal;
  Rated rated = oracle::rate_with(editions, cycle, options, &journal);
  return {std::move(rated), std::move(journal.lines), std::move(journal.measures), std::move(journal.facts)};
}

}  // namespace ratebook
