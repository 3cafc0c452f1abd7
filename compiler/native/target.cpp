#include "compiler/native/target.hpp"

#include <algorithm>
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
    const auto has = [&](llvm::StringRef name) {
      const auto at = features.find(name);
      return at != features.end() && at->second;
    };
    cpu.vector_lanes = has("avx512f") && has("avx512vl") ? 8 : has("avx2") ? 4 : 0;
    return cpu;
  }();
  return host;
}

Result<std::unique_ptr<llvm::TargetMachine>, std::string> target_machine(int optimisation) {
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
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
      cpu.triple, cpu.name, cpu.features, llvm::TargetOptions(), llvm::Reloc::PIC_, llvm::CodeModel::Small, level));
  if (!machine) return failure("LLVM cannot generate code for " + cpu.triple);
  return machine;
}

void optimise(llvm::Module& module, llvm::TargetMachine& machine, int optimisation) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager calls;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder passes(&machine);
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(calls);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, calls, modules);
  llvm::ModulePassManager pipeline = optimisation == 0 ? passes.buildO0DefaultPipeline(llvm::OptimizationLevel::O0)
                                                       : passes.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O3);
  pipeline.run(module, modules);
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
