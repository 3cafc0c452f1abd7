// Tiers that are filled as time goes: one walk over the runs of a pass. All readings of a run belong to one bucket, and tiers are filled in order, so
// what a run puts into each tier depends on its sum alone; an interval that crosses a limit is divided there by the same arithmetic.
#include "compiler/ir/limits.hpp"
#include "compiler/ir/ranges.hpp"
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

// In a part block only the part's runs count. `first_limit_counts` is false in a faulty kernel.
llvm::Value* Emitter::fill_tiers(const ir::Instruction& i, bool first_limit_counts) {
  const ir::TierPass& pass = program_.tier_passes[i.index];
  const ir::Range& denominator_range = *program_.values[i.operands.back().index].range;
  const int wide = std::max(ir::width_of({0, ir::BigInt(ir::kEnergyLimit) * denominator_range.high}), layout_.least_width);
  std::vector<llvm::Value*> limits;
  // A limit beyond all energy limits nothing: it is brought down to where the slots' width suffices.
  for (std::size_t k = 0; k + 1 < i.operands.size(); ++k) {
    const int limit_width = std::max(width(i.operands[k]), wide);
    llvm::Value* most =
        build_.CreateMul(fit(value(i.operands.back(), wide), limit_width), constant(ir::kEnergyLimit, limit_width));
    limits.push_back(fit(largest(smallest(value(i.operands[k], limit_width), most), constant(0, limit_width)), wide));
    if (k == 0 && !first_limit_counts) limits[0] = constant(0, wide);
  }
  llvm::Value* denominator = value(i.operands.back(), wide);
  llvm::Value* readings = readings_of(pass.channel);
  // Without readings the account has been refused (needs_intervals), and its window may have no steps.
  when(build_.CreateIsNotNull(data_of(readings)), [&] { walk_steps(i, readings, limits, denominator); });
  return nullptr;
}

void Emitter::walk_steps(const ir::Instruction& i, llvm::Value* readings, const std::vector<llvm::Value*>& limits,
                         llvm::Value* denominator) {
  const ir::TierPass& pass = program_.tier_passes[i.index];
  const auto wide = static_cast<int>(denominator->getType()->getIntegerBitWidth());
  llvm::Value* table = offset(window_pointer(offsetof(Window, steps)), i.index * sizeof(StepTable));
  llvm::Value* runs = load_pointer(offset(table, offsetof(StepTable, runs)));
  llvm::Value* count = load_input(offset(table, offsetof(StepTable, count)), 64);
  llvm::Value* base = scratch_pointer(layout_.passes_base);
  const std::uint32_t classes = layout_.classes.count();
  llvm::GlobalVariable* member_of_class = member_table(pass);
  llvm::Value* place = local(wide);  // what the step has filled so far
  llvm::Value* last_step = local(64);
  store(place, constant(0, wide));
  store(last_step, constant(-1, 64));
  loop(i64(0), count, [&](llvm::Value* r) {
    llvm::Value* run = element(runs, r, sizeof(StepRun));
    llvm::Value* bucket = load_index(offset(run, offsetof(StepRun, bucket)));
    llvm::Value* segment = build_.CreateUDiv(bucket, i64(classes));
    llvm::Value* member = load_input(element(member_of_class, build_.CreateURem(bucket, i64(classes)), 4), 32);
    llvm::Value* counts = build_.CreateICmpSGE(member, build_.getInt32(0));
    if (block_->kind != ir::Block::Kind::cycle) counts = build_.CreateAnd(counts, is_in_part(segment));
    when(counts, [&] {
      llvm::Value* step = load_index(offset(run, offsetof(StepRun, step)));
      llvm::Value* anew = build_.CreateICmpNE(step, load(last_step, 64));
      store(last_step, step);
      llvm::Value* before = build_.CreateSelect(anew, constant(0, wide), load(place, wide));
      llvm::Value* energy = sum_readings(readings, load_index(offset(run, offsetof(StepRun, first))),
                                         load_index(offset(run, offsetof(StepRun, last))));
      llvm::Value* after = build_.CreateAdd(before, build_.CreateMul(fit(energy, wide), denominator));
      store(place, after);
      llvm::Value* record = element(base, segment, layout_.pass_bytes);
      llvm::Value *low_before = constant(0, wide), *low_after = constant(0, wide);
      for (std::uint32_t tier = 0; tier < pass.tiers; ++tier) {
        llvm::Value* high_before = tier < limits.size() ? smallest(before, limits[tier]) : before;
        llvm::Value* high_after = tier < limits.size() ? smallest(after, limits[tier]) : after;
        llvm::Value* filled =
            build_.CreateSub(build_.CreateSub(high_after, high_before), build_.CreateSub(low_after, low_before));
        // Members of one tier have slots one after another, all of one width.
        const std::uint32_t slot = pass.first_slot + tier * pass.members;
        llvm::Value* first = offset(record, layout_.pass_slots[slot].offset);
        llvm::Value* at = element(first, build_.CreateZExt(member, build_.getInt64Ty()), static_cast<std::uint64_t>(wide / 8));
        store(at, build_.CreateAdd(load(at, wide), filled));
        low_before = high_before;
        low_after = high_after;
      }
    });
  });
}

// For each class: the member of the pass's periods, 0 without periods, -1 outside its scope.
llvm::GlobalVariable* Emitter::member_table(const ir::TierPass& pass) {
  std::vector<std::int32_t> members;
  for (std::uint32_t c = 0; c < layout_.classes.count(); ++c) {
    if (!layout_.classes.contains(c, pass.scope))
      members.push_back(-1);
    else
      members.push_back(pass.periods.valid() ? layout_.classes.member(c, pass.periods) : 0);
  }
  return table_of(members);
}

llvm::GlobalVariable* Emitter::table_of(const std::vector<std::int32_t>& numbers) {
  std::vector<llvm::Constant*> constants;
  for (std::int32_t n : numbers) constants.push_back(build_.getInt32(static_cast<std::uint32_t>(n)));
  auto* type = llvm::ArrayType::get(build_.getInt32Ty(), constants.size());
  return new llvm::GlobalVariable(*module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                  llvm::ConstantArray::get(type, constants));
}

// Is the segment one of the current part's?
llvm::Value* Emitter::is_in_part(llvm::Value* segment) {
  llvm::Value* table = part_table(block_->partition);
  llvm::Value* begin = element(load_pointer(offset(table, offsetof(PartTable, segment_begin))), now_.part, 4);
  llvm::Value* segments = load_pointer(offset(table, offsetof(PartTable, segments)));
  return fold(load_index(begin), load_index(offset(begin, 4)), build_.getInt1(false), [&](llvm::Value* at, llvm::Value* found) {
    return build_.CreateOr(found, build_.CreateICmpEQ(load_index(element(segments, at, 4)), segment));
  });
}

}  // namespace ratebook::native
