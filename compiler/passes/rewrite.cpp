#include "compiler/passes/rewrite.hpp"

namespace ratebook::passes {

Rewrite::Rewrite(const ir::Program& program) : program_(program), result_(program), storage_(program) {
  result_.values.clear();
  result_.blocks.clear();
}

ir::Program Rewrite::run() {
  renamed_.resize(program_.values.size());
  for (const ir::Block& old : program_.blocks) {
    result_.blocks.push_back(old);
    result_.blocks.back().code.clear();
    constants_.clear();
    begin_block();
    for (ir::ValueId v : old.code) {
      ir::Instruction instruction = program_.values[v.index];
      for (ir::ValueId& operand : instruction.operands) operand = renamed_[operand.index];
      renamed_[v.index] = rewrite(std::move(instruction));
    }
  }
  return std::move(result_);
}

ir::ValueId Rewrite::put(ir::Instruction instruction) {
  if (instruction.op == ir::Op::constant) return constant(instruction.constant, instruction.span);
  instruction.range = ir::result_range(result_, instruction, block(), storage_);
  const ir::ValueId id{result_.values.size()};
  result_.values.push_back(std::move(instruction));
  result_.blocks.back().code.push_back(id);
  return id;
}

ir::ValueId Rewrite::constant(const ir::BigInt& value, Span span) {
  const auto [at, fresh] = constants_.try_emplace(value);
  if (fresh) {
    ir::Instruction instruction;
    instruction.op = ir::Op::constant;
    instruction.constant = value;
    instruction.span = span;
    instruction.range = ir::exactly(value);
    at->second = ir::ValueId{result_.values.size()};
    result_.values.push_back(std::move(instruction));
    result_.blocks.back().code.push_back(at->second);
  }
  return at->second;
}

}  // namespace ratebook::passes
