// A program as LLVM IR. One module for each program: the entry that walks over accounts, one function for each chunk of a block, and the
// helpers they share. Every value is exact: widths come from the ranges (layout.hpp), so additions and products need no checks.
#pragma once
#include <map>

#include "compiler/native/kernel_calls.hpp"
#include "compiler/native/layout.hpp"
#include "compiler/native/llvm.hpp"

namespace ratebook::native {

inline constexpr char kEntryName[] = "ratebook_kernel";

struct EmitOptions {
  std::optional<ir::Op> broken;  // test builds: the operation whose lowering has a fault
};

// What is computed for one account: arguments of every generated function.
struct Frame {
  llvm::Value *batch, *account, *window, *scratch, *part;
};

class Emitter {
 public:
  Emitter(const ir::Program& program, const Layout& layout, const std::vector<Chunk>& chunks, const EmitOptions& options,
          llvm::LLVMContext& context);
  std::unique_ptr<llvm::Module> run();

 private:
  // -- types and memory (emit_memory.cpp) --
  llvm::IntegerType* integer(int width) { return build_.getIntNTy(static_cast<unsigned>(width)); }
  llvm::ConstantInt* i64(std::uint64_t n) { return build_.getInt64(n); }
  llvm::ConstantInt* constant(const ir::BigInt& n, int width);
  llvm::Value* offset(llvm::Value* pointer, std::uint64_t bytes);
  llvm::Value* element(llvm::Value* pointer, llvm::Value* index, std::uint64_t bytes);
  llvm::Value* load(llvm::Value* pointer, int width);
  llvm::Value* load_input(llvm::Value* pointer, int width);  // what no kernel writes: batch, windows, readings
  llvm::Value* load_index(llvm::Value* pointer);             // a 32-bit number of the batch or a window, as 64 bits
  llvm::Value* load_pointer(llvm::Value* pointer);
  void store(llvm::Value* pointer, llvm::Value* value);
  // Members of an argument are loaded once a function, where it begins.
  llvm::Value* member(llvm::Value* structure, std::uint64_t at, llvm::Type* type);
  llvm::Value* batch_pointer(std::uint64_t at) { return member(now_.batch, at, build_.getPtrTy()); }
  llvm::Value* window_pointer(std::uint64_t at) { return member(now_.window, at, build_.getPtrTy()); }
  llvm::Value* scratch_pointer(std::uint32_t base) { return member(now_.scratch, base, build_.getPtrTy()); }
  llvm::Value* segment_count() { return load_input(offset(now_.window, offsetof(Window, segments)), 64); }
  llvm::Value* part_table(std::uint32_t partition);
  llvm::Value* part_count(std::uint32_t partition);
  llvm::Value* part_record(std::uint32_t partition, llvm::Value* part);
  llvm::Value* local(int width);  // a variable of the current function
  // value = initial; for (i = first; i < last; ++i) value = body(i, value)
  llvm::Value* fold(llvm::Value* first, llvm::Value* last, llvm::Value* initial,
                    llvm::function_ref<llvm::Value*(llvm::Value*, llvm::Value*)> body);
  void loop(llvm::Value* first, llvm::Value* last, llvm::function_ref<void(llvm::Value*)> body);
  void when(llvm::Value* holds, llvm::function_ref<void()> body);
  llvm::Value* smallest(llvm::Value* a, llvm::Value* b) { return build_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, a, b); }
  llvm::Value* largest(llvm::Value* a, llvm::Value* b) { return build_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, a, b); }

  // -- the account (emit_account.cpp) --
  llvm::Function* make_function(const std::string& name, llvm::Type* result, const std::vector<llvm::Type*>& arguments);
  llvm::Function* begin_account_function(const std::string& name);
  llvm::CallInst* call(llvm::Function* f, const std::vector<llvm::Value*>& arguments);
  llvm::CallInst* call_known(KernelCall known, llvm::Type* result, const std::vector<llvm::Value*>& arguments);
  llvm::CallInst* pure_call(KernelCall known, const std::vector<llvm::Value*>& arguments);  // of 128-bit numbers
  struct Group {
    std::uint32_t block;  // its first
    std::vector<llvm::Function*> functions;
  };
  std::vector<Group> group(const std::vector<llvm::Function*>& functions);
  void emit_account(const std::vector<llvm::Function*>& functions);
  void prepare_scratch();
  bool gathers_in(std::uint32_t partition) const;
  llvm::Function* emit_step_walk(const ir::Block& block, const std::vector<llvm::Function*>& steps);  // emit_steps.cpp

  // -- interval loops (emit_intervals.cpp) --
  llvm::Function* emit_interval_sources();
  llvm::Value* sum_readings(llvm::Value* readings, llvm::Value* first, llvm::Value* last);
  llvm::Value* readings_of(ChannelId channel);  // its ReadingColumn
  llvm::Value* data_of(llvm::Value* column);
  void prepare_demand(std::size_t slot);
  bool sums_channel(ChannelId channel) const;

  // -- code of blocks (emit_block.cpp), one short function for each operation of operation.def --
  llvm::Function* emit_chunk(std::size_t index);
  void emit_value(ir::ValueId v);
  llvm::Value* compute(const ir::Instruction& i);
  llvm::Value* known(ir::ValueId v);
  llvm::Value* value(ir::ValueId v, int width);
  llvm::Value* condition(ir::ValueId v);
  llvm::Value* fit(llvm::Value* value, int width);
  int width(ir::ValueId v) const { return layout_.widths[v.index]; }
  int work_width(const ir::Instruction& i) const;  // holds operands and result
#define OPERATION(name, operands, effect, meaning) llvm::Value* emit_##name(const ir::Instruction& i);
#include "compiler/ir/operation.def"
  llvm::Value* fail(llvm::Value* status);  // 0, or 1 + Code
  llvm::Value* ordinal(const ir::Instruction& i);
  llvm::Value* compare(const ir::Instruction& i, llvm::CmpInst::Predicate predicate);
  llvm::Value* sum_over_segments(const ir::Instruction& i, llvm::function_ref<llvm::Value*(llvm::Value* segment)> addend);
  llvm::GlobalVariable* price_array(std::uint32_t index);
  // Within the range, where a fault may have left it; itself in a sound kernel.
  llvm::Value* held(llvm::Value* index, const ir::Range& range);
#ifdef RATEBOOK_FAULTS
  llvm::Value* emit_faulty(const ir::Instruction& i);  // emit_faults.cpp
  llvm::Value* shifted(const ir::Instruction& i, llvm::Value* value);
#endif

  // -- rounding (emit_division.cpp) --
  llvm::Value* divide(ir::Op mode, const ir::Instruction& i);
  llvm::Value* rounded_quotient(ir::Op mode, llvm::Value* a, llvm::Value* b);                // b >= 1
  std::pair<llvm::Value*, llvm::Value*> quotient_remainder(llvm::Value* a, llvm::Value* b);  // towards zero; b >= 1
  llvm::Function* division_function(int width);
  llvm::Function* root_function(int width);

  // -- rows (emit_rows.cpp) --
  llvm::Value* row_place(std::uint32_t index);
  llvm::Value* emit_row(const ir::Instruction& i, llvm::Value* amount);
  llvm::Value* emit_shown(llvm::Value* place, const ir::Instruction& i, std::size_t numerator, unsigned bit);
  llvm::Value* in_int128(llvm::Value* value);
  llvm::Function* common_divisor_function(int width);

  // -- tier passes (emit_tiers.cpp) --
  llvm::Value* fill_tiers(const ir::Instruction& i, bool first_limit_counts);
  void walk_steps(const ir::Instruction& i, llvm::Value* readings, const std::vector<llvm::Value*>& limits,
                  llvm::Value* denominator);
  llvm::GlobalVariable* member_table(const ir::TierPass& pass);
  llvm::GlobalVariable* class_table(const std::vector<std::uint32_t>& slots);
  llvm::GlobalVariable* table_of(const std::vector<std::int32_t>& numbers);
  llvm::Value* is_in_part(llvm::Value* segment);

  const ir::Program& program_;
  const Layout& layout_;
  const std::vector<Chunk>& chunks_;
  EmitOptions options_;
  llvm::LLVMContext& context_;
  std::unique_ptr<llvm::Module> module_;
  llvm::IRBuilder<> build_;
  Frame now_{};
  const ir::Block* block_ = nullptr;
  std::map<std::uint32_t, llvm::Value*> known_;                             // values of the current function
  std::map<std::pair<llvm::Value*, std::uint64_t>, llvm::Value*> members_;  // likewise
  std::map<std::string, llvm::Function*> helpers_;                          // functions that are made once a module
  std::map<std::uint32_t, llvm::GlobalVariable*> price_arrays_;
};

}  // namespace ratebook::native
