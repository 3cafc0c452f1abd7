// Fourier–Motzkin elimination against all points of a fine grid.
#include <gtest/gtest.h>

#include <random>

#include "language/semantics/satisfy_linear.hpp"

namespace ratebook {
namespace {

using Relation = LinearConstraint::Relation;

bool holds(const LinearConstraint& c, const std::map<std::uint32_t, Rational>& at) {
  Rational sum = c.constant;
  for (const auto& [v, k] : c.coefficients) {
    const auto value = at.find(v);
    if (value != at.end()) sum += k * value->second;
  }
  switch (c.relation) {
    case Relation::less:
      return sum < 0;
    case Relation::less_equal:
      return sum <= 0;
    case Relation::equal:
      return sum == 0;
  }
  return false;
}

TEST(SolveLinear, AgreesWithEveryPointOfAGrid) {
  std::mt19937 engine(4711);
  auto below = [&](int n) { return static_cast<int>(engine() % static_cast<std::uint32_t>(n)); };
  int possible = 0, impossible = 0;
  for (int round = 0; round < 250; ++round) {
    // Differences of three variables and whole constants, inside a box: where such a system has a solution, it has one in quarters.
    std::vector<LinearConstraint> all;
    for (std::uint32_t v = 0; v < 3; ++v) {
      all.push_back({{{v, -1}}, 0, Relation::less_equal});
      all.push_back({{{v, 1}}, -3, Relation::less_equal});
    }
    const int more = 2 + below(5);
    for (int i = 0; i < more; ++i) {
      const auto a = static_cast<std::uint32_t>(below(3)), b = static_cast<std::uint32_t>(below(3));
      LinearConstraint c;
      c.coefficients[a] = 1;
      if (a != b) c.coefficients[b] = -1;
      c.constant = below(7) - 3;
      c.relation = static_cast<Relation>(below(7) == 0 ? 2 : below(2));
      all.push_back(c);
    }
    bool found = false;
    for (int x = 0; x <= 12 && !found; ++x)
      for (int y = 0; y <= 12 && !found; ++y)
        for (int z = 0; z <= 12 && !found; ++z) {
          const std::map<std::uint32_t, Rational> at{{0, Rational(x, 4)}, {1, Rational(y, 4)}, {2, Rational(z, 4)}};
          found = std::all_of(all.begin(), all.end(), [&](const auto& c) { return holds(c, at); });
        }
    const LinearAnswer answer = solve_linear(all);
    ASSERT_TRUE(answer.decided);
    ASSERT_EQ(answer.possible, found) << "round " << round;
    ++(found ? possible : impossible);
    if (!answer.possible) continue;
    for (const auto& c : all) ASSERT_TRUE(holds(c, answer.solution)) << "round " << round;
  }
  EXPECT_GT(possible, 50);
  EXPECT_GT(impossible, 50);
}

TEST(SolveLinear, StrictAndEqual) {
  const LinearConstraint below_one{{{0, 1}}, -1, Relation::less}, at_least_one{{{0, -1}}, 1, Relation::less_equal};
  EXPECT_FALSE(solve_linear({below_one, at_least_one}).possible);
  const LinearConstraint is_third{{{0, 3}}, -1, Relation::equal};
  const LinearAnswer answer = solve_linear({below_one, is_third});
  ASSERT_TRUE(answer.possible);
  EXPECT_EQ(answer.solution.at(0), Rational(1, 3));
  EXPECT_FALSE(solve_linear({at_least_one, is_third}).possible);
  EXPECT_TRUE(solve_linear({}).possible);
}

}  // namespace
}  // namespace ratebook
