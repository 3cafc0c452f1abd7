// What a kernel is besides its results: printable in every stage, independent of the batch's borders, usable from several threads.
#include "compiler/native/kernel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/compiler/batch_buffers.hpp"
#include "tests/compiler/random_program.hpp"

namespace ratebook::native {
namespace {

using testing::HasSubstr;

TEST(Kernel, PrintsItsStages) {
  Random random(5);
  const ir::Program program = random_program({}, random);
  const auto code = print_stage(program, {}, Stage::llvm), assembly = print_stage(program, {}, Stage::assembly);
  ASSERT_TRUE(code && assembly);
  EXPECT_THAT(*code, HasSubstr("define void @ratebook_kernel(ptr"));
  EXPECT_THAT(*assembly, HasSubstr("ratebook_kernel:"));
  EXPECT_EQ(*code, *print_stage(program, {}, Stage::llvm));
}

TEST(Kernel, LivesOnWhenOthersAreGone) {
  Random random(6);
  const ir::Program first = random_program({}, random), second = random_program({}, random);
  auto kept = compile(first, {});
  ASSERT_TRUE(kept);
  BatchBuffers buffers(first, (*kept)->channels(), {}, random);
  const std::string expected = buffers.evaluate();
  for (int n = 0; n < 5; ++n) ASSERT_TRUE(compile(second, {}));
  EXPECT_EQ(buffers.run(**kept), expected);
}

TEST(Kernel, AccountsAreIndependentOfEachOther) {
  Random random(7);
  const ir::Program program = random_program({}, random);
  auto kernel = compile(program, {});
  ASSERT_TRUE(kernel);
  BatchBuffers buffers(program, (*kernel)->channels(), {}, random);
  const std::string whole = buffers.run(**kernel);
  // One account after another, last first, into the same buffers.
  Batch& batch = buffers.batch();
  std::vector<char> scratch((*kernel)->scratch_bytes(buffers.max_segments(), buffers.max_parts()) + 512);
  batch.scratch = reinterpret_cast<void*>((reinterpret_cast<std::uintptr_t>(scratch.data()) + 255) / 256 * 256);
  const std::vector<Row> rows(batch.rows, batch.rows + batch.accounts * batch.row_stride);
  std::fill_n(batch.rows, batch.accounts * batch.row_stride, Row{});
  for (std::uint64_t a = batch.accounts; a-- > 0;) (*kernel)->function()(&batch, a, a + 1);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (batch.status[r / batch.row_stride] != 0) continue;
    EXPECT_EQ(batch.rows[r].present, rows[r].present);
    if (rows[r].present != 0) {
      EXPECT_EQ(batch.rows[r].amount, rows[r].amount);
    }
  }
}

TEST(Kernel, ThreadsCompileAtOnce) {
  std::vector<std::thread> threads;
  std::vector<int> good(4, 0);
  for (std::size_t t = 0; t < good.size(); ++t)
    threads.emplace_back([&good, t] {
      for (std::uint64_t seed = 0; seed < 3; ++seed) {
        Random random(seed * 10 + t);
        const ir::Program program = random_program({}, random);
        auto kernel = compile(program, {});
        if (!kernel) return;
        BatchBuffers buffers(program, (*kernel)->channels(), {}, random);
        if (buffers.run(**kernel) == buffers.evaluate()) ++good[t];
      }
    });
  for (std::thread& t : threads) t.join();
  for (int g : good) EXPECT_EQ(g, 3);
}

}  // namespace
}  // namespace ratebook::native
