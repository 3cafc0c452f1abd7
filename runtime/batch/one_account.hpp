// One account out of the input files of a batch, in any order of theirs: for `explain`, and for looking into a quarantined account.
#pragma once
#include <string>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "language/bill/bill.hpp"
#include "runtime/io/cycle_assembler.hpp"

namespace ratebook {

struct AccountCycleOf {
  std::uint32_t tariff = 0;  // into Book::tariffs
  AccountCycle facts;
  std::uint64_t row = 0;               // of the accounts file
  bool follows_refused = false;        // a cycle before it was refused as it was read
  bool number_given = false;           // account.cycle_number is in the accounts file
  std::vector<EarlierCycle> followed;  // what its predecessors in the files recorded, once they are billed; newest first
};
struct AccountRefusal {
  std::string source;  // file
  std::uint64_t row = 0;
  RowFault fault;
};
struct OneAccount {
  bool known = false;                    // the accounts file has a row of it
  std::vector<AccountCycleOf> cycles;    // by tariff and first day
  std::vector<AccountRefusal> refusals;  // rows and cycles that were refused
  std::vector<std::string> cut_off;      // inputs whose last row has no line end
};

Outcome<OneAccount> read_account(const Book& book, const InputPaths& paths, const ReadingOptions& reading,
                                 const std::string& account_id, const std::string& temporary_directory);

// What cycle `at` knows of those of its account and tariff before it: history and its number. `bills` are those of the cycles before, by
// position; null: none. The error: a cycle before has no bill, and this one reads it.
std::optional<RowError> follow(const Book& book, std::vector<AccountCycleOf>& cycles, std::size_t at,
                               const std::vector<const Bill*>& bills);

}  // namespace ratebook
