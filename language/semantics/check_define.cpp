#include "language/semantics/expression_checker.hpp"

namespace ratebook {

// A define is checked twice: here, for what is wrong whatever its arguments are, and at each call, with them in place.
void check_define(Checker& checker, const syntax::Define& define) {
  Computations& shared = computations(checker);
  const std::size_t errors = checker.sink.errors();
  Define d{define.name.text, define.name.span, {}, checker.resolve(define.cites)};
  std::vector<Parameter> parameters;
  for (const syntax::Name& p : define.parameters) {
    for (const Parameter& earlier : parameters)
      if (earlier.name == p.text) checker.sink.report<Code::name_taken>(p.span, p.text, "another parameter");
    parameters.push_back({p.text, ExprId::none(), ""});
    d.parameters.push_back(p.text);
  }
  Place place;
  place.about = About::define;
  place.part_wise = true;
  place.level = Level::part;
  place.parameters = &parameters;
  ExpressionChecker(checker, std::move(place)).check_arms(define.arms);
  if (checker.sink.errors() != errors) return checker.names.poison(define.name.text);
  checker.tariff.defines.push_back(std::move(d));
  const DefineId id{checker.tariff.defines.size() - 1};
  shared.defines.emplace(id, &define);
  checker.names.settle(define.name.text, id);
}

}  // namespace ratebook
