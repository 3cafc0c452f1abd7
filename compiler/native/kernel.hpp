// A compiled program, ready to be called. Kernels hold no pointers and live in the object cache between runs.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "compiler/ir/program.hpp"
#include "compiler/native/abi.hpp"
#include "language/base/result.hpp"

namespace ratebook::native {

struct CompileOptions {
  // 0: LLVM's fast instruction selection. 3: its optimising one; several times slower to compile and hardly faster to run, since the loops over
  // readings are not compiled here (kernel_calls.hpp). Tests compare the two.
  int optimisation = 0;
  bool force_wide = false;              // every value in 128 bits or more (tests)
  std::vector<std::string> passes_off;  // by name (tests)
  std::string break_operation;          // test builds: a fault in this operation's lowering
  std::filesystem::path cache;          // directory of the object cache; empty: none
};

class Kernel {
 public:
  virtual ~Kernel() = default;
  virtual KernelFunction function() const = 0;
  // Which channels' readings the batch must hand over, in slot order.
  virtual const std::vector<ChannelId>& channels() const = 0;
  // Classes of the run table: the scopes' distinctions in one number. class_of is asked by the plan for each run it lays out.
  virtual std::size_t scratch_bytes(std::size_t segments, std::size_t parts) const = 0;
  virtual bool from_cache() const = 0;
};

// `program` after passes::run(…). Thread-safe. Errors: what LLVM or the disk said (the caller exits 4; there is no silent other engine).
Result<std::shared_ptr<const Kernel>, std::string> compile(const ir::Program& program, const CompileOptions& options);

enum class Stage : std::uint8_t { llvm, assembly };
Result<std::string, std::string> print_stage(const ir::Program& program, const CompileOptions& options, Stage stage);

}  // namespace ratebook::native
