// Ranges hold every result, and for independent operands no more than their hull.
#include <gtest/gtest.h>

#include <random>

#include "compiler/ir/builder.hpp"

namespace ratebook::ir {
namespace {

Range of_operation(Op op, const std::vector<Range>& operands) {
  Program program;
  program.partitions.emplace_back();
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Attribute a;
    a.input = InputId{i};
    a.range = operands[i];
    program.attributes.push_back(a);
  }
  Builder build(program);
  std::vector<ValueId> leaves;
  for (std::uint32_t i = 0; i < operands.size(); ++i) leaves.push_back(build.account_leaf(Op::attribute, i));
  return build.range(build.emit(op, leaves));
}

// All results over small operand ranges, and whether the ends are reached.
void expect_hull(Op op, const Range& a, const Range& b) {
  const Range range = of_operation(op, {a, b});
  bool low = false, high = false;
  for (BigInt x = a.low; x <= a.high; ++x)
    for (BigInt y = b.low; y <= b.high; ++y) {
      const BigInt operands[] = {x, y};
      const BigInt result = result_of(op, operands);
      ASSERT_TRUE(contains(range, result)) << operation_word(op) << " " << x << " " << y;
      low = low || result == range.low;
      high = high || result == range.high;
    }
  EXPECT_TRUE(low && high) << operation_word(op) << " [" << a.low << ", " << a.high << "] [" << b.low << ", " << b.high << "]";
}

TEST(Ranges, AreTheHullOfIndependentOperands) {
  const std::vector<Range> ranges{between(0, 7), between(-5, -2), between(-4, 6), between(3, 3), between(1, 9)};
  for (Op op :
       {Op::add, Op::subtract, Op::multiply, Op::minimum, Op::maximum, Op::equal, Op::not_equal, Op::less, Op::less_equal})
    for (const Range& a : ranges)
      for (const Range& b : ranges) expect_hull(op, a, b);
  for (Op op : {Op::divide_half_up, Op::divide_half_even, Op::divide_up, Op::divide_down})
    for (const Range& a : ranges) {
      expect_hull(op, a, between(1, 9));
      expect_hull(op, a, between(2, 3));
    }
  for (Op op : {Op::both, Op::either})
    for (const Range& a : {between(0, 1), between(0, 0), between(1, 1)})
      for (const Range& b : {between(0, 1), between(0, 0), between(1, 1)}) expect_hull(op, a, b);
}

TEST(Ranges, SelectIsOneSideWhenTheConditionIsKnown) {
  EXPECT_EQ(of_operation(Op::select, {between(1, 1), between(2, 3), between(8, 9)}).high, 3);
  EXPECT_EQ(of_operation(Op::select, {between(0, 0), between(2, 3), between(8, 9)}).low, 8);
  EXPECT_EQ(of_operation(Op::select, {between(0, 1), between(2, 3), between(8, 9)}).high, 9);
}

TEST(Ranges, WidthsAreTwosComplement) {
  const BigInt one = 1;
  EXPECT_EQ(width_of({-(one << 63), (one << 63) - 1}), 64);
  EXPECT_EQ(width_of({0, one << 63}), 128);
  EXPECT_EQ(width_of({-(one << 127), 0}), 128);
  EXPECT_EQ(width_of({-(one << 127) - 1, 0}), 256);
  EXPECT_EQ(width_of({0, (one << 255) - 1}), 256);
  EXPECT_EQ(width_of({0, one << 255}), 0);
}

TEST(Ranges, SumsOverPartsCountEveryPart) {
  Program program;
  program.partitions.resize(2);
  program.partitions[1].cuts.month = true;
  Attribute a;
  a.range = between(-2, 5);
  program.attributes.push_back(a);
  program.accumulators.push_back({"sum"});
  Builder build(program);
  const ValueId leaf = build.account_leaf(Op::attribute, 0);
  build.begin_part("parts", 1);
  build.emit(Op::accumulate, {leaf}, 0);
  build.begin_cycle("after");
  const Range& sum = build.range(build.emit(Op::accumulated, {}, 0));
  EXPECT_EQ(sum.low, -800);
  EXPECT_EQ(sum.high, 2000);
}

}  // namespace
}  // namespace ratebook::ir
