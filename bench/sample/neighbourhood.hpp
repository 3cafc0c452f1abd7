// A neighbourhood of accounts on EnergyCo's three sample tariffs with a month of readings, written as `ratebook rate` reads it.
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>

#include "bench/sample/window.hpp"

namespace ratebook::sample {

// How the readings of interval-metered accounts are written: a row for each account's cycle, or for each interval.
enum class Form : std::uint8_t { wide, row_per_interval };

struct Neighbourhood {
  std::filesystem::path folder;
  std::uint64_t seed = 1;
  std::uint64_t r1_accounts = 0;  // tiered homes, a register read a cycle
  std::uint64_t r2_accounts = 0;  // time-of-use homes, intervals
  std::uint64_t c1_accounts = 0;  // businesses, intervals of active and reactive energy, earlier demands
  Cycles cycles;
  Form form = Form::wide;
  std::uint32_t bad_per_mille = 0;  // of each tariff's accounts, rounded down: how many have one bad usage row
  bool shuffled = false;            // usage in another order of accounts than accounts.csv
};

enum class BadRow : std::uint8_t {
#define BAD_ROW(kind, what) kind,
#include "bench/sample/bad_row.def"
};
inline constexpr std::size_t kBadRowKinds = 0
#define BAD_ROW(kind, what) +1
#include "bench/sample/bad_row.def"
    ;

struct Written {
  std::uint64_t accounts = 0;  // rows of accounts.csv
  std::uint64_t readings = 0;  // register reads and intervals
  std::array<std::uint64_t, kBadRowKinds> bad{};
  std::uint64_t refused() const;  // accounts of accounts.csv that cannot be billed
};

// Writes accounts.csv, usage_r1.csv, usage_r2.csv, usage_c1.csv (those with accounts), history.csv where C1 has accounts and,
// with bad rows, bad_rows.csv (source, row, account_id, kind: row as in quarantine.csv, the physical line).
// The same options write the same bytes. Throws std::system_error for files, std::runtime_error for a time zone.
Written write_neighbourhood(const Neighbourhood& neighbourhood);

}  // namespace ratebook::sample
