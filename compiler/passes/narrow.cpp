// Common constant factors are divided out where only the ratio counts, so that fewer values need 128 bits.
//   divide (multiply x 600) 9000                =>  divide (multiply x 1) 15
//   less (multiply x 60) (multiply y 45)        =>  less (multiply x 4) (multiply y 3)
#include "compiler/passes/passes.hpp"
#include "compiler/passes/rewrite.hpp"

namespace ratebook::passes {

namespace {

using ir::BigInt;
using ir::Op;
using ir::ValueId;

class Narrow final : public Rewrite {
 public:
  using Rewrite::Rewrite;

 private:
  ValueId rewrite(ir::Instruction i) override {
    if (ir::is_divide(i.op) || i.op == Op::equal || i.op == Op::not_equal || i.op == Op::less || i.op == Op::less_equal) {
      const BigInt factor = gcd(factor_of(i.operands[0]), factor_of(i.operands[1]));
      if (factor > 1)
        for (ValueId& operand : i.operands) operand = without(operand, factor);
    }
    return put(std::move(i));
  }

  // A constant that divides the value; 0 divides only 0.
  BigInt factor_of(ValueId v) const {
    const ir::Instruction& i = at(v);
    if (i.op == Op::constant) return abs(i.constant);
    if (i.op != Op::multiply) return 1;
    for (ValueId operand : i.operands)
      if (is_constant(operand)) return abs(at(operand).constant);
    return 1;
  }

  ValueId without(ValueId v, const BigInt& factor) {
    const ir::Instruction i = at(v);
    if (i.op == Op::constant) return constant(i.constant / factor, i.span);
    const std::size_t place = is_constant(i.operands[0]) ? 0 : 1;
    const ValueId other = i.operands[1 - place];
    const BigInt rest = at(i.operands[place]).constant / factor;
    if (rest == 1) return other;
    ir::Instruction smaller = i;
    smaller.operands = {other, constant(rest, i.span)};
    return put(std::move(smaller));
  }
};

}  // namespace

ir::Program narrow(const ir::Program& program) { return Narrow(program).run(); }

}  // namespace ratebook::passes
