#include "compiler/native/target.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace ratebook::native {

const HostCpu& host_cpu() {
  static const HostCpu host = [] {
    HostCpu cpu;
    cpu.triple = llvm::sys::getProcessTriple();
    cpu.name = llvm::sys::getHostCPUName().str();
    const llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
    std::vector<std::string> words;
    for (const auto& f : features) words.push_back((f.second ? "+" : "-") + f.first().str());
    std::sort(words.begin(), words.end());
    for (const std::string& w : words) cpu.features += (cpu.features.empty() ? "" : ",") + w;
    return cpu;
  }();
  return host;
}

Result<llvm::TargetMachine*, std::string> target_machine(int optimisation) {
  // Machines may not be shared between threads; making one costs as much as compiling a small function.
  thread_local std::map<int, std::unique_ptr<llvm::TargetMachine>> machines;
  std::unique_ptr<llvm::TargetMachine>& machine = machines[optimisation];
  if (machine) return machine.get();
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
  const HostCpu& cpu = host_cpu();
  std::string error;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(cpu.triple, error);
  if (target == nullptr) return failure("LLVM has no code generator for " + cpu.triple + ": " + error);
  const auto level = optimisation == 0 ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Default;
  machine.reset(target->createTargetMachine(cpu.triple, cpu.name, cpu.features, llvm::TargetOptions(), llvm::Reloc::PIC_,
                                            llvm::CodeModel::Small, level));
  if (!machine) return failure("LLVM cannot generate code for " + cpu.triple);
  return machine.get();
}

Result<llvm::SmallVector<char, 0>, std::string> emit_object(llvm::Module& module, llvm::TargetMachine& machine,
                                                            llvm::CodeGenFileType type) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  llvm::legacy::PassManager generator;
  if (machine.addPassesToEmitFile(generator, out, nullptr, type))
    return failure(std::string("LLVM cannot write this kind of file"));
  generator.run(module);
  return bytes;
}

}  // namespace ratebook::native
