#include "language/syntax/builder.hpp"

namespace ratebook::syntax {
namespace {

bool is_expression(NodeKind kind) {
  switch (kind) {
    case NodeKind::disjunction:
    case NodeKind::conjunction:
    case NodeKind::negation:
    case NodeKind::comparison:
    case NodeKind::sum:
    case NodeKind::product:
    case NodeKind::share_of:
    case NodeKind::filter:
    case NodeKind::extreme:
    case NodeKind::demand:
    case NodeKind::power_factor:
    case NodeKind::aggregate:
    case NodeKind::date:
    case NodeKind::quantity:
    case NodeKind::bracketed:
    case NodeKind::flag:
    case NodeKind::reference:
      return true;
    default:
      return false;
  }
}

Comparison comparison_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::not_equal:
      return Comparison::not_equal;
    case TokenKind::less:
      return Comparison::less;
    case TokenKind::less_equal:
      return Comparison::less_equal;
    case TokenKind::greater:
      return Comparison::greater;
    case TokenKind::greater_equal:
      return Comparison::greater_equal;
    default:
      return Comparison::equal;
  }
}

}  // namespace

std::vector<CstView> Builder::expressions_of(CstView v) const {
  std::vector<CstView> all;
  for (const CstView c : v)
    if (is_expression(c.kind())) all.push_back(c);
  return all;
}

TreeExprId Builder::expression_of(CstView v, std::size_t n) {
  for (const CstView c : v)
    if (is_expression(c.kind()) && n-- == 0) return expression(c);
  return {};
}

TreeExprId Builder::add(CstView v, ExprNode node) {
  tree_.expressions.push_back({span(v), false, std::move(node)});
  return TreeExprId{tree_.expressions.size() - 1};
}

// Levels of the grammar that hold a single child stand for that child.
TreeExprId Builder::expression(CstView v) {
  for (;;) {
    const bool level = v.kind() == NodeKind::disjunction || v.kind() == NodeKind::conjunction ||
                       v.kind() == NodeKind::comparison || v.kind() == NodeKind::sum || v.kind() == NodeKind::product ||
                       v.kind() == NodeKind::share_of || v.kind() == NodeKind::filter;
    const CstView only = *v.begin();
    if (!level || only.last() != v.last()) break;
    v = only;
  }
  switch (v.kind()) {
    case NodeKind::quantity:
      return add(v, AmountExpr{quantity(v)});
    case NodeKind::date:
      return add(v, DateExpr{date(v).date});
    case NodeKind::flag:
      return add(v, FlagExpr{is(v.first(), Word::w_true)});
    case NodeKind::reference:
      return reference(v);
    case NodeKind::negation:
      return add(v, NotExpr{expression_of(v)});
    case NodeKind::comparison:
      return comparison(v);
    case NodeKind::disjunction:
      check_mixed(v);
      return chain(v);
    case NodeKind::conjunction:
    case NodeKind::sum:
    case NodeKind::product:
      return chain(v);
    case NodeKind::share_of: {
      const TreeExprId share = expression_of(v, 0);
      const CstView left = *v.begin();
      return add(v, OfExpr{share, word_span(left.last()), expression_of(v, 1)});
    }
    case NodeKind::filter: {
      const TreeExprId operand = expression_of(v);
      return add(v, InExpr{operand, path_child(v)});
    }
    case NodeKind::extreme: {
      ExtremeExpr e;
      e.largest = is(v.first(), Word::w_largest);
      for (const CstView c : expressions_of(v)) e.items.push_back(expression(c));
      return add(v, std::move(e));
    }
    case NodeKind::demand:
      return demand(v);
    case NodeKind::power_factor:
      return add(v, PowerFactorExpr{path_child(v)});
    case NodeKind::aggregate:
      return aggregate(v);
    case NodeKind::bracketed: {
      const TreeExprId inner = expression_of(v);
      if (const CstView r = v.child(NodeKind::rounding)) {
        const TreeExprId rounded = add(v, RoundExpr{inner, rounding(r)});
        tree_.expressions[rounded.index].bracketed = true;
        return rounded;
      }
      TreeExpr& e = tree_.expressions[inner.index];
      e.span = span(v);
      e.bracketed = true;
      return inner;
    }
    default:
      return {};
  }
}

TreeExprId Builder::chain(CstView v) {
  std::vector<TreeExprId> operands;
  std::vector<std::uint32_t> signs;  // the token before each operand
  for (const CstView c : v) {
    signs.push_back(c.first() == v.first() ? Id<struct TreeExprTag>::kNone : c.first() - 1);
    operands.push_back(expression(c));
  }
  switch (v.kind()) {
    case NodeKind::disjunction:
      return add(v, OrExpr{std::move(operands)});
    case NodeKind::conjunction:
      return add(v, AndExpr{std::move(operands)});
    case NodeKind::sum: {
      SumExpr e;
      for (std::size_t i = 0; i < operands.size(); ++i)
        e.terms.push_back(i == 0 ? Term{false, {}, operands[i]}
                                 : Term{token(signs[i]).kind == TokenKind::minus, word_span(signs[i]), operands[i]});
      return add(v, std::move(e));
    }
    default: {
      ProductExpr e;
      for (std::size_t i = 0; i < operands.size(); ++i)
        e.factors.push_back(i == 0 ? Factor{false, {}, operands[i]}
                                   : Factor{token(signs[i]).kind == TokenKind::divide, word_span(signs[i]), operands[i]});
      return add(v, std::move(e));
    }
  }
}

// `a and b or c`: an operand of `or` that is itself an `and` without brackets.
void Builder::check_mixed(CstView disjunction) {
  const CstView left = *disjunction.begin();
  for (const CstView c : disjunction) {
    const CstView only = *c.begin();
    if (c.kind() != NodeKind::conjunction || only.last() == c.last()) continue;
    auto& d = error<Code::mixed_and_or>(word_span(only.last()));
    const std::uint32_t word = c.first() == left.first() ? left.last() : c.first() - 1;
    d.labels.push_back({word_span(word), "mixed with this"});
    d.help = "put brackets around one of them";
    return;
  }
}

TreeExprId Builder::comparison(CstView v) {
  const TreeExprId left = expression_of(v, 0);
  const std::uint32_t at = (*v.begin()).last();
  const Token& word = token(at);
  if (word.kind != TokenKind::word) {
    const CstView string = v.child(NodeKind::text);
    const TreeExprId right = string ? add(string, TextExpr{text(string)}) : expression_of(v, 1);
    return add(v, CompareExpr{left, comparison_of(word.kind), parser_.span(word), right});
  }
  if (const CstView r = v.child(NodeKind::range))
    return add(v, RangeExpr{left, word.word == Word::w_outside, parser_.span(word), range(r)});
  if (word.word == Word::w_in) {
    MemberExpr e{left, {}};
    for (const CstView c : v) {
      if (c.kind() != NodeKind::member) continue;
      const CstView m = *c.begin();
      if (m.kind() == NodeKind::count)
        e.members.push_back({span(c), {}, false, count(m).value});
      else if (m.kind() == NodeKind::text)
        e.members.push_back({span(c), text(m).text, true, std::nullopt});
      else
        e.members.push_back({span(c), name(m).text, false, std::nullopt});
    }
    return add(v, std::move(e));
  }
  // within 24 h of u: the amount stands between the operands
  const std::vector<CstView> operands = expressions_of(v);
  const Quantity distance = quantity(operands[1]);
  return add(v, WithinExpr{left, distance, expression(operands[2])});
}

TreeExprId Builder::reference(CstView v) {
  const Path name_path = path_child(v);
  if (const CstView index = v.child(NodeKind::index)) {
    IndexExpr e{name_path, {}};
    for (const CstView c : index) {
      if (c.kind() == NodeKind::index_word)
        e.items.push_back({span(c), name_child(c).text, {}});
      else
        e.items.push_back({span(c), {}, expression(c)});
    }
    return add(v, std::move(e));
  }
  if (const CstView call = v.child(NodeKind::call)) {
    CallExpr e{name_path, {}};
    for (const CstView c : call) e.arguments.push_back(expression(c));
    return add(v, std::move(e));
  }
  return add(v, ReferenceExpr{name_path});
}

TreeExprId Builder::demand(CstView v) {
  DemandExpr e;
  e.kind = is(v.first(), Word::w_maximum)   ? DemandKind::maximum
           : is(v.first(), Word::w_minimum) ? DemandKind::minimum
                                            : DemandKind::average;
  const std::vector<Path> all = paths(v);
  if (all.size() > 1) e.channel = all.front();
  e.scope = all.back();
  if (const CstView q = v.child(NodeKind::quantity)) e.over = quantity(q);
  return add(v, std::move(e));
}

EachStep Builder::each_step(CstView v) {
  EachStep step;
  step.span = span(v);
  if (const CstView q = v.child(NodeKind::quantity)) {
    step.kind = StepKind::clock;
    step.length = quantity(q);
    if (const CstView scope = v.child(NodeKind::path)) step.scope = path(scope);
    return step;
  }
  const std::vector<Path> all = paths(v);
  if (all.size() > 1) step.scope = all[1];
  const std::string& word = all[0].text;
  step.kind = word == "interval" ? StepKind::interval
              : word == "hour"   ? StepKind::hour
              : word == "day"    ? StepKind::day
              : word == "month"  ? StepKind::month
                                 : StepKind::named;
  if (step.kind == StepKind::named) step.name = all[0];
  return step;
}

TreeExprId Builder::aggregate(CstView v) {
  AggregateExpr e;
  const Word word = first(v).word;
  e.kind = word == Word::w_sum       ? AggregateKind::sum
           : word == Word::w_average ? AggregateKind::average
           : word == Word::w_highest ? AggregateKind::highest
                                     : AggregateKind::lowest;
  if (const CstView b = v.child(NodeKind::best)) e.best = Best{span(b), is(b.first(), Word::w_highest), count_child(b)};
  e.body = expression_of(v);
  if (const CstView s = v.child(NodeKind::each_step)) e.over = each_step(s);
  if (const CstView p = v.child(NodeKind::preceding)) {
    Preceding preceding{span(p), count_child(p), std::nullopt};
    if (const CstView season = p.child(NodeKind::path)) preceding.season = path(season);
    e.over = std::move(preceding);
  }
  if (const CstView m = v.child(NodeKind::missing)) {
    MissingWords missing{span(m), name_child(m), std::nullopt};
    if (const CstView q = m.child(NodeKind::quantity)) missing.as = quantity(q);
    e.missing = std::move(missing);
  }
  return add(v, std::move(e));
}

Arms Builder::arms(CstView v) {
  Arms a;
  a.span = span(v);
  for (const CstView c : v) {
    Arm arm;
    arm.span = span(c);
    const CstView value = *c.begin();
    arm.value = expression(value);
    if (c.has(NodeKind::otherwise)) {
      arm.condition_word = span(c.child(NodeKind::otherwise));
    } else if (value.last() != c.last()) {
      arm.condition_word = word_span(value.last());
      arm.when = expression_of(c, 1);
    }
    a.arms.push_back(std::move(arm));
  }
  return a;
}

}  // namespace ratebook::syntax
