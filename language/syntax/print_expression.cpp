#include "language/syntax/tree_printer.hpp"

namespace ratebook::syntax {

void TreePrinter::line(std::string_view text) {
  out_.append(static_cast<std::size_t>(level_) * 2, ' ');
  out_ += text;
  out_ += '\n';
}

void TreePrinter::cites(const std::vector<Cite>& list) {
  for (const Cite& c : list) line(words(c));
}

void TreePrinter::expression(TreeExprId id) {
  const TreeExpr& e = tree_[id];
  if (!e.bracketed) {
    std::visit([this](const auto& n) { node(n); }, e.node);
    return;
  }
  line("brackets");
  const Deeper deeper(*this);
  std::visit([this](const auto& n) { node(n); }, e.node);
}

void TreePrinter::labelled(std::string_view label, TreeExprId id) {
  if (!id) return;
  line(label);
  const Deeper deeper(*this);
  expression(id);
}

void TreePrinter::node(const AmountExpr& e) { line("amount " + words(e.amount)); }
void TreePrinter::node(const DateExpr& e) { line("date " + format_date(e.date)); }
void TreePrinter::node(const FlagExpr& e) { line(e.value ? "true" : "false"); }
void TreePrinter::node(const TextExpr& e) { line(fmt::format("text \"{}\"", e.text.text)); }
void TreePrinter::node(const ReferenceExpr& e) { line("reference " + e.path.text); }

void TreePrinter::node(const IndexExpr& e) {
  line("index " + e.name.text);
  const Deeper deeper(*this);
  for (const IndexItem& i : e.items) {
    if (i.expression)
      expression(i.expression);
    else
      line("word " + i.word);
  }
}

void TreePrinter::node(const CallExpr& e) {
  line("call " + e.name.text);
  const Deeper deeper(*this);
  for (const TreeExprId a : e.arguments) expression(a);
}

void TreePrinter::node(const OrExpr& e) {
  line("or");
  const Deeper deeper(*this);
  for (const TreeExprId o : e.operands) expression(o);
}

void TreePrinter::node(const AndExpr& e) {
  line("and");
  const Deeper deeper(*this);
  for (const TreeExprId o : e.operands) expression(o);
}

void TreePrinter::node(const NotExpr& e) { labelled("not", e.operand); }

void TreePrinter::node(const CompareExpr& e) {
  static constexpr std::string_view signs[] = {"=", "!=", "<", "<=", ">", ">="};
  line(fmt::format("compare {}", signs[static_cast<std::size_t>(e.comparison)]));
  const Deeper deeper(*this);
  expression(e.left);
  expression(e.right);
}

void TreePrinter::node(const MemberExpr& e) {
  std::string members;
  for (const Member& m : e.members)
    members += (members.empty() ? "" : ", ") + (m.number   ? std::to_string(*m.number)
                                                : m.quoted ? fmt::format("\"{}\"", m.word)
                                                           : m.word);
  labelled(fmt::format("in ({})", members), e.operand);
}

void TreePrinter::node(const RangeExpr& e) {
  labelled(fmt::format("{} {}", e.outside ? "outside" : "within", words(e.range)), e.operand);
}

void TreePrinter::node(const WithinExpr& e) {
  line("within " + words(e.distance));
  const Deeper deeper(*this);
  expression(e.later);
  expression(e.earlier);
}

void TreePrinter::node(const SumExpr& e) {
  line("sum");
  const Deeper deeper(*this);
  for (const Term& t : e.terms) labelled(t.minus ? "minus" : "plus", t.operand);
}

void TreePrinter::node(const ProductExpr& e) {
  line("product");
  const Deeper deeper(*this);
  for (const Factor& f : e.factors) labelled(f.divide ? "divide" : "times", f.operand);
}

void TreePrinter::node(const OfExpr& e) {
  line("of");
  const Deeper deeper(*this);
  expression(e.share);
  expression(e.base);
}

void TreePrinter::node(const InExpr& e) { labelled("in " + e.scope.text, e.operand); }

void TreePrinter::node(const ExtremeExpr& e) {
  line(e.largest ? "largest" : "smallest");
  const Deeper deeper(*this);
  for (const TreeExprId i : e.items) expression(i);
}

void TreePrinter::node(const DemandExpr& e) {
  static constexpr std::string_view kinds[] = {"maximum", "minimum", "average"};
  std::string text = fmt::format("{} demand", kinds[static_cast<std::size_t>(e.kind)]);
  if (e.channel) text += " of " + e.channel->text;
  text += " in " + e.scope.text;
  if (e.over) text += " over " + words(*e.over);
  line(text);
}

void TreePrinter::node(const PowerFactorExpr& e) { line("average power factor in " + e.scope.text); }

void TreePrinter::node(const AggregateExpr& e) {
  static constexpr std::string_view kinds[] = {"sum", "average", "highest", "lowest"};
  std::string text = fmt::format("aggregate {}", kinds[static_cast<std::size_t>(e.kind)]);
  if (e.best) text += fmt::format(" of {} {}", e.best->highest ? "highest" : "lowest", e.best->count.value);
  line(text);
  const Deeper deeper(*this);
  expression(e.body);
  if (const auto* step = std::get_if<EachStep>(&e.over)) {
    static constexpr std::string_view steps[] = {"interval", "hour", "day", "month", "", ""};
    std::string each = fmt::format("each {}", steps[static_cast<std::size_t>(step->kind)]);
    if (step->length) each += words(*step->length);
    if (step->name) each += step->name->text;
    if (step->scope) each += " in " + step->scope->text;
    line(each);
  }
  if (const auto* p = std::get_if<Preceding>(&e.over))
    line(fmt::format("preceding {} cycles{}", p->cycles.value, p->season ? " within " + p->season->text : ""));
  if (e.missing)
    line(fmt::format("missing {} {}", e.missing->what.text, e.missing->as ? "as " + words(*e.missing->as) : "left out"));
}

void TreePrinter::node(const RoundExpr& e) { labelled(words(e.rounding), e.operand); }

void TreePrinter::arms(const Arms& a) {
  for (const Arm& arm : a.arms) {
    line("arm");
    const Deeper deeper(*this);
    expression(arm.value);
    labelled("when", arm.when);
  }
}

void TreePrinter::split(const std::optional<Split>& s) {
  if (s) line("split by " + words(s->dimensions));
}

void TreePrinter::rounding(const std::optional<Rounding>& r) {
  if (r) line(words(*r));
}

}  // namespace ratebook::syntax
