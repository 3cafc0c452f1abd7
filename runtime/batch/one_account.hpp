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
  bool number_given = false;  // account.cycle_number is in the accounts file
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

// What `cycle` knows of the cycle before it, once that has a bill: history and the number of the cycle.
void follow(const TariffEditions& tariff, AccountCycleOf& cycle, const AccountCycleOf& previous, const Bill& bill);

}  // namespace ratebook
