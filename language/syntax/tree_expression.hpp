// Expressions (language reference, sections 8 to 11 and the last part of 25). They live in one vector, TariffTree::expressions,
// and refer to each other by id, operands before the expression that uses them: a phase can run over the vector without recursion.
// Chains are flat (a + b - c is one Sum), and the parser bounds nesting to kMaxNesting, so recursion over ids is safe as well.
#pragma once
#include <variant>

#include "language/syntax/tree_words.hpp"

namespace ratebook::syntax {

// Brackets, `of` chains, aggregates and nested tiers together, at most this deep (error[syntax] beyond).
inline constexpr int kMaxNesting = 200;

struct AmountExpr {
  Quantity amount;
};  // 12 kWh, 35%, 3
struct DateExpr {
  Date date;
};  // 2025-07-01
struct FlagExpr {
  bool value = false;
};  // true
struct TextExpr {
  Text text;
};  // "San Francisco"
struct ReferenceExpr {
  Path path;
};  // usage, cycle.days, bank.expiring, season, total

// One index of table[k1, k2, column]: a lone word (any word, keywords included), otherwise an expression. premise.zone is an
// expression (a ReferenceExpr); series[cycle.from] has the same form.
struct IndexItem {
  Span span;
  std::string word;  // empty: see `expression`
  TreeExprId expression;
};
struct IndexExpr {
  Path name;
  std::vector<IndexItem> items;
};
struct CallExpr {
  Path name;
  std::vector<TreeExprId> arguments;
};  // adjusted(peak_kw)

struct OrExpr {
  std::vector<TreeExprId> operands;
};  // a or b or c; at least two
struct AndExpr {
  std::vector<TreeExprId> operands;
};
struct NotExpr {
  TreeExprId operand;
};

enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };
struct CompareExpr {
  TreeExprId left;
  Comparison comparison{};
  Span operator_span;
  TreeExprId right;
};
// cycle.month in (Apr, Oct) — each member a word, a string or a whole number
struct Member {
  Span span;
  std::string word;
  bool quoted = false;
  std::optional<std::int64_t> number;
};
struct MemberExpr {
  TreeExprId operand;
  std::vector<Member> members;
};
// x outside 25..35 days, x within 10..20 kW
struct RangeExpr {
  TreeExprId operand;
  bool outside = false;
  Span word;
  QuantityRange range;
};
// invoice.paid_at within 24 h of assessment
struct WithinExpr {
  TreeExprId later;
  Quantity distance;
  TreeExprId earlier;
};

struct Term {
  bool minus = false;
  Span sign;
  TreeExprId operand;
};  // the first term's sign is empty and plus
struct SumExpr {
  std::vector<Term> terms;
};  // usage - export; at least two
struct Factor {
  bool divide = false;
  Span sign;
  TreeExprId operand;
};
struct ProductExpr {
  std::vector<Factor> factors;
};  // kw * 0.90 / pf; at least two
struct OfExpr {
  TreeExprId share;
  Span word;
  TreeExprId base;
};  // 80% of highest … (right-associative)
struct InExpr {
  TreeExprId operand;
  Path scope;
};  // usage in on_peak

struct ExtremeExpr {
  bool largest = false;
  std::vector<TreeExprId> items;
};  // largest of { a, b }

enum class DemandKind : std::uint8_t { maximum, minimum, average };
// maximum demand of reactive in cycle over 60 min; the scope is `cycle`, `day`, `hour`, `month`, `event` or a declared name
struct DemandExpr {
  DemandKind kind{};
  std::optional<Path> channel;
  Path scope;
  std::optional<Quantity> over;
};
struct PowerFactorExpr {
  Path scope;
};  // average power factor in cycle

enum class AggregateKind : std::uint8_t { sum, average, highest, lowest };
// average of highest 4 of E: the 4 highest steps only
struct Best {
  Span span;
  bool highest = false;
  Count count;
};
// each interval | each day | each 15 min | each workday … in SCOPE
enum class StepKind : std::uint8_t { interval, hour, day, month, clock, named };
struct EachStep {
  Span span;  // from `each`
  StepKind kind{};
  std::optional<Quantity> length;  // of `clock`
  std::optional<Path> name;        // of `named`: a day type or an event
  std::optional<Path> scope;
};
// in preceding 11 cycles within summer
struct Preceding {
  Span span;
  Count cycles;
  std::optional<Path> season;
};
// , missing cycles as 0 kW   , missing days left out
struct MissingWords {
  Span span;
  Name what;
  std::optional<Quantity> as;
};  // `as` absent: left out
struct AggregateExpr {
  AggregateKind kind{};
  std::optional<Best> best;
  TreeExprId body;
  std::variant<EachStep, Preceding> over;
  std::optional<MissingWords> missing;
};

// (x round half up to 0.01 USD/kWh)
struct RoundExpr {
  TreeExprId operand;
  Rounding rounding;
};

using ExprNode = std::variant<AmountExpr, DateExpr, FlagExpr, TextExpr, ReferenceExpr, IndexExpr, CallExpr, OrExpr, AndExpr,
                              NotExpr, CompareExpr, MemberExpr, RangeExpr, WithinExpr, SumExpr, ProductExpr, OfExpr, InExpr,
                              ExtremeExpr, DemandExpr, PowerFactorExpr, AggregateExpr, RoundExpr>;
struct TreeExpr {
  Span span;               // with its brackets, when it has them
  bool bracketed = false;  // (…); `a and b or c` without brackets is already error[mixed_and_or]
  ExprNode node;
};

// define, measure, update: expr | expr when COND … expr otherwise
struct Arm {
  Span span;
  TreeExprId value;
  TreeExprId when;      // none: the last arm (`otherwise`), or the only one
  Span condition_word;  // `when` or `otherwise`; empty for an only arm
};
struct Arms {
  Span span;
  std::vector<Arm> arms;
};

}  // namespace ratebook::syntax
