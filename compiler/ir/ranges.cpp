#include "compiler/ir/ranges.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "compiler/ir/limits.hpp"

namespace ratebook::ir {

Range hull(const Range& a, const Range& b) { return {a.low < b.low ? a.low : b.low, a.high > b.high ? a.high : b.high}; }
bool contains(const Range& range, const BigInt& value) { return range.low <= value && value <= range.high; }
bool inside(const Range& inner, const Range& outer) { return outer.low <= inner.low && inner.high <= outer.high; }

int width_of(const Range& range) {
  for (int width : kWidths) {
    const BigInt bound = BigInt(1) << (width - 1);
    if (range.low >= -bound && range.high < bound) return width;
  }
  return 0;
}

BigInt most_parts(const Partition& partition) { return partition.whole() ? 1 : partition.most; }

namespace {

Range products(const Range& a, const Range& b) {
  const std::vector<BigInt> corners{a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  const auto bounds = std::minmax_element(corners.begin(), corners.end());
  return {*bounds.first, *bounds.second};
}

// Every rounding is monotone in a, and for a fixed a monotone in b >= 1 on each side of zero: the corners suffice.
Range quotients(Op op, const Range& a, const Range& b) {
  const BigInt smallest = b.low < 1 ? BigInt(1) : b.low;
  const BigInt largest = b.high < smallest ? smallest : b.high;
  std::vector<BigInt> corners;
  for (const BigInt* n : {&a.low, &a.high})
    for (const BigInt* d : {&smallest, &largest}) {
      const BigInt operands[] = {*n, *d};
      corners.push_back(result_of(op, operands));
    }
  const auto bounds = std::minmax_element(corners.begin(), corners.end());
  return {*bounds.first, *bounds.second};
}

Range predicate(bool can_be_false, bool can_be_true) { return {can_be_false ? 0 : 1, can_be_true ? 1 : 0}; }
Range truth(const Range& a) { return predicate(contains(a, 0), a.low != 0 || a.high != 0); }

Range compared(Op op, const Range& a, const Range& b) {
  const bool same_point = a.low == a.high && b.low == b.high && a.low == b.low;
  const bool apart = a.high < b.low || b.high < a.low;
  switch (op) {
    case Op::equal:
      return predicate(!same_point, !apart);
    case Op::not_equal:
      return predicate(!apart, !same_point);
    case Op::less:
      return predicate(a.high >= b.low, a.low < b.high);
    default:
      return predicate(a.high > b.low, a.low <= b.high);
  }
}

Range pure_range(Op op, const std::vector<Range>& v) {
  switch (op) {
    case Op::add:
      return {v[0].low + v[1].low, v[0].high + v[1].high};
    case Op::subtract:
      return {v[0].low - v[1].high, v[0].high - v[1].low};
    case Op::multiply:
      return products(v[0], v[1]);
    case Op::minimum:
      return {std::min(v[0].low, v[1].low), std::min(v[0].high, v[1].high)};
    case Op::maximum:
      return {std::max(v[0].low, v[1].low), std::max(v[0].high, v[1].high)};
    case Op::divide_half_up:
    case Op::divide_half_even:
    case Op::divide_up:
    case Op::divide_down:
      return quotients(op, v[0], v[1]);
    case Op::root:
      return {integer_root(std::max(v[0].low, BigInt(0))), integer_root(std::max(v[0].high, BigInt(0)))};
    case Op::select: {
      const Range condition = truth(v[0]);
      if (condition.low == 1) return v[1];
      if (condition.high == 0) return v[2];
      return hull(v[1], v[2]);
    }
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
      return compared(op, v[0], v[1]);
    case Op::both: {
      const Range a = truth(v[0]), b = truth(v[1]);
      return {std::min(a.low, b.low), std::min(a.high, b.high)};
    }
    case Op::either: {
      const Range a = truth(v[0]), b = truth(v[1]);
      return {std::max(a.low, b.low), std::max(a.high, b.high)};
    }
    case Op::negate: {
      const Range a = truth(v[0]);
      return {1 - a.high, 1 - a.low};
    }
    default:
      assert(false && "not a pure operation");
      return {0, 0};
  }
}

Range price_range(const PriceArray& prices, const Range& at) {
  const BigInt last = BigInt(prices.cells.size()) - 1;
  const auto first = static_cast<std::ptrdiff_t>(std::clamp(at.low, BigInt(0), last));
  const auto end = static_cast<std::ptrdiff_t>(std::clamp(at.high, BigInt(0), last)) + 1;
  const auto bounds = std::minmax_element(prices.cells.begin() + first, prices.cells.begin() + end);
  return {*bounds.first, *bounds.second};
}

// Slots of a pass hold micro-units × the denominator that its fill_tiers was given.
Range quantity_range(const Program& program, const QuantitySlot& slot, const StorageRanges& storage) {
  if (slot.pass) {
    assert(storage.pass_denominators[*slot.pass] && "tiers are filled before they are read");
    return {0, kEnergyLimit * storage.pass_denominators[*slot.pass]->high};
  }
  return {0, program.source == Source::general ? BigInt(kEnergyLimit) * kQuantityDenominatorLimit : BigInt(kEnergyLimit)};
}

Range demand_range(const Program& program, const DemandSlot& slot) {
  const BigInt limit = program.source == Source::general ? kDemandLimit : kEnergyLimit;
  return {0, slot.squared ? BigInt(limit * limit * 2) : limit};
}

void widen(std::optional<Range>& range, const Range& by) { range = range ? hull(*range, by) : by; }

// How often a block's code can run for one account.
BigInt most_runs(const Program& program, const Block& block) {
  switch (block.kind) {
    case Block::Kind::cycle:
      return 1;
    case Block::Kind::part:
      return most_parts(program.partitions[block.partition]);
    case Block::Kind::step:
      return kMostSteps;
  }
  return 1;
}

// Adds what a block can add up to over all its runs to a sum that begins at 0.
void add_up(std::optional<Range>& sum, const Range& each, const BigInt& times) {
  const Range all{std::min(each.low, BigInt(0)) * times, std::max(each.high, BigInt(0)) * times};
  sum = sum ? Range{sum->low + all.low, sum->high + all.high} : all;
}

}  // namespace

Range result_range(const Program& program, const Instruction& instruction, const Block& block, StorageRanges& storage) {
  std::vector<Range> operands;
  operands.reserve(instruction.operands.size());
  for (ValueId v : instruction.operands) {
    const auto& range = program.values[v.index].range;
    assert(range && "operands come first");
    operands.push_back(*range);
  }
  const std::uint32_t index = instruction.index;
  switch (instruction.op) {
    case Op::constant:
      return exactly(instruction.constant);
    case Op::attribute:
      return program.attributes[index].range;
    case Op::window_field:
      return program.window_fields[index].range;
    case Op::part_field:
      return program.part_fields[index].range;
    case Op::days_within:
      return between(0, limits::cycle_days.high);
    case Op::price:
      return price_range(program.prices[index], operands[0]);
    case Op::quantity:
      return quantity_range(program, program.quantities[index], storage);
    case Op::quantity_den:
      return program.source == Source::general ? between(1, kQuantityDenominatorLimit) : between(1, 1);
    case Op::demand:
      return demand_range(program, program.demands[index]);
    case Op::stored:
      assert((storage.cells[index] || program.cells[index].gathered) && "cells are stored before they are read");
      return storage.cells[index].value_or(Range{0, 0});
    case Op::accumulated:
      return storage.accumulators[index].value_or(Range{0, 0});
    case Op::store:
      widen(storage.cells[index], operands[0]);
      return exactly(0);
    case Op::accumulate:
      add_up(storage.accumulators[index], operands[0], most_runs(program, block));
      return exactly(0);
    case Op::gather:
      add_up(storage.cells[index], operands[1], most_runs(program, block));
      return exactly(0);
    case Op::step_energy:
      return {0, program.walks[block.walk].kind == StepWalk::Kind::interval ? BigInt(kReadingLimit) : BigInt(kEnergyLimit)};
    case Op::fill_tiers:
      widen(storage.pass_denominators[index], operands.back());
      return exactly(0);
    case Op::state:
      return between(0, std::numeric_limits<std::uint16_t>::max() + 1);
    case Op::fail_if:
    case Op::fail_with:
    case Op::emit_row:
    case Op::withdraw_row:
    case Op::record:
      return exactly(0);
    default:
      return pure_range(instruction.op, operands);
  }
}

void compute_ranges(Program& program) {
  StorageRanges storage(program);
  for (const Block& block : program.blocks)
    for (ValueId v : block.code) {
      Instruction& instruction = program.values[v.index];
      instruction.range = result_range(program, instruction, block, storage);
    }
}

}  // namespace ratebook::ir
