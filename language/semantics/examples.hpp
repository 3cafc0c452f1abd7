// Examples and properties of a checked tariff (language reference, sections 19 and 20): bills with exact expectations.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"
#include "language/semantics/facts.hpp"

namespace ratebook {

// One line of a register read: `usage 720 kWh`, `usage on_peak 42 kWh`, `usage summer.on_peak 3 kWh`.
struct GivenRead {
  ChannelId channel;
  std::vector<MemberRef> members;  // empty: the total
  Ratio amount;
  Span span;
};
// A test load: the first piece that holds counts; `otherwise` last.
struct LoadPiece {
  std::optional<Ratio> level;       // kW (or the channel's power); none: `missing`, a hole wherever the piece stands
  bool otherwise = false;           // or `constant`
  std::optional<MemberRef> season;  // `in summer`
  std::optional<Date> date;         // `on 2025-07-04`
  std::optional<MemberRef> day;     // `on weekday`; neither: every day
  int from_minute = 0, to_minute = 1440;
  Span span;
};
struct GivenLoad {
  ChannelId channel;
  std::vector<LoadPiece> pieces;  // empty when `from "file.csv"`
  std::string file;
  Span span;
};
struct GivenFact {
  std::variant<InputId, Fact>
      fact;         // inputs; cycle.first, cycle.last, cycle.month, cycle.scheduled_days, account.cycle_number, account.since
  FactValue value;  // month: number 1…12 as Ratio
  std::optional<Date> from;  // `given on DATE path = value`
  Span span;
};
struct GivenMeasure {
  MeasureId measure;
  Ratio value;
  Span span;
};
struct GivenHistory {
  bool none = false;
  std::string name;              // recorded name: a measure or channel
  std::vector<Ratio> values;     // newest first: one for each earlier cycle
  std::optional<Ratio> highest;  // `highest A over N cycles`: A in the newest of N cycles, 0 in the others
  std::uint32_t cycles = 0;
  Span span;
};

struct ExpectRow {  // `energy.summer.tier_1@2025-07-01 33.67 USD`; sums the rows that match
  LineId line;      // none: only an earlier edition has such rows; then `words` says which
  std::vector<MemberRef> members;
  std::vector<std::string> tiers;
  std::optional<unsigned> month;   // 1…12, of a line split by month
  std::string id;                  // the line's
  std::vector<std::string> words;  // of the address after the id, as written
  std::optional<Date> version;
  bool none = false;  // `no ADDRESS`
  Ratio amount;
  std::string text;  // the address as written
  Span span;         // of the amount
  Span address;
};
struct ExpectMeasure {
  MeasureId measure;
  std::vector<MemberRef> members;
  Ratio value;
  std::string text;
  Span span, address;
};
struct ExpectQuantity {
  ChannelId channel;
  Ratio value;
  Span span, address;
};
struct ExpectTotal {
  Ratio amount;
  Span span, address;
};
struct ExpectError {
  Code code;
  Span span;
};
using Expect = std::variant<ExpectRow, ExpectMeasure, ExpectQuantity, ExpectTotal, ExpectError>;

struct ExampleCycle {  // one bill; `then` begins the next
  Date from, through;
  std::vector<GivenRead> reads;
  std::vector<GivenLoad> loads;
  std::vector<GivenFact> facts;
  std::vector<GivenMeasure> measures;
  std::vector<GivenHistory> histories;
  std::optional<Date> as_known;
  std::vector<Expect> expects;
  Span span;
};
struct Example {
  std::string name;
  Span span;
  std::vector<ExampleCycle> cycles;  // at least one
  std::vector<Cite> cites;
};

// `for all PATH from A to B` or `for all PATH values`.
struct Quantified {
  std::variant<GivenRead, MeasureId, InputId, Fact> what;  // GivenRead: channel and bucket, its amount unused
  std::optional<Ratio> low, high;                          // none: all values of a flag or choice
  std::string text;
  Span span;
};
struct Claim {
  enum class Kind : std::uint8_t { never_decreases, never_increases, always };
  Kind kind = Kind::always;
  ExprId subject;                // a number over lines, measures, `total`; `always`: a condition
  std::uint32_t quantified = 0;  // never_*: index of the path it moves along
  ExprId when;                   // always … when
  Span span;
};
struct Property {
  std::string name;
  Span span;
  std::vector<Quantified> quantified;
  ExampleCycle given;  // the rest; the cycle may be absent (from == through == Date{})
  std::vector<Claim> claims;
};

}  // namespace ratebook
