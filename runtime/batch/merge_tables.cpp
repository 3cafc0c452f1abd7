#include "runtime/batch/merge_tables.hpp"

#include <algorithm>
#include <charconv>
#include <queue>

namespace ratebook {

namespace {

// The end of the row that begins at `at`, behind its line end; nothing when the text ends before. A row ends outside quotes.
std::optional<std::size_t> end_of_row(std::string_view text, std::size_t at) {
  bool quoted = false;
  for (std::size_t from = at;;) {
    const std::size_t end = text.find('\n', from);
    if (end == std::string_view::npos) return std::nullopt;
    if (std::count(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(end), '"') %
            2 !=
        0)
      quoted = !quoted;
    if (!quoted) return end + 1;
    from = end + 1;
  }
}

Outcome<void> copy_bytes(TableReader& from, std::uint64_t bytes, TableFile& into) {
  while (bytes > 0) {
    const auto next = from.peek();
    if (!next) return failure(next.error());
    if (next->empty()) return usage_failure(from.damage("rows are missing"));
    const std::string_view some = next->substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes, next->size())));
    if (auto written = into.write_bytes(some); !written) return written;
    from.take(some.size());
    bytes -= some.size();
  }
  return {};
}

// Rows among which a file of the result ends.
Outcome<void> write_split(std::string_view text, std::uint64_t rows, const TableReader& from, TableFile& into) {
  std::size_t at = 0;
  for (; rows > 0; --rows) {
    const auto end = end_of_row(text, at);
    if (!end) return usage_failure(from.damage("rows are missing"));
    if (auto written = into.write_row(text.substr(at, *end - at)); !written) return written;
    at = *end;
  }
  return at == text.size() ? Outcome<void>{} : usage_failure(from.damage("it has other rows than it should"));
}

template <std::size_t N>
std::optional<std::array<std::uint64_t, N>> numbers_of(std::string_view line) {
  std::array<std::uint64_t, N> numbers{};
  const char* at = line.data();
  const char* const end = at + line.size();
  for (std::size_t i = 0; i < N; ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return std::nullopt;
    const auto [behind, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc()) return std::nullopt;
    at = behind;
  }
  return at == end ? std::optional(numbers) : std::nullopt;
}

}  // namespace

std::optional<Placed> parse_bill_place(std::string_view line) {
  const auto n = numbers_of<4>(line);
  if (!n) return std::nullopt;
  const auto [row, bill_bytes, lines, line_bytes] = *n;
  return Placed{{0, row}, {Placed::Rows{1, bill_bytes}, {lines, line_bytes}}};
}

std::optional<Placed> parse_quarantine_place(std::string_view line) {
  const auto n = numbers_of<3>(line);
  if (!n) return std::nullopt;
  const auto [input, row, bytes] = *n;
  return Placed{{input, row}, {Placed::Rows{1, bytes}, {}}};
}

PlacedTables::PlacedTables(std::vector<Shard> shards, std::vector<TableFile*> into, Parse parse)
    : shards_(std::move(shards)), into_(std::move(into)), parse_(parse), next_(shards_.size()) {}

Outcome<bool> PlacedTables::next_place(std::size_t shard) {
  TableReader& places = shards_[shard].places;
  const auto ended = places.at_end();
  if (!ended) return failure(ended.error());
  if (*ended) return false;
  const auto line = places.take_line();
  if (!line) return failure(line.error());
  const auto placed = parse_(*line);
  if (!placed || placed->place < next_[shard].place) return usage_failure(places.damage("`" + std::string(*line) + "`"));
  next_[shard] = *placed;
  return true;
}

Outcome<void> PlacedTables::copy_pending(std::size_t shard, std::size_t table) {
  const Placed::Rows pending = std::exchange(pending_[table], {});
  if (auto begun = into_[table]->begin_rows(pending.rows); !begun) return begun;
  return copy_bytes(shards_[shard].tables[table], pending.bytes, *into_[table]);
}

Outcome<void> PlacedTables::copy_pending(std::size_t shard) {
  for (std::size_t table = 0; table < into_.size(); ++table) {
    if (auto copied = copy_pending(shard, table); !copied) return copied;
  }
  return {};
}

Outcome<void> PlacedTables::take(std::size_t shard) {
  for (std::size_t table = 0; table < into_.size(); ++table) {
    const Placed::Rows& own = next_[shard].of[table];
    if (pending_[table].rows + own.rows > into_[table]->room()) {
      if (auto copied = copy_pending(shard, table); !copied) return copied;
    }
    if (own.rows > into_[table]->room()) {
      TableReader& from = shards_[shard].tables[table];
      std::string text;
      if (auto taken = from.take_into(own.bytes, text); !taken) return taken;
      if (auto written = write_split(text, own.rows, from, *into_[table]); !written) return written;
      continue;
    }
    pending_[table].rows += own.rows;
    pending_[table].bytes += own.bytes;
  }
  return {};
}

Outcome<void> PlacedTables::merge() {
  using Head = std::pair<std::pair<std::uint64_t, std::uint64_t>, std::size_t>;  // place, shard
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
  for (std::size_t s = 0; s < shards_.size(); ++s) {
    const auto more = next_place(s);
    if (!more) return failure(more.error());
    if (*more) heads.emplace(next_[s].place, s);
  }
  while (!heads.empty()) {
    const std::size_t shard = heads.top().second;
    heads.pop();
    for (;;) {  // as long as the others come later
      if (auto taken = take(shard); !taken) return taken;
      const auto more = next_place(shard);
      if (!more) return failure(more.error());
      if (!*more) break;
      if (!heads.empty() && heads.top().first < next_[shard].place) {
        heads.emplace(next_[shard].place, shard);
        break;
      }
    }
    if (auto copied = copy_pending(shard); !copied) return copied;
  }
  for (Shard& shard : shards_) {
    for (TableReader& table : shard.tables) {
      const auto ended = table.at_end();
      if (!ended) return failure(ended.error());
      if (!*ended) return usage_failure(table.damage("it has rows without a place"));
    }
  }
  return {};
}

Outcome<void> copy_table(TableReader& from, TableFile& into) {
  for (const ResultFile& file : from.files()) {
    std::uint64_t rest = file.rows;
    if (rest <= into.room()) {  // the file as it is
      if (auto begun = into.begin_rows(rest); !begun) return begun;
      const std::uint64_t header = from.header_bytes();
      if (auto copied = copy_bytes(from, file.bytes - std::min(file.bytes, header), into); !copied) return copied;
      continue;
    }
    std::string text;  // rows of it that are not whole yet
    while (rest > 0) {
      const auto next = from.peek();
      if (!next) return failure(next.error());
      if (next->empty()) return usage_failure(from.damage("rows are missing"));
      text += *next;
      from.take(next->size());
      std::size_t at = 0;
      for (; rest > 0; --rest) {
        const auto end = end_of_row(text, at);
        if (!end) break;
        if (auto written = into.write_row(std::string_view(text).substr(at, *end - at)); !written) return written;
        at = *end;
      }
      text.erase(0, at);
    }
    if (!text.empty()) return usage_failure(from.damage("it has other rows than it should"));
  }
  const auto ended = from.at_end();
  if (!ended) return failure(ended.error());
  return *ended ? Outcome<void>{} : usage_failure(from.damage("it has other rows than it should"));
}

}  // namespace ratebook
