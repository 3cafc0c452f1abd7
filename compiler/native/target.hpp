// The machine that kernels are made for: its name and features (part of the cache's key), object code.
#pragma once
#include <string>

#include "compiler/native/llvm.hpp"
#include "language/base/result.hpp"

namespace ratebook::native {

struct HostCpu {
  std::string triple, name, features;  // "x86_64-pc-linux-gnu", "sapphirerapids", "+avx2,+avx512f,…"
};
// Asks the processor once; cheap, and does not start LLVM's code generators.
const HostCpu& host_cpu();

// LLVM's code generator for the host, one for each thread; the first call initialises it.
Result<llvm::TargetMachine*, std::string> target_machine(int optimisation);

// An ELF object, or assembly text.
Result<llvm::SmallVector<char, 0>, std::string> emit_object(llvm::Module& module, llvm::TargetMachine& machine,
                                                            llvm::CodeGenFileType type);

}  // namespace ratebook::native
