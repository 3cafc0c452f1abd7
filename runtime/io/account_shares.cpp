#define XXH_INLINE_ALL
#include "runtime/io/account_shares.hpp"

#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "runtime/io/parsed_stream.hpp"

namespace ratebook {

namespace {

// The ids with the least hashes: the same sample whatever the order of the rows and however often an id comes.
class IdSample {
 public:
  void add(std::string_view id) {
    const XXH64_hash_t hash = XXH3_64bits(id.data(), id.size());
    if (least_.size() == kIds && hash > least_.rbegin()->first) return;
    least_.emplace(hash, id);
    if (least_.size() > kIds) least_.erase(std::prev(least_.end()));
  }
  std::vector<std::string> ascending() && {
    std::vector<std::string> ids;
    while (!least_.empty()) ids.push_back(std::move(least_.extract(least_.begin()).value().second));
    std::sort(ids.begin(), ids.end());
    return ids;
  }

 private:
  static constexpr std::size_t kIds = 100000;
  std::set<std::pair<std::uint64_t, std::string>> least_;
};

std::optional<std::uint32_t> number_of(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Shard> parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto index = number_of(text.substr(0, slash)), of = number_of(text.substr(slash + 1));
  if (!index || !of || *index < 1 || *index > *of || *of > kMostShards) return std::nullopt;
  return Shard{*index, *of};
}

Outcome<AccountRange> accounts_of_shard(InputSet& inputs, Shard shard, TaskPool& pool, std::size_t chunk_bytes) {
  IdSample sample;
  {
    ParsedStream<AccountParser> rows(inputs.file(0), inputs.accounts(), pool, chunk_bytes);
    for (;;) {
      const auto chunk = rows.next();
      if (!chunk) return failure(chunk.error());
      if (!*chunk) break;
      std::string_view before;
      for (const AccountRow& row : (*chunk)->rows) {
        if (row.id != before) sample.add(row.id);
        before = row.id;
      }
    }
  }
  if (auto rewound = inputs.file(0).rewind(); !rewound) return failure(rewound.error());
  const std::vector<std::string> ids = std::move(sample).ascending();
  // Without any account everything is the last shard's, but rows without an id.
  const auto cut = [&](std::uint64_t before) { return ids.empty() ? std::string() : ids[before * ids.size() / shard.of]; };
  AccountRange range;
  if (shard.index > 1) range.from = cut(shard.index - 1);
  if (shard.index < shard.of) range.until = cut(shard.index);
  return range;
}

}  // namespace ratebook
