// Equal computations are made once: within a block, and again from cycle blocks, whose values every later block can read.
//   %7 = multiply %1 %2 … %9 = multiply %1 %2        =>  %7 for both
// Numbers that are loaded never change between two places that may load them (verify.hpp), so loads are shared as well.
#include <tuple>

#include "compiler/passes/passes.hpp"
#include "compiler/passes/rewrite.hpp"

namespace ratebook::passes {

namespace {

using ir::Op;
using ir::ValueId;

class ShareCommon final : public Rewrite {
 public:
  using Rewrite::Rewrite;

 private:
  using Key = std::tuple<Op, std::uint32_t, std::vector<ValueId>>;

  void begin_block() override { of_block_.clear(); }

  static bool commutes(Op op) {
    return op == Op::add || op == Op::multiply || op == Op::minimum || op == Op::maximum || op == Op::equal ||
           op == Op::not_equal || op == Op::both || op == Op::either;
  }
  // Sums over the block's own days: the cycle's in a cycle block, the part's in a part block.
  static bool depends_on_block(Op op) { return op == Op::quantity || op == Op::days_within || op == Op::step_energy; }

  ValueId rewrite(ir::Instruction i) override {
    // Constants are cheap to make again and are kept by block.
    if (ir::effect_of(i.op) == ir::Effect::effect || i.op == Op::constant) return put(std::move(i));
    if (commutes(i.op) && i.operands[1] < i.operands[0]) std::swap(i.operands[0], i.operands[1]);
    Key key{i.op, i.index, names(i.operands)};
    const bool in_cycle = block().kind == ir::Block::Kind::cycle;
    if (in_cycle || !depends_on_block(i.op))
      if (const auto at = of_cycle_.find(key); at != of_cycle_.end()) return at->second;
    auto& known = in_cycle ? of_cycle_ : of_block_;
    const auto [at, fresh] = known.try_emplace(std::move(key));
    if (fresh) at->second = put(std::move(i));
    return at->second;
  }

  // Constants differ from block to block; equal ones have one name.
  std::vector<ValueId> names(std::vector<ValueId> operands) {
    for (ValueId& v : operands)
      if (is_constant(v)) v = constant_names_.try_emplace(at(v).constant, v).first->second;
    return operands;
  }

  std::map<Key, ValueId> of_cycle_, of_block_;
  std::map<ir::BigInt, ValueId> constant_names_;
};

}  // namespace

ir::Program share_common(const ir::Program& program) { return ShareCommon(program).run(); }

}  // namespace ratebook::passes
