// A book of scripts of ordinary size, with accounts that touch every edition: what compiling and starting a run costs, whatever the readings.
//
//   write_script_book({.folder = "out/book", .tariffs = 40, .editions = 1000});
//
// out/book/tariffs/T-01-2018-01-01.tariff …, out/book/accounts.csv, out/book/usage.csv (hourly intervals, a row a cycle). Every third tariff has
// tiers, every third periods, every third a demand charge. An edition is followed by the next one three months later; each has one account.
// The same options write the same bytes.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace ratebook::sample {

struct ScriptBook {
  std::filesystem::path folder;
  std::uint32_t tariffs = 40;
  std::uint32_t editions = 1000;  // of all tariffs together
};
// Throws what the file system throws.
void write_script_book(const ScriptBook& wanted);

// One script with so many charges, every fourth of each kind: energy, monthly amount, daily amount, energy of a period. A tax is added.
std::string long_script(std::uint32_t charges);
// One script whose day is divided into so many periods, each with a price; at most 1,440.
std::string script_of_periods(std::uint32_t periods);

}  // namespace ratebook::sample
