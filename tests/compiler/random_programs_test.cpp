// Random programs over random batches: kernels and evaluator leave the same rows, records and states, whatever is optimised, forced wide or left out.
#include <gtest/gtest.h>

#include "compiler/ir/print.hpp"
#include "compiler/ir/verify.hpp"
#include "compiler/passes/passes.hpp"
#include "tests/compiler/batch_buffers.hpp"
#include "tests/compiler/random_program.hpp"

namespace ratebook {
namespace {

class RandomPrograms : public testing::TestWithParam<int> {};

ir::Program program_of(int seed, Random& random) {
  ProgramShape shape;
  shape.source = seed % 2 == 0 ? ir::Source::intervals : ir::Source::general;
  shape.blocks = 2 + static_cast<std::size_t>(seed % 5);
  shape.operations = seed % 7 == 0 ? 120 : 25;
  return random_program(shape, random);
}

std::string run(const ir::Program& program, const native::CompileOptions& options, int seed) {
  auto kernel = native::compile(program, options);
  if (!kernel) return kernel.error();
  Random random(static_cast<std::uint64_t>(seed) + 1000);
  return BatchBuffers(program, (*kernel)->channels(), {}, random).run(**kernel);
}

TEST_P(RandomPrograms, KernelsDoWhatTheEvaluatorDoes) {
  Random random(static_cast<std::uint64_t>(GetParam()));
  const ir::Program program = program_of(GetParam(), random);
  const std::vector<std::string> breaches = ir::verify(program);
  ASSERT_TRUE(breaches.empty()) << breaches.front();
  auto kernel = native::compile(program, {});
  ASSERT_TRUE(kernel) << kernel.error();
  Random again(static_cast<std::uint64_t>(GetParam()) + 1000);
  BatchBuffers buffers(program, (*kernel)->channels(), {}, again);
  std::vector<std::string> outside;
  const std::string expected = buffers.evaluate(&outside);
  ASSERT_TRUE(outside.empty()) << outside.front();
  ASSERT_EQ(buffers.run(**kernel), expected) << ir::print(program);

  native::CompileOptions plain;
  plain.optimisation = 0;
  EXPECT_EQ(run(program, plain, GetParam()), expected);
  native::CompileOptions wide;
  wide.force_wide = true;
  EXPECT_EQ(run(program, wide, GetParam()), expected);
  EXPECT_EQ(run(passes::run(program, {}).program, {}, GetParam()), expected);
}

TEST_P(RandomPrograms, EveryPassLeavesTheResults) {
  Random random(static_cast<std::uint64_t>(GetParam()));
  const ir::Program program = program_of(GetParam(), random);
  native::CompileOptions fast;
  fast.optimisation = 0;
  const std::string expected = run(program, fast, GetParam());
  for (std::string_view off : passes::pass_names()) {
    const passes::Outcome outcome = passes::run(program, {{std::string(off)}});
    EXPECT_EQ(outcome.runs.size(), passes::pass_names().size() - 1);
    EXPECT_EQ(run(outcome.program, fast, GetParam()), expected) << "without " << off;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPrograms, testing::Range(0, 40));

TEST(Passes, MakeProgramsSmaller) {
  std::size_t before = 0, after = 0;
  for (int seed = 0; seed < 20; ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    const passes::Outcome outcome = passes::run(program_of(seed, random), {});
    before += outcome.runs.front().before;
    after += outcome.runs.back().after;
  }
  EXPECT_LT(after, before);
}

}  // namespace
}  // namespace ratebook
