// What a bill is a function of, for one account and one cycle: facts, metered quantities, history. Plain data in exact integers and ratios,
// shared by both engines and filled by the readers (runtime/io) or from an example (runtime/interpreter/example_facts.hpp).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

// Quantities are integers of 10^-6 of the channel's canonical unit (kWh → milliwatt-hours), 0 … limits.def.
inline constexpr int kQuantityScale = 6;

// Readings of one channel at equal steps. `start` is the instant of the first reading's beginning (seconds since 1970 UTC); the k-th
// reading covers [start + k·step, start + (k+1)·step). A missing reading is kMissing.
inline constexpr std::int64_t kMissing = INT64_MIN;
struct IntervalSeries {
  ChannelId channel;
  std::int64_t start = 0;
  std::int32_t step = 900;             // seconds
  std::vector<std::int64_t> readings;  // micro-units
};
// A register read for exactly the cycle's dates, whole or of one bucket (period, or season and period); equal ones add.
struct RegisterRead {
  ChannelId channel;
  std::vector<MemberRef> members;
  std::int64_t amount = 0;  // micro-units
};
// Highest demand as the meter's register shows it, for the cycle or one period.
struct DemandRead {
  ChannelId channel;  // usage: kW; reactive: kVAR
  std::vector<MemberRef> members;
  std::int64_t amount = 0;  // micro-kW
};
// One earlier rated cycle, newest first in AccountCycle::history.
struct EarlierCycle {
  Date through;
  std::map<std::string, Ratio> recorded;  // measures and channels by name, canonical units
};
struct DatedFact {
  InputId input;
  Date from;
  FactValue value;
};

struct AccountCycle {
  std::string account_id;
  Date from, through;  // local civil dates, both included
  // All ids in here are those of the edition in force on `through` (the last one that has begun by then).
  std::vector<std::optional<FactValue>> inputs;  // by InputId; nothing: the default, or input_missing
  std::vector<DatedFact> dated;                  // histories of dated inputs, ascending
  // Facts that only an earlier edition declares, by path. All others an earlier edition finds by name among `inputs` and `dated`.
  std::vector<std::pair<std::string, FactValue>> earlier_inputs;
  std::optional<unsigned> bill_month;  // 1…12
  std::optional<int> bill_year;
  std::optional<int> scheduled_days;
  bool first = false, last = false;
  std::optional<std::uint32_t> cycle_number;
  std::optional<Date> since;
  std::vector<IntervalSeries> intervals;
  std::vector<RegisterRead> reads;
  std::vector<DemandRead> demand_reads;
  std::vector<EarlierCycle> history;  // newest first
  bool history_given = false;         // a history file or `given history` speaks of this account (even `none`)
  std::vector<std::pair<MeasureId, Ratio>> given_measures;  // examples only: replaces the computation
};

struct RatingOptions {
  Date as_known = Date::max();  // versions known later do not count
};

}  // namespace ratebook
