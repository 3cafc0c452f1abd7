// The entry of a kernel: accounts one after another; for each its sums, then the blocks in order.
#include <algorithm>

#include "compiler/native/emitter.hpp"

namespace ratebook::native {

std::unique_ptr<llvm::Module> Emitter::run() {
  std::vector<llvm::Function*> functions;
  for (std::size_t c = 0; c < chunks_.size(); ++c) functions.push_back(emit_chunk(c));
  emit_account(functions);
  return std::move(module_);
}

llvm::Function* Emitter::make_function(const std::string& name, llvm::Type* result, const std::vector<llvm::Type*>& arguments) {
  auto* type = llvm::FunctionType::get(result, arguments, false);
  llvm::Function* f = llvm::Function::Create(type, llvm::Function::InternalLinkage, name, *module_);
  f->setCallingConv(llvm::CallingConv::Fast);
  f->setDoesNotThrow();
  build_.SetInsertPoint(llvm::BasicBlock::Create(context_, "", f));
  return f;
}

llvm::CallInst* Emitter::call(llvm::Function* f, const std::vector<llvm::Value*>& arguments) {
  llvm::CallInst* made = build_.CreateCall(f, arguments);
  made->setCallingConv(f->getCallingConv());
  return made;
}

llvm::CallInst* Emitter::call_known(KernelCall known, llvm::Type* result, const std::vector<llvm::Value*>& arguments) {
  std::vector<llvm::Type*> types;
  for (const llvm::Value* a : arguments) types.push_back(a->getType());
  llvm::FunctionCallee callee = module_->getOrInsertFunction(symbol_of(known), llvm::FunctionType::get(result, types, false));
  llvm::cast<llvm::Function>(callee.getCallee())->setDoesNotThrow();
  return build_.CreateCall(callee, arguments);
}

llvm::CallInst* Emitter::pure_call(KernelCall known, const std::vector<llvm::Value*>& arguments) {
  llvm::CallInst* made = call_known(known, integer(128), arguments);
  made->getCalledFunction()->setMemoryEffects(llvm::MemoryEffects::none());
  return made;
}

llvm::Function* Emitter::begin_account_function(const std::string& name) {
  llvm::Type* pointer = build_.getPtrTy();
  llvm::Type* word = build_.getInt64Ty();
  llvm::Function* f = make_function(name, build_.getVoidTy(), {pointer, word, pointer, pointer, word});
  now_ = {f->getArg(0), f->getArg(1), f->getArg(2), f->getArg(3), f->getArg(4)};
  // Scratch is the thread's own; nothing that a kernel reads lies in it besides what it put there.
  f->addParamAttr(3, llvm::Attribute::NoAlias);
  known_.clear();
  members_.clear();
  return f;
}

bool Emitter::gathers_in(std::uint32_t partition) const {
  return std::any_of(program_.cells.begin(), program_.cells.end(),
                     [&](const ir::Cell& c) { return c.partition == partition && c.gathered; });
}

// Where the arrays of this account's window begin; sums start at 0.
void Emitter::prepare_scratch() {
  llvm::Value* at = offset(now_.scratch, layout_.frame_bytes);
  for (std::uint32_t p = 0; p < program_.partitions.size(); ++p) {
    build_.CreateAlignedStore(at, offset(now_.scratch, layout_.parts_base + 8 * p), llvm::Align(8));
    if (layout_.part_bytes[p] == 0) continue;
    llvm::Value* parts = part_count(p);
    if (gathers_in(p))
      build_.CreateMemSet(at, build_.getInt8(0), build_.CreateNUWMul(parts, i64(layout_.part_bytes[p])), llvm::MaybeAlign(16));
    at = element(at, parts, layout_.part_bytes[p]);
  }
  llvm::Value* segments = segment_count();
  build_.CreateAlignedStore(at, offset(now_.scratch, layout_.passes_base), llvm::Align(8));
  if (layout_.pass_bytes > 0) {
    llvm::Value* bytes = build_.CreateNUWMul(segments, i64(layout_.pass_bytes));
    build_.CreateMemSet(at, build_.getInt8(0), bytes, llvm::MaybeAlign(16));
    at = element(at, segments, layout_.pass_bytes);
  }
  build_.CreateAlignedStore(at, offset(now_.scratch, layout_.buckets_base), llvm::Align(8));
  if (program_.source == ir::Source::intervals && !program_.quantities.empty()) {
    llvm::Value* bytes = build_.CreateNUWMul(segments, i64(layout_.channels.size() * layout_.classes.count() * 8));
    build_.CreateMemSet(at, build_.getInt8(0), bytes, llvm::MaybeAlign(8));
  }
  for (const Place& a : layout_.accumulators) store(offset(now_.scratch, a.offset), constant(0, a.width));
  store(element(batch_pointer(offsetof(Batch, status)), now_.account, 4), build_.getInt32(0));
}

// Functions of the chunks, by how they run; a step block's are behind the function that walks over its steps.
std::vector<Emitter::Group> Emitter::group(const std::vector<llvm::Function*>& functions) {
  std::vector<Group> groups;
  std::uint32_t before = 0;  // the last block of the last group
  for (std::size_t c = 0; c < chunks_.size();) {
    const std::uint32_t block = chunks_[c].pieces.front().block;
    const ir::Block& source = program_.blocks[block];
    if (groups.empty() || (block != before && !runs_with(program_, block, before))) groups.push_back({block, {}});
    if (source.kind == ir::Block::Kind::step) {
      std::vector<llvm::Function*> steps;
      for (; c < chunks_.size() && chunks_[c].pieces.front().block == block; ++c) steps.push_back(functions[c]);
      groups.back().functions.push_back(emit_step_walk(source, steps));
      before = block;
    } else {
      groups.back().functions.push_back(functions[c]);
      before = chunks_[c++].pieces.back().block;
    }
  }
  return groups;
}

void Emitter::emit_account(const std::vector<llvm::Function*>& functions) {
  llvm::Type* pointer = build_.getPtrTy();
  llvm::Type* word = build_.getInt64Ty();
  const std::vector<Group> groups = group(functions);
  llvm::Function* sources = nullptr;
  if (program_.source == ir::Source::intervals) sources = emit_interval_sources();

  auto* type = llvm::FunctionType::get(build_.getVoidTy(), {pointer, word, word}, false);
  llvm::Function* entry = llvm::Function::Create(type, llvm::Function::ExternalLinkage, kEntryName, *module_);
  entry->setDoesNotThrow();
  build_.SetInsertPoint(llvm::BasicBlock::Create(context_, "", entry));
  llvm::Value* batch = entry->getArg(0);
  loop(entry->getArg(1), entry->getArg(2), [&](llvm::Value* account) {
    llvm::Value* number = load_index(element(load_pointer(offset(batch, offsetof(Batch, window))), account, 4));
    llvm::Value* window = element(load_pointer(offset(batch, offsetof(Batch, windows))), number, sizeof(Window));
    now_ = {batch, account, window, load_pointer(offset(batch, offsetof(Batch, scratch))), i64(0)};
    prepare_scratch();
    auto run = [&](llvm::Function* f, llvm::Value* part) { call(f, {batch, account, window, now_.scratch, part}); };
    if (sources != nullptr) run(sources, i64(0));
    // Blocks that are joined run part by part together.
    for (const Group& g : groups) {
      const ir::Block& first = program_.blocks[g.block];
      auto run_group = [&](llvm::Value* part) {
        for (llvm::Function* f : g.functions) run(f, part);
      };
      if (first.kind == ir::Block::Kind::cycle || program_.partitions[first.partition].whole())
        run_group(i64(0));
      else
        loop(i64(0), part_count(first.partition), run_group);
    }
  });
  build_.CreateRetVoid();
}

}  // namespace ratebook::native
