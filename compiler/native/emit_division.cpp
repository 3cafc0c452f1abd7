// Rounding: a quotient cut towards zero and its remainder, then one step away from zero where the mode says so. Nothing overflows: a remainder is
// compared with what is left of the divisor, never doubled.
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

llvm::Value* Emitter::divide(ir::Op mode, const ir::Instruction& i) {
  const int wide = work_width(i);
  llvm::Value* b = value(i.operands[1], wide);
  if (options_.broken) b = largest(b, constant(1, wide));
  return rounded_quotient(mode, value(i.operands[0], wide), b);
}

namespace {
KernelCall call_of(ir::Op mode) {
  switch (mode) {
    case ir::Op::divide_half_up:
      return KernelCall::divide_half_up;
    case ir::Op::divide_half_even:
      return KernelCall::divide_half_even;
    case ir::Op::divide_up:
      return KernelCall::divide_up;
    default:
      return KernelCall::divide_down;
  }
}
}  // namespace

llvm::Value* Emitter::rounded_quotient(ir::Op mode, llvm::Value* a, llvm::Value* b) {
  const auto wide = static_cast<int>(a->getType()->getIntegerBitWidth());
  if (wide == 128) return pure_call(call_of(mode), {a, b});
  const auto [quotient, remainder] = quotient_remainder(a, b);
  if (mode == ir::Op::divide_down) return quotient;
  llvm::Value* zero = constant(0, wide);
  llvm::Value* negative = build_.CreateICmpSLT(a, zero);
  llvm::Value* size = build_.CreateSelect(negative, build_.CreateNeg(remainder), remainder);
  llvm::Value* rest = build_.CreateSub(b, size);
  llvm::Value* away = nullptr;
  switch (mode) {
    case ir::Op::divide_half_up:
      away = build_.CreateICmpSGE(size, rest);
      break;
    case ir::Op::divide_half_even: {
      llvm::Value* odd = build_.CreateTrunc(quotient, build_.getInt1Ty());
      away = build_.CreateOr(build_.CreateICmpSGT(size, rest), build_.CreateAnd(build_.CreateICmpEQ(size, rest), odd));
      break;
    }
    default:
      away = build_.CreateICmpNE(size, zero);
      break;
  }
  llvm::Value* step = build_.CreateSelect(negative, constant(-1, wide), constant(1, wide));
  return build_.CreateAdd(quotient, build_.CreateSelect(away, step, zero));
}

// 64 bits divide in place, 128 by a function of the program, 256 by one that is made once a module.
std::pair<llvm::Value*, llvm::Value*> Emitter::quotient_remainder(llvm::Value* a, llvm::Value* b) {
  const auto wide = static_cast<int>(a->getType()->getIntegerBitWidth());
  llvm::Value* quotient = wide == 64    ? build_.CreateSDiv(a, b)
                          : wide == 128 ? pure_call(KernelCall::divide_down, {a, b})
                                        : call(division_function(wide), {a, b});
  return {quotient, build_.CreateSub(a, build_.CreateMul(quotient, b))};
}

// a / b towards zero. Most numbers of wide types are small: half the width is tried first.
llvm::Function* Emitter::division_function(int wide) {
  const std::string name = "divide_" + std::to_string(wide);
  if (const auto at = helpers_.find(name); at != helpers_.end()) return at->second;
  const int half = wide / 2;
  const auto resume = build_.saveIP();
  llvm::Type* type = integer(wide);
  llvm::Function* f = make_function(name, type, {type, type});
  f->addFnAttr(llvm::Attribute::NoInline);
  f->setMemoryEffects(llvm::MemoryEffects::none());
  helpers_[name] = f;
  llvm::Value *a = f->getArg(0), *b = f->getArg(1);
  auto fits = [&](llvm::Value* v) {
    return build_.CreateICmpEQ(build_.CreateSExt(build_.CreateTrunc(v, integer(half)), type), v);
  };
  llvm::BasicBlock* small = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* large = llvm::BasicBlock::Create(context_, "", f);
  build_.CreateCondBr(build_.CreateAnd(fits(a), fits(b)), small, large);
  build_.SetInsertPoint(small);
  llvm::Value* low_a = build_.CreateTrunc(a, integer(half));
  llvm::Value* low_b = build_.CreateTrunc(b, integer(half));
  build_.CreateRet(build_.CreateSExt(quotient_remainder(low_a, low_b).first, type));
  build_.SetInsertPoint(large);
  llvm::Value* negative = build_.CreateICmpSLT(a, constant(0, wide));
  llvm::Value* magnitude = build_.CreateSelect(negative, build_.CreateNeg(a), a);
  llvm::Value* unsigned_quotient = build_.CreateUDiv(magnitude, b);
  build_.CreateRet(build_.CreateSelect(negative, build_.CreateNeg(unsigned_quotient), unsigned_quotient));
  build_.restoreIP(resume);
  return f;
}

// The largest n with n² <= a, by Newton's iteration from above: n <- (n + a / n) / 2 falls until it is the root.
// Source: H. Cohen, A Course in Computational Algebraic Number Theory, algorithm 1.7.1.
llvm::Function* Emitter::root_function(int wide) {
  const std::string name = "root_" + std::to_string(wide);
  if (const auto at = helpers_.find(name); at != helpers_.end()) return at->second;
  llvm::Function* divide_wide = division_function(wide);
  const auto resume = build_.saveIP();
  llvm::Type* type = integer(wide);
  llvm::Function* f = make_function(name, type, {type});
  f->addFnAttr(llvm::Attribute::NoInline);
  f->setMemoryEffects(llvm::MemoryEffects::none());
  helpers_[name] = f;
  llvm::Value* a = f->getArg(0);
  llvm::BasicBlock* trivial = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* start = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* step = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* done = llvm::BasicBlock::Create(context_, "", f);
  build_.CreateCondBr(build_.CreateICmpSLT(a, constant(2, wide)), trivial, start);
  build_.SetInsertPoint(trivial);
  build_.CreateRet(a);
  build_.SetInsertPoint(start);
  // 2^⌈bits/2⌉ is at least the root.
  llvm::Value* zeros = build_.CreateBinaryIntrinsic(llvm::Intrinsic::ctlz, a, build_.getInt1(true));
  llvm::Value* bits = build_.CreateSub(constant(wide + 1, wide), zeros);
  llvm::Value* first = build_.CreateShl(constant(1, wide), build_.CreateLShr(bits, constant(1, wide)));
  build_.CreateBr(step);
  build_.SetInsertPoint(step);
  llvm::PHINode* n = build_.CreatePHI(type, 2);
  llvm::Value* quotient = call(divide_wide, {a, n});
  llvm::Value* next = build_.CreateLShr(build_.CreateAdd(n, quotient), constant(1, wide));
  n->addIncoming(first, start);
  n->addIncoming(next, step);
  build_.CreateCondBr(build_.CreateICmpSLT(next, n), step, done);
  build_.SetInsertPoint(done);
  build_.CreateRet(n);
  build_.restoreIP(resume);
  return f;
}

}  // namespace ratebook::native
