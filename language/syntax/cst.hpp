// What the grammar matched: nodes in one vector, a parent directly before its children. Only rules written as node<Kind, …> leave
// one; words and signs between children are read from the tokens. The tree is built from it (build_*.cpp) and it is dropped then.
#pragma once
#include <cstdint>
#include <vector>

#include "language/syntax/token.hpp"

namespace ratebook::syntax {

enum class NodeKind : std::uint8_t {
  // words
  name,
  path,
  text,
  date,
  clock,
  count,
  number,
  unit,
  quantity,
  range,
  cite,
  cite_place,
  address,
  literal,
  flag,
  rounding,
  mode,
  by,
  overrides,
  scheme,
  split,
  otherwise,
  // expressions
  disjunction,
  conjunction,
  negation,
  comparison,
  member,
  sum,
  product,
  share_of,
  filter,
  extreme,
  demand,
  power_factor,
  aggregate,
  best,
  each_step,
  preceding,
  missing,
  bracketed,
  reference,
  index,
  index_word,
  call,
  arms,
  arm,
  // header and rules
  header,
  utility,
  timezone,
  currency,
  edition,
  source,
  source_docket,
  source_day,
  import,
  rules,
  rule_season,
  rule_version,
  rule_allocate,
  rule_prorate,
  rule_round,
  rule_clock,
  rule_demand,
  rule_estimate,
  rule_correct,
  rule_intervals,
  rule_register,
  divisor,
  prorate_when,
  // time
  season,
  season_span,
  day_rule,
  shift,
  calendar,
  holiday,
  holiday_rule,
  observed,
  day,
  weekdays,
  days_of,
  day_path,
  except,
  period,
  during,
  period_piece,
  in_season,
  days,
  hours,
  event,
  event_on,
  event_at_most,
  per_account,
  // prices and facts
  choice,
  input,
  type,
  input_range,
  dated,
  eligible,
  channel,
  role,
  value,
  value_version,
  version,
  version_through,
  version_known,
  table,
  table_version,
  row,
  cell,
  series,
  every,
  series_missing,
  measure,
  define,
  carry,
  expires,
  update,
  add_use,
  // lines
  charge,
  adjustment,
  limit,
  fee,
  apply,
  condition,
  base,
  share,
  priced,
  each_level,
  price_at,
  tiers,
  tier_scope,
  tier,
  tier_limit,
  window,
  window_of,
  excluding,
  over,
  season_by,
  version_by,
  type_word,
  at_most,
  once,
  waived,
  apply_to,
  apply_as,
  // examples
  example,
  given,
  given_cycle,
  given_measures,
  given_measure,
  given_load,
  given_series,
  given_event,
  given_history,
  history_highest,
  given_invoice,
  given_on,
  given_paid,
  fact_value,
  buckets,
  billed,
  bucket,
  shape,
  piece,
  expect,
  expect_error,
  expect_no,
  expect_fee,
  expect_amount,
  then,
  property,
  for_all,
  claim_never,
  claim_always
};

struct CstNode {
  NodeKind kind{};
  std::uint32_t first = 0;  // its first token
  std::uint32_t last = 0;   // behind its last token
  std::uint32_t next = 0;   // the node behind its subtree
};

struct Cst {
  std::vector<CstNode> nodes;
};

// A node and its children, in order.
class CstView {
 public:
  CstView() = default;
  CstView(const Cst& cst, std::uint32_t index) : cst_(&cst), index_(index) {}
  explicit operator bool() const { return cst_ != nullptr; }
  NodeKind kind() const { return node().kind; }
  std::uint32_t first() const { return node().first; }
  std::uint32_t last() const { return node().last; }

  class Iterator {
   public:
    Iterator(const Cst* cst, std::uint32_t index) : cst_(cst), index_(index) {}
    CstView operator*() const { return {*cst_, index_}; }
    Iterator& operator++() {
      index_ = cst_->nodes[index_].next;
      return *this;
    }
    friend bool operator!=(const Iterator& a, const Iterator& b) { return a.index_ != b.index_; }

   private:
    const Cst* cst_;
    std::uint32_t index_;
  };
  Iterator begin() const { return {cst_, index_ + 1}; }
  Iterator end() const { return {cst_, node().next}; }

  // First child of the kind; an empty view when there is none.
  CstView child(NodeKind kind) const {
    for (const CstView c : *this)
      if (c.kind() == kind) return c;
    return {};
  }
  bool has(NodeKind kind) const { return static_cast<bool>(child(kind)); }

 private:
  const CstNode& node() const { return cst_->nodes[index_]; }
  const Cst* cst_ = nullptr;
  std::uint32_t index_ = 0;
};

}  // namespace ratebook::syntax
