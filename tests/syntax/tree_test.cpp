// What trees promise to the phases behind the parser.
#include <gtest/gtest.h>

#include "tests/support/golden.hpp"
#include "tests/syntax/reading.hpp"

namespace ratebook {
namespace {

using namespace syntax;
using test::in_tariff;
using test::Reading;

template <class T>
const T& first(const Reading& r, std::size_t n = 0) {
  return std::get<T>(r.tree->statements.at(n).node);
}

TEST(Tree, OperandsStandBeforeTheExpressionThatUsesThem) {
  const Reading r(test::read_file("tests/golden/syntax/every_form.tariff"));
  ASSERT_TRUE(r.whole()) << r.said();
  std::uint32_t self = 0;
  auto before = [&](TreeExprId id) {
    if (!id) return;
    EXPECT_LT(id.index, self);
    const Span outer = r.tree->expressions[self].span, inner = (*r.tree)[id].span;
    EXPECT_LE(outer.begin, inner.begin);
    EXPECT_GE(outer.end, inner.end);
  };
  struct Operands {
    decltype(before)& visit;
    void operator()(const IndexExpr& e) {
      for (const auto& i : e.items) visit(i.expression);
    }
    void operator()(const CallExpr& e) { std::for_each(e.arguments.begin(), e.arguments.end(), visit); }
    void operator()(const OrExpr& e) { std::for_each(e.operands.begin(), e.operands.end(), visit); }
    void operator()(const AndExpr& e) { std::for_each(e.operands.begin(), e.operands.end(), visit); }
    void operator()(const NotExpr& e) { visit(e.operand); }
    void operator()(const CompareExpr& e) { visit(e.left), visit(e.right); }
    void operator()(const MemberExpr& e) { visit(e.operand); }
    void operator()(const RangeExpr& e) { visit(e.operand); }
    void operator()(const WithinExpr& e) { visit(e.later), visit(e.earlier); }
    void operator()(const SumExpr& e) {
      for (const auto& t : e.terms) visit(t.operand);
    }
    void operator()(const ProductExpr& e) {
      for (const auto& f : e.factors) visit(f.operand);
    }
    void operator()(const OfExpr& e) { visit(e.share), visit(e.base); }
    void operator()(const InExpr& e) { visit(e.operand); }
    void operator()(const ExtremeExpr& e) { std::for_each(e.items.begin(), e.items.end(), visit); }
    void operator()(const AggregateExpr& e) { visit(e.body); }
    void operator()(const RoundExpr& e) { visit(e.operand); }
    void operator()(const AmountExpr&) {}
    void operator()(const DateExpr&) {}
    void operator()(const FlagExpr&) {}
    void operator()(const TextExpr&) {}
    void operator()(const ReferenceExpr&) {}
    void operator()(const DemandExpr&) {}
    void operator()(const PowerFactorExpr&) {}
  };
  for (; self < r.tree->expressions.size(); ++self) std::visit(Operands{before}, r.tree->expressions[self].node);
}

TEST(Tree, SpansHoldWhatTheyName) {
  const Reading r(
      in_tariff("  charge energy \"Energy Charge\" = usage in us.on_peak * 35% when account.care  cite s1 \"Rule 9\", s2"));
  ASSERT_TRUE(r.whole()) << r.said();
  const auto& charge = first<Charge>(r);
  auto text = [&](Span s) { return std::string(r.sources.text(s)); };
  EXPECT_EQ(text(r.tree->statements[0].span),
            "charge energy \"Energy Charge\" = usage in us.on_peak * 35% when account.care  cite s1 \"Rule 9\", s2");
  EXPECT_EQ(text(r.tree->statements[0].keyword), "charge");
  EXPECT_EQ(text(charge.head.name.span), "energy");
  EXPECT_EQ(text(charge.head.label.span), "\"Energy Charge\"");
  EXPECT_EQ(charge.head.label.text, "Energy Charge");
  const auto& product = std::get<ProductExpr>((*r.tree)[charge.amount.quantity].node);
  EXPECT_EQ(text(product.factors[1].sign), "*");
  const auto& filter = std::get<InExpr>((*r.tree)[product.factors[0].operand].node);
  EXPECT_EQ(text(filter.scope.span), "us.on_peak");
  EXPECT_EQ(text(filter.scope.parts[1].span), "on_peak");
  const auto& share = std::get<AmountExpr>((*r.tree)[product.factors[1].operand].node).amount;
  EXPECT_EQ(text(share.number_span) + "|" + text(share.unit->span), "35|%");
  EXPECT_EQ(text(charge.modifiers.conditions[0].span), "when account.care");
  EXPECT_EQ(text(charge.modifiers.cites[0].items[0].place->span), "\"Rule 9\"");
  EXPECT_EQ(text(charge.modifiers.conditions[0].cite->span), "cite s1 \"Rule 9\", s2");
}

TEST(Tree, ChainsAreFlat) {
  const Reading r(in_tariff("  measure m = a + b - c * d / e + 1 kWh"));
  const auto& sum = std::get<SumExpr>((*r.tree)[first<Measure>(r).arms.arms[0].value].node);
  ASSERT_EQ(sum.terms.size(), 4U);
  EXPECT_FALSE(sum.terms[1].minus);
  EXPECT_TRUE(sum.terms[2].minus);
  EXPECT_EQ(std::get<ProductExpr>((*r.tree)[sum.terms[2].operand].node).factors.size(), 3U);
}

TEST(Tree, SharesGiveWayToPrices) {
  const Reading r(in_tariff(
      "  credit a \"A\" = 10% of b, c\n  credit d \"D\" = export * rate\n  tax e \"E\" = t[x, y] * 2 included in all lines"));
  ASSERT_TRUE(r.whole()) << r.said();
  EXPECT_EQ(std::get<Share>(first<Adjustment>(r).amount).base.lines.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<Priced>(first<Adjustment>(r, 1).amount));
  const auto& tax = std::get<Share>(first<Adjustment>(r, 2).amount);
  EXPECT_TRUE(tax.included);
  EXPECT_EQ(tax.base.kind, BaseKind::all_lines);
}

TEST(Tree, ModifiersAndStatementsOfTheSameWord) {
  const Reading r(in_tariff(
      "  charge a \"A\" = usage * r\n    season by cycle end\n  season summer = Jun 1 through Sep 30\n  measure m = season\n"
      "  season winter = otherwise"));
  ASSERT_TRUE(r.whole()) << r.said();
  EXPECT_EQ(r.tree->statements.size(), 4U);
  EXPECT_EQ(first<Charge>(r).modifiers.season->rule, CutRule::cycle_end);
}

TEST(Tree, ACiteBehindAConditionIsItsOwnAndTheLines) {
  const Reading r(
      in_tariff("  fee late \"L\" = 5 USD on invoice\n    when a.b  cite s \"1\"\n    once per invoice  cite s \"2\"\n    at "
                "most c\n    unless d"));
  const auto& fee = first<Fee>(r);
  ASSERT_EQ(fee.conditions.size(), 2U);
  EXPECT_EQ(fee.conditions[0].cite->items[0].place->text, "1");
  EXPECT_FALSE(fee.conditions[1].cite);
  EXPECT_EQ(fee.once[0].cite->items[0].place->text, "2");
  EXPECT_FALSE(fee.at_most[0].cite);
  EXPECT_EQ(fee.cites.size(), 2U);
}

TEST(Tree, PredeclaredWordsAreNoNamesButScopesAre) {
  EXPECT_TRUE(Reading(in_tariff("  charge meter \"M\" = 1 USD")).whole());
  const Reading r(in_tariff("  charge usage \"U\" = 1 USD"));
  ASSERT_EQ(r.sink.all().size(), 1U);
  EXPECT_EQ(r.sink.all()[0].code, Code::name_reserved);
  EXPECT_EQ(r.tree->statements.size(), 1U) << "it is read as a name in spite of that";
}

TEST(Tree, KeepsStatementsBesideABrokenOne) {
  const Reading r(in_tariff("  season a = otherwise\n  charge b \"B\" = = 3\n  season c = otherwise"));
  ASSERT_TRUE(r.tree);
  EXPECT_FALSE(r.tree->complete);
  EXPECT_EQ(r.tree->statements.size(), 2U);
}

}  // namespace
}  // namespace ratebook
