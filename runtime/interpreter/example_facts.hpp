// From the `given`s of an example to the facts of a cycle, as a reader of files would have made them (language reference, sections 19 and 26).
//
//   ExampleAccount account(editions, edition);
//   for (const ExampleCycle& given : example.cycles) {
//     const AccountCycle cycle = *account.next(given);
//     const Rated rated = rate(editions, cycle, account.options(given));
//     if (rated) account.billed(cycle, *rated);      // `then`: history and cycle number go on
//   }
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "language/bill/account_cycle.hpp"
#include "language/bill/bill.hpp"

namespace ratebook {

// The text of a file that a script names, path as written there; nothing: it cannot be read.
using ExampleFiles = std::function<std::optional<std::string>(const std::string& path)>;

class ExampleAccount {
 public:
  // `edition`: the script that the example stands in; the ids of its givens are that edition's.
  ExampleAccount(const TariffEditions& editions, std::uint32_t edition, ExampleFiles files = {});

  // Facts of the next cycle: given ones, those of the cycles before, else nothing (defaults are the engine's). Loads are sampled at a step
  // that divides the demand windows and slides, the edges of all periods and pieces and the day's start on the tariff's clock, at most
  // 15 min. Errors: a load without a clock rule (rule_missing), a year without zone data (zone_year), a file that cannot be read or has
  // no such column (example_load).
  Result<AccountCycle, RowError> next(const ExampleCycle& given);
  // The bill of that cycle, from either engine.
  void billed(const AccountCycle& cycle, const Bill& bill);
  RatingOptions options(const ExampleCycle& given);

 private:
  const TariffEditions& editions_;
  std::uint32_t edition_;
  ExampleFiles files_;
  std::vector<GivenFact> facts_;       // given so far; account facts stay until given again
  std::vector<EarlierCycle> history_;  // newest first
  bool history_given_ = false;
  std::optional<std::uint32_t> cycle_number_;
  std::optional<Date> as_known_;
};

}  // namespace ratebook
