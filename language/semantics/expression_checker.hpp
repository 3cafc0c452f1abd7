// From a syntax expression to a typed one (language reference, sections 8 to 11). Every function returns none() after a report, or silently
// when an operand or a name it reads already had an error: one mistake, one message.
//
//   ExpressionChecker(checker, place).check(tree_id)      kW * USD/kW/month * month  →  USD, with its level
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/semantics/computations.hpp"

namespace ratebook {

// Nesting, and how many nodes a file's expressions may have once its defines stand in place of their calls.
inline constexpr std::uint32_t kMostDepth = 1000;
inline constexpr std::size_t kMostExpressions = 200'000;

class ExpressionChecker {
 public:
  ExpressionChecker(Checker& checker, Place place)
      : checker_(checker), shared_(ratebook::computations(checker)), place_(std::move(place)) {}

  ExprId check(syntax::TreeExprId id);
  // Of a number; unit_mismatch for a date, a condition or a word.
  ExprId check_number(syntax::TreeExprId id);
  // Of `when`, `unless`, the operands of `and`.
  ExprId check_condition(syntax::TreeExprId id);
  // `expr when COND … expr otherwise` (check_arms.cpp). `rounded`: a rounding follows, so that the whole may be irrational.
  ExprId check_arms(const syntax::Arms& arms, bool rounded = false);
  // The name of a measure, channel, line or fact.
  ExprId reference(const syntax::Path& path);

  // a * b, a / b of what is already checked; none() when the units make no unit.
  ExprId multiply(ExprId a, ExprId b, Span span);
  ExprId divide(ExprId a, ExprId b, Span span);
  ExprId constant(Ratio value, Span span);
  ExprId make(ExprKind kind, Type type, Span span, std::vector<ExprId> operands, ExprPayload payload = {},
              Level level = Level::history);

  // Whether the number is in `unit`; reports otherwise, with the units of the factors when `found` is a product ("kW × USD/kWh").
  // Told once for a value or table whose unit is to blame. `because`: another place that says what is expected.
  bool require_unit(ExprId found, const Unit& unit, std::string_view words, std::optional<Span> because = std::nullopt);

  // Whether the ratio can be what stands before `of`: `5` is 500 %, so a plain number must not, and a declared one only up to 1. Reports.
  bool is_share(ExprId ratio);

  const Place& place() const { return place_; }
  Place& place() { return place_; }

 private:
  const CheckedTariff& tariff() const { return checker_.tariff; }
  const Expr& at(ExprId id) const { return checker_.tariff[id]; }
  std::string words(ExprId id) const { return words_of(checker_.tariff, id); }
  // The level of what is known of the cycle alone.
  Level floor() const { return place_.in_history ? Level::history : Level::cycle; }
  Level part_level() const { return place_.in_history ? Level::history : place_.level; }

  template <Code C, class... Args>
  Diagnostic& report(Span span, Args&&... args) {
    auto& d = checker_.sink.report<C>(span, std::forward<Args>(args)...);
    for (const Span call : place_.calls) d.labels.push_back({call, "called here"});
    return d;
  }
  ExprId unsupported(Span span, std::string_view what);
  ExprId mismatch(Span span, std::string_view expected, std::string_view found);
  // The units of both differ: reported at `b`, with both named.
  ExprId mismatch(ExprId a, ExprId b);
  bool same_unit(ExprId a, ExprId b);

  // -- check_expression.cpp: amounts and arithmetic
  ExprId visit(const syntax::TreeExpr& e, const syntax::AmountExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::DateExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::FlagExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::TextExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::ReferenceExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::SumExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::ProductExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::OfExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::ExtremeExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::RoundExpr& node);
  ExprId add(ExprId a, ExprId b, const syntax::Term& term);
  ExprId move_date(ExprId date, ExprId days, const syntax::Term& term);

  // -- check_expression_conditions.cpp
  ExprId visit(const syntax::TreeExpr& e, const syntax::OrExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::AndExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::NotExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::CompareExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::MemberExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::RangeExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::WithinExpr& node);
  ExprId compare_numbers(Span span, CompareOp op, ExprId a, ExprId b);
  ExprId compare_flags(Span span, CompareOp op, ExprId a, ExprId b, const syntax::CompareExpr& node);
  ExprId compare_words(Span span, CompareOp op, ExprId subject, ExprId word, const syntax::CompareExpr& node);
  ExprId joined(Span span, ExprKind kind, const std::vector<syntax::TreeExprId>& operands);
  ExprId negated(ExprId condition, Span span);
  // A word that stands for a member of what `subject` is: Springfield, Apr. Enters the words of a text input.
  void name_text(ExprId subject, std::string_view text);
  ExprId word(ExprId subject, std::string_view text, Span span);
  // `season = summer`: the scheme that the words name when the place knows its member.
  std::optional<SchemeId> dimension(syntax::TreeExprId id);
  bool knows_member(SchemeId scheme, Span span);
  ExprId member_is(SchemeId scheme, std::string_view word, Span span);
  // A word or a string that stands for a value of what it is compared with, not for a name; nullopt for anything else.
  struct BareWord {
    std::string text;
    Span span;
    bool quoted = false;
  };
  std::optional<BareWord> bare_word(syntax::TreeExprId id) const;

  // -- check_expression_names.cpp
  ExprId from_declaration(const Declaration& d, const syntax::Path& path);
  ExprId value(ValueId id, Span span);
  ExprId input(InputId id, Span span);
  ExprId fact(Fact fact, Span span);
  ExprId channel(ChannelId id, Span span);
  ExprId measure(MeasureId id, Span span);
  ExprId own_history(const syntax::Path& path);
  ExprId line(LineId id, const syntax::Path& path, std::size_t used);
  const Parameter* parameter(const syntax::Path& path) const;
  bool stays(bool changes, Span span, std::string_view help);
  bool beyond_facts(Span span);

  // -- check_expression_table.cpp
  ExprId visit(const syntax::TreeExpr& e, const syntax::IndexExpr& node);
  std::optional<TableIndex> index(const Table& table, const TableDimension& dimension, const syntax::IndexItem& item);
  std::optional<TableIndex> index_word(const Table& table, const TableDimension& dimension, std::string_view word, Span span);
  std::optional<TableIndex> index_expression(const Table& table, const TableDimension& dimension, ExprId id, Span span);
  std::optional<TableIndex> index_dimension(const Table& table, const TableDimension& dimension, SchemeId scheme, Span span);
  std::optional<TableIndex> unknown_key(const Table& table, const TableDimension& dimension, std::string_view word, Span span);
  void price_cells(ExprId id);

  // -- check_expression_time.cpp
  ExprId visit(const syntax::TreeExpr& e, const syntax::InExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::DemandExpr& node);
  ExprId visit(const syntax::TreeExpr& e, const syntax::PowerFactorExpr& node);
  std::optional<ScopeRef> scope(const syntax::Path& path);

  // -- check_expression_history.cpp
  ExprId visit(const syntax::TreeExpr& e, const syntax::AggregateExpr& node);
  ExprId history(const syntax::TreeExpr& e, const syntax::AggregateExpr& node, const syntax::Preceding& over);
  bool recorded_names(ExprId id, std::set<std::string>& names, std::set<ExprId>& seen);

  // -- check_arms.cpp
  ExprId visit(const syntax::TreeExpr& e, const syntax::CallExpr& node);
  bool exclude_each_other(const syntax::Arms& arms, const std::vector<ExprId>& conditions);

  Checker& checker_;
  Computations& shared_;
  Place place_;
  bool direct_round_ = false;  // the operand of a rounding is being checked: where an irrational number may stand
};

}  // namespace ratebook
