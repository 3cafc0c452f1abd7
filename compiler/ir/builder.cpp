#include "compiler/ir/builder.hpp"

#include <cassert>

namespace ratebook::ir {

void Builder::begin_cycle(std::string name) {
  Block block;
  block.name = std::move(name);
  program_.blocks.push_back(std::move(block));
  constants_.clear();
}

void Builder::begin_part(std::string name, PartitionIndex partition) {
  begin_cycle(std::move(name));
  program_.blocks.back().kind = Block::Kind::part;
  program_.blocks.back().partition = partition;
}

ValueId Builder::emit(Op op, std::vector<ValueId> operands, std::uint32_t index) {
  assert(operand_count(op) < 0 || operands.size() == static_cast<std::size_t>(operand_count(op)));
  storage_.cells.resize(program_.cells.size());
  storage_.accumulators.resize(program_.accumulators.size());
  storage_.pass_denominators.resize(program_.tier_passes.size());
  Instruction instruction;
  instruction.op = op;
  instruction.operands = std::move(operands);
  instruction.index = index;
  instruction.span = span_;
  if (op != Op::constant) instruction.range = result_range(program_, instruction, block(), storage_);
  const ValueId id{program_.values.size()};
  program_.values.push_back(std::move(instruction));
  program_.blocks.back().code.push_back(id);
  return id;
}

ValueId Builder::constant(const BigInt& value) {
  const auto [at, fresh] = constants_.try_emplace(value);
  if (fresh) {
    at->second = emit(Op::constant);
    Instruction& instruction = program_.values[at->second.index];
    instruction.constant = value;
    instruction.range = exactly(value);
  }
  return at->second;
}

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
