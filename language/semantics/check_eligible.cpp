// Conditions outside lines: who is eligible, and what a property claims.
#include "language/semantics/expression_checker.hpp"
#include "language/semantics/splits.hpp"

namespace ratebook {
namespace {

Place place_of(Checker& checker, About about) {
  Place place;
  place.about = about;
  take_rules(checker.tariff.rules, place);
  return place;
}

}  // namespace

ExprId check_eligible(Checker& checker, const syntax::Eligible& eligible) {
  return ExpressionChecker(checker, place_of(checker, About::eligible)).check_condition(eligible.condition);
}

ExprId check_property_condition(Checker& checker, TreeExprId condition) {
  return ExpressionChecker(checker, place_of(checker, About::property)).check_condition(condition);
}

ExprId check_property_path(Checker& checker, const syntax::Path& path) {
  ExpressionChecker expressions(checker, place_of(checker, About::property));
  const ExprId found = expressions.reference(path);
  if (!found.valid() || checker.tariff[found].type.kind == Type::Kind::number) return found;
  checker.sink.report<Code::unit_mismatch>(path.span, "an amount", words_of(checker.tariff, found));
  return ExprId::none();
}

}  // namespace ratebook
