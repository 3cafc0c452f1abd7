// Programs in, better programs out: the same results, the same errors, fewer and narrower operations. Lists that a plan lays out for (fields,
// attributes, slots, rows) are never changed, so that what an account needs does not depend on the passes.
//
//   Outcome done = passes::run(std::move(program), {});
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/program.hpp"

namespace ratebook::passes {

struct RunOptions {
  std::vector<std::string> off;  // names of pass.def
};
struct PassRun {
  std::string_view name;
  std::chrono::nanoseconds time{};
  std::size_t before = 0, after = 0;  // instructions
};
struct Outcome {
  ir::Program program;  // with ranges, verified
  std::vector<PassRun> runs;
};

// Asserts that the program is well formed before the first pass and after each.
Outcome run(ir::Program program, const RunOptions& options);

std::vector<std::string_view> pass_names();

// The passes (pass.def).
#define PASS(name, function, effect) ir::Program function(const ir::Program& program);
#include "compiler/passes/pass.def"

}  // namespace ratebook::passes
