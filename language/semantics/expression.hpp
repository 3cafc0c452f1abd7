// Checked expressions: typed, with levels, in one arena (CheckedTariff::expressions). Ids instead of pointers; operands precede users.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "language/base/civil.hpp"
#include "language/base/unit.hpp"
#include "language/semantics/ids.hpp"
#include "language/semantics/prices.hpp"
#include "language/semantics/time.hpp"

namespace ratebook {

enum class ExprKind : std::uint8_t {
#define EXPRESSION(kind, operands, meaning) kind,
#include "language/semantics/expression.def"
};
std::string_view expression_word(ExprKind kind);

// Where an expression is computed (language reference, section 1): a coarser value may be used in a finer place.
enum class Level : std::uint8_t { history, cycle, part, step, interval };

struct Type {
  enum class Kind : std::uint8_t { number, flag, date, word, text };
  Kind kind = Kind::number;
  Unit unit;        // number
  ChoiceId choice;  // word (invalid id: month)
  friend bool operator==(const Type&, const Type&) = default;
};

enum class RoundMode : std::uint8_t {
  half_up,
  half_even,
  up,
  down
};  // half_up: half away from zero; up: away; down: towards zero
struct Rounding {
  RoundMode mode = RoundMode::half_up;
  Ratio step{1, 1};  // > 0, canonical unit
  UnitText unit;     // as written
  Decimal written;
  Span span;
  std::vector<Cite> cites;
};

struct Constant {
  Ratio value;    // canonical
  UnitText unit;  // as written
  Decimal written;
};
struct Word {
  std::string text;
  MemberIndex member = 0;  // in its choice, or month 0 … 11
};

// Which time a quantity or demand looks at; several filters all hold.
struct ScopeRef {
  std::vector<MemberRef> members;  // empty: the whole cycle or part
  Span span;
};
struct QuantityRef {
  ChannelId channel;
  ScopeRef scope;  // `usage in on_peak`
};

struct TableIndex {
  enum class Kind : std::uint8_t { fixed, dimension, bill_month, input, part_month };
  Kind kind = Kind::fixed;
  MemberIndex member = 0;  // fixed
  SchemeId scheme;         // dimension: the scheme's member in scope (a split's, or the season under the season rule)
  InputId input;           // input: a fact of the dimension's choice or month
  Span span;
};
struct TableRef {
  TableId table;
  std::vector<TableIndex> indices;  // keys, then column
};

struct MeasureRef {
  MeasureId measure;
};
struct LineRef {
  LineId line;                     // none: `total`, in properties only
  std::vector<MemberRef> members;  // rows with these members only
  std::vector<std::string> tiers;  // rows of these tiers only
};

enum class CompareOp : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

// Built-in facts (language reference, section 4).
enum class Fact : std::uint8_t {
  days,
  hours,
  months,
  years,  // of the part in a line, of the cycle in a measure
  cycle_days,
  cycle_from,
  cycle_through,
  cycle_month,
  cycle_year,
  cycle_scheduled_days,
  cycle_first,
  cycle_last,
  account_cycle_number,
  account_since,
  part_month  // the calendar month of the row, under `split by month`; no name of its own: `month`
};

struct CallRef {
  DefineId define;
  std::vector<ExprId> arguments;  // as given
};

struct DemandRef {
  enum class Kind : std::uint8_t { maximum, minimum, average };
  Kind kind = Kind::maximum;
  ChannelId channel;
  ScopeRef scope;          // empty: `in cycle`
  int window_minutes = 0;  // `over`, else the rule's; 0 for average
  int slide_minutes = 0;   // = window_minutes for fixed windows
};
struct PowerFactorRef {
  ScopeRef scope;
};

using ExprPayload =
    std::variant<std::monostate, Constant, bool, Date, Word, ValueId, TableRef, InputId, Fact, QuantityRef, MeasureRef, LineRef,
                 CompareOp, Rounding, CallRef, DemandRef, PowerFactorRef, HistoryId, MemberRef>;

struct Expr {
  ExprKind kind{};
  Type type;
  Level level = Level::cycle;
  Span span;
  std::vector<ExprId> operands;
  ExprPayload payload;
};

}  // namespace ratebook
