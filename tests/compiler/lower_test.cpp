// What single constructs become.
#include "compiler/ir/lower.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/ir/operation.hpp"
#include "compiler/ir/part_counts.hpp"
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

TEST(Lower, HowManyPartsACycleHasFollowsFromTheScript) {
  const auto tariff = checked(R"(
    season summer = Jun 1 through Sep 30
    season winter = otherwise
    value rate {
      from 2024-01-01 = 0.1 USD/kWh cite s   from 2025-01-01 = 0.2 USD/kWh cite s
      from 2025-07-15 = 0.3 USD/kWh cite s   from 2027-07-15 = 0.4 USD/kWh cite s
    }
    charge energy "Energy" = usage split by season at rate cite s)",
                              "season by usage day cite s version by usage day cite s");
  const ir::Program program = lowered(tariff);
  const ir::Partition& parts = program.partitions[program.rows[0].partition];
  // 2025-01-01 and 2025-07-15 lie within 400 days; 2024-01-01 does with the first of them.
  EXPECT_EQ(parts.most, 3U * 2U);
  // The seasons change on the first of a month, and one of the prices does not.
  EXPECT_EQ(ir::most_divided_months(tariff, parts), 1U);
  ir::Partition months = parts;
  months.each_month = true;
  EXPECT_EQ(ir::most_parts_of(tariff, months), 3U * 2U * 15U);
  months.cuts.dated = {InputId{0}};
  EXPECT_EQ(ir::most_divided_months(tariff, months), 15U);
}

TEST(Lower, ASumOfQuotientsMultipliesTheDivisorsOfFewParts) {
  const auto tariff = checked(R"(
    value contract { from 2024-01-01 = 3 kW cite s from 2025-01-01 = 7 kW cite s }
    charge energy "Energy" = usage * 0.1 USD/kWh cite s
    minimum floor "Floor" = 1 USD/day * days * (1 kW / contract) over all lines cite s)",
                              "version by usage day cite s");
  const ir::Program program = lowered(tariff);
  // The divisors of each part are kept, and read one by one.
  EXPECT_EQ(count(program, Op::stored), 3U * 2U) << ir::print(program);
  for (const ir::Instruction& i : program.values) EXPECT_NE(ir::width_of(*i.range), 0) << ir::operation_word(i.op);
}

TEST(Lower, ASumOfQuotientsOverAnyNumberOfPartsAsksForARounding) {
  const auto tariff = checked(R"(
    input account.contract : kW from 1 kW to 100 kW = 5 kW dated
    charge energy "Energy" = usage * 0.1 USD/kWh cite s
    minimum floor "Floor" = 1 USD/day * days * (1 kW / account.contract) over all lines cite s)",
                              "version by usage day cite s");
  DiagnosticSink sink;
  EXPECT_FALSE(ir::lower(tariff, {}, sink));
  ASSERT_EQ(sink.all().size(), 1U);
  EXPECT_EQ(sink.all()[0].code, Code::unsupported);
  EXPECT_THAT(sink.all()[0].help, HasSubstr("round the quotient"));
}

TEST(Lower, ADivisorOfTheAccountIsOneForAllParts) {
  const auto tariff = checked(R"(
    input account.contract : kW from 1 kW to 100 kW = 5 kW
    value rate { from 2024-01-01 = 1 USD/day cite s from 2025-01-01 = 2 USD/day cite s }
    charge energy "Energy" = usage * 0.1 USD/kWh cite s
    minimum floor "Floor" = rate * days * (1 kW / account.contract) over all lines cite s)",
                              "version by usage day cite s");
  const ir::Program program = lowered(tariff);
  EXPECT_EQ(count(program, Op::stored), 0U) << ir::print(program);
}

TEST(Lower, WithoutARoundingOfLinesTheTotalIsAFraction) {
  const auto tariff = checked(R"(charge energy "Energy" = usage * 0.00685 USD/kWh cite s)");
  CheckedTariff exact = tariff;
  exact.rules.round_total = std::exchange(exact.rules.round_line, std::nullopt);
  exact.lines[0].rounding = {};
  EXPECT_FALSE(lowered(tariff).exact_total);
  const ir::Program program = lowered(exact);
  EXPECT_EQ(program.exact_total, 0U);
  EXPECT_EQ(program.records.size(), 2U * ir::kTotalDigits);
}

}  // namespace
}  // namespace ratebook
