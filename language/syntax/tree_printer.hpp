// The writer behind print_tree.hpp: a method for each kind of node; `line` begins a node, `Deeper` indents what is below it.
#pragma once
#include <string>

#include "language/syntax/print_words.hpp"

namespace ratebook::syntax {

class TreePrinter {
 public:
  explicit TreePrinter(const TariffTree& tree) : tree_(tree) {}
  std::string file();

 private:
  struct Deeper {
    int& level;
    explicit Deeper(TreePrinter& p) : level(++p.level_) {}
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { --level; }
  };
  void line(std::string_view text);
  void cites(const std::vector<Cite>& list);
  template <class T>
  void optional_line(std::string_view word, const std::optional<T>& value) {
    if (value) line(fmt::format("{} {}", word, words(*value)));
  }

  // expressions (print_expression.cpp)
  void expression(TreeExprId id);
  void labelled(std::string_view label, TreeExprId id);
  void node(const AmountExpr& e);
  void node(const DateExpr& e);
  void node(const FlagExpr& e);
  void node(const TextExpr& e);
  void node(const ReferenceExpr& e);
  void node(const IndexExpr& e);
  void node(const CallExpr& e);
  void node(const OrExpr& e);
  void node(const AndExpr& e);
  void node(const NotExpr& e);
  void node(const CompareExpr& e);
  void node(const MemberExpr& e);
  void node(const RangeExpr& e);
  void node(const WithinExpr& e);
  void node(const SumExpr& e);
  void node(const ProductExpr& e);
  void node(const OfExpr& e);
  void node(const InExpr& e);
  void node(const ExtremeExpr& e);
  void node(const DemandExpr& e);
  void node(const PowerFactorExpr& e);
  void node(const AggregateExpr& e);
  void node(const RoundExpr& e);
  void arms(const Arms& a);
  void split(const std::optional<Split>& s);
  void rounding(const std::optional<Rounding>& r);

  // statements (print_statement.cpp)
  void statement(const Utility& s);
  void statement(const Timezone& s);
  void statement(const CurrencyWord& s);
  void statement(const Edition& s);
  void statement(const Source& s);
  void statement(const Import& s);
  void statement(const Rules& s);
  void statement(const Season& s);
  void statement(const Calendar& s);
  void statement(const Choice& s);
  void statement(const DayType& s);
  void statement(const Period& s);
  void statement(const Event& s);
  void statement(const Input& s);
  void statement(const Eligible& s);
  void statement(const Channel& s);
  void statement(const Value& s);
  void statement(const Table& s);
  void statement(const Series& s);
  void statement(const Measure& s);
  void statement(const Define& s);
  void statement(const Carry& s);
  void statement(const Update& s);
  void rule(const Rule& r);
  void row(const TableRow& r);

  // lines and examples (print_line.cpp)
  void statement(const Charge& s);
  void statement(const Adjustment& s);
  void statement(const Limit& s);
  void statement(const Fee& s);
  void statement(const Apply& s);
  void statement(const Example& s);
  void statement(const Property& s);
  void conditions(const std::vector<Condition>& list);
  void cite_of_clause(const std::optional<Cite>& cite);
  void modifiers(const Modifiers& m);
  void tiers(const Tiers& t);
  void priced(const Priced& p);
  void shape(const Shape& s);
  void given(const Given& g);
  void expect(const Expect& e);

  const TariffTree& tree_;
  std::string out_;
  int level_ = 0;
};

}  // namespace ratebook::syntax
