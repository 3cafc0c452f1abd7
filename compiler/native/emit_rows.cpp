// Rows and records as they leave the kernel (abi.hpp). Shown numbers are worked out only for rows that are present.
#include "compiler/ir/ranges.hpp"
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

// What a shown number can be worth is far below 2^127, but a proof that knows only ranges of numerator and denominator cannot always say so.
// Where it cannot, the kernel looks.
llvm::Value* Emitter::in_int128(llvm::Value* value) {
  if (value->getType()->getIntegerBitWidth() <= 128) return fit(value, 128);
  llvm::Value* cut = build_.CreateTrunc(value, integer(128));
  llvm::Value* lost = build_.CreateICmpNE(build_.CreateSExt(cut, value->getType()), value);
  fail(build_.CreateSelect(lost, build_.getInt32(1 + static_cast<std::uint32_t>(Code::too_wide)), build_.getInt32(0)));
  return cut;
}

// numerator / denominator at scale 9: exact, or rounded half even at scale 6 where it does not end. Returns the bit when it is not exact.
llvm::Value* Emitter::emit_shown(llvm::Value* place, const ir::Instruction& i, std::size_t at, unsigned bit) {
  constexpr std::int64_t kNine = 1'000'000'000, kSix = 1'000'000;
  const ir::ValueId numerator = i.operands[at], denominator = i.operands[at + 1];
  const ir::Range& n = *program_.values[numerator.index].range;
  const ir::Range& d = *program_.values[denominator.index].range;
  const ir::Range scaled{n.low * kNine, n.high * kNine};
  const int wide = std::max({ir::width_of(scaled), ir::width_of(d), layout_.least_width});
  if (d.low == d.high && ir::BigInt(kNine) % d.low == 0) {
    llvm::Value* exact = build_.CreateMul(value(numerator, wide), constant(kNine / d.low, wide));
    store(place, in_int128(exact));
    return build_.getInt32(0);
  }
  llvm::Value* divisor = value(denominator, wide);
  if (options_.broken) divisor = largest(divisor, constant(1, wide));
  if (wide <= 128)
    return call_known(KernelCall::show, build_.getInt32Ty(),
                      {place, value(numerator, 128), fit(divisor, 128), build_.getInt32(bit)});
  llvm::Value* nine = build_.CreateMul(value(numerator, wide), constant(kNine, wide));
  const auto [quotient, remainder] = quotient_remainder(nine, divisor);
  store(place, in_int128(quotient));
  llvm::Value* endless = build_.CreateICmpNE(remainder, constant(0, wide));
  llvm::Value* six = build_.CreateMul(value(numerator, wide), constant(kSix, wide));
  when(endless, [&] {
    llvm::Value* cut = rounded_quotient(ir::Op::divide_half_even, six, divisor);
    store(place, in_int128(build_.CreateMul(cut, constant(1000, wide))));
  });
  return build_.CreateSelect(endless, build_.getInt32(bit), build_.getInt32(0));
}

llvm::Value* Emitter::row_place(std::uint32_t index) {
  llvm::Value* base = load_index(offset(window_pointer(offsetof(Window, row_base)), 4 * std::uint64_t{index}));
  llvm::Value* stride = member(now_.batch, offsetof(Batch, row_stride), build_.getInt64Ty());
  llvm::Value* at = build_.CreateAdd(build_.CreateMul(now_.account, stride), base);
  if (!program_.partitions[program_.rows[index].partition].whole()) at = build_.CreateAdd(at, now_.part);
  return element(batch_pointer(offsetof(Batch, rows)), at, sizeof(Row));
}

llvm::Value* Emitter::emit_withdraw_row(const ir::Instruction& i) {
  llvm::Value* present = offset(row_place(i.index), offsetof(Row, present));
  store(present, build_.CreateSelect(condition(i.operands[0]), build_.getInt32(0), load(present, 32)));
  return nullptr;
}

llvm::Value* Emitter::emit_row(const ir::Instruction& i, llvm::Value* amount) {
  llvm::Value* row = row_place(i.index);
  // Operands first: what is loaded inside the branch would not be known after it.
  for (ir::ValueId v : i.operands) known(v);
  llvm::Value* present = condition(i.operands[0]);
  store(offset(row, offsetof(Row, present)), build_.CreateZExt(present, build_.getInt32Ty()));
  when(present, [&] {
    store(offset(row, offsetof(Row, amount)), amount);
    llvm::Value* inexact = emit_shown(offset(row, offsetof(Row, quantity)), i, 1, 1);
    inexact = build_.CreateOr(inexact, emit_shown(offset(row, offsetof(Row, price)), i, 3, 2));
    inexact = build_.CreateOr(inexact, emit_shown(offset(row, offsetof(Row, unrounded)), i, 5, 4));
    store(offset(row, offsetof(Row, inexact)), inexact);
  });
  return nullptr;
}

// Greatest common divisor of a >= 0 and b >= 1, by Euclid's algorithm.
llvm::Function* Emitter::common_divisor_function(int wide) {
  const std::string name = "common_divisor_" + std::to_string(wide);
  if (const auto at = helpers_.find(name); at != helpers_.end()) return at->second;
  llvm::Function* divide_wide = division_function(wide);
  const auto resume = build_.saveIP();
  llvm::Type* type = integer(wide);
  llvm::Function* f = make_function(name, type, {type, type});
  f->addFnAttr(llvm::Attribute::NoInline);
  f->setMemoryEffects(llvm::MemoryEffects::none());
  helpers_[name] = f;
  llvm::BasicBlock* begin = build_.GetInsertBlock();
  llvm::BasicBlock* step = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* done = llvm::BasicBlock::Create(context_, "", f);
  build_.CreateBr(step);
  build_.SetInsertPoint(step);
  llvm::PHINode* a = build_.CreatePHI(type, 2);
  llvm::PHINode* b = build_.CreatePHI(type, 2);
  llvm::Value* rest = build_.CreateSub(a, build_.CreateMul(call(divide_wide, {a, b}), b));
  a->addIncoming(f->getArg(0), begin);
  b->addIncoming(f->getArg(1), begin);
  a->addIncoming(b, step);
  b->addIncoming(rest, step);
  build_.CreateCondBr(build_.CreateICmpEQ(rest, constant(0, wide)), done, step);
  build_.SetInsertPoint(done);
  build_.CreateRet(b);
  build_.restoreIP(resume);
  return f;
}

llvm::Value* Emitter::emit_record(const ir::Instruction& i) {
  const ir::RecordSlot& slot = program_.records[i.index];
  llvm::Value* base = load_index(offset(window_pointer(offsetof(Window, record_base)), 4 * std::uint64_t{i.index}));
  llvm::Value* stride = member(now_.batch, offsetof(Batch, record_stride), build_.getInt64Ty());
  llvm::Value* at = build_.CreateAdd(build_.CreateMul(now_.account, stride), base);
  if (!program_.partitions[slot.partition].whole()) at = build_.CreateAdd(at, now_.part);
  llvm::Value* place = element(batch_pointer(offsetof(Batch, records)), at, sizeof(Record));
  const int wide = std::max(width(i.operands[1]), width(i.operands[2]));
  llvm::Value* numerator = value(i.operands[1], wide);
  llvm::Value* denominator = value(i.operands[2], wide);
  llvm::Value* made = condition(i.operands[0]);
  if (wide > 128) {
    llvm::Value* size =
        build_.CreateSelect(build_.CreateICmpSLT(numerator, constant(0, wide)), build_.CreateNeg(numerator), numerator);
    llvm::Value* shared = call(common_divisor_function(wide), {size, denominator});
    numerator = quotient_remainder(numerator, shared).first;
    denominator = quotient_remainder(denominator, shared).first;
  }
  store(offset(place, offsetof(Record, numerator)), in_int128(numerator));
  store(offset(place, offsetof(Record, denominator)), build_.CreateSelect(made, in_int128(denominator), constant(0, 128)));
  return nullptr;
}

}  // namespace ratebook::native
