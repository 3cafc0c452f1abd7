// Each operation has a fault that can be put into its lowering; random programs notice every one of them. Without a fault the same programs agree.
#include <gtest/gtest.h>

#include "compiler/ir/operation.hpp"
#include "tests/compiler/batch_buffers.hpp"
#include "tests/compiler/random_program.hpp"

namespace ratebook {
namespace {

bool differs(ir::Op op, int seed, bool broken) {
  Random random(static_cast<std::uint64_t>(seed));
  ProgramShape shape;
  shape.source = seed % 2 == 0 ? ir::Source::intervals : ir::Source::general;
  shape.favourite = op;
  const ir::Program program = random_program(shape, random);
  native::CompileOptions options;
  options.optimisation = 0;
  if (broken) options.break_operation = ir::operation_word(op);
  auto kernel = native::compile(program, options);
  EXPECT_TRUE(kernel) << kernel.error();
  BatchBuffers buffers(program, (*kernel)->channels(), {}, random);
  return buffers.run(**kernel) != buffers.evaluate();
}

class Faults : public testing::TestWithParam<std::size_t> {};

TEST_P(Faults, AreNoticed) {
  const ir::Op op = static_cast<ir::Op>(GetParam());
  // The denominator of interval readings is 1 by definition; only the general source reads one.
  bool noticed = false;
  for (int seed = 0; seed < 30 && !noticed; ++seed) {
    ASSERT_FALSE(differs(op, seed, false)) << "seed " << seed;
    noticed = differs(op, seed, true);
  }
  EXPECT_TRUE(noticed) << ir::operation_word(op);
}

INSTANTIATE_TEST_SUITE_P(EveryOperation, Faults, testing::Range<std::size_t>(0, ir::kOperations),
                         [](const auto& made) { return std::string(ir::operation_word(static_cast<ir::Op>(made.param))); });

TEST(Faults, AnUnknownOperationIsRefused) {
  Random random(1);
  native::CompileOptions options;
  options.break_operation = "nothing";
  EXPECT_FALSE(native::compile(random_program({}, random), options));
}

}  // namespace
}  // namespace ratebook
