// rate() with a journal, for derive(): one computation for both.
#pragma once
#include "runtime/interpreter/journal.hpp"
#include "runtime/interpreter/rate.hpp"

namespace ratebook::oracle {

Rated rate_with(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options, Journal* journal);

}  // namespace ratebook::oracle
