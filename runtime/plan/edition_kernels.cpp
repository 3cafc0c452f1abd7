#include "runtime/plan/edition_kernels.hpp"

#include <fmt/format.h>

#include "compiler/passes/passes.hpp"

namespace ratebook {

Result<std::unique_ptr<EditionKernel>, std::string> EditionKernel::make(const WindowContext& base,
                                                                        const ir::LowerOptions& lower,
                                                                        const native::CompileOptions& compile,
                                                                        ir::Programs* programs) {
  std::optional<ir::Program> program;
  std::vector<Diagnostic> said;
  if (programs != nullptr && lower.given_measures.empty()) {
    const ir::Programs::Lowered& lowered = programs->of(*base.tariff, lower.source);
    program = lowered.program;
    said = lowered.said;
  } else {
    DiagnosticSink sink;
    program = ir::lower(*base.tariff, lower, sink);
    said = sink.all();
  }
  if (!program) {
    std::string why;
    for (const Diagnostic& d : said)
      why += fmt::format("{}{}: {}", why.empty() ? base.tariff->id + ": " : "; ", code_word(d.code), d.message);
    return failure(why);
  }
  auto result = std::make_unique<EditionKernel>();
  result->program_ = passes::run(std::move(*program), {compile.passes_off}).program;
  result->classes_ = ir::class_space(*base.tariff, result->program_);
  result->context_ = base;
  result->context_.program = &result->program_;
  result->context_.classes = &result->classes_;
  result->reading_ = reading_of(*base.tariff);
  auto kernel = native::compile(result->program_, compile);
  if (!kernel) return failure(base.tariff->id + ": " + kernel.error());
  result->kernel_ = std::move(*kernel);
  return result;
}

const WindowPlan& EditionKernel::window(const WindowKey& key) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<WindowPlan>& plan = windows_[key];
  if (!plan) plan = std::make_unique<WindowPlan>(context_, key);
  return *plan;
}

}  // namespace ratebook
