// Measures, tiers and lines of a checked tariff (language reference, sections 9 and 12 to 14), with what cuts them into parts.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "language/semantics/expression.hpp"

namespace ratebook {

enum class CutRule : std::uint8_t { usage_day, cycle_end, cycle_start, bill_month };

// What divides the days of a cycle into parts for one line or split measure (section 1): days with the same key form one part. Holds only
// what really cuts: a season scheme stands here under `season by usage day` alone, and so on. Sorted, without repeats.
struct CutSet {
  std::vector<ValueId> values;    // version by usage day
  std::vector<TableId> tables;    // version by usage day
  std::vector<SchemeId> seasons;  // season by usage day, or `split by` a season scheme
  std::vector<InputId> dated;     // dated inputs, version by usage day
  bool month = false;             // `split by month`: calendar months
  bool empty() const { return values.empty() && tables.empty() && seasons.empty() && dated.empty() && !month; }
  friend bool operator==(const CutSet&, const CutSet&) = default;
};

// A dimension that divides a line's rows: a scheme (season, period, day) or the calendar month. `split by version` of a measure makes it
// part-wise without any member: it is cut as its `cuts` say.
struct SplitDimension {
  enum class Kind : std::uint8_t { scheme, month, version };
  Kind kind = Kind::scheme;
  SchemeId scheme;
  Span span;
};

struct Measure {
  std::string name;
  Span span;     // of the name
  ExprId value;  // arms included
  Unit unit;
  UnitText shown_unit;                // for people: of its rounding or of its first amount, else the canonical unit
  std::vector<SplitDimension> split;  // empty: of the whole cycle
  std::optional<Rounding> rounding;
  CutSet cuts;            // of a split measure
  bool recorded = false;  // some history expression of this tariff reads it
  std::vector<Cite> cites;
};

// `highest E in preceding N cycles [within SEASON], missing cycles as X`.
struct History {
  enum class Kind : std::uint8_t { highest, lowest, sum, average };
  enum class Missing : std::uint8_t { error, as_amount, left_out };
  Kind kind = Kind::highest;
  std::optional<std::uint32_t> best_of;  // `average of highest N of E`: N
  bool best_lowest = false;              // …of the lowest N
  ExprId value;                          // E, over the recorded names of an earlier cycle
  std::uint32_t cycles = 0;
  std::optional<MemberRef> within;  // season of the earlier cycle
  Missing missing = Missing::error;
  ExprId missing_amount;           // Missing::as_amount
  std::vector<std::string> reads;  // recorded names in E: measures, channels
  Span span;
};

struct Tier {
  enum class Width : std::uint8_t { first, next, up_to, above };
  std::string name;
  Span span;
  Width width = Width::above;
  ExprId limit;             // first, next: a width; up_to: a cumulative limit; above: none
  ExprId price;             // none when it has inner tiers
  std::vector<Tier> inner;  // they divide this tier's quantity
};
struct TierBlock {
  // How the parts of the cycle fill the tiers …
  enum class Parts : std::uint8_t { shared_limits, per_part, over_cycle };
  // … and how the members of a `split by period` do …
  enum class Periods : std::uint8_t { none, per_period, pro_rata, time_order };
  // … or each day or calendar month by itself.
  enum class Steps : std::uint8_t { none, per_day, per_month };
  Parts parts = Parts::shared_limits;
  Periods periods = Periods::none;
  Steps steps = Steps::none;
  std::vector<Tier> tiers;
};

enum class LineKind : std::uint8_t { charge, rider, discount, waiver, credit, tax, minimum, maximum, fee };
std::string_view line_kind_word(LineKind kind);  // the statement's keyword
enum class LineType : std::uint8_t { energy, demand, fixed, adjustment, credit, tax, late_fee };
std::string_view line_type_code(LineType t);  // ENERGY_CHARGE, …

enum class EachLevel : std::uint8_t { none, interval, hour, day, part };

// Amount forms. `printed_*`: what a row shows as quantity and price (section 26, 29); none where it has none.
struct PlainAmount {
  ExprId amount, printed_quantity, printed_price;
};
struct PricedQuantity {
  ExprId quantity;
  EachLevel each = EachLevel::none;
  ExprId price;
};
struct TieredQuantity {
  ExprId quantity;
  EachLevel each = EachLevel::none;
  TierBlock block;
};
struct ShareOfLines {
  ExprId share;
  std::vector<LineId> base;
  bool included = false;
};  // `35% of a, b`; included: already in the prices
struct LimitOverLines {
  ExprId bound;
  std::vector<LineId> base;
};  // minimum, maximum
using AmountForm = std::variant<PlainAmount, PricedQuantity, TieredQuantity, ShareOfLines, LimitOverLines>;

struct Window {
  enum class Kind : std::uint8_t { first_cycles, first_months, first_days, dates };
  Kind kind = Kind::first_cycles;
  std::uint32_t count = 0;            // first_*
  InputId since;                      // none: account.since
  std::optional<Date> from, through;  // dates, both included
  std::optional<CutRule> by;          // required unless first_cycles
  Span span;
};

struct Line {
  std::string name;  // the id on the bill
  std::string label;
  LineKind kind{};
  LineType type{};
  Span span;       // of the name
  Span statement;  // of the whole statement
  AmountForm form;
  std::vector<SplitDimension> split;       // as written
  std::vector<SplitDimension> dimensions;  // of its rows' addresses: season first, then period, then others (section 26, 27)
  std::vector<ExprId> when, unless;        // all `when`, no `unless`
  std::vector<Window> windows;
  LineId overrides;                       // the earlier line that makes no row while this one's conditions hold
  CutRule season_rule{}, version_rule{};  // the tariff's or the line's own
  Rounding rounding;                      // the line's own or `round each line`
  CutSet cuts;
  std::vector<LineId> excluding;  // said for the reader; already left out of the base
  std::vector<Cite> cites;
};

}  // namespace ratebook
