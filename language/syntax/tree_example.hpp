// Examples and properties (language reference, sections 19 and 20).
//
//   example "name" cite a { given cycle 2025-07-03 through 2025-08-01 (30 days)  given usage 720 kWh  expect total 1.00 USD  then … }
//   property "name" { for all usage from 0 kWh to 3000 kWh  given account.care = true  total never decreases in usage }
#pragma once
#include <variant>

#include "language/syntax/tree_expression.hpp"
#include "language/syntax/tree_time.hpp"

namespace ratebook::syntax {

// load 3 kW on weekday 14:00 to 19:00, 0.5 kW on 2025-07-04 all day, missing on 2025-07-10 19:00 to 20:00, 0.6 kW otherwise
struct ShapePiece {
  Span span;
  std::optional<Quantity> amount;  // absent: missing
  bool otherwise = false;          // then nothing below
  std::optional<Path> season;      // on in summer …
  std::optional<DateWord> date;    // on DATE; else `days`
  DaysWords days;
  HoursWords hours;
};
struct Shape {
  Span span;
  std::optional<Text> file;          // from "file.csv"
  std::optional<Quantity> constant;  // 1 kW constant
  std::vector<ShapePiece> pieces;
};

struct GivenCycle {
  DateWord from, through;
  std::optional<Count> days;
};
struct MeasureAmount {
  Path measure;
  Quantity amount;
};
struct GivenMeasures {
  std::vector<MeasureAmount> measures;
};  // measure peak_kw 312.4 kW, pf 0.84
struct GivenLoad {
  std::optional<Path> channel;
  Shape shape;
};  // load of reactive …
struct GivenSeries {
  Path series;
  Shape shape;
};
struct GivenEvent {
  Path event;
  DateWord date;
  HoursWords hours;
};
// history none | history peak_kw 300 kW, 310 kW | history adjusted(peak_kw) highest 420 kW over 11 cycles
struct HighestOver {
  Quantity amount;
  Count cycles;
};
struct GivenHistory {
  bool none = false;
  TreeExprId expression;
  std::optional<HighestOver> highest;
  std::vector<Quantity> amounts;  // newest first
};
struct GivenInvoice {
  Name invoice;
  DateWord due;
  Quantity amount;
};
// on DATE [HH:MM] assess | paid A1 84.20 USD | path = value
struct Assess {};
struct Paid {
  Name invoice;
  Quantity amount;
};
struct FactValue {
  Path path;
  Literal value;
};
struct GivenOn {
  DateWord date;
  std::optional<ClockWord> time;
  std::variant<Assess, Paid, FactValue> what;
};
// usage 720 kWh | usage on_peak 42 kWh, off_peak 61 kWh | bank 40 kWh | late 5.00 USD; `billed` before it: the earlier bill's
struct Bucket {
  Span span;
  std::optional<Path> bucket;
  Quantity amount;
};
struct GivenBuckets {
  bool billed = false;
  Path name;
  std::vector<Bucket> buckets;
};

using GivenNode = std::variant<GivenCycle, GivenMeasures, GivenLoad, GivenSeries, GivenEvent, GivenHistory, GivenInvoice,
                               GivenOn, FactValue, GivenBuckets>;
struct Given {
  Span span;
  GivenNode node;
};

struct ExpectError {
  Name code;
};
struct ExpectNo {
  Address address;
};
enum class FeeEvent : std::uint8_t { none, waived, amount };
struct ExpectFee {
  DateWord date;
  Name fee, invoice;
  FeeEvent event{};
  std::optional<Quantity> amount;
};  // on DATE FEE INVOICE …
// energy.tier_1 67.34 USD, difference city 0.29 USD, total 1.00 USD, billing_kw 336.0 kW, a text as word or string
struct ExpectAmount {
  bool difference = false;
  Address address;
  std::variant<Quantity, Text, Name> value;
};
using ExpectNode = std::variant<ExpectError, ExpectNo, ExpectFee, ExpectAmount>;
struct Expect {
  Span span;
  ExpectNode node;
};

// What stands before the first `then`, between two of them, or after the last.
struct ExampleCycle {
  Span then_word;
  std::vector<Given> givens;
  std::vector<Expect> expects;
};  // then_word empty for the first
struct Example {
  Text name;
  std::vector<Cite> cites;
  std::vector<ExampleCycle> cycles;
};

struct ForAll {
  Span span;
  Path path;
  bool values = false;
  std::optional<Quantity> from, to;
};
struct NeverClaim {
  Path path;
  bool increases = false;
  Path in;
};  // total never decreases in usage
struct AlwaysClaim {
  TreeExprId condition;
  TreeExprId when;
};  // when: none if absent
struct Claim {
  Span span;
  std::variant<NeverClaim, AlwaysClaim> claim;
};
struct Property {
  Text name;
  std::vector<ForAll> for_all;
  std::vector<Given> givens;
  std::vector<Claim> claims;
};

}  // namespace ratebook::syntax
