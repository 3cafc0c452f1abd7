// Addresses and loads. All structures are those of abi.hpp and layout.hpp, reached by byte offsets.
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

Emitter::Emitter(const ir::Program& program, const Layout& layout, const std::vector<Chunk>& chunks, const EmitOptions& options,
                 llvm::LLVMContext& context)
    : program_(program),
      layout_(layout),
      chunks_(chunks),
      options_(options),
      context_(context),
      module_(std::make_unique<llvm::Module>("ratebook", context)),
      build_(context) {}

llvm::Value* Emitter::offset(llvm::Value* pointer, std::uint64_t bytes) {
  return bytes == 0 ? pointer : build_.CreateInBoundsGEP(build_.getInt8Ty(), pointer, i64(bytes));
}

llvm::Value* Emitter::element(llvm::Value* pointer, llvm::Value* index, std::uint64_t bytes) {
  return build_.CreateInBoundsGEP(llvm::ArrayType::get(build_.getInt8Ty(), bytes), pointer, index);
}

namespace {
llvm::Align alignment(int width) { return llvm::Align(width <= 8 ? 1 : width == 32 ? 4 : width <= 64 ? 8 : 16); }
}  // namespace

llvm::Value* Emitter::load(llvm::Value* pointer, int width) {
  return build_.CreateAlignedLoad(integer(width), pointer, alignment(width));
}

llvm::Value* Emitter::load_input(llvm::Value* pointer, int width) {
  llvm::LoadInst* loaded = build_.CreateAlignedLoad(integer(width), pointer, alignment(width));
  loaded->setMetadata(llvm::LLVMContext::MD_invariant_load, llvm::MDNode::get(context_, {}));
  return loaded;
}

llvm::Value* Emitter::load_pointer(llvm::Value* pointer) {
  llvm::LoadInst* loaded = build_.CreateAlignedLoad(build_.getPtrTy(), pointer, llvm::Align(8));
  return loaded;
}

llvm::Value* Emitter::member(llvm::Value* structure, std::uint64_t at, llvm::Type* type) {
  const bool argument = llvm::isa<llvm::Argument>(structure);
  llvm::Value*& known = members_[{structure, at}];
  if (argument && known != nullptr) return known;
  const auto resume = build_.saveIP();
  if (argument) {
    llvm::BasicBlock& begin = llvm::cast<llvm::Argument>(structure)->getParent()->getEntryBlock();
    build_.SetInsertPoint(&begin, begin.begin());
  }
  known = build_.CreateAlignedLoad(type, offset(structure, at), llvm::Align(8));
  if (argument) build_.restoreIP(resume);
  return known;
}

void Emitter::store(llvm::Value* pointer, llvm::Value* value) {
  build_.CreateAlignedStore(value, pointer, alignment(static_cast<int>(value->getType()->getIntegerBitWidth())));
}

llvm::Value* Emitter::part_table(std::uint32_t partition) {
  return offset(window_pointer(offsetof(Window, partitions)), partition * sizeof(PartTable));
}

llvm::Value* Emitter::part_record(std::uint32_t partition, llvm::Value* part) {
  return element(scratch_pointer(layout_.parts_base + 8 * partition), part, layout_.part_bytes[partition]);
}

llvm::Value* Emitter::part_count(std::uint32_t partition) {
  return load_input(offset(part_table(partition), offsetof(PartTable, parts)), 64);
}

llvm::Value* Emitter::load_index(llvm::Value* pointer) {
  return build_.CreateZExt(load_input(pointer, 32), build_.getInt64Ty());
}

llvm::Value* Emitter::local(int width) {
  llvm::BasicBlock& first = build_.GetInsertBlock()->getParent()->getEntryBlock();
  llvm::IRBuilder<> at(&first, first.begin());
  return at.CreateAlloca(integer(width));
}

llvm::Value* Emitter::fold(llvm::Value* first, llvm::Value* last, llvm::Value* initial,
                           llvm::function_ref<llvm::Value*(llvm::Value*, llvm::Value*)> body) {
  llvm::BasicBlock* before = build_.GetInsertBlock();
  llvm::Function* f = before->getParent();
  llvm::BasicBlock* head = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* inside = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* after = llvm::BasicBlock::Create(context_, "", f);
  build_.CreateBr(head);
  build_.SetInsertPoint(head);
  llvm::PHINode* at = build_.CreatePHI(build_.getInt64Ty(), 2);
  llvm::PHINode* value = build_.CreatePHI(initial->getType(), 2);
  build_.CreateCondBr(build_.CreateICmpULT(at, last), inside, after);
  build_.SetInsertPoint(inside);
  llvm::Value* next = body(at, value);
  llvm::Value* step = build_.CreateNUWAdd(at, i64(1));
  at->addIncoming(first, before);
  at->addIncoming(step, build_.GetInsertBlock());
  value->addIncoming(initial, before);
  value->addIncoming(next, build_.GetInsertBlock());
  build_.CreateBr(head);
  build_.SetInsertPoint(after);
  return value;
}

void Emitter::loop(llvm::Value* first, llvm::Value* last, llvm::function_ref<void(llvm::Value*)> body) {
  fold(first, last, build_.getInt1(false), [&](llvm::Value* at, llvm::Value* nothing) {
    body(at);
    return nothing;
  });
}

void Emitter::when(llvm::Value* holds, llvm::function_ref<void()> body) {
  llvm::Function* f = build_.GetInsertBlock()->getParent();
  llvm::BasicBlock* inside = llvm::BasicBlock::Create(context_, "", f);
  llvm::BasicBlock* after = llvm::BasicBlock::Create(context_, "", f);
  build_.CreateCondBr(holds, inside, after);
  build_.SetInsertPoint(inside);
  body();
  build_.CreateBr(after);
  build_.SetInsertPoint(after);
}

}  // namespace ratebook::native
