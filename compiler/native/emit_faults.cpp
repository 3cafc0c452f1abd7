// Test builds: each operation has one small, plausible mistake that `--break OPERATION` puts into its lowering, to see whether the tests notice. Faulty
// kernels stay within their memory: indices and divisors are held to their ranges.
#ifdef RATEBOOK_FAULTS
#include "compiler/ir/ranges.hpp"
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

// Another number of the operation's range: an eighth of it further on, from its start again beyond its end.
llvm::Value* Emitter::shifted(const ir::Instruction& i, llvm::Value* value) {
  const auto wide = static_cast<int>(value->getType()->getIntegerBitWidth());
  const ir::BigInt span = i.range->high - i.range->low;
  if (span == 0) return build_.CreateAdd(value, constant(1, wide));
  ir::BigInt step = span / 8;
  if (step == 0) step = 1;
  llvm::Value* high = constant(i.range->high, wide);
  llvm::Value* fits = build_.CreateICmpSLE(value, build_.CreateSub(high, constant(step, wide)));
  return build_.CreateSelect(fits, build_.CreateAdd(value, constant(step, wide)), constant(i.range->low, wide));
}

llvm::Value* Emitter::emit_faulty(const ir::Instruction& i) {
  auto swapped = [&] {
    ir::Instruction other = i;
    std::swap(other.operands[other.operands.size() - 1], other.operands[other.operands.size() - 2]);
    return other;
  };
  switch (i.op) {
    case ir::Op::constant:
      return build_.CreateAdd(emit_constant(i), llvm::ConstantInt::get(emit_constant(i)->getType(), 1));
    case ir::Op::attribute:
      return shifted(i, emit_attribute(i));
    case ir::Op::window_field:
      return shifted(i, emit_window_field(i));
    case ir::Op::part_field:
      return shifted(i, emit_part_field(i));
    case ir::Op::days_within:  // the last day is left out
      return build_.CreateSub(emit_days_within(i),
                              build_.CreateZExt(build_.CreateICmpNE(emit_days_within(i), i64(0)), build_.getInt64Ty()));
    case ir::Op::price: {  // the next cell
      const auto cells = static_cast<std::int64_t>(program_.prices[i.index].cells.size());
      if (cells == 1) return build_.CreateAdd(emit_price(i), llvm::ConstantInt::get(emit_price(i)->getType(), 1));
      llvm::GlobalVariable* array = price_array(i.index);
      const auto cell_width = static_cast<int>(array->getValueType()->getArrayElementType()->getIntegerBitWidth());
      llvm::Value* at = build_.CreateURem(build_.CreateAdd(held(value(i.operands[0], 64), {0, cells - 1}), i64(1)),
                                          i64(static_cast<std::uint64_t>(cells)));
      return load_input(element(array, at, static_cast<std::uint64_t>(cell_width / 8)), cell_width);
    }
    case ir::Op::quantity:
      return build_.CreateAdd(emit_quantity(i),
                              build_.CreateAShr(emit_quantity(i), llvm::ConstantInt::get(emit_quantity(i)->getType(), 3)));
    case ir::Op::quantity_den:
      return build_.CreateAdd(emit_quantity_den(i), i64(1));
    case ir::Op::demand:
      return build_.CreateAdd(emit_demand(i),
                              build_.CreateAShr(emit_demand(i), llvm::ConstantInt::get(emit_demand(i)->getType(), 3)));
    case ir::Op::step_energy:
      return build_.CreateAdd(emit_step_energy(i), build_.CreateAShr(emit_step_energy(i), i64(3)));
    case ir::Op::state:
      return i64(0);
    case ir::Op::stored:
      return shifted(i, emit_stored(i));
    case ir::Op::accumulated:
      return shifted(i, emit_accumulated(i));
    case ir::Op::add:
      return emit_subtract(i);
    case ir::Op::subtract:
      return emit_add(i);
    case ir::Op::multiply:
      return build_.CreateAdd(emit_multiply(i), value(i.operands[0], work_width(i)));
    case ir::Op::minimum:
      return emit_maximum(i);
    case ir::Op::maximum:
      return emit_minimum(i);
    case ir::Op::divide_half_up:
      return divide(ir::Op::divide_half_even, i);
    case ir::Op::divide_half_even:
      return divide(ir::Op::divide_half_up, i);
    case ir::Op::divide_up:
      return divide(ir::Op::divide_down, i);
    case ir::Op::divide_down:
      return divide(ir::Op::divide_half_up, i);
    case ir::Op::root: {
      llvm::Value* right = emit_root(i);
      return build_.CreateAdd(right, llvm::ConstantInt::get(right->getType(), 1));
    }
    case ir::Op::select:
      return emit_select(swapped());
    case ir::Op::equal:
      return emit_less_equal(i);
    case ir::Op::not_equal:
      return emit_less(i);
    case ir::Op::less:
      return emit_less_equal(i);
    case ir::Op::less_equal:
      return emit_less(i);
    case ir::Op::both:
      return emit_either(i);
    case ir::Op::either:
      return emit_both(i);
    case ir::Op::negate:
      return condition(i.operands[0]);
    case ir::Op::fail_if:
    case ir::Op::fail_with:
      return nullptr;
    case ir::Op::accumulate:  // twice
      emit_accumulate(i);
      return emit_accumulate(i);
    case ir::Op::gather:
      emit_gather(i);
      return emit_gather(i);
    case ir::Op::store: {  // one step away
      const ir::PartitionIndex partition = program_.cells[i.index].partition;
      const Place& cell = layout_.cells[i.index];
      llvm::Value* part = program_.partitions[partition].whole() ? i64(0) : now_.part;
      store(offset(part_record(partition, part), cell.offset),
            shifted(program_.values[i.operands[0].index], value(i.operands[0], cell.width)));
      return nullptr;
    }
    case ir::Op::emit_row:
      return emit_row(i, build_.CreateAdd(value(i.operands[7], 64), i64(1)));
    case ir::Op::withdraw_row:
      return nullptr;
    case ir::Op::record:
      return emit_record([&] {
        ir::Instruction other = i;
        other.operands[1] = i.operands[2];
        return other;
      }());
    case ir::Op::fill_tiers:
      return fill_tiers(i, false);
  }
  return nullptr;
}

}  // namespace ratebook::native
#endif
