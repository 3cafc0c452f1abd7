// The syntax tree of one file (language reference, section 25): plain structs, statements in text order, a span on everything that
// a message can point at. Built by parse.hpp, read by the checker and the printer. Sub-headers hold the statements by subject.
//
//   tariff GS-3 "General Service" { … }          library us "United States" { … }
//   utility "Example Power & Light"   timezone America/Chicago   currency USD
//   edition 2025-10-01 supersedes "old.tariff"  cite a
//   source a "Sheet A" docket "1" filed 2024-11-01 known 2024-12-15 effective 2025-01-01
//   import us from "us.tariff" digest "sha256:…"
//   rules { season by usage day  cite a … }
#pragma once
#include <variant>

#include "language/syntax/tree_example.hpp"
#include "language/syntax/tree_expression.hpp"
#include "language/syntax/tree_line.hpp"
#include "language/syntax/tree_price.hpp"
#include "language/syntax/tree_time.hpp"
#include "language/syntax/tree_words.hpp"

namespace ratebook::syntax {

struct Utility {
  Text name;
};
struct Timezone {
  Name zone;
};  // any word that can name a zone; the checker looks it up
struct CurrencyWord {
  Name code;
};  // three capitals; the checker looks it up
struct Edition {
  DateWord from;
  std::optional<Text> supersedes;
  std::vector<Cite> cites;
};
struct Source {
  Name name;
  Text sheet;
  std::optional<Text> docket;
  std::optional<DateWord> filed, known, effective;
};
struct Import {
  Name name;
  Text file;
  std::optional<Text> digest;
};

// -- rules { … } ------------------------------------------------------------------------------------------------------------------
struct SeasonRule {
  CutRuleWords by;
};
struct VersionRule {
  CutRuleWords by;
};  // never bill_month
struct AllocateRule {
  std::optional<Path> series;
};  // absent: evenly by day
enum class DivisorKind : std::uint8_t { number, quotient, days_of_month, days_of_year, scheduled_days };
struct Divisor {
  Span span;
  DivisorKind kind{};
  Decimal number;
  Decimal over;
};                    // 30; (365/12) is number / over
struct ProrateWhen {  // cycle outside 25..35 days | a comparison such as cycle.first
  Span span;
  std::optional<QuantityRange> outside;
  TreeExprId condition;
};
enum class ProrateBy : std::uint8_t { never, days, months };
struct ProrateRule {
  bool yearly = false;  // prorate yearly amounts …; else monthly
  ProrateBy by{};
  Divisor divisor;                // unless never
  std::vector<ProrateWhen> when;  // joined by `or`
};
enum class RoundWhat : std::uint8_t { each_line, total, each_interval };
struct RoundRule {
  RoundWhat what{};
  std::optional<Path> channel;
  Rounding rounding;
};
struct ClockRule {
  bool standard = false;
};  // else local daylight time
struct DemandRule {
  Quantity window;
  bool sliding = false;
  std::optional<Quantity> slide;
};
enum class EstimateBy : std::uint8_t { previous_interval, same_time_a_week_before, register_total };
struct EstimateRule {
  EstimateBy by{};
};
struct CorrectRule {
  bool rebill = false;
  bool known_now = false;
  std::optional<Quantity> within;
};
// intervals by start: an interval that an edge divides belongs to the part of its first instant (instead of refusing the account)
struct IntervalsRule {};
// register check within 1 kWh: how far a register read and the sum of its intervals may differ
struct RegisterCheckRule {
  Quantity within;
};
using RuleNode = std::variant<SeasonRule, VersionRule, AllocateRule, ProrateRule, RoundRule, ClockRule, DemandRule,
                              EstimateRule, CorrectRule, IntervalsRule, RegisterCheckRule>;
struct Rule {
  Span span;
  RuleNode node;
  std::vector<Cite> cites;
};
struct Rules {
  std::vector<Rule> rules;
};  // each kind once (error[stated_twice])

// -- the file ----------------------------------------------------------------------------------------------------------------------
using StatementNode = std::variant<Utility, Timezone, CurrencyWord, Edition, Source, Import, Rules, Season, Calendar, Choice,
                                   DayType, Period, Event, Input, Eligible, Channel, Value, Table, Series, Measure, Define,
                                   Carry, Update, Charge, Adjustment, Limit, Fee, Apply, Example, Property>;
struct Statement {
  Span span;  // from its first word to its last token
  Span keyword;
  StatementNode node;
  bool whole = true;  // false: a piece of it was left out, or a value of it is not what the text says, and that was reported
};

// What a mistake kept out of the tree: a statement, or a piece of a block such as a rule or the version of a price. Whoever misses
// something need not say so when it can be one of these.
struct Lost {
  Span span;
  std::string keyword;     // "season"; the word that a misspelt one was meant to be; "" when nothing can be told of it
  std::string name;        // what it declares, "summer" or "account.care"; "" when the reading ended before it
  std::string scheme;      // of `season summer of demand_seasons`
  bool statement = false;  // else a piece of a block
};

struct Comment {
  Span span;              // from `#` to before the line's end
  bool own_line = false;  // nothing but blanks before it
};

struct TariffTree {
  FileId file;
  bool complete = false;  // false: there was an error in this text, statements may be missing
  bool library = false;
  Span keyword;  // `tariff` or `library`
  Name id;       // GS-3
  Text title;
  std::vector<Statement> statements;
  std::vector<TreeExpr> expressions;
  std::vector<Comment> comments;  // in text order
  std::vector<Lost> lost;         // in text order; empty when `complete`

  const TreeExpr& operator[](TreeExprId e) const { return expressions[e.index]; }
};

}  // namespace ratebook::syntax

namespace ratebook {
using syntax::TariffTree;
using syntax::TreeExprId;
}  // namespace ratebook
