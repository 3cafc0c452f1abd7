// What one seed gives: the scripts of a tariff (one edition or two) and accounts with a cycle each, as models that print and shrink.
//
//   const Scenario s = generate(seed, {.size = 5, .accounts = 10});
//   print(s.scripts[0].piece)                  // the script's text
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "language/base/civil.hpp"
#include "tests/differential/piece.hpp"

namespace ratebook::differential {

struct Script {
  std::string file;  // "t.tariff"
  Piece piece;
};

// A register read: of the cycle, or of the buckets named.
struct ReadWords {
  std::string channel;
  std::vector<std::string> members;  // "summer", "on_peak", "demand_hours.busy"
  std::int64_t amount = 0;           // 10^-6
  bool operator==(const ReadWords&) const = default;
};
struct SeriesWords {
  std::string channel;
  std::int32_t step = 900;             // seconds
  std::vector<std::int64_t> readings;  // 10^-6; kMissing
  bool operator==(const SeriesWords&) const = default;
};
struct EarlierWords {
  Date through;
  std::map<std::string, std::string> recorded;  // name → "300.5 kW"
  bool operator==(const EarlierWords&) const = default;
};
struct DatedWords {
  std::string path;
  Date from;
  std::string value;
  bool operator==(const DatedWords&) const = default;
};

struct Account {
  Date from, through;
  std::optional<unsigned> bill_month;
  std::optional<int> scheduled_days;
  bool first = false, last = false;
  std::optional<std::uint32_t> cycle_number;
  std::optional<Date> since;
  std::map<std::string, std::string> facts;  // path → as a script writes it: "true", "400 kW", "north"
  std::vector<DatedWords> dated;
  std::vector<ReadWords> reads, demand_reads;
  std::vector<SeriesWords> series;
  std::vector<EarlierWords> history;  // newest first
  bool history_given = true;
  std::optional<Date> as_known;
  bool operator==(const Account&) const = default;

  int days() const { return static_cast<int>((through - from).count()) + 1; }
};

struct Scenario {
  std::uint64_t seed = 0;
  std::vector<Script> scripts;  // by edition
  std::vector<Account> accounts;
};

struct GenerateOptions {
  int size = 5;  // 1 … 10
  int accounts = 10;
};
Scenario generate(std::uint64_t seed, const GenerateOptions& options);

}  // namespace ratebook::differential
