// Code of blocks: one short function for each operation of operation.def.
#include "compiler/ir/ranges.hpp"
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

llvm::Function* Emitter::emit_chunk(std::size_t index) {
  const Chunk& chunk = chunks_[index];
  llvm::Function* f =
      begin_account_function("block_" + std::to_string(chunk.pieces.front().block) + "_" + std::to_string(index));
  for (const Chunk::Piece& piece : chunk.pieces) {
    block_ = &program_.blocks[piece.block];
    for (ir::ValueId v : piece.code) emit_value(v);
  }
  build_.CreateRetVoid();
  return f;
}

void Emitter::emit_value(ir::ValueId v) {
  const ir::Instruction& i = program_.values[v.index];
  if (is_reloaded(i.op)) return;
  llvm::Value* made = compute(i);
  if (ir::effect_of(i.op) == ir::Effect::effect) return;
  if (!made->getType()->isIntegerTy(1)) made = fit(made, width(v));
  known_[v.index] = made;
  if (layout_.in_frame[v.index]) {
    const Place& place = layout_.frame[v.index];
    store(offset(now_.scratch, place.offset), fit(made, place.width));
  }
}

llvm::Value* Emitter::compute(const ir::Instruction& i) {
#ifdef RATEBOOK_FAULTS
  if (options_.broken == i.op) return emit_faulty(i);
#endif
  switch (i.op) {
#define OPERATION(name, operands, effect, meaning) \
  case ir::Op::name:                               \
    return emit_##name(i);
#include "compiler/ir/operation.def"
  }
  return nullptr;
}

// Conditions are one bit inside a function, and 0 or 1 elsewhere.
llvm::Value* Emitter::fit(llvm::Value* value, int width) {
  const unsigned has = value->getType()->getIntegerBitWidth();
  if (has == static_cast<unsigned>(width)) return value;
  if (has == 1) return build_.CreateZExt(value, integer(width));
  return build_.CreateSExtOrTrunc(value, integer(width));
}

llvm::Value* Emitter::known(ir::ValueId v) {
  const auto [at, fresh] = known_.try_emplace(v.index, nullptr);
  if (fresh) {
    const ir::Instruction& i = program_.values[v.index];
    llvm::Value* made = is_reloaded(i.op)
                            ? compute(i)
                            : load(offset(now_.scratch, layout_.frame[v.index].offset), layout_.frame[v.index].width);
    known_[v.index] = made;
    return made;
  }
  return at->second;
}

llvm::Value* Emitter::value(ir::ValueId v, int width) { return fit(known(v), width); }

llvm::Value* Emitter::condition(ir::ValueId v) {
  llvm::Value* k = known(v);
  return k->getType()->isIntegerTy(1) ? k : build_.CreateICmpNE(k, llvm::ConstantInt::get(k->getType(), 0));
}

int Emitter::work_width(const ir::Instruction& i) const {
  int widest = i.range ? std::max(ir::width_of(*i.range), layout_.least_width) : 64;
  for (ir::ValueId v : i.operands) widest = std::max(widest, width(v));
  return widest;
}

llvm::Value* Emitter::held(llvm::Value* index, const ir::Range& range) {
  if (!options_.broken) return index;
  llvm::Value* low = constant(range.low, 64);
  llvm::Value* high = constant(range.high, 64);
  return smallest(largest(index, low), high);
}

llvm::ConstantInt* Emitter::constant(const ir::BigInt& n, int width) {
  return llvm::ConstantInt::get(context_, llvm::APInt(static_cast<unsigned>(width), n.str(), 10));
}

// -- leaves -------------------------------------------------------------------------------------------------------------------------------

llvm::Value* Emitter::emit_constant(const ir::Instruction& i) {
  return constant(i.constant, std::max(ir::width_of(*i.range), layout_.least_width));
}

llvm::Value* Emitter::emit_attribute(const ir::Instruction& i) {
  llvm::Value* column = load_pointer(offset(batch_pointer(offsetof(Batch, attributes)), 8 * std::uint64_t{i.index}));
  return load_input(element(column, now_.account, 8), 64);
}

llvm::Value* Emitter::emit_window_field(const ir::Instruction& i) {
  return load_input(offset(window_pointer(offsetof(Window, fields)), 8 * std::uint64_t{i.index}), 64);
}

llvm::Value* Emitter::emit_part_field(const ir::Instruction& i) {
  const ir::PartitionIndex partition = program_.part_fields[i.index].partition;
  llvm::Value* column = load_pointer(
      offset(load_pointer(offset(part_table(partition), offsetof(PartTable, fields))), 8 * std::uint64_t{i.index}));
  return load_input(element(column, program_.partitions[partition].whole() ? i64(0) : now_.part, 8), 64);
}

// Of the part, from the spans of its days; in a cycle block, of the cycle's (partition 0).
llvm::Value* Emitter::emit_days_within(const ir::Instruction& i) {
  llvm::Value* table = part_table(block_->kind == ir::Block::Kind::cycle ? 0 : block_->partition);
  llvm::Value* begin = element(load_pointer(offset(table, offsetof(PartTable, span_begin))), now_.part, 4);
  llvm::Value* spans = load_pointer(offset(table, offsetof(PartTable, spans)));
  const int wide = work_width(i);
  llvm::Value* from = value(i.operands[0], wide);
  llvm::Value* through = value(i.operands[1], wide);
  return fold(load_index(begin), load_index(offset(begin, 4)), i64(0), [&](llvm::Value* at, llvm::Value* sum) {
    llvm::Value* span = element(spans, at, sizeof(DaySpan));
    llvm::Value* first = fit(load_input(offset(span, offsetof(DaySpan, first)), 64), wide);
    llvm::Value* last = fit(load_input(offset(span, offsetof(DaySpan, last)), 64), wide);
    llvm::Value* days = build_.CreateSub(smallest(last, through), largest(first, from));
    days = largest(build_.CreateAdd(days, constant(1, wide)), constant(0, wide));
    return build_.CreateAdd(sum, fit(days, 64));
  });
}

llvm::GlobalVariable* Emitter::price_array(std::uint32_t index) {
  auto [at, fresh] = price_arrays_.try_emplace(index, nullptr);
  if (!fresh) return at->second;
  const std::vector<ir::BigInt>& cells = program_.prices[index].cells;
  ir::Range range = ir::exactly(cells.front());
  for (const ir::BigInt& c : cells) range = ir::hull(range, ir::exactly(c));
  const int cell_width = std::max(ir::width_of(range), 64);
  std::vector<llvm::Constant*> constants;
  for (const ir::BigInt& c : cells) constants.push_back(constant(c, cell_width));
  auto* type = llvm::ArrayType::get(integer(cell_width), cells.size());
  at->second = new llvm::GlobalVariable(*module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                        llvm::ConstantArray::get(type, constants));
  at->second->setAlignment(llvm::Align(16));
  return at->second;
}

llvm::Value* Emitter::emit_price(const ir::Instruction& i) {
  llvm::GlobalVariable* array = price_array(i.index);
  const auto cell_width = static_cast<int>(array->getValueType()->getArrayElementType()->getIntegerBitWidth());
  llvm::Value* at = held(value(i.operands[0], 64), {0, ir::BigInt(program_.prices[i.index].cells.size()) - 1});
  return load_input(element(array, at, static_cast<std::uint64_t>(cell_width / 8)), cell_width);
}

// Adds up over the segments of the part, or of the cycle in a cycle block.
llvm::Value* Emitter::sum_over_segments(const ir::Instruction& i, llvm::function_ref<llvm::Value*(llvm::Value*)> addend) {
  const int wide = work_width(i);
  llvm::Value* none = constant(0, wide);
  auto add = [&](llvm::Value* segment, llvm::Value* sum) { return build_.CreateAdd(sum, fit(addend(segment), wide)); };
  if (block_->kind == ir::Block::Kind::cycle) return fold(i64(0), segment_count(), none, add);
  llvm::Value* table = part_table(block_->partition);
  llvm::Value* begin = element(load_pointer(offset(table, offsetof(PartTable, segment_begin))), now_.part, 4);
  llvm::Value* segments = load_pointer(offset(table, offsetof(PartTable, segments)));
  return fold(load_index(begin), load_index(offset(begin, 4)), none,
              [&](llvm::Value* at, llvm::Value* sum) { return add(load_index(element(segments, at, 4)), sum); });
}

llvm::Value* Emitter::emit_quantity(const ir::Instruction& i) {
  const ir::QuantitySlot& slot = program_.quantities[i.index];
  if (slot.pass) {
    const Place& place = layout_.pass_slots[i.index];
    llvm::Value* base = scratch_pointer(layout_.passes_base);
    return sum_over_segments(i, [&](llvm::Value* segment) {
      return load(offset(element(base, segment, layout_.pass_bytes), place.offset), place.width);
    });
  }
  llvm::Value* segments = segment_count();
  if (program_.source == ir::Source::general) {
    llvm::Value* sums = load_pointer(element(batch_pointer(offsetof(Batch, quantities)), now_.account, 8));
    llvm::Value* first = element(sums, build_.CreateMul(segments, i64(i.index)), sizeof(Int128));
    return sum_over_segments(i, [&](llvm::Value* segment) { return load_input(element(first, segment, sizeof(Int128)), 128); });
  }
  const std::uint64_t record = 8 * std::uint64_t{layout_.classes.count()};
  llvm::Value* before = build_.CreateMul(segments, i64(layout_.channel_slot(slot.channel)));
  llvm::Value* buckets = element(scratch_pointer(layout_.buckets_base), before, record);
  return sum_over_segments(i, [&](llvm::Value* segment) {
    llvm::Value* classes = element(buckets, segment, record);
    llvm::Value* sum = i64(0);
    for (std::uint32_t c : layout_.slot_classes[i.index])
      sum = build_.CreateAdd(sum, load(offset(classes, 8 * std::uint64_t{c}), 64));
    return sum;
  });
}

llvm::Value* Emitter::emit_step_energy(const ir::Instruction& i) {
  return load(offset(now_.scratch, layout_.step_energies[i.index].offset), 64);
}

llvm::Value* Emitter::emit_quantity_den(const ir::Instruction&) {
  if (program_.source == ir::Source::intervals) return i64(1);
  return load_input(element(batch_pointer(offsetof(Batch, quantity_den)), now_.account, 8), 64);
}

llvm::Value* Emitter::emit_demand(const ir::Instruction& i) {
  const ir::DemandSlot& slot = program_.demands[i.index];
  const bool whole = program_.partitions[slot.partition].whole();
  llvm::Value* part = whole ? i64(0) : now_.part;
  const Place& place = layout_.demands[i.index];
  if (program_.source == ir::Source::intervals)
    return load(offset(part_record(slot.partition, part), place.offset), place.width);
  llvm::Value* window = load_index(element(batch_pointer(offsetof(Batch, window)), now_.account, 4));
  llvm::Value* bases = load_pointer(element(batch_pointer(offsetof(Batch, demand_base)), window, 8));
  llvm::Value* base = load_index(offset(bases, 4 * std::uint64_t{i.index}));
  const std::uint64_t member = slot.squared ? offsetof(Batch, squares) : offsetof(Batch, demands);
  llvm::Value* demands = load_pointer(element(batch_pointer(member), now_.account, 8));
  return load_input(element(demands, build_.CreateAdd(base, part), slot.squared ? 16 : 8), slot.squared ? 128 : 64);
}

llvm::Value* Emitter::emit_state(const ir::Instruction& i) {
  const bool whole = program_.partitions[program_.states[i.index].partition].whole();
  llvm::Value* window = load_index(element(batch_pointer(offsetof(Batch, window)), now_.account, 4));
  llvm::Value* bases = load_pointer(element(batch_pointer(offsetof(Batch, state_base)), window, 8));
  llvm::Value* base = load_index(offset(bases, 4 * std::uint64_t{i.index}));
  llvm::Value* states = load_pointer(element(batch_pointer(offsetof(Batch, states)), now_.account, 8));
  return load_index(element(states, whole ? base : build_.CreateAdd(base, now_.part), 4));
}

llvm::Value* Emitter::emit_stored(const ir::Instruction& i) {
  return load(offset(part_record(program_.cells[i.index].partition, ordinal(i)), layout_.cells[i.index].offset),
              layout_.cells[i.index].width);
}

// The part of a cell that the first operand names.
llvm::Value* Emitter::ordinal(const ir::Instruction& i) {
  llvm::Value* part = value(i.operands[0], 64);
  if (!options_.broken) return part;
  llvm::Value* last = build_.CreateSub(part_count(program_.cells[i.index].partition), i64(1));
  return build_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, part, last);
}

llvm::Value* Emitter::emit_accumulated(const ir::Instruction& i) {
  return load(offset(now_.scratch, layout_.accumulators[i.index].offset), layout_.accumulators[i.index].width);
}

// -- integers and conditions --------------------------------------------------------------------------------------------------------------

llvm::Value* Emitter::emit_add(const ir::Instruction& i) {
  return build_.CreateAdd(value(i.operands[0], work_width(i)), value(i.operands[1], work_width(i)));
}
llvm::Value* Emitter::emit_subtract(const ir::Instruction& i) {
  return build_.CreateSub(value(i.operands[0], work_width(i)), value(i.operands[1], work_width(i)));
}
llvm::Value* Emitter::emit_multiply(const ir::Instruction& i) {
  return build_.CreateMul(value(i.operands[0], work_width(i)), value(i.operands[1], work_width(i)));
}
llvm::Value* Emitter::emit_minimum(const ir::Instruction& i) {
  return smallest(value(i.operands[0], work_width(i)), value(i.operands[1], work_width(i)));
}
llvm::Value* Emitter::emit_maximum(const ir::Instruction& i) {
  return largest(value(i.operands[0], work_width(i)), value(i.operands[1], work_width(i)));
}
llvm::Value* Emitter::emit_divide_half_up(const ir::Instruction& i) { return divide(i.op, i); }
llvm::Value* Emitter::emit_divide_half_even(const ir::Instruction& i) { return divide(i.op, i); }
llvm::Value* Emitter::emit_divide_up(const ir::Instruction& i) { return divide(i.op, i); }
llvm::Value* Emitter::emit_divide_down(const ir::Instruction& i) { return divide(i.op, i); }

llvm::Value* Emitter::emit_root(const ir::Instruction& i) {
  const int wide = work_width(i);
  llvm::Value* a = value(i.operands[0], wide);
  if (options_.broken) a = largest(a, constant(0, wide));
  if (wide > 128) return call(root_function(wide), {a});
  return fit(pure_call(KernelCall::root, {fit(a, 128)}), wide);
}

llvm::Value* Emitter::emit_select(const ir::Instruction& i) {
  const int wide = std::max(width(i.operands[1]), width(i.operands[2]));
  return build_.CreateSelect(condition(i.operands[0]), value(i.operands[1], wide), value(i.operands[2], wide));
}

llvm::Value* Emitter::compare(const ir::Instruction& i, llvm::CmpInst::Predicate predicate) {
  const int wide = std::max(width(i.operands[0]), width(i.operands[1]));
  return build_.CreateICmp(predicate, value(i.operands[0], wide), value(i.operands[1], wide));
}
llvm::Value* Emitter::emit_equal(const ir::Instruction& i) { return compare(i, llvm::CmpInst::ICMP_EQ); }
llvm::Value* Emitter::emit_not_equal(const ir::Instruction& i) { return compare(i, llvm::CmpInst::ICMP_NE); }
llvm::Value* Emitter::emit_less(const ir::Instruction& i) { return compare(i, llvm::CmpInst::ICMP_SLT); }
llvm::Value* Emitter::emit_less_equal(const ir::Instruction& i) { return compare(i, llvm::CmpInst::ICMP_SLE); }
llvm::Value* Emitter::emit_both(const ir::Instruction& i) {
  return build_.CreateAnd(condition(i.operands[0]), condition(i.operands[1]));
}
llvm::Value* Emitter::emit_either(const ir::Instruction& i) {
  return build_.CreateOr(condition(i.operands[0]), condition(i.operands[1]));
}
llvm::Value* Emitter::emit_negate(const ir::Instruction& i) { return build_.CreateNot(condition(i.operands[0])); }

// -- effects ------------------------------------------------------------------------------------------------------------------------------

// The first error stays.
llvm::Value* Emitter::fail(llvm::Value* status) {
  llvm::Value* place = element(batch_pointer(offsetof(Batch, status)), now_.account, 4);
  llvm::Value* before = load(place, 32);
  store(place, build_.CreateSelect(build_.CreateICmpEQ(before, build_.getInt32(0)), status, before));
  return nullptr;
}

llvm::Value* Emitter::emit_fail_if(const ir::Instruction& i) {
  return fail(build_.CreateSelect(condition(i.operands[0]), build_.getInt32(1 + static_cast<std::uint32_t>(i.code)),
                                  build_.getInt32(0)));
}

llvm::Value* Emitter::emit_fail_with(const ir::Instruction& i) { return fail(fit(known(i.operands[0]), 32)); }

llvm::Value* Emitter::emit_accumulate(const ir::Instruction& i) {
  const Place& a = layout_.accumulators[i.index];
  llvm::Value* place = offset(now_.scratch, a.offset);
  store(place, build_.CreateAdd(load(place, a.width), value(i.operands[0], a.width)));
  return nullptr;
}

llvm::Value* Emitter::emit_gather(const ir::Instruction& i) {
  const Place& cell = layout_.cells[i.index];
  llvm::Value* place = offset(part_record(program_.cells[i.index].partition, ordinal(i)), cell.offset);
  store(place, build_.CreateAdd(load(place, cell.width), value(i.operands[1], cell.width)));
  return nullptr;
}

llvm::Value* Emitter::emit_store(const ir::Instruction& i) {
  const ir::PartitionIndex partition = program_.cells[i.index].partition;
  llvm::Value* part = program_.partitions[partition].whole() ? i64(0) : now_.part;
  store(offset(part_record(partition, part), layout_.cells[i.index].offset),
        value(i.operands[0], layout_.cells[i.index].width));
  return nullptr;
}

llvm::Value* Emitter::emit_emit_row(const ir::Instruction& i) { return emit_row(i, value(i.operands[7], 64)); }
llvm::Value* Emitter::emit_fill_tiers(const ir::Instruction& i) { return fill_tiers(i, true); }

}  // namespace ratebook::native
