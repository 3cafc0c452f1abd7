// Examples (language reference, section 19): what they give and expect, and that they say all of the bill.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/check_expects.hpp"
#include "language/semantics/check_givens.hpp"

namespace ratebook {
namespace {

ExampleCycle check_cycle(Checker& checker, const syntax::Example& example, const syntax::ExampleCycle& text) {
  ExampleCycle cycle;
  cycle.span = text.then_word.begin == text.then_word.end ? example.name.span : text.then_word;
  GivenCheck givens(checker);
  for (const syntax::Given& g : text.givens)
    if (!checker.cut_short(g.span)) givens.take(g, cycle);
  ExpectCheck expects(checker);
  for (const syntax::Expect& e : text.expects)
    if (!checker.cut_short(e.span)) expects.take(e, cycle);
  if (!checker.statement->whole) return cycle;
  const bool has_cycle = std::any_of(text.givens.begin(), text.givens.end(),
                                     [](const auto& g) { return std::holds_alternative<syntax::GivenCycle>(g.node); });
  if (!has_cycle && givens.sound()) checker.sink.report<Code::cycle_missing>(cycle.span);
  if (expects.sound() && !checker.may_have_lost_line() && !says_all(checker.tariff, cycle))
    checker.sink.report<Code::example_incomplete>(cycle.span);
  return cycle;
}

}  // namespace

void check_examples(Checker& checker) {
  checker.each<syntax::Example>([&](const syntax::Example& e) {
    Example example;
    example.name = e.name.text;
    example.span = e.name.span;
    example.cites = checker.resolve(e.cites);
    for (const syntax::ExampleCycle& cycle : e.cycles) example.cycles.push_back(check_cycle(checker, e, cycle));
    checker.tariff.examples.push_back(std::move(example));
  });
}

}  // namespace ratebook
