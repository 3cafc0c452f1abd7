// Walks over intervals or hours: the energies of each step are put into the frame, then the block's code runs for it.
#include "compiler/native/emitter.hpp"

namespace ratebook::native {

// Which classes each slot counts, as 0 or 1: [slot of the block][class].
llvm::GlobalVariable* Emitter::class_table(const std::vector<std::uint32_t>& slots) {
  std::vector<std::int32_t> holds;
  for (std::uint32_t slot : slots)
    for (std::uint32_t c = 0; c < layout_.classes.count(); ++c)
      holds.push_back(layout_.classes.contains(c, program_.quantities[slot].scope) ? 1 : 0);
  return table_of(holds);
}

llvm::Function* Emitter::emit_step_walk(const ir::Block& block, const std::vector<llvm::Function*>& steps) {
  block_ = &block;
  const ir::StepWalk& walk = program_.walks[block.walk];
  const std::vector<std::uint32_t> slots = step_slots(program_, block);
  llvm::Function* f = begin_account_function("walk_" + block.name);
  llvm::GlobalVariable* classes = slots.empty() ? nullptr : class_table(slots);
  llvm::Value* last_step = local(64);
  store(last_step, constant(-1, 64));
  std::vector<llvm::Value*> readings, data;
  llvm::Value* measured = build_.getInt1(true);
  for (std::uint32_t slot : slots) {
    readings.push_back(readings_of(program_.quantities[slot].channel));
    data.push_back(data_of(readings.back()));
    measured = build_.CreateAnd(measured, build_.CreateIsNotNull(data.back()));
  }
  auto place = [&](std::size_t n) { return offset(now_.scratch, layout_.step_energies[slots[n]].offset); };
  auto run_step = [&] {
    for (llvm::Function* step : steps) call(step, {now_.batch, now_.account, now_.window, now_.scratch, now_.part});
  };
  // Without readings the account has been refused (needs_intervals), and its window may have no walks.
  when(measured, [&] {
    llvm::Value* table = offset(window_pointer(offsetof(Window, walks)), block.walk * sizeof(StepTable));
    llvm::Value* runs = load_pointer(offset(table, offsetof(StepTable, runs)));
    llvm::Value* count = load_input(offset(table, offsetof(StepTable, count)), 64);
    loop(i64(0), count, [&](llvm::Value* r) {
      llvm::Value* run = element(runs, r, sizeof(StepRun));
      llvm::Value* bucket = load_index(offset(run, offsetof(StepRun, bucket)));
      llvm::Value* cls = build_.CreateURem(bucket, i64(layout_.classes.count()));
      llvm::Value* first = load_index(offset(run, offsetof(StepRun, first)));
      llvm::Value* last = load_index(offset(run, offsetof(StepRun, last)));
      llvm::Value* here = program_.partitions[block.partition].whole()
                              ? static_cast<llvm::Value*>(build_.getInt1(true))
                              : is_in_part(build_.CreateUDiv(bucket, i64(layout_.classes.count())));
      when(here, [&] {
        std::vector<llvm::Value*> counted;
        for (std::size_t n = 0; n < slots.size(); ++n) {
          llvm::Value* row = build_.CreateAdd(cls, i64(n * layout_.classes.count()));
          counted.push_back(build_.CreateTrunc(load_input(element(classes, row, 4), 32), build_.getInt1Ty()));
        }
        if (walk.kind == ir::StepWalk::Kind::interval) {
          loop(first, last, [&](llvm::Value* at) {
            for (std::size_t n = 0; n < slots.size(); ++n)
              store(place(n), build_.CreateSelect(counted[n], load_input(element(data[n], at, 8), 64), i64(0)));
            run_step();
          });
        } else {
          llvm::Value* step = load_index(offset(run, offsetof(StepRun, step)));
          llvm::Value* before = load(last_step, 64);
          llvm::Value* anew = build_.CreateICmpNE(step, before);
          when(build_.CreateAnd(anew, build_.CreateICmpSGE(before, i64(0))), run_step);
          store(last_step, step);
          for (std::size_t n = 0; n < slots.size(); ++n) {
            llvm::Value* energy = build_.CreateSelect(counted[n], sum_readings(readings[n], first, last), i64(0));
            store(place(n), build_.CreateAdd(build_.CreateSelect(anew, i64(0), load(place(n), 64)), energy));
          }
        }
      });
    });
    if (walk.kind == ir::StepWalk::Kind::hour) when(build_.CreateICmpSGE(load(last_step, 64), i64(0)), run_step);
  });
  build_.CreateRetVoid();
  return f;
}

}  // namespace ratebook::native
