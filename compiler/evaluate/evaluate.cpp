#include "compiler/evaluate/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/evaluate/account_run.hpp"

namespace ratebook {

std::vector<std::string> evaluate(const ir::Program& program, const std::vector<ChannelId>& channels,
                                  const native::Batch& batch, std::uint64_t first, std::uint64_t last) {
  const ir::ClassSpace classes = ir::class_space(program);
  std::vector<std::string> breaches;
  for (std::uint64_t account = first; account < last; ++account)
    AccountRun(program, classes, channels, batch, account, breaches).run();
  return breaches;
}

}  // namespace ratebook
