// A compiled edition with its windows: program, classes, kernel, one WindowPlan for each key seen so far. Thread-safe.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "compiler/ir/programs.hpp"
#include "compiler/native/kernel.hpp"
#include "runtime/plan/meter_readings.hpp"

namespace ratebook {

class EditionKernel {
 public:
  // Lowers, optimises and compiles; the error is the compiler's or the machine's. `programs` may have lowered the edition already.
  static Result<std::unique_ptr<EditionKernel>, std::string> make(const WindowContext& base, const ir::LowerOptions& lower,
                                                                  const native::CompileOptions& compile,
                                                                  ir::Programs* programs = nullptr);

  const ir::Program& program() const { return program_; }
  const native::Kernel& kernel() const { return *kernel_; }
  const WindowContext& context() const { return context_; }
  const TariffReading& reading() const { return reading_; }
  const WindowPlan& window(const WindowKey& key);

 private:
  ir::Program program_;
  ir::ClassSpace classes_;
  WindowContext context_;
  TariffReading reading_;
  std::shared_ptr<const native::Kernel> kernel_;
  std::mutex mutex_;
  std::map<WindowKey, std::unique_ptr<WindowPlan>> windows_;
};

}  // namespace ratebook
