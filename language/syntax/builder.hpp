// From matched nodes to the tree. The grammar has vouched for the form of everything; here values are read (a number with too many
// digits, a date that does not exist, a modifier stated twice are reported) and the words between the nodes become enums.
#pragma once
#include "language/syntax/cst.hpp"
#include "language/syntax/parser.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook::syntax {

class Builder {
 public:
  Builder(Parser& parser, TariffTree& tree) : parser_(parser), tree_(tree) {}

  void head(CstView v);
  void statement(CstView v);

 private:
  // -- words (build_words.cpp)
  Span span(CstView v) const { return parser_.span(v.first(), v.last()); }
  const Token& token(std::uint32_t i) const { return parser_.tokens[i]; }
  const Token& first(CstView v) const { return parser_.tokens[v.first()]; }
  bool is(std::uint32_t i, Word w) const { return token(i).word == w && token(i).kind != TokenKind::string; }
  Span word_span(std::uint32_t i) const { return parser_.span(token(i)); }
  // The tokens of the node that none of its children hold contain this word.
  bool says(CstView v, Word w) const;
  template <Code C, class... Args>
  Diagnostic& error(Span at, Args&&... args) {
    parser_.complete = false;
    return parser_.sink.report<C>(at, std::forward<Args>(args)...);
  }
  Name name(CstView v) const;
  Name name_child(CstView v) const { return name(v.child(NodeKind::name)); }
  Path path(CstView v) const;
  Path path_child(CstView v) const { return path(v.child(NodeKind::path)); }
  std::vector<Path> paths(CstView v) const;  // all path children
  Text text(CstView v) const;
  Text text_child(CstView v) const { return text(v.child(NodeKind::text)); }
  std::optional<Text> optional_text(CstView v) const;
  DateWord date(CstView v);
  DateWord date_child(CstView v) { return date(v.child(NodeKind::date)); }
  ClockWord clock(CstView v);
  Count count(CstView v);
  Count count_child(CstView v) { return count(v.child(NodeKind::count)); }
  Decimal decimal(CstView v);
  UnitWords unit(CstView v) const;
  UnitWords unit_child(CstView v) const { return unit(v.child(NodeKind::unit)); }
  Quantity quantity(CstView v);
  Quantity quantity_child(CstView v) { return quantity(v.child(NodeKind::quantity)); }
  QuantityRange range(CstView v);
  Literal literal(CstView v);
  Address address(CstView v);
  Cite cite(CstView v) const;
  std::vector<Cite> cites(CstView v) const;  // all cite children
  Rounding rounding(CstView v);
  std::optional<Rounding> optional_rounding(CstView v);
  CutRuleWords by(CstView v) const;
  std::optional<Name> scheme(CstView v) const;
  std::vector<Path> overrides(CstView v);
  Split split(CstView v) const;
  std::optional<Split> optional_split(CstView v);
  // Reports a block `{ … }` without a piece, unless what it had was reported and left out.
  void require_piece(CstView v, bool any, std::string_view words);
  // Reports a second child of a kind that may stand once.
  void once(CstView v, NodeKind kind, std::string_view words);

  // -- expressions (build_expression.cpp)
  TreeExprId expression(CstView v);
  TreeExprId add(CstView v, ExprNode node);
  TreeExprId chain(CstView v);  // or, and, sum, product of two operands or more
  TreeExprId comparison(CstView v);
  TreeExprId aggregate(CstView v);
  TreeExprId demand(CstView v);
  TreeExprId reference(CstView v);
  EachStep each_step(CstView v);
  Arms arms(CstView v);
  void check_mixed(CstView disjunction);
  // The expression children of a node, in order.
  std::vector<CstView> expressions_of(CstView v) const;
  TreeExprId expression_of(CstView v, std::size_t n = 0);

  // -- time (build_time.cpp)
  DayRule day_rule(CstView v);
  unsigned weekday(std::uint32_t i) const { return weekday_index(token(i).word); }
  SeasonSpan season_span(CstView v);
  Season season(CstView v);
  Calendar calendar(CstView v);
  DayType day(CstView v);
  DaysWords days(CstView v) const;
  HoursWords hours(CstView v);
  Period period(CstView v);
  Event event(CstView v);

  // -- facts and prices (build_price.cpp)
  Choice choice(CstView v);
  Input input(CstView v);
  Channel channel(CstView v);
  VersionWords version(CstView v);
  Value value(CstView v);
  TableRow row(CstView v);
  Table table(CstView v);
  Series series(CstView v);
  Measure measure(CstView v);
  Define define(CstView v);
  Carry carry(CstView v);
  Update update(CstView v);

  // -- lines (build_line.cpp)
  LineHead line_head(CstView v);
  Base base(CstView v) const;
  std::optional<Window> window(CstView v);
  Modifiers modifiers(CstView v);
  Tiers tiers(CstView v);
  Priced priced(CstView v);
  Share share(CstView v);
  Charge charge(CstView v);
  Adjustment adjustment(CstView v);
  Limit limit(CstView v);
  Fee fee(CstView v);
  Apply apply(CstView v);

  // -- examples (build_example.cpp)
  Shape shape(CstView v);
  Given given(CstView v);
  GivenOn given_on(CstView v);
  GivenHistory history(CstView v);
  Expect expect(CstView v);
  Example example(CstView v);
  Property property(CstView v);

  // -- header and rules (build_file.cpp)
  Source source(CstView v);
  Import import(CstView v);
  Rules rules(CstView v);
  RuleNode rule(CstView v);
  ProrateRule prorate(CstView v);
  StatementNode node(CstView v);

  Parser& parser_;
  TariffTree& tree_;
};

}  // namespace ratebook::syntax
