// Statements that make lines of the bill (language reference, sections 12 to 14, 16, 17).
//
//   charge energy "Energy" = usage each interval split by season at rate[season] MODIFIERS
//   charge energy "Energy" = usage split by season in tiers over cycle { t1 first 300 kWh at 0.1 USD/kWh  t2 above in tiers { … } }
//   rider|discount|waiver|credit|tax id "label" = 35% of a, b MODIFIERS  |  = 10% included in a, b  |  = usage * rate
//   minimum|maximum floor "label" = expr over all lines excluding x MODIFIERS
//   fee late "label" = late_fee on invoice when … unless … at most … once per invoice waived when …
//   apply us.sales_tax to a, b excluding c as sales MODIFIERS
#pragma once
#include <variant>

#include "language/syntax/tree_price.hpp"

namespace ratebook::syntax {

struct Condition {
  Span span;  // from the word
  bool unless = false;
  TreeExprId condition;
  std::optional<Cite> cite;  // the cite written directly after it (also in the line's cites)
};

enum class BaseKind : std::uint8_t { lines, all_lines, base };  // `base` stands in templates of libraries
struct Base {
  Span span;
  BaseKind kind{};
  std::vector<Path> lines;
};

enum class WindowUnit : std::uint8_t { cycles, months, days };
struct FirstWindow {
  Count count;
  WindowUnit unit{};
  Path of;
};  // for first 3 cycles of account
struct DateWindow {
  std::optional<DateWord> from, through;
};  // from 2025-10-01 through 2025-12-31
struct Window {
  Span span;
  std::variant<FirstWindow, DateWindow> window;
  std::optional<CutRuleWords> by;
};

enum class BillType : std::uint8_t { energy, demand, fixed, adjustment, credit, tax };
struct TypeWord {
  Span span;
  BillType type{};
};

// Everything after the amount; each at most once, but conditions and cites (error[stated_twice]).
struct Modifiers {
  std::vector<Condition> conditions;
  std::optional<Window> window;
  std::optional<Base> excluding;
  std::optional<Base> over;
  std::vector<Path> overrides;
  std::optional<CutRuleWords> season, version;
  std::optional<Rounding> rounding;
  std::optional<TypeWord> type;
  std::vector<Cite> cites;
};

enum class TierBound : std::uint8_t { first, next, up_to, above };
enum class TierScope : std::uint8_t { per_part, over_cycle, per_period, pro_rata, time_order, per_day, per_month };
struct TierScopeWords {
  Span span;
  TierScope scope{};
};
struct Tiers;
struct Tier {
  Span span;
  Name name;
  TierBound bound{};
  Span bound_span;
  TreeExprId limit;           // none for `above`
  TreeExprId price;           // none when nested
  Span price_word;            // `at`
  std::vector<Tiers> nested;  // one, or none
};
struct Tiers {
  Span span;
  std::vector<TierScopeWords> scopes;
  std::vector<Tier> tiers;
};

enum class EachLevel : std::uint8_t { interval, hour, day, part };
struct EachWords {
  Span span;
  EachLevel level{};
};
struct PriceAt {
  Span span;
  TreeExprId price;
};
struct Priced {
  Span span;
  TreeExprId quantity;  // the whole amount when there is neither `at` nor tiers
  std::optional<EachWords> each;
  std::optional<Split> split;
  std::variant<std::monostate, PriceAt, Tiers> price;
};
struct Share {
  Span span;
  TreeExprId share;
  bool included = false;
  Span word;
  Base base;
};  // word: `of` or `included in`

// The id and the label of a line.
struct LineHead {
  Span keyword;
  Name name;
  Text label;
};

struct Charge {
  LineHead head;
  Priced amount;
  Modifiers modifiers;
};
enum class AdjustmentKind : std::uint8_t { rider, discount, waiver, credit, tax };
struct Adjustment {
  AdjustmentKind kind{};
  LineHead head;
  std::variant<Share, Priced> amount;
  Modifiers modifiers;
};
struct Limit {
  bool minimum = false;
  LineHead head;
  TreeExprId amount;
  Modifiers modifiers;
};

struct AtMost {
  Span span;
  TreeExprId limit;
  std::optional<Cite> cite;
};
struct Once {
  Span span;
  bool per_invoice = false;
  std::optional<Cite> cite;
};  // else: per cycle
struct WaivedWhen {
  Span span;
  TreeExprId condition;
  std::optional<Cite> cite;
};
struct Fee {
  LineHead head;
  TreeExprId amount;
  std::vector<Condition> conditions;
  std::vector<AtMost> at_most;
  std::vector<Once> once;
  std::vector<WaivedWhen> waived;
  std::vector<Cite> cites;  // all of them, those of the clauses included
};

struct Apply {
  Path line;
  std::optional<Base> to;
  std::optional<Name> as;
  Modifiers modifiers;
};  // excluding: in modifiers

}  // namespace ratebook::syntax
