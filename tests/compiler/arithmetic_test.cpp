// The exact meaning of operations, on numbers worked out by hand.
#include <gtest/gtest.h>

#include "compiler/ir/operation.hpp"

namespace ratebook::ir {
namespace {

BigInt divide(Op mode, std::int64_t a, std::int64_t b) {
  const BigInt operands[] = {a, b};
  return result_of(mode, operands);
}

TEST(Arithmetic, TiesGoAwayFromZeroUnderHalfUp) {
  EXPECT_EQ(divide(Op::divide_half_up, 5, 2), 3);
  EXPECT_EQ(divide(Op::divide_half_up, -5, 2), -3);
  EXPECT_EQ(divide(Op::divide_half_up, 4, 3), 1);
  EXPECT_EQ(divide(Op::divide_half_up, -5, 3), -2);
  EXPECT_EQ(divide(Op::divide_half_up, 462500, 1000), 463);
}

TEST(Arithmetic, TiesGoToEvenUnderHalfEven) {
  EXPECT_EQ(divide(Op::divide_half_even, 5, 2), 2);
  EXPECT_EQ(divide(Op::divide_half_even, 7, 2), 4);
  EXPECT_EQ(divide(Op::divide_half_even, -5, 2), -2);
  EXPECT_EQ(divide(Op::divide_half_even, -7, 2), -4);
  EXPECT_EQ(divide(Op::divide_half_even, 7, 4), 2);
}

TEST(Arithmetic, UpIsAwayFromZeroAndDownTowardsIt) {
  EXPECT_EQ(divide(Op::divide_up, 1, 100), 1);
  EXPECT_EQ(divide(Op::divide_up, -1, 100), -1);
  EXPECT_EQ(divide(Op::divide_up, 200, 100), 2);
  EXPECT_EQ(divide(Op::divide_down, 199, 100), 1);
  EXPECT_EQ(divide(Op::divide_down, -199, 100), -1);
}

TEST(Arithmetic, RootsAreRoundedDown) {
  for (std::int64_t n : std::initializer_list<std::int64_t>{0, 1, 2, 3, 1000, 46340, 3037000499}) {
    const BigInt square = BigInt(n) * n;
    EXPECT_EQ(integer_root(square), n);
    if (n > 1) {
      EXPECT_EQ(integer_root(square - 1), n - 1);
    }
    EXPECT_EQ(integer_root(square + 1), n == 0 ? 1 : n);
  }
}

TEST(Arithmetic, EveryOperationHasItsWord) {
  for (std::size_t i = 0; i < kOperations; ++i) {
    const Op op = static_cast<Op>(i);
    EXPECT_FALSE(operation_word(op).empty());
    EXPECT_EQ(operation_named(operation_word(op)), op);
    EXPECT_FALSE(meaning_of(op).empty());
  }
  EXPECT_EQ(operation_named("nothing"), std::nullopt);
}

}  // namespace
}  // namespace ratebook::ir
