// Loops over an account's readings: sums of runs, demand windows. Readings are whole micro-units and their sums are proved to fit 64 bits.
#include "compiler/ir/limits.hpp"
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

llvm::Value* Emitter::readings_of(ChannelId channel) {
  llvm::Value* column =
      load_pointer(offset(batch_pointer(offsetof(Batch, readings)), 8 * std::uint64_t{layout_.channel_slot(channel)}));
  return load_pointer(element(column, now_.account, 8));
}

// Readings [first, last) by full vectors with the last one masked; the reader runs 4 KiB ahead of the sum.
llvm::Value* Emitter::masked_run_sum(llvm::Value* readings, llvm::Value* first, llvm::Value* last) {
  const auto lanes = static_cast<unsigned>(options_.vector_lanes);
  auto* vector = llvm::FixedVectorType::get(build_.getInt64Ty(), lanes);
  llvm::Value* none = llvm::ConstantAggregateZero::get(vector);
  llvm::Value* steps = build_.CreateUDiv(build_.CreateAdd(build_.CreateSub(last, first), i64(lanes - 1)), i64(lanes));
  llvm::Value* sum = fold(i64(0), steps, none, [&](llvm::Value* step, llvm::Value* so_far) {
    llvm::Value* at = build_.CreateAdd(first, build_.CreateMul(step, i64(lanes)));
    llvm::Value* place = element(readings, at, 8);
    build_.CreateIntrinsic(llvm::Intrinsic::prefetch, {build_.getPtrTy()},
                           {offset(place, 4096), build_.getInt32(0), build_.getInt32(3), build_.getInt32(1)});
    llvm::Value* mask =
        build_.CreateIntrinsic(llvm::Intrinsic::get_active_lane_mask,
                               {llvm::FixedVectorType::get(build_.getInt1Ty(), lanes), build_.getInt64Ty()}, {at, last});
    return build_.CreateAdd(so_far, build_.CreateMaskedLoad(vector, place, llvm::Align(8), mask, none));
  });
  return build_.CreateAddReduce(sum);
}

// i64 sum(readings, first, last)
llvm::Function* Emitter::run_sum() {
  if (const auto at = helpers_.find("run_sum"); at != helpers_.end()) return at->second;
  const auto resume = build_.saveIP();
  llvm::Type* word = build_.getInt64Ty();
  llvm::Function* f = make_function("run_sum", word, {build_.getPtrTy(), word, word});
  f->addFnAttr(llvm::Attribute::AlwaysInline);
  helpers_["run_sum"] = f;
  llvm::Value *readings = f->getArg(0), *first = f->getArg(1), *last = f->getArg(2);
  if (options_.vector_lanes > 0)
    build_.CreateRet(masked_run_sum(readings, first, last));
  else
    build_.CreateRet(fold(first, last, i64(0), [&](llvm::Value* at, llvm::Value* sum) {
      return build_.CreateAdd(sum, load_input(element(readings, at, 8), 64));
    }));
  build_.restoreIP(resume);
  return f;
}

// Energy of the demand window that begins at reading `first`.
llvm::Value* Emitter::window_energy(llvm::Value* readings, llvm::Value* first, llvm::Value* width) {
  return fold(first, build_.CreateAdd(first, width), i64(0), [&](llvm::Value* at, llvm::Value* sum) {
    return build_.CreateAdd(sum, load_input(element(readings, at, 8), 64));
  });
}

// The extreme window of each part goes to the part's record; 0 where a part has no window.
void Emitter::prepare_demand(std::size_t index) {
  const ir::DemandSlot& slot = program_.demands[index];
  const Place& place = layout_.demands[index];
  const bool least = slot.kind == DemandRef::Kind::minimum;
  llvm::Value* none = least ? constant(-1, place.width) : constant(0, place.width);
  loop(i64(0), part_count(slot.partition),
       [&](llvm::Value* part) { store(offset(part_record(slot.partition, part), place.offset), none); });
  llvm::Value* table = offset(window_pointer(offsetof(Window, demands)), index * sizeof(DemandTable));
  llvm::Value* runs = load_pointer(offset(table, offsetof(DemandTable, runs)));
  llvm::Value* count = load_input(offset(table, offsetof(DemandTable, count)), 64);
  llvm::Value* width = load_index(offset(table, offsetof(DemandTable, width)));
  llvm::Value* slide = load_index(offset(table, offsetof(DemandTable, slide)));
  llvm::Value* own = readings_of(slot.channel);
  llvm::Value* usage = slot.squared ? readings_of(kUsage) : nullptr;
  llvm::Value* reactive = slot.squared ? readings_of(kReactive) : nullptr;
  auto squared = [&](llvm::Value* energy) {
    llvm::Value* wide = build_.CreateSExt(energy, integer(128));
    return build_.CreateMul(wide, wide);
  };
  // Of one window: its energy, or the square of its apparent energy.
  auto measured = [&](llvm::Value* first) -> llvm::Value* {
    if (!slot.squared) return window_energy(own, first, width);
    llvm::Value* result = constant(0, 128);
    llvm::Value* computed = build_.CreateIsNull(own);
    llvm::Value* real = build_.CreateSelect(computed, usage, own);
    result = build_.CreateAdd(result, squared(window_energy(real, first, width)));
    llvm::Value* other = build_.CreateSelect(computed, reactive, own);
    llvm::Value* second = squared(window_energy(other, first, width));
    return build_.CreateAdd(result, build_.CreateSelect(computed, second, constant(0, 128)));
  };
  loop(i64(0), count, [&](llvm::Value* r) {
    llvm::Value* run = element(runs, r, sizeof(DemandRun));
    llvm::Value* first = load_index(offset(run, offsetof(DemandRun, first)));
    llvm::Value* windows = load_index(offset(run, offsetof(DemandRun, windows)));
    llvm::Value* record = offset(part_record(slot.partition, load_index(offset(run, offsetof(DemandRun, part)))), place.offset);
    llvm::Value* best = fold(i64(0), windows, load(record, place.width), [&](llvm::Value* w, llvm::Value* so_far) {
      llvm::Value* value = measured(build_.CreateAdd(first, build_.CreateMul(w, slide)));
      if (!least) return largest(so_far, value);
      return static_cast<llvm::Value*>(
          build_.CreateSelect(build_.CreateICmpSLT(so_far, constant(0, place.width)), value, smallest(so_far, value)));
    });
    store(record, best);
  });
  if (!least) return;
  loop(i64(0), part_count(slot.partition), [&](llvm::Value* part) {
    llvm::Value* record = offset(part_record(slot.partition, part), place.offset);
    store(record, largest(load(record, place.width), constant(0, place.width)));
  });
}

// Everything that needs the readings and no limits: buckets by segment and class, and demands. Runs before the blocks.
llvm::Function* Emitter::emit_interval_sources() {
  llvm::Function* sum = run_sum();
  llvm::Function* f = begin_account_function("intervals");
  f->addFnAttr(llvm::Attribute::NoInline);
  if (!program_.quantities.empty()) {
    llvm::Value* runs = window_pointer(offsetof(Window, runs));
    llvm::Value* count = load_input(offset(now_.window, offsetof(Window, run_count)), 64);
    llvm::Value* stride = build_.CreateMul(segment_count(), i64(layout_.classes.count()));
    for (std::uint32_t c = 0; c < layout_.channels.size(); ++c) {
      if (!sums_channel(layout_.channels[c])) continue;
      llvm::Value* buckets = element(scratch_pointer(layout_.buckets_base), build_.CreateMul(stride, i64(c)), 8);
      llvm::Value* readings = readings_of(layout_.channels[c]);
      loop(i64(0), count, [&](llvm::Value* r) {
        llvm::Value* run = element(runs, r, sizeof(Run));
        llvm::Value* energy =
            call(sum, {readings, load_index(offset(run, offsetof(Run, first))), load_index(offset(run, offsetof(Run, last)))});
        llvm::Value* bucket = element(buckets, load_index(offset(run, offsetof(Run, bucket))), 8);
        store(bucket, build_.CreateAdd(load(bucket, 64), energy));
      });
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
