// Shares of a run: `--shard 2/7` rates the accounts of one range of ids out of seven. Ranges are found from the accounts file alone, the same in
// every shard whatever the order of its rows, and hold about equally many accounts: exactly as many where the file has fewer than 100,000.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/io/account_range.hpp"
#include "runtime/io/input_set.hpp"
#include "runtime/io/task_pool.hpp"

namespace ratebook {

struct Shard {
  std::uint32_t index = 1;  // 1 … of
  std::uint32_t of = 1;     // 1 … kMostShards
  std::string words() const { return std::to_string(index) + "/" + std::to_string(of); }
};
inline constexpr std::uint32_t kMostShards = 10000;

// "2/7"; nothing when it is no shard.
std::optional<Shard> parse_shard(std::string_view text);

// The accounts of a shard. The accounts file is read from its start, and at its start again afterwards. Failures: as of reading it.
Outcome<AccountRange> accounts_of_shard(InputSet& inputs, Shard shard, TaskPool& pool, std::size_t chunk_bytes);

}  // namespace ratebook
