#include "compiler/ir/builder.hpp"

#include <algorithm>
#include <cassert>

namespace ratebook::ir {

void Builder::begin_cycle(std::string name) {
  Block block;
  block.name = std::move(name);
  program_.blocks.push_back(std::move(block));
  constants_.clear();
  known_.clear();
}

void Builder::begin_part(std::string name, PartitionIndex partition) {
  begin_cycle(std::move(name));
  program_.blocks.back().kind = Block::Kind::part;
  program_.blocks.back().partition = partition;
}

void Builder::begin_steps(std::string name, PartitionIndex partition, std::uint32_t walk) {
  begin_cycle(std::move(name));
  program_.blocks.back().kind = Block::Kind::step;
  program_.blocks.back().partition = partition;
  program_.blocks.back().walk = walk;
}

ValueId Builder::append(std::size_t block, Instruction instruction) {
  storage_.cells.resize(program_.cells.size());
  storage_.accumulators.resize(program_.accumulators.size());
  storage_.pass_denominators.resize(program_.tier_passes.size());
  instruction.range = result_range(program_, instruction, program_.blocks[block], storage_);
  instruction.span = span_;
  const ValueId id{program_.values.size()};
  program_.values.push_back(std::move(instruction));
  block_of_.push_back(block);
  program_.blocks[block].code.push_back(id);
  return id;
}

namespace {
// Slots of a tier pass, cells and accumulators change while a block runs.
bool repeatable(const Program& program, Op op, std::uint32_t index) {
  if (op == Op::quantity) return !program.quantities[index].pass;
  return effect_of(op) != Effect::effect && op != Op::stored && op != Op::accumulated;
}
}  // namespace

ValueId Builder::emit(Op op, std::vector<ValueId> operands, std::uint32_t index) {
  assert(operand_count(op) < 0 || operands.size() == static_cast<std::size_t>(operand_count(op)));
  Instruction instruction;
  instruction.op = op;
  instruction.index = index;
  instruction.operands = operands;
  if (!repeatable(program_, op, index)) return append(program_.blocks.size() - 1, std::move(instruction));
  const auto [at, fresh] = known_.try_emplace(Key{op, index, std::move(operands)});
  if (fresh) at->second = append(program_.blocks.size() - 1, std::move(instruction));
  return at->second;
}

ValueId Builder::account_leaf(Op op, std::uint32_t index) {
  const auto [at, fresh] = leaves_.try_emplace(Key{op, index, {}});
  if (fresh) {
    Instruction instruction;
    instruction.op = op;
    instruction.index = index;
    at->second = append(0, std::move(instruction));
  }
  return at->second;
}

ValueId Builder::constant(const BigInt& value) {
  const auto [at, fresh] = constants_.try_emplace(value);
  if (fresh) {
    Instruction instruction;
    instruction.op = Op::constant;
    instruction.constant = value;
    at->second = append(program_.blocks.size() - 1, std::move(instruction));
  }
  return at->second;
}

std::optional<ValueId> Builder::hoist(ValueId v) {
  if (is_cycle_value(v)) return v;
  Instruction copy;
  {
    const Instruction& original = program_.values[v.index];
    if (original.op != Op::constant && effect_of(original.op) != Effect::pure) return std::nullopt;
    copy.op = original.op;
    copy.index = original.index;
    copy.constant = original.constant;
    copy.operands = original.operands;
  }
  std::size_t block = 0;  // the last of those that its operands are made in
  for (ValueId& operand : copy.operands) {
    const auto made = hoist(operand);
    if (!made) return std::nullopt;
    operand = *made;
    block = std::max(block, block_of_[operand.index]);
  }
  const auto [at, fresh] = hoisted_.try_emplace({Key{copy.op, copy.index, copy.operands}, copy.constant});
  if (fresh) at->second = append(block, std::move(copy));
  return at->second;
}

ValueId Builder::in_cycle(ValueId v) { return hoist(v).value_or(v); }

ValueId Builder::multiply(ValueId a, ValueId b) {
  if (range(a).low == 1 && range(a).high == 1) return b;
  if (range(b).low == 1 && range(b).high == 1) return a;
  return emit(Op::multiply, {a, b});
}

ValueId Builder::select(ValueId condition, ValueId yes, ValueId no) {
  if (yes == no || always(condition)) return yes;
  if (never(condition)) return no;
  return emit(Op::select, {condition, yes, no});
}

ValueId Builder::both(ValueId a, ValueId b) {
  if (a == b || always(b) || never(a)) return a;
  if (always(a) || never(b)) return b;
  return emit(Op::both, {a, b});
}

ValueId Builder::either(ValueId a, ValueId b) {
  if (a == b || never(b) || always(a)) return a;
  if (never(a) || always(b)) return b;
  return emit(Op::either, {a, b});
}

ValueId Builder::negate(ValueId a) {
  if (always(a)) return flag(false);
  if (never(a)) return flag(true);
  return emit(Op::negate, {a});
}

void Builder::fail_if(ValueId condition, Code code) {
  if (never(condition)) return;
  const ValueId id = emit(Op::fail_if, {condition});
  program_.values[id.index].code = code;
}

}  // namespace ratebook::ir
