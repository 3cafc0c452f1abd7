// Constants and neutral operands.
//   add 3 4            =>  7                   multiply x 1        =>  x
//   maximum x 0        =>  x    (x >= 0)       less x 5            =>  1    (x in [0, 4])
//   fail_if 0          =>                      fail_if c, again    =>       (same code, same condition; fail_with likewise)
//   both (less a b) (equal a b)                 =>  0
#include <set>
#include <tuple>

#include "compiler/passes/passes.hpp"
#include "compiler/passes/rewrite.hpp"

namespace ratebook::passes {

namespace {

using ir::Op;
using ir::ValueId;

class Fold final : public Rewrite {
 public:
  using Rewrite::Rewrite;

 private:
  void begin_block() override { failed_.clear(); }

  bool is(ValueId v, int number) const { return is_constant(v) && at(v).constant == number; }

  ValueId rewrite(ir::Instruction i) override {
    if (i.op == Op::fail_if || i.op == Op::fail_with) {
      if (range(i.operands[0]).high == 0 || !failed_.emplace(i.op, i.operands[0], i.code).second) return {};
      return put(std::move(i));
    }
    if (i.op == Op::constant || ir::effect_of(i.op) == ir::Effect::effect) return put(std::move(i));
    if (const auto same = neutral(i)) return *same;
    const Span span = i.span;
    if (i.op == Op::both && (excludes(i.operands[0], i.operands[1]) || excludes(i.operands[1], i.operands[0])))
      return constant(0, span);
    const ValueId made = put(std::move(i));
    // What has one possible value is a constant; the operation that computed it is left without readers.
    const ir::Range known = range(made);
    if (known.low == known.high) return constant(known.low, span);
    return made;
  }

  // The operand that the result equals.
  std::optional<ValueId> neutral(const ir::Instruction& i) const {
    const auto& v = i.operands;
    switch (i.op) {
      case Op::add:
        if (is(v[0], 0)) return v[1];
        if (is(v[1], 0)) return v[0];
        break;
      case Op::subtract:
        if (is(v[1], 0)) return v[0];
        break;
      case Op::multiply:
        if (is(v[0], 1)) return v[1];
        if (is(v[1], 1)) return v[0];
        break;
      case Op::minimum:
        if (range(v[0]).high <= range(v[1]).low) return v[0];
        if (range(v[1]).high <= range(v[0]).low) return v[1];
        break;
      case Op::maximum:
        if (range(v[0]).low >= range(v[1]).high) return v[0];
        if (range(v[1]).low >= range(v[0]).high) return v[1];
        break;
      case Op::divide_half_up:
      case Op::divide_half_even:
      case Op::divide_up:
      case Op::divide_down:
        if (is(v[1], 1)) return v[0];
        break;
      case Op::select:
        if (v[1] == v[2] || range(v[0]).low == 1) return v[1];
        if (range(v[0]).high == 0) return v[2];
        break;
      case Op::both:
        if (v[0] == v[1] || range(v[1]).low == 1) return v[0];
        if (range(v[0]).low == 1) return v[1];
        break;
      case Op::either:
        if (v[0] == v[1] || range(v[1]).high == 0) return v[0];
        if (range(v[0]).high == 0) return v[1];
        break;
      default:
        break;
    }
    return std::nullopt;
  }

  // a < b and a = b cannot both hold: a division's check under the arm that keeps its divisor from 0.
  bool excludes(ValueId less, ValueId equal) const {
    const ir::Instruction &l = at(less), &e = at(equal);
    return l.op == Op::less && e.op == Op::equal &&
           ((same(l.operands[0], e.operands[0]) && same(l.operands[1], e.operands[1])) ||
            (same(l.operands[0], e.operands[1]) && same(l.operands[1], e.operands[0])));
  }
  bool same(ValueId a, ValueId b) const {
    return a == b || (is_constant(a) && is_constant(b) && at(a).constant == at(b).constant);
  }

  std::set<std::tuple<Op, ValueId, Code>> failed_;
};

}  // namespace

ir::Program fold(const ir::Program& program) { return Fold(program).run(); }

}  // namespace ratebook::passes
