// Can a set of linear inequalities hold at once? Fourier–Motzkin elimination over exact fractions (Schrijver, Theory of Linear and Integer
// Programming, section 12.2): combine each lower bound of a variable with each upper bound until no variable is left.
//
//   x - 1 < 0, 1 - x <= 0        cannot
//   x - y <= 0, 3 - x <= 0       can, for example x = 3, y = 3
#pragma once
#include <map>
#include <vector>

#include "language/semantics/rational.hpp"

namespace ratebook {

// constant + Σ coefficient × variable  <, <= or =  0
struct LinearConstraint {
  enum class Relation : std::uint8_t { less, less_equal, equal };
  std::map<std::uint32_t, Rational> coefficients;  // not zero
  Rational constant;
  Relation relation = Relation::less_equal;
};

struct LinearAnswer {
  bool possible = true;                        // false is a proof; true is one when `decided`
  bool decided = true;                         // false: too many constraints on the way
  std::map<std::uint32_t, Rational> solution;  // when possible and decided: one, with whole numbers where it can
};
LinearAnswer solve_linear(std::vector<LinearConstraint> constraints);

}  // namespace ratebook
