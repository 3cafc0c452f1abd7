// Copies a program instruction by instruction, with operands already renamed; a pass says for each what comes in its place.
#pragma once
#include <map>

#include "compiler/ir/ranges.hpp"

namespace ratebook::passes {

class Rewrite {
 public:
  // Starts with everything but the code.
  explicit Rewrite(const ir::Program& program);
  virtual ~Rewrite() = default;
  ir::Program run();

 protected:
  // `instruction` has the new program's operands, and its old range. Returns the value that stands for it, made by `put` or older; for an
  // effect the result is ignored, and putting nothing drops it.
  virtual ir::ValueId rewrite(ir::Instruction instruction) = 0;
  virtual void begin_block() {}

  ir::ValueId put(ir::Instruction instruction);
  ir::ValueId constant(const ir::BigInt& value, Span span);
  const ir::Instruction& at(ir::ValueId v) const { return result_.values[v.index]; }
  const ir::Range& range(ir::ValueId v) const { return *at(v).range; }
  bool is_constant(ir::ValueId v) const { return at(v).op == ir::Op::constant; }
  const ir::Block& block() const { return result_.blocks.back(); }

  const ir::Program& program_;
  ir::Program result_;

 private:
  std::vector<ir::ValueId> renamed_;             // by old value
  std::map<ir::BigInt, ir::ValueId> constants_;  // of the current block
  ir::StorageRanges storage_;
};

}  // namespace ratebook::passes
