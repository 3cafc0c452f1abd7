// What needs the account's readings and no limits: sums of runs by segment and class, extreme demand windows. The loops are kernel_calls.hpp's.
#include "compiler/ir/limits.hpp"
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

llvm::Value* Emitter::readings_of(ChannelId channel) {
  llvm::Value* columns =
      load_pointer(offset(batch_pointer(offsetof(Batch, readings)), 8 * std::uint64_t{layout_.channel_slot(channel)}));
  return element(columns, now_.account, sizeof(ReadingColumn));
}

llvm::Value* Emitter::data_of(llvm::Value* column) { return load_pointer(offset(column, offsetof(ReadingColumn, data))); }

// i64 sum(readings, first, last)
llvm::Value* Emitter::sum_readings(llvm::Value* readings, llvm::Value* first, llvm::Value* last) {
  return call_known(KernelCall::sum_readings, build_.getInt64Ty(), {readings, first, last});
}

// The extreme window of each part goes to the part's record.
void Emitter::prepare_demand(std::size_t index) {
  const ir::DemandSlot& slot = program_.demands[index];
  const bool least = slot.kind == DemandRef::Kind::minimum;
  llvm::Value* to = build_.CreateAlloca(llvm::ArrayType::get(build_.getInt64Ty(), 3));
  llvm::Value* records = offset(part_record(slot.partition, i64(0)), layout_.demands[index].offset);
  build_.CreateAlignedStore(records, offset(to, offsetof(calls::PartNumbers, first)), llvm::Align(8));
  store(offset(to, offsetof(calls::PartNumbers, stride)), i64(layout_.part_bytes[slot.partition]));
  store(offset(to, offsetof(calls::PartNumbers, parts)), part_count(slot.partition));
  llvm::Value* table = offset(window_pointer(offsetof(Window, demands)), index * sizeof(DemandTable));
  llvm::Value* own = readings_of(slot.channel);
  if (slot.squared)
    call_known(least ? KernelCall::lowest_squared_demands : KernelCall::highest_squared_demands, build_.getVoidTy(),
               {table, to, own, readings_of(kUsage), readings_of(kReactive)});
  else
    call_known(least ? KernelCall::lowest_demands : KernelCall::highest_demands, build_.getVoidTy(), {table, to, own});
}

// Runs before the blocks.
llvm::Function* Emitter::emit_interval_sources() {
  llvm::Function* f = begin_account_function("intervals");
  if (!program_.quantities.empty()) {
    llvm::Value* runs = window_pointer(offsetof(Window, runs));
    llvm::Value* count = load_input(offset(now_.window, offsetof(Window, run_count)), 64);
    llvm::Value* stride = build_.CreateMul(segment_count(), i64(layout_.classes.count()));
    for (std::uint32_t c = 0; c < layout_.channels.size(); ++c) {
      if (!sums_channel(layout_.channels[c])) continue;
      llvm::Value* buckets = element(scratch_pointer(layout_.buckets_base), build_.CreateMul(stride, i64(c)), 8);
      call_known(KernelCall::sum_runs, build_.getVoidTy(), {readings_of(layout_.channels[c]), runs, count, buckets});
    }
  }
  for (std::size_t d = 0; d < program_.demands.size(); ++d) prepare_demand(d);
  build_.CreateRetVoid();
  return f;
}

bool Emitter::sums_channel(ChannelId channel) const {
  return std::any_of(program_.quantities.begin(), program_.quantities.end(),
                     [&](const ir::QuantitySlot& q) { return q.channel == channel && !q.pass; });
}

}  // namespace ratebook::native
