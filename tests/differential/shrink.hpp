// From a scenario that fails to a small one that still does: statements, versions, members, tiers, conditions, numbers and the account's
// data are left out or made simpler as long as the failure stays. Greedy, in rounds, until a round changes nothing.
#pragma once
#include <functional>

#include "tests/differential/scenario.hpp"

namespace ratebook::differential {

struct Failing {
  std::vector<Script> scripts;
  Account account;
};
// Does this still show the failure? Scripts that do not check any more don't.
using StillFails = std::function<bool(const Failing&)>;

struct ShrinkLimits {
  int tries = 4000;  // of scripts
  int seconds = 120;
  std::size_t enough_lines = 0;  // of script: small enough then
};
// Lines of script, the example not counted.
std::size_t script_lines(const Failing& failing);

Failing shrink(Failing failing, const StillFails& still_fails, const ShrinkLimits& limits);

// Candidates for a simpler account, the most daring first (shrink_account.cpp). The clock is that of the tariff.
struct ClockWords {
  std::string timezone;
  bool standard = false;
};
ClockWords clock_of(const Script& script);
// The cycle becomes [from, through] inside of what it was, with the readings of those days; register reads stay as they are.
void cut_cycle(Account& account, const ClockWords& clock, Date from, Date through);
std::vector<std::function<void(Account&)>> simpler_accounts(const Account& account, const ClockWords& clock);

}  // namespace ratebook::differential
