// The rating IR of one tariff edition: typed integer code plus the list of what a plan must lay out for it (runtime/plan).
// A program is a function of the checked tariff and LowerOptions alone; it holds no pointers and prints to stable text (its digest).
//
//   part block %energy over partition 1:
//     %7 = quantity 0            ; usage
//     %8 = price 2[%6]           ; energy_rate
//     %9 = multiply %7 %8
#pragma once
#include <boost/multiprecision/cpp_int.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "language/base/limits.hpp"
#include "language/semantics/tariff.hpp"

namespace ratebook::ir {

using BigInt = boost::multiprecision::cpp_int;
using ValueId = Id<struct IrValueTag>;

enum class Op : std::uint8_t {
#define OPERATION(name, operands, effect, meaning) name,
#include "compiler/ir/operation.def"
};
std::string_view operation_word(Op op);

struct Range {  // inclusive; every value of the program has one after the range pass
  BigInt low, high;
};

// -- what the plan provides ---------------------------------------------------------------------------------------------------------------

// A division of the cycle's days into parts by CutSet keys; partition 0 has the whole cycle as its one part. Parts are in order of their
// first day.
struct Partition {
  CutSet cuts;
  CutRule season_rule = CutRule::usage_day, version_rule = CutRule::usage_day;
  bool each_day = false;                         // every day is a part of its own
  bool each_month = false;                       // calendar months are parts of their own, those of each year
  std::uint32_t most = limits::cycle_days.high;  // parts that it has at most in any cycle
  // Without cuts it has one part, whatever the rules: its part fields are numbers of the cycle and may be read in cycle blocks.
  bool whole() const { return cuts.empty() && !each_day && !each_month; }
};
using PartitionIndex = std::uint32_t;

// A number of each part of one partition.
struct PartField {
  enum class Kind : std::uint8_t {
    days,              // days of the part
    seconds,           // real seconds of the part (hours × 3600)
    months_numerator,  // months = months_numerator / WindowField months_denominator
    years_numerator,   // likewise
    season,            // member of `scheme` that prices the part, under the partition's season rule
    month,             // calendar month 1…12 (cuts.month)
    value_version,  // index into Value::versions, under the version rule and the as-known date; -1: none in force on some day of
                    // the part (value_gap)
    table_version,  // likewise
    dated_input,    // value of `input` (encoded like Attribute input); kAbsent when missing
    scope_seconds,  // real seconds of the part that lie in `scope` (average demand)
    occurs,         // 1 when the part has some time in `scope` (of day types alone: some day)
    part_of,        // ordinal of the part of partition `other` that holds this part's first day
    days_in,        // days that this part shares with part `ordinal` of partition `other`; 0 when there is no such part
    divided  // of a part within one of `other`'s: -1 when it is the whole of that, else that one's position among those that several
             // parts divide
  };
  PartitionIndex partition = 0;
  Kind kind = Kind::days;
  SchemeId scheme;
  ratebook::ValueId value;
  TableId table;
  InputId input;
  PartitionIndex other = 0;
  std::uint32_t ordinal = 0;
  ScopeRef scope;
  Range range;
};

// A number of the window: the same for all accounts that share (cycle, sub-cycle, scheduled days, first, last, bill month …).
struct WindowField {
  enum class Kind : std::uint8_t {
    months_denominator,
    years_denominator,
    cycle_days,        // of the sub-cycle (section 26, 4)
    whole_cycle_days,  // of the whole cycle (`cycle.days`)
    cycle_from,
    cycle_through,     // day numbers of the whole cycle
    bill_month_first,  // day number of the first day of the bill month
    bill_month,
    bill_year,
    scheduled_days,  // scheduled_days: kAbsent when not given
    cycle_first,
    cycle_last,
    rated_from,
    rated_through,   // day numbers of the days that this edition rates (the sub-cycle)
    last_edition,    // 1 when this edition rates the cycle's last day (section 26, 5)
    parts,           // number of parts of `partition`
    reading_seconds  // length of the intervals that `walk` takes
  };
  Kind kind = Kind::cycle_days;
  PartitionIndex partition = 0;
  std::uint32_t walk = 0;
  Range range;
};

inline constexpr std::int64_t kAbsent = INT64_MIN;

// A 64-bit column with one number an account.
struct Attribute {
  enum class Kind : std::uint8_t {
    input,  // number: written unit × 10^6; flag 0/1; choice: member; text: 1 + index in Input::words, 0 = another; date: day number
    cycle_number,  // kAbsent when not known
    since,         // day number; kAbsent when not known
    history_numerator,
    history_denominator,  // of `history`, folded by the plan: denominator >= 1
    history_state,        // 0 known, 1 missing (history_missing)
    given_measure         // canonical value × 10^9 (examples only)
  };
  Kind kind = Kind::input;
  InputId input;
  HistoryId history;
  MeasureId measure;
  Range range;
};

// Energy (micro-units) of `channel` in `scope` of the segment's days. Slots filled by a tier pass have `pass` set.
struct QuantitySlot {
  ChannelId channel;
  ScopeRef scope;
  std::optional<std::uint32_t> pass;
};

struct DemandSlot {
  DemandRef::Kind kind = DemandRef::Kind::maximum;
  ChannelId channel;
  ScopeRef scope;
  int window_minutes = 15, slide_minutes = 15;
  PartitionIndex partition = 0;  // one number for each of its parts
  // Channel `apparent`, for accounts without a column of its own: the kernel compares usage² + reactive² window by window and the slot holds
  // the greatest sum of squares; with a column of its own, the square of its energy (Op::root takes either back).
  bool squared = false;
};

// General source: whether a number can be told at all, for each part of the partition where it is read. The oracle refuses an account where a
// statement reads what is not measured, and not before; so a program of the general source puts `fail_with(guard ? state : 0)` before each
// read of a quantity, demand or tier pass. Slot 0 of every such program is the state of the data checks, asked once after eligibility
// (runtime/interpreter/README.md, points 3 and 4). Programs of the intervals source have none: accounts with such a state go to the general one.
struct StateSlot {
  enum class Kind : std::uint8_t {
    data_checks,  // index unused, partition 0
    quantity,     // channel_missing, allocate_missing … of quantities[index] for the part's days
    demand,       // demand_missing, window_interval … of demands[index]
    tier_pass,    // channel_missing, needs_intervals … of tier_passes[index]
    walk          // channel_missing, needs_intervals, interval_mismatch of the channels of walks[index]
  };
  Kind kind = Kind::data_checks;
  std::uint32_t index = 0;
  PartitionIndex partition = 0;
};

// Tiers filled by a walk over the intervals (`in time order`) or over days or months (`per day`, `per month`).
// Operands of its `fill_tiers`: the cumulative limits' numerators (tiers - 1 of them), then their common denominator; the filled slots hold
// micro-units × that denominator. Slot order: first + tier × members + member.
struct TierPass {
  enum class Order : std::uint8_t { time_order, per_day, per_month };
  Order order = Order::time_order;
  ChannelId channel;
  ScopeRef scope;
  SchemeId periods;  // members share the tiers (none: one member)
  std::uint32_t members = 1, tiers = 1;
  std::uint32_t first_slot = 0;
};

// A walk over the steps of the cycle in order of time: intervals of readings, or hours of the tariff's clock. Its channels are measured at the same
// intervals, of which hours are made. Step blocks run once for each step of a part.
struct StepWalk {
  enum class Kind : std::uint8_t { interval, hour };
  Kind kind = Kind::interval;
  std::vector<ChannelId> channels;  // ascending
};

// The cells of a value or table that one place can read: those at which its fixed indices point.
struct PriceArray {
  std::string name;           // for the printer: "energy_rate[season, tier_1]"
  BigInt denominator{1};      // cell / denominator is canonical
  std::vector<BigInt> cells;  // version-major, then the indices that are not fixed, row-major
  friend bool operator==(const PriceArray&, const PriceArray&) = default;
};

// A row that the program may emit, once for each part of `partition`.
struct RowSlot {
  LineId line;
  PartitionIndex partition = 0;
  std::vector<MemberRef> members;  // fixed ones (periods …); the season comes from the part
  std::vector<std::string> tiers;
  std::vector<ratebook::ValueId> version_values;  // what @DATE looks at (section 26, 28)
  std::vector<TableId> version_tables;
  std::vector<InputId> version_inputs;
  std::string quantity_unit, price_unit;  // as printed
  // A minimum or maximum that is cut has one row for all parts in which it is due. Another slot over these parts, never printed, marks them.
  bool marker = false;
  std::optional<std::uint32_t> marked_by;
};
struct RecordSlot {   // numerator / denominator is canonical
  MeasureId measure;  // none: a digit of the exact total (Program::exact_total)
  PartitionIndex partition = 0;
  std::vector<MemberRef> members;  // fixed ones of a split measure; the season comes from the part
};
struct Cell {                    // storage that lives for one account
  PartitionIndex partition = 0;  // one number for each part
  std::string name;
  bool gathered = false;  // begins at 0 and is filled by `gather`, else by `store`
};
struct Accumulator {
  std::string name;
};

// -- code ---------------------------------------------------------------------------------------------------------------------------------

struct Instruction {
  Op op{};
  std::vector<ValueId> operands;
  std::uint32_t index = 0;     // leaf, slot, cell, accumulator, pass
  BigInt constant;             // Op::constant
  Code code{};                 // Op::fail_if
  Span span;                   // the script's place, for the printer and messages
  std::optional<Range> range;  // of the result, after the range pass
};
struct Block {
  // cycle: runs once. part: once for each part of `partition`, in part order. step: once for each step of `walk` that lies in the part, for each
  // part; over a partition without cuts, for each step of the cycle.
  enum class Kind : std::uint8_t { cycle, part, step };
  Kind kind = Kind::cycle;
  PartitionIndex partition = 0;
  std::uint32_t walk = 0;
  bool joined = false;        // runs with the block before it, part by part: both are over the same partition
  std::string name;           // statement's name
  std::vector<ValueId> code;  // in order; may use values of earlier cycle blocks and its own
};

inline constexpr int kTotalDigits = 3, kTotalDigitBits = 100;

// Where quantities come from. intervals: from interval readings; quantity_den is 1. general: the plan hands over ready sums and a denominator
// (register reads, allocation by days, mixed sources).
enum class Source : std::uint8_t { intervals, general };

struct Program {
  Source source = Source::intervals;
  std::string tariff_id;
  std::string edition;
  std::vector<std::uint32_t> scheme_sizes;  // by SchemeId: number of members
  std::vector<Partition> partitions;
  std::vector<PartField> part_fields;
  std::vector<WindowField> window_fields;
  std::vector<Attribute> attributes;
  std::vector<QuantitySlot> quantities;
  std::vector<DemandSlot> demands;
  std::vector<TierPass> tier_passes;
  std::vector<StepWalk> walks;
  std::vector<StateSlot> states;
  std::vector<PriceArray> prices;
  std::vector<RowSlot> rows;
  std::vector<RecordSlot> records;
  std::vector<Cell> cells;
  std::vector<Accumulator> accumulators;
  // Where rows are not rounded, the sum of their exact amounts: a numerator, then a denominator, kTotalDigits records each, lowest digits first, in
  // base 2^kTotalDigitBits and with the sign of the number. The first of these records.
  std::optional<std::uint32_t> exact_total;
  int amount_scale = 2;             // Bill::amount_scale
  std::vector<Instruction> values;  // arena
  std::vector<Block> blocks;        // in order
};

}  // namespace ratebook::ir
