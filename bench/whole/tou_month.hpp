// The month that whole commands are measured on: homes with 30 days of 15-minute readings, on 20 cycles around Labor Day, of
// which 9 cross from summer to winter, so a bill has 7.35 lines on average (tou-month.tariff). The same seed makes the same bytes.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/sample/window.hpp"

namespace ratebook::whole {

struct TouMonth {
  std::filesystem::path folder;
  std::uint64_t accounts = 0;
  std::uint64_t seed = 1;
  std::uint32_t bad_per_mille = 0;  // accounts of a thousand whose usage row is bad, of ten kinds in turn
  bool columns = false;             // writes usage.columns as well; not with bad rows
};

// usage.columns, what a program written for this month alone reads: this header, then for each account a row of readings in Wh.
// Account n, from 0 on, has the cycle n % 20.
struct ColumnsHeader {
  char magic[8];                    // "TOUMONTH"
  std::uint64_t accounts;           // rows
  std::uint64_t intervals;          // of a row: 2,880
  std::uint8_t padding[4096 - 24];  // rows begin at a page
};
static_assert(sizeof(ColumnsHeader) == 4096);
constexpr std::string_view kColumnsMagic = "TOUMONTH";

// The 20 cycles: 30 days each, from August 19 to 28 and from September 1 to 10 of 2025.
std::vector<sample::Window> tou_windows();

std::string tou_account(std::uint64_t n);  // T-00000001 is account 0

// Writes accounts.csv and usage.csv, bad_rows.csv where there are bad rows, and returns the number of readings. Throws
// std::exception when the disk refuses, or a reading does not fit the columns.
std::uint64_t write_tou_month(const TouMonth& wanted);

}  // namespace ratebook::whole
