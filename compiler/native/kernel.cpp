#include "compiler/native/kernel.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/operation.hpp"
#include "compiler/ir/print.hpp"
#include "compiler/native/emitter.hpp"
#include "compiler/native/jit.hpp"
#include "compiler/native/object_cache.hpp"
#include "compiler/native/target.hpp"
#include "language/base/digest.hpp"

namespace ratebook::native {

namespace {

// Changes with every change of the generated code: part of the cache's key.
constexpr int kCodeGeneration = 2;

class CompiledKernel final : public Kernel {
 public:
  CompiledKernel(Layout layout, std::unique_ptr<LinkedObject> object, bool from_cache)
      : layout_(std::move(layout)), object_(std::move(object)), from_cache_(from_cache) {}
  KernelFunction function() const override { return object_->entry(); }
  const std::vector<ChannelId>& channels() const override { return layout_.channels; }
  std::size_t scratch_bytes(std::size_t segments, std::size_t parts) const override {
    return layout_.scratch_bytes(segments, parts);
  }
  bool from_cache() const override { return from_cache_; }

 private:
  Layout layout_;
  std::unique_ptr<LinkedObject> object_;
  bool from_cache_;
};

struct Job {
  const ir::Program& program;
  const CompileOptions& options;
  std::vector<Chunk> chunks;
  Layout layout;
  EmitOptions emit;
};

Result<Job, std::string> prepare(const ir::Program& program, const CompileOptions& options) {
  Job job{program, options, chunks_of(program), {}, {}};
  job.layout = lay_out(program, ir::class_space(program), job.chunks, options.force_wide ? 128 : 64);
  if (!options.break_operation.empty()) {
#ifdef RATEBOOK_FAULTS
    job.emit.broken = ir::operation_named(options.break_operation);
    if (!job.emit.broken) return failure("there is no operation `" + options.break_operation + "`");
#else
    return failure(std::string("this build has no faults to put in (RATEBOOK_FAULTS)"));
#endif
  }
  return job;
}

std::string cache_key(const Job& job) {
  const HostCpu& cpu = host_cpu();
  const std::string all = fmt::format(
      "{}\nir {} abi {} code {} llvm {}.{}.{}\n{} {} {}\nO{} wide {} break {}", ir::print(job.program), ir::kSchemaVersion,
      kAbiVersion, kCodeGeneration, LLVM_VERSION_MAJOR, LLVM_VERSION_MINOR, LLVM_VERSION_PATCH, cpu.triple, cpu.name,
      cpu.features, job.options.optimisation, job.options.force_wide, job.options.break_operation);
  return sha256_digest(all).substr(std::string_view("sha256:").size());
}

// The module, checked by LLVM's own verifier.
struct Generated {
  std::unique_ptr<llvm::LLVMContext> context;
  llvm::TargetMachine* machine = nullptr;
  std::unique_ptr<llvm::Module> module;
};
Result<Generated, std::string> generate(const Job& job) {
  auto machine = target_machine(job.options.optimisation);
  if (!machine) return failure(machine.error());
  Generated g;
  g.context = std::make_unique<llvm::LLVMContext>();
  g.machine = *machine;
  g.module = Emitter(job.program, job.layout, job.chunks, job.emit, *g.context).run();
  g.module->setDataLayout(g.machine->createDataLayout());
  g.module->setTargetTriple(host_cpu().triple);
  std::string problem;
  llvm::raw_string_ostream out(problem);
  if (llvm::verifyModule(*g.module, &out)) return failure("generated code is malformed: " + out.str());
  return g;
}

}  // namespace

Result<std::shared_ptr<const Kernel>, std::string> compile(const ir::Program& program, const CompileOptions& options) {
  auto job = prepare(program, options);
  if (!job) return failure(job.error());
  const ObjectCache cache(options.cache);
  std::string key;
  if (!options.cache.empty()) key = cache_key(*job);
  const std::string name = program.tariff_id + "@" + program.edition;
  if (!key.empty())
    if (const auto object = cache.load(key))
      if (auto linked = link_object(*object, name))
        return std::make_shared<const CompiledKernel>(std::move(job->layout), std::move(*linked), true);
  auto generated = generate(*job);
  if (!generated) return failure(generated.error());
  auto object = emit_object(*generated->module, *generated->machine, llvm::CodeGenFileType::ObjectFile);
  if (!object) return failure(object.error());
  auto linked = link_object({object->data(), object->size()}, name);
  if (!linked) return failure(linked.error());
  if (!key.empty()) cache.store(key, {object->begin(), object->end()});
  return std::make_shared<const CompiledKernel>(std::move(job->layout), std::move(*linked), false);
}

Result<std::string, std::string> print_stage(const ir::Program& program, const CompileOptions& options, Stage stage) {
  auto job = prepare(program, options);
  if (!job) return failure(job.error());
  auto generated = generate(*job);
  if (!generated) return failure(generated.error());
  if (stage == Stage::assembly) {
    auto text = emit_object(*generated->module, *generated->machine, llvm::CodeGenFileType::AssemblyFile);
    if (!text) return failure(text.error());
    return std::string(text->begin(), text->end());
  }
  std::string text;
  llvm::raw_string_ostream out(text);
  generated->module->print(out, nullptr);
  return text;
}

}  // namespace ratebook::native
