// What a run of comparisons went through: how often each construct stood in a script, each operation in a program, each answer in a bill.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "tests/differential/engines.hpp"
#include "tests/differential/scenario.hpp"

namespace ratebook::differential {

struct Counts {
  std::uint64_t scripts = 0, distinct_scripts = 0, accounts = 0, bills = 0, rows = 0, not_native = 0;
  std::map<std::string, std::uint64_t> constructs, operations, errors;
  std::map<std::string, std::uint64_t> reasons;  // why the native engine refuses a script as a whole: too_wide, unsupported
  Counts& operator+=(const Counts& other);
};

void count_constructs(Counts& counts, const Scenario& scenario);
// Operations of the programs of every edition, for interval accounts and for register reads.
void count_operations(Counts& counts, const TariffEditions& editions);
void count_answer(Counts& counts, const Rated& rated);
// Operations that some program of the tariff has, by name.
std::map<std::string, std::uint64_t> operations_of(const TariffEditions& editions);

std::string print(const Counts& counts);

}  // namespace ratebook::differential
