#include "compiler/passes/passes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "compiler/ir/ranges.hpp"
#include "compiler/ir/verify.hpp"

namespace ratebook::passes {

namespace {

struct Pass {
  std::string_view name;
  ir::Program (*function)(const ir::Program&);
};
constexpr Pass kPasses[] = {
#define PASS(name, function, effect) {#name, function},
#include "compiler/passes/pass.def"
};

// A malformed program is our own mistake: going on could bill wrongly.
void insist(const ir::Program& program, std::string_view after) {
  const std::vector<std::string> breaches = ir::verify(program);
  if (breaches.empty()) return;
  fmt::print(stderr, "the program of {} is malformed after {}:\n", program.tariff_id, after);
  for (const std::string& b : breaches) fmt::print(stderr, "  {}\n", b);
  std::abort();
}

std::size_t size(const ir::Program& program) {
  std::size_t n = 0;
  for (const ir::Block& b : program.blocks) n += b.code.size();
  return n;
}

}  // namespace

std::vector<std::string_view> pass_names() {
  std::vector<std::string_view> names;
  for (const Pass& p : kPasses) names.push_back(p.name);
  return names;
}

Outcome run(ir::Program program, const RunOptions& options) {
  Outcome outcome;
  ir::compute_ranges(program);
  insist(program, "lowering");
  for (const Pass& pass : kPasses) {
    if (std::find(options.off.begin(), options.off.end(), pass.name) != options.off.end()) continue;
    const auto start = std::chrono::steady_clock::now();
    ir::Program next = pass.function(program);
    ir::compute_ranges(next);
    outcome.runs.push_back({pass.name, std::chrono::steady_clock::now() - start, size(program), size(next)});
    insist(next, pass.name);
    program = std::move(next);
  }
  outcome.program = std::move(program);
  return outcome;
}

}  // namespace ratebook::passes
