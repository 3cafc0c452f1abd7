// The smallest pieces of a syntax tree: what the text says, with the place of each piece. Nothing is resolved here: a name is
// only text, a unit is only its words (a subunit needs the tariff's currency, which the checker knows).
//
//   Name      summer                     Path      us.holidays, cycle.days, usage
//   Text      "Special Condition 1"      Quantity  0.1247 USD/kWh, 35%, 12
//   DateWord  2025-07-01                 ClockWord 16:00
//   Cite      cite s14 "Rule 9", s15     Address   energy.summer.tier_1@2025-07-01
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "language/base/civil.hpp"
#include "language/base/decimal.hpp"
#include "language/base/ids.hpp"
#include "language/source/source.hpp"

namespace ratebook::syntax {

// A node of TariffTree::expressions.
using TreeExprId = Id<struct TreeExprTag>;

// One word: a declared name, a column's word, a code, a member.
struct Name {
  Span span;
  std::string text;
};

// Words joined by dots; `text` is the whole ("account.care"), `parts` has at least one word. `season`, `period`, `day`, `event`
// are paths too where the grammar lets these words stand for a dimension or a scope.
struct Path {
  Span span;
  std::string text;
  std::vector<Name> parts;
};

// A string; `text` is without the quotes, `span` with them.
struct Text {
  Span span;
  std::string text;
};

struct DateWord {
  Span span;
  Date date;
};

// Minutes after 00:00, 0…1440.
struct ClockWord {
  Span span;
  int minutes = 0;
};

// A whole number of days, cycles, … (the word that says which is not part of the span).
struct Count {
  Span span;
  std::int64_t value = 0;
};

// A unit as written, e.g. "USD/kW/month", "%", "kW*day". Every word in it is known (is_unit_word); read it with
// parse_unit(text, currency), which fails only for a subunit of another currency or an impossible product.
struct UnitWords {
  Span span;
  std::string text;
};

// A number with its unit when it has one. `span` covers both. 35% has the unit "%".
struct Quantity {
  Span span;
  Span number_span;
  Decimal number;
  std::optional<UnitWords> unit;
};

// 25..35 days: the unit stands once and belongs to both ends.
struct QuantityRange {
  Span span;
  Quantity low, high;  // low.unit is a copy of high.unit
};

struct CiteItem {
  Span span;
  Path source;  // cite shared.code "…" may name an imported source
  std::optional<Text> place;
};
struct Cite {
  Span span;  // from the word `cite`
  std::vector<CiteItem> items;
};

// energy.tier_1@2025-07-01; `version` absent means the sum over versions.
struct Address {
  Span span;
  Path path;
  std::optional<DateWord> version;
};

// A value of a fact: true, false, 400 kW, 2025-06-01, Springfield, "New York".
enum class LiteralKind : std::uint8_t { flag, quantity, date, word, text };
struct Literal {
  Span span;
  LiteralKind kind{};
  bool flag = false;
  Quantity quantity;
  Date date;
  std::string text;  // of a word or a string
};

enum class RoundMode : std::uint8_t { half_up, half_even, up, down };
// round half up to 0.01 USD
struct Rounding {
  Span span;  // from the word `round` (in rules: from the rule's first word)
  RoundMode mode{};
  Span mode_span;
  Quantity step;
};

// by usage day | by cycle end | by cycle start | by bill month
enum class CutRule : std::uint8_t { usage_day, cycle_end, cycle_start, bill_month };
struct CutRuleWords {
  Span span;  // from the word `by`
  CutRule rule{};
};

}  // namespace ratebook::syntax
