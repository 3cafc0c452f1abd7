// The binary interface between a kernel and the runtime: C structs, structure of arrays. The runtime owns every buffer; a kernel allocates
// nothing, throws nothing, keeps nothing. Any change here changes kAbiVersion, which is part of the object cache's key.
#pragma once
#include <cstddef>
#include <cstdint>

namespace ratebook::native {

inline constexpr std::uint32_t kAbiVersion = 4;
__extension__ typedef __int128 Int128;

// Intervals [first, last) of the account's readings belong to `bucket` = segment × classes + class. Ascending, disjoint, cover the window.
struct Run {
  std::uint32_t first, last, bucket;
};
// `windows` demand windows from reading `first` on, every `slide` readings, each `width` readings long, all within part `part`.
struct DemandRun {
  std::uint32_t first, windows, part;
};
// Runs cut at the steps of a tier pass (days or months), `step` ascending; a new step starts the tiers anew.
struct StepRun {
  std::uint32_t first, last, bucket, step;
};
struct DemandTable {
  const DemandRun* runs;
  std::uint64_t count;
  std::uint32_t width, slide;  // in readings
};
struct StepTable {
  const StepRun* runs;
  std::uint64_t count;
};

// One channel's readings of one account: whole numbers of `unit` micro-units, `bytes` wide: 2 (unsigned), 4 or 8 (signed).
struct ReadingColumn {
  const void* data;  // null: the account has none of this channel
  std::int64_t unit;
  std::uint32_t bytes, reserved;
};
static_assert(sizeof(ReadingColumn) == 24);

// Days that follow one another, both included (day numbers).
struct DaySpan {
  std::int64_t first, last;
};

// The parts of one partition in one window.
struct PartTable {
  std::uint64_t parts;
  const std::int64_t* const* fields;   // by part_field ordinal within the program (null for other partitions' fields): [part]
  const std::uint32_t* segment_begin;  // [parts + 1] into segments
  const std::uint32_t* segments;       // segment numbers of each part
  const std::uint32_t* span_begin;     // [parts + 1] into spans
  const DaySpan* spans;                // the days of each part; may be null when the program has no days_within
};

struct Window {
  const std::int64_t* fields;   // by window_field
  const PartTable* partitions;  // by partition; 0 is the whole cycle
  std::uint64_t segments;
  const Run* runs;  // intervals source
  std::uint64_t run_count;
  const DemandTable* demands;  // by demand slot, intervals source
  const StepTable* steps;      // by tier pass, intervals source (time_order: one step)
  const StepTable* walks;  // by walk: all readings, cut into runs by bucket (interval), and where an hour ends as well (hour)
  const std::uint32_t* row_base;     // [row slots]: first row of the slot within the account's rows
  const std::uint32_t* record_base;  // [record slots]
};

// A row as the kernel leaves it. Shown numbers are at scale 9: exact, or rounded half even to 6 decimals (× 1000) when they do not end
// within 9 decimals; then the bit of `inexact` is set (1 quantity, 2 price, 4 unrounded).
struct alignas(16) Row {
  Int128 quantity, price, unrounded;
  std::int64_t amount;    // in 10^-amount_scale
  std::uint32_t present;  // 0 or 1
  std::uint32_t inexact;
};
static_assert(sizeof(Row) == 64);

struct alignas(16) Record {
  Int128 numerator, denominator;
};
static_assert(sizeof(Record) == 32);

struct Batch {
  std::uint32_t abi_version, struct_bytes;
  std::uint64_t accounts;
  const std::uint32_t* window;  // [account] into windows
  const Window* windows;
  const std::int64_t* const* attributes;  // [attribute][account]
  // intervals source: readings of each channel from the window's first instant on, complete; without data the account has none of this
  // channel, which only `apparent` of squared demand slots may be. Channels that a program takes interval by interval (ir::StepWalk) have 8
  // bytes of micro-units.
  const ReadingColumn* const* readings;  // [channel slot][account]; channel slots: Kernel::channels
  // general source: ready sums and demands
  const Int128* const* quantities;   // [account] → [quantity slot × segments of its window + segment]
  const std::int64_t* quantity_den;  // [account]: 1 … ir::kQuantityDenominatorLimit
  // Ready demands are power × minutes of the window (micro-kW × window_minutes: 60 times the energy that interval sources have), so that a
  // register's kW stays an integer whatever the window. LowerOptions::source tells the program which of the two it gets.
  const std::int64_t* const* demands;       // [account] → [demand_base + part], see demand_base
  const Int128* const* squares;             // likewise for squared slots: (power × minutes)²; may be null when there are none
  const std::uint32_t* const* demand_base;  // [window] → [demand slot]
  // general source: why a quantity or demand cannot be told, asked only where a statement reads it (runtime/interpreter/README.md): 0 or
  // 1 + Code
  const std::uint32_t* const* states;      // [account] → [state_base + part]; may be null when the program has no states
  const std::uint32_t* const* state_base;  // [window] → [state slot]
  // results
  Row* rows;  // [account × row_stride]
  std::uint64_t row_stride;
  Record* records;  // [account × record_stride]
  std::uint64_t record_stride;
  std::uint32_t* status;  // [account]: 0 or 1 + Code
  // scratch for one thread, Kernel::scratch_bytes(max segments, max parts), aligned to 256
  void* scratch;
};

// Rates accounts [first, last) of the batch.
using KernelFunction = void (*)(const Batch*, std::uint64_t first, std::uint64_t last);

}  // namespace ratebook::native
