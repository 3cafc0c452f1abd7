// Every pure operation as native code, against integers of any size: operands around the edges of all widths, ties of both signs, divisors of one limb
// and of four.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/evaluate/evaluate.hpp"
#include "compiler/passes/passes.hpp"
#include "tests/compiler/batch_buffers.hpp"
#include "tests/compiler/random_program.hpp"

namespace ratebook {
namespace {

using ir::BigInt;
using ir::Op;
using ir::ValueId;

constexpr int kLimb = 60;  // bits of a number that one attribute holds

// A number of [-2^bits, 2^bits) put together from attributes: a value of the program of exactly that range.
struct WideInput {
  std::vector<std::uint32_t> attributes;  // least first
  ValueId value;
};
WideInput wide_input(ir::Builder& build, unsigned bits) {
  WideInput input;
  ir::Program& program = build.program();
  for (unsigned left = bits;; left -= kLimb) {
    const bool last = left <= kLimb;
    ir::Attribute a;
    a.input = InputId{program.attributes.size()};
    a.range = last ? ir::Range{-(BigInt(1) << left), (BigInt(1) << left) - 1} : ir::Range{0, (BigInt(1) << kLimb) - 1};
    input.attributes.push_back(static_cast<std::uint32_t>(program.attributes.size()));
    program.attributes.push_back(a);
    if (last) break;
  }
  input.value = build.account_leaf(Op::attribute, input.attributes.back());
  for (std::size_t n = input.attributes.size() - 1; n-- > 0;)
    input.value = build.add(build.multiply(input.value, build.constant(BigInt(1) << kLimb)),
                            build.account_leaf(Op::attribute, input.attributes[n]));
  return input;
}
void put(BatchBuffers& buffers, const WideInput& input, std::size_t account, BigInt value) {
  for (std::size_t n = 0; n < input.attributes.size(); ++n) {
    const bool last = n + 1 == input.attributes.size();
    const BigInt limb = last ? value : BigInt(((value % (BigInt(1) << kLimb)) + (BigInt(1) << kLimb)) % (BigInt(1) << kLimb));
    buffers.attributes()[input.attributes[n]][account] = static_cast<std::int64_t>(limb);
    value = (value - limb) >> kLimb;
  }
}

// Edges and random numbers of [low, high].
BigInt some_number(const BigInt& low, const BigInt& high, std::size_t n, Random& random) {
  const BigInt edges[] = {low, high, low + 1, high - 1, 0, 1, -1, 2, -2};
  if (n < std::size(edges)) return std::clamp(edges[n], low, high);
  BigInt bits = 0;
  for (int limb = 0; limb < 5; ++limb) bits = (bits << 60) + (random() >> 4);
  // As many small numbers as large ones.
  bits >>= static_cast<unsigned>(random() % 300);
  const BigInt number = random() % 2 == 0 ? bits : BigInt(-bits);
  return low <= number && number <= high ? number : BigInt(low + (bits % (high - low + 1)));
}

constexpr Op kBinary[] = {Op::add,
                          Op::subtract,
                          Op::multiply,
                          Op::minimum,
                          Op::maximum,
                          Op::equal,
                          Op::not_equal,
                          Op::less,
                          Op::less_equal,
                          Op::both,
                          Op::either,
                          Op::divide_half_up,
                          Op::divide_half_even,
                          Op::divide_up,
                          Op::divide_down};

class Operations : public testing::TestWithParam<std::tuple<unsigned, unsigned>> {};

TEST_P(Operations, AreExactInEveryWidth) {
  const auto [bits_a, bits_b] = GetParam();
  ir::Program program;
  program.partitions.emplace_back();
  ir::Builder build(program);
  const WideInput a = wide_input(build, bits_a), b = wide_input(build, bits_b);
  const ValueId positive = build.maximum(b.value, build.constant(1)), square = build.maximum(a.value, build.constant(0));
  const ValueId is_less = build.less(a.value, b.value), is_negative = build.less(a.value, build.constant(0));
  struct Made {
    Op op;
    std::vector<ValueId> operands;
    std::size_t record;
  };
  std::vector<Made> made;
  auto make = [&](Op op, std::vector<ValueId> operands) {
    ir::Instruction i;
    i.op = op;
    i.operands = operands;
    ir::StorageRanges storage(program);
    if (ir::width_of(ir::result_range(program, i, build.block(), storage)) == 0) return;
    made.push_back({op, operands, program.records.size()});
    record_in_pieces(build, build.emit(op, operands), 0);
  };
  for (Op op : kBinary) {
    if (op == Op::both || op == Op::either)
      make(op, {is_less, is_negative});
    else
      make(op, {a.value, ir::is_divide(op) ? positive : b.value});
  }
  for (Op op : {Op::divide_half_up, Op::divide_half_even, Op::divide_up, Op::divide_down})
    for (const BigInt& constant :
         {BigInt(2), BigInt(3), BigInt(10000), BigInt(1) << 70, BigInt("1000000000000000000000000000000")})
      make(op, {a.value, build.constant(constant)});
  make(Op::root, {square});
  make(Op::select, {is_less, a.value, b.value});
  make(Op::negate, {is_less});

  ir::compute_ranges(program);
  Random random(bits_a * 1000 + bits_b);
  BatchShape shape;
  shape.accounts = 240;
  for (int optimisation : {0, 3}) {
    native::CompileOptions options;
    options.optimisation = optimisation;
    auto kernel = native::compile(program, options);
    ASSERT_TRUE(kernel) << kernel.error();
    BatchBuffers buffers(program, (*kernel)->channels(), shape, random);
    std::vector<std::pair<BigInt, BigInt>> inputs;
    for (std::size_t n = 0; n < shape.accounts; ++n) {
      const BigInt low_a = -(BigInt(1) << bits_a), high_a = (BigInt(1) << bits_a) - 1, low_b = -(BigInt(1) << bits_b),
                   high_b = (BigInt(1) << bits_b) - 1;
      BigInt x = some_number(low_a, high_a, n % 11, random);
      const BigInt y = some_number(low_b, high_b, n / 11, random);
      // Exact ties of both signs, and numbers beside them.
      if (n % 3 == 2 && y >= 2) {
        const BigInt quotient = some_number(-1000, 1000, 99, random),
                     tie = quotient * y + (y / 2) * (quotient < 0 ? -1 : 1) + static_cast<int>(n % 5) - 2;
        if (low_a <= tie && tie <= high_a) x = tie;
      }
      // Squares and their neighbours.
      if (n % 7 == 6) {
        const BigInt root = some_number(0, BigInt(1) << (bits_a / 2), 99, random);
        x = std::clamp(BigInt(root * root + static_cast<int>(n % 3) - 1), low_a, high_a);
      }
      put(buffers, a, n, x);
      put(buffers, b, n, y);
      inputs.emplace_back(x, y);
    }
    const std::string native = buffers.run(**kernel);
    std::vector<std::string> breaches;
    EXPECT_EQ(native, buffers.evaluate(&breaches)) << "O" << optimisation;
    EXPECT_TRUE(breaches.empty()) << breaches.front();
    // And straight from the definition, without the evaluator.
    buffers.run(**kernel);
    for (const Made& m : made)
      for (std::size_t n = 0; n < shape.accounts; ++n) {
        auto worth = [&](ValueId v) -> BigInt {
          const auto& [x, y] = inputs[n];
          if (v == a.value) return x;
          if (v == b.value) return y;
          if (v == positive) return y < 1 ? BigInt(1) : y;
          if (v == square) return x < 0 ? BigInt(0) : x;
          if (v == is_less) return x < y;
          if (v == is_negative) return x < 0;
          return program.values[v.index].constant;
        };
        std::vector<BigInt> operands;
        for (ValueId v : m.operands) operands.push_back(worth(v));
        const BigInt expected = ir::result_of(m.op, operands);
        BigInt got = 0;
        const std::size_t next =
            &m == &made.back() ? program.records.size() : made[static_cast<std::size_t>(&m - made.data()) + 1].record;
        for (std::size_t piece = next; piece-- > m.record;) {
          const native::Record& r = buffers.batch().records[n * buffers.batch().record_stride + piece];
          got = (got << 100) + BigInt(static_cast<std::int64_t>(r.numerator >> 64)) * (BigInt(1) << 64) +
                static_cast<std::uint64_t>(r.numerator);
        }
        ASSERT_EQ(got, expected) << ir::operation_word(m.op) << " of " << operands[0] << " and " << operands.back();
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Widths, Operations,
                         testing::Combine(testing::Values(3U, 31U, 62U, 63U, 64U, 100U, 127U, 128U, 180U, 250U),
                                          testing::Values(3U, 31U, 63U, 64U, 127U, 200U)),
                         [](const auto& made) {
                           return fmt::format("{}_{}", std::get<0>(made.param), std::get<1>(made.param));
                         });

}  // namespace
}  // namespace ratebook
