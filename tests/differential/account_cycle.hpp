// Accounts of a scenario as both engines take them, and as the `example` of a script.
#pragma once
#include "language/bill/account_cycle.hpp"
#include "language/bill/bill.hpp"
#include "tests/differential/scenario.hpp"

namespace ratebook::differential {

// Real seconds of the cycle on the tariff's clock.
std::int64_t cycle_seconds(const std::string& timezone, bool standard_clock, Date from, Date through);

// Names are looked up in the edition in force on the cycle's last day; what it does not know is left out.
AccountCycle account_cycle(const TariffEditions& editions, const Account& account);
RatingOptions rating_options(const Account& account);

// The account as an example of the script of the edition in force on the cycle's last day, expecting what `rated` has. Nothing when the
// language of examples cannot say it (demand registers, readings of many levels).
std::optional<std::string> example_text(const TariffEditions& editions, const Account& account, const Rated& rated);
// Every fact in words, for a report, however much there is.
std::string describe(const Account& account);

}  // namespace ratebook::differential
