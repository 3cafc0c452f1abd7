// What single constructs become.
#include "compiler/ir/lower.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/ir/operation.hpp"
#include "compiler/ir/print.hpp"
#include "compiler/ir/ranges.hpp"
#include "compiler/ir/verify.hpp"
#include "compiler/passes/passes.hpp"
#include "tests/compiler/scripts.hpp"

namespace ratebook {
namespace {

using ir::Op;
using testing::HasSubstr;
using testing::IsEmpty;

ir::Program lowered(const CheckedTariff& tariff, ir::Source source = ir::Source::intervals) {
  DiagnosticSink sink;
  ir::LowerOptions options;
  options.source = source;
  auto program = ir::lower(tariff, options, sink);
  for (const Diagnostic& d : sink.all()) ADD_FAILURE() << code_word(d.code) << ": " << d.message;
  if (!program) return {};
  EXPECT_THAT(ir::verify(*program), IsEmpty());
  return passes::run(*program, {}).program;
}

std::size_t count(const ir::Program& program, Op op) {
  std::size_t n = 0;
  for (const ir::Block& block : program.blocks)
    for (ir::ValueId v : block.code) n += program.values[v.index].op == op ? 1 : 0;
  return n;
}
std::size_t failures(const ir::Program& program, Code code) {
  std::size_t n = 0;
  for (const ir::Block& block : program.blocks)
    for (ir::ValueId v : block.code)
      n += program.values[v.index].op == Op::fail_if && program.values[v.index].code == code ? 1 : 0;
  return n;
}

TEST(Lower, APriceTimesEnergyIsOneDivision) {
  const auto tariff = checked(R"(charge energy "Energy" = usage * 0.00685 USD/kWh cite s)");
  const ir::Program program = lowered(tariff);
  EXPECT_EQ(program.rows.size(), 1U);
  EXPECT_EQ(count(program, Op::divide_half_up), 1U);
  EXPECT_EQ(count(program, Op::fail_if), 0U);
  for (const ir::Instruction& i : program.values) EXPECT_EQ(ir::width_of(*i.range), 64) << ir::operation_word(i.op);
}

TEST(Lower, VersionsAreDataAndGapsAreErrors) {
  const auto tariff = checked(R"(
    value rate { from 2024-01-01 = 0.1 USD/kWh cite s from 2025-01-01 = 0.125 USD/kWh cite s }
    charge energy "Energy" = usage * rate cite s)",
                              "version by usage day cite s");
  const ir::Program program = lowered(tariff);
  ASSERT_EQ(program.prices.size(), 1U);
  EXPECT_EQ(program.prices[0].denominator, 40);
  EXPECT_EQ(program.prices[0].cells, (std::vector<ir::BigInt>{4, 5}));
  EXPECT_EQ(failures(program, Code::value_gap), 1U);
  ASSERT_EQ(program.partitions.size(), 2U);
  EXPECT_EQ(program.rows[0].partition, 1U);
  EXPECT_EQ(program.rows[0].version_values.size(), 1U);
}

TEST(Lower, TheGeneralSourceAsksBeforeItReads) {
  const auto tariff = checked(R"(charge energy "Energy" = usage * 0.00685 USD/kWh cite s)");
  const ir::Program program = lowered(tariff, ir::Source::general);
  ASSERT_EQ(program.states.size(), 2U);
  EXPECT_EQ(program.states[0].kind, ir::StateSlot::Kind::data_checks);
  EXPECT_EQ(program.states[1].kind, ir::StateSlot::Kind::quantity);
  EXPECT_EQ(count(program, Op::fail_with), 2U) << ir::print(program);
  EXPECT_EQ(count(program, Op::quantity_den), 1U);
}

TEST(Lower, DivisionsAreGuardedByTheArmThatDoesThem) {
  const auto tariff = checked(R"(
    input account.kw : kW = 0 kW
    define hours_use(q) = q / (account.kw * 1 h) when account.kw > 0 kW   0 otherwise
    charge energy "Energy" = hours_use(usage) * 1 USD cite s)");
  const ir::Program program = lowered(tariff);
  EXPECT_EQ(failures(program, Code::divided_by_zero), 0U) << ir::print(program);
  EXPECT_EQ(program.attributes.size(), 1U);
}

}  // namespace
}  // namespace ratebook
