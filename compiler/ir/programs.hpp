// The programs of a book's editions, each lowered once however many ask: the check that an edition has a kernel, its digest, its kernel.
// Thread-safe.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "compiler/ir/lower.hpp"

namespace ratebook::ir {

class Programs {
 public:
  struct Lowered {
    std::optional<Program> program;
    std::vector<Diagnostic> said;  // why there is none
  };
  // `edition` must stay where it is as long as the programs are asked for.
  const Lowered& of(const CheckedTariff& edition, Source source);

 private:
  struct Slot {
    std::once_flag once;
    Lowered lowered;
  };
  std::mutex mutex_;
  std::map<std::pair<const CheckedTariff*, Source>, std::unique_ptr<Slot>> slots_;
};

}  // namespace ratebook::ir
