// What no effect needs goes away, and with it cells that nothing reads.
//   %4 = add %1 %2   (no reader)        =>
#include "compiler/passes/passes.hpp"

#include "compiler/ir/operation.hpp"

namespace ratebook::passes {

using ir::Op;

ir::Program remove_dead(const ir::Program& program) {
  std::vector<bool> needed(program.values.size(), false), cell_read(program.cells.size(), false),
      sum_read(program.accumulators.size(), false);
  // Readers stand below what they read, so one walk from the end suffices.
  for (auto block = program.blocks.rbegin(); block != program.blocks.rend(); ++block)
    for (auto v = block->code.rbegin(); v != block->code.rend(); ++v) {
      const ir::Instruction& i = program.values[v->index];
      if (ir::effect_of(i.op) == ir::Effect::effect)
        needed[v->index] = i.op == Op::store || i.op == Op::gather ? cell_read[i.index]
                           : i.op == Op::accumulate                ? sum_read[i.index]
                                                                   : true;
      if (!needed[v->index]) continue;
      if (i.op == Op::stored) cell_read[i.index] = true;
      if (i.op == Op::accumulated) sum_read[i.index] = true;
      for (ir::ValueId operand : i.operands) needed[operand.index] = true;
    }
  ir::Program result = program;
  result.values.clear();
  std::vector<ir::ValueId> renamed(program.values.size());
  for (ir::Block& block : result.blocks) {
    std::vector<ir::ValueId> code;
    for (ir::ValueId v : block.code) {
      if (!needed[v.index]) continue;
      ir::Instruction i = program.values[v.index];
      for (ir::ValueId& operand : i.operands) operand = renamed[operand.index];
      renamed[v.index] = ir::ValueId{result.values.size()};
      code.push_back(renamed[v.index]);
      result.values.push_back(std::move(i));
    }
    block.code = std::move(code);
  }
  // A block that was joined to one that goes begins anew.
  for (std::size_t b = 0; b + 1 < result.blocks.size(); ++b)
    if (result.blocks[b].code.empty() && !result.blocks[b].joined) result.blocks[b + 1].joined = false;
  std::erase_if(result.blocks, [](const ir::Block& b) { return b.code.empty(); });
  return result;
}

}  // namespace ratebook::passes
