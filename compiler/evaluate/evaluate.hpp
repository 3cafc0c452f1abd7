// Runs a program directly, in integers of any size, over a kernel's buffers.
//
//   evaluate(program, batch, 0, batch.accounts);    // instead of kernel->function()(&batch, 0, batch.accounts)
#pragma once
#include <string>
#include <vector>

#include "compiler/ir/program.hpp"
#include "compiler/native/abi.hpp"

namespace ratebook {

// Readings of the batch are by channel slot in the order of Kernel::channels. Returns what broke the program's promises: values outside their
// proven ranges (none in a sound program with inputs in range).
std::vector<std::string> evaluate(const ir::Program& program, const std::vector<ChannelId>& channels,
                                  const native::Batch& batch, std::uint64_t first, std::uint64_t last);

}  // namespace ratebook
