// The verifier accepts a sound program and refuses each kind of broken one, naming the instruction.
#include "compiler/ir/verify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "compiler/ir/builder.hpp"
#include "compiler/ir/print.hpp"

namespace ratebook::ir {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// A bit of everything: cycle block, part block, cell, sum, row, record, pass.
struct Sample {
  Program program;
  ValueId attribute, price, quotient, condition, root, stored, row, record, summed, slot, filled;

  Sample() {
    program.tariff_id = "sample";
    program.partitions.resize(2);
    program.partitions[1].cuts.month = true;
    program.attributes.emplace_back().range = between(0, 2);
    program.part_fields.emplace_back().partition = 1;
    program.part_fields[0].range = between(1, 400);
    program.part_fields.emplace_back().partition = 1;
    program.part_fields[1].kind = PartField::Kind::part_of;
    program.part_fields[1].other = 1;
    program.part_fields[1].range = between(0, 399);
    program.prices.push_back({"rate", 100, {11, 12, 13}});
    program.rows.emplace_back().partition = 1;
    program.records.emplace_back().partition = 0;
    program.cells.push_back({1, "cell"});
    program.accumulators.push_back({"sum"});
    program.quantities.push_back({kUsage, {}, 0});
    program.tier_passes.emplace_back();
    Builder build(program);
    attribute = build.account_leaf(Op::attribute, 0);
    filled = build.emit(Op::fill_tiers, {build.constant(1000)}, 0);
    slot = build.emit(Op::quantity, {}, 0);
    build.begin_part("line", 1);
    const ValueId days = build.emit(Op::part_field, {}, 0);
    price = build.emit(Op::price, {attribute}, 0);
    quotient = build.emit(Op::divide_half_up, {price, days});
    condition = build.less(attribute, quotient);
    root = build.emit(Op::root, {quotient});
    build.emit(Op::store, {quotient}, 0);
    row = build.emit(Op::emit_row, {condition, price, days, price, days, price, days, quotient}, 0);
    build.emit(Op::accumulate, {quotient}, 0);
    build.begin_part("reader", 1);
    stored = build.emit(Op::stored, {build.emit(Op::part_field, {}, 1)}, 0);
    build.fail_if(build.less(stored, build.constant(3)), Code::price_missing);
    build.begin_cycle("sum");
    summed = build.emit(Op::accumulated, {}, 0);
    record = build.emit(Op::record, {build.flag(true), summed, build.constant(7)}, 0);
  }
  Instruction& at(ValueId v) { return program.values[v.index]; }
  Instruction& operand(ValueId v, std::size_t n) { return at(at(v).operands[n]); }
};

TEST(Verify, AcceptsASoundProgram) { EXPECT_THAT(verify(Sample().program), IsEmpty()); }

void expect_breach(const std::function<void(Sample&)>& damage, const std::string& words) {
  Sample sample;
  damage(sample);
  EXPECT_THAT(verify(sample.program), Contains(HasSubstr(words))) << words;
}

TEST(Verify, RefusesMalformedOperands) {
  expect_breach([](Sample& s) { s.at(s.quotient).operands.pop_back(); }, "wrong number of operands");
  expect_breach([](Sample& s) { s.at(s.quotient).operands[0] = ValueId{9999}; }, "operand does not exist");
  expect_breach([](Sample& s) { s.at(s.quotient).operands[0] = s.row; }, "an effect has no result");
  expect_breach([](Sample& s) { s.at(s.price).operands[0] = s.quotient; }, "is not known here");
  expect_breach([](Sample& s) { s.at(s.record).operands[1] = s.price; }, "is not known here");  // of a part block
  expect_breach([](Sample& s) { s.program.blocks.back().code.push_back(s.summed); }, "defined twice");
  expect_breach([](Sample& s) { s.program.blocks.back().code.push_back(ValueId{9999}); }, "no value");
}

TEST(Verify, RefusesIndicesBeyondTheirLists) {
  for (ValueId Sample::*which : {&Sample::attribute, &Sample::price, &Sample::stored, &Sample::row, &Sample::record,
                                 &Sample::summed, &Sample::slot, &Sample::filled})
    expect_breach([&](Sample& s) { s.at(s.*which).index = 77; }, "no such");
}

TEST(Verify, RefusesNumbersOfAnotherPartition) {
  expect_breach([](Sample& s) { s.program.blocks[1].kind = Block::Kind::cycle; }, "of another partition");
  expect_breach([](Sample& s) { s.program.rows[0].partition = 0; }, "row of another partition");
  expect_breach([](Sample& s) { s.program.cells[0].partition = 0; }, "cell of another partition");
  expect_breach([](Sample& s) { s.program.records[0].partition = 1; }, "record of another partition");
  expect_breach([](Sample& s) { s.program.rows[0].partition = 5; }, "no partition 5");
  expect_breach([](Sample& s) { s.program.partitions[0].cuts.month = true; }, "partition 0 must be the whole cycle");
}

TEST(Verify, RefusesWhatCouldDivideByZeroOrReadBeyond) {
  expect_breach([](Sample& s) { s.operand(s.quotient, 1).range = between(0, 400); }, "divisor may be below 1");
  expect_breach([](Sample& s) { s.operand(s.root, 0).range = between(-1, 13); }, "root of what may be negative");
  expect_breach([](Sample& s) { s.operand(s.price, 0).range = between(0, 3); }, "index may lie outside the array");
  expect_breach([](Sample& s) { s.operand(s.stored, 0).range = between(0, 400); }, "part ordinal may lie outside");
  expect_breach([](Sample& s) { s.at(s.record).operands[2] = s.summed; }, "denominator may be below 1");
  expect_breach([](Sample& s) { s.program.prices[0].denominator = 0; }, "denominator below 1");
}

TEST(Verify, RefusesConditionsThatAreNone) {
  expect_breach([](Sample& s) { s.at(s.row).operands[0] = s.price; }, "is not a condition");
}

TEST(Verify, RefusesEffectsOutOfOrder) {
  expect_breach([](Sample& s) { std::swap(s.program.blocks[1], s.program.blocks[2]); }, "the cell is not stored yet");
  expect_breach([](Sample& s) { s.program.blocks.insert(s.program.blocks.begin() + 3, s.program.blocks[1]); }, "emitted twice");
  expect_breach([](Sample& s) { std::swap(s.program.blocks[1], s.program.blocks[3]); }, "has been read already");
  expect_breach(
      [](Sample& s) {
        auto& code = s.program.blocks[0].code;
        std::swap(*std::find(code.begin(), code.end(), s.slot), *std::find(code.begin(), code.end(), s.filled));
      },
      "not filled yet");
}

TEST(Verify, RefusesRangesThatAreNotThere) {
  expect_breach([](Sample& s) { s.at(s.quotient).range.reset(); }, "has no range");
  expect_breach([](Sample& s) { s.at(s.quotient).range = between(0, 5); }, "is not what its operands allow");
  expect_breach([](Sample& s) { s.program.attributes[0].range.high = BigInt(1) << 300; }, "is not what its operands allow");
}

TEST(Print, IsStableAndNamesEverything) {
  Sample a, b;
  EXPECT_EQ(print(a.program), print(b.program));
  EXPECT_EQ(digest(a.program), digest(b.program));
  for (std::string_view word : {"program \"sample\"", "partition 1: ", "prices 0: \"rate\" / 100:  11,12,13", "cycle block",
                                "part block line over partition 1", "divide_half_up", "fail_if", "price_missing"})
    EXPECT_THAT(print(a.program), HasSubstr(std::string(word)));
  // A moved line changes places in the script only.
  a.at(a.price).span.begin = 99;
  EXPECT_EQ(digest(a.program), digest(b.program));
  b.program.prices[0].cells[1] = 99;
  EXPECT_NE(digest(a.program), digest(b.program));
}

}  // namespace
}  // namespace ratebook::ir
