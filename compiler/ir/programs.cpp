#include "compiler/ir/programs.hpp"

namespace ratebook::ir {

const Programs::Lowered& Programs::of(const CheckedTariff& edition, Source source) {
  Slot* slot = nullptr;
  {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Slot>& at = slots_[{&edition, source}];
    if (!at) at = std::make_unique<Slot>();
    slot = at.get();
  }
  std::call_once(slot->once, [&] {
    DiagnosticSink sink;
    slot->lowered.program = lower(edition, {source, {}}, sink);
    slot->lowered.said = sink.all();
  });
  return slot->lowered;
}

}  // namespace ratebook::ir
