// Whether conditions can hold together (language reference, section 8): proves that arms exclude each other, that a divisor is not zero
// where its condition holds, that a price is never asked for. Sound: `possible == false` is a proof; true may only mean that none was found.
//
// Conditions are taken apart into cases without `or`; each case is a set of words, flags and linear inequalities over the atoms of
// Polynomials, with their ranges.
//
//   kw < 85% of c, kw > 105% of c, c >= 50 kW       cannot hold together
//   zone = north, zone = south                      cannot
#pragma once
#include <string>
#include <vector>

#include "language/semantics/polynomials.hpp"

namespace ratebook {

struct Literal {
  ExprId condition;
  bool holds = true;  // false: its opposite
};

// `first` less `second` (none: zero) stands in this relation to zero.
struct Difference {
  enum class Relation : std::uint8_t { less, less_equal, equal };
  ExprId first, second;
  Relation relation = Relation::less;
};

class Satisfy {
 public:
  explicit Satisfy(const CheckedTariff& tariff) : ranges_(tariff), polynomials_(ranges_) {}

  struct Value {        // of one expression in a case that was found
    ExprId expression;  // an input, a measure, a fact …
    std::string text;   // "340 kW", "north", "true"
  };
  struct Answer {
    bool possible = true;
    std::vector<Value> witness;  // of a case that holds, when it could be told; in text order
  };
  Answer together(const std::vector<Literal>& conditions, const std::vector<Difference>& differences = {},
                  const Pins& pins = {});

  // What holds wherever all of `known` do.
  bool never_negative(ExprId e, const std::vector<Literal>& known, const Pins& pins = {});
  bool never_zero(ExprId e, const std::vector<Literal>& known, const Pins& pins = {});
  bool at_least(ExprId a, ExprId b, const std::vector<Literal>& known, const Pins& pins = {});

  ExpressionRanges& ranges() { return ranges_; }
  Polynomials& polynomials() { return polynomials_; }

 private:
  ExpressionRanges ranges_;
  Polynomials polynomials_;
};

}  // namespace ratebook
