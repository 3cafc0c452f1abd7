// An input file as groups of rows, one group an account, accounts ascending by id (byte by byte): the file's own order when that is ascending,
// else sorted beyond memory. Within a group rows are in file order, whatever the file's order is.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/io/record_bytes.hpp"
#include "runtime/io/record_sorter.hpp"
#include "runtime/io/row_source.hpp"

namespace ratebook {

// All rows of one account in one file. Valid until the group is taken or cleared again.
template <class Row>
struct RowGroup {
  std::vector<Row> rows;
  std::vector<BadRow> bad;

  void clear() {
    rows.clear();
    bad.clear();
    chunks.clear();
    records.clear();
    pool = {};
  }
  // what the rows point into
  std::vector<std::shared_ptr<ParsedRows<Row>>> chunks;
  std::deque<std::string> records;
  typename Row::Pool pool;
};

struct SortMemory {
  std::string directory;  // of the temporary files
  std::size_t bytes = std::size_t{128} << 20;
};

template <class Row>
class GroupStream {
 public:
  // Takes rows that were refused and do not tell their account.
  using Loose = std::function<Outcome<void>(const BadRow&)>;

  GroupStream(std::size_t input, std::unique_ptr<RowSource<Row>> source, Loose loose)
      : input_(input), source_(std::move(source)), loose_(std::move(loose)) {}

  // Passes over the rows of all other accounts; of one account alone, any order of the file will do.
  void take_only(AccountRange accounts) {
    source_->take_only(accounts);
    only_ = std::move(accounts);
  }

  // Reads and sorts all of the file; before the first peek().
  Outcome<void> sort(const SortMemory& memory) {
    sorter_.emplace(memory.directory, memory.bytes);
    std::string key, record;
    for (;;) {
      const auto chunk = next_chunk();
      if (!chunk) return failure(chunk.error());
      if (!*chunk) break;
      count_rounded(**chunk);
      for (const Row& row : (*chunk)->rows) {
        if (only_ && !only_->contains(row.id)) continue;
        record.assign(1, 'R');
        RecordWriter writer(record);
        row.encode(writer);
        if (auto added = sorter_->add(key_of(key, row.id, row.line), record); !added) return added;
      }
      for (const BadRow& bad : (*chunk)->bad) {
        if (bad.id.empty()) {
          if (auto told = tell_loose(bad); !told) return told;
          continue;
        }
        if (only_ && !only_->contains(bad.id)) continue;
        record.assign(1, 'B');
        RecordWriter writer(record);
        encode_bad(bad, writer);
        if (auto added = sorter_->add(key_of(key, bad.id, bad.line), record); !added) return added;
      }
    }
    return sorter_->sort();
  }

  // The id of the next group; nothing at the end.
  Outcome<std::optional<std::string_view>> peek() {
    if (!id_known_) {
      if (auto moved = sorter_ ? next_sorted() : next_parsed(); !moved) return failure(moved.error());
      id_known_ = true;
    }
    return has_next_ ? std::optional<std::string_view>(id_) : std::nullopt;
  }

  // The group whose id peek() returned. Failure (out_of_order): an earlier id follows.
  Outcome<void> take(RowGroup<Row>& group) {
    group.clear();
    if (auto seen = peek(); !seen) return failure(seen.error());
    last_id_.assign(id_);
    do {
      if (auto taken = sorter_ ? take_sorted(group) : take_parsed(group); !taken) return taken;
      if (auto moved = sorter_ ? next_sorted() : next_parsed(); !moved) return moved;
    } while (has_next_ && id_ == last_id_);
    if (sorter_) settle(group);
    taken_ += group.bad.size();
    for (const Row& row : group.rows) taken_ += rows_of(row);
    if (has_next_ && id_ < last_id_) {
      return failure(Failure{Failure::Kind::out_of_order, source_->name() + " is not ascending by account_id", input_});
    }
    return {};
  }

  std::uint64_t records() const { return source_->records(); }  // of the file, whatever accounts are taken
  std::uint64_t taken() const { return taken_; }                // of them, those that groups and `loose` were given
  std::uint64_t bytes() const { return source_->bytes(); }
  std::uint64_t rounded() const { return rounded_; }
  std::string digest() { return source_->digest(); }

 private:
  static const std::string& key_of(std::string& key, std::string_view id, std::uint64_t line) {
    key.assign(id);
    key += '\0';
    append_key(key, line);
    return key;
  }
  Outcome<std::shared_ptr<ParsedRows<Row>>> next_chunk() {
    auto chunk = source_->next();
    if (!chunk) chunk.error().input = input_;
    return chunk;
  }

  // -- in file order --
  Outcome<void> next_parsed() {
    has_next_ = false;
    for (;;) {
      while (chunk_ && at_bad_ < chunk_->bad.size() && chunk_->bad[at_bad_].id.empty() && bad_is_next()) {
        if (auto told = tell_loose(chunk_->bad[at_bad_++]); !told) return told;
      }
      if (only_ && chunk_ && pass_over()) continue;
      if (chunk_ && (at_row_ < chunk_->rows.size() || at_bad_ < chunk_->bad.size())) break;
      const auto chunk = next_chunk();
      if (!chunk) return failure(chunk.error());
      chunk_ = *chunk;
      at_row_ = at_bad_ = 0;
      if (!chunk_) return {};
      count_rounded(*chunk_);
    }
    has_next_ = true;
    id_ = bad_is_next() ? std::string_view(chunk_->bad[at_bad_].id) : chunk_->rows[at_row_].id;
    return {};
  }
  Outcome<void> tell_loose(const BadRow& bad) {
    if (only_ && !only_->has_rows_without_id()) return {};
    ++taken_;
    return loose_(bad);
  }
  // True when the next row was another account's.
  bool pass_over() {
    if (at_row_ == chunk_->rows.size() && at_bad_ == chunk_->bad.size()) return false;
    if (only_->contains(bad_is_next() ? std::string_view(chunk_->bad[at_bad_].id) : chunk_->rows[at_row_].id)) return false;
    ++(bad_is_next() ? at_bad_ : at_row_);
    return true;
  }
  bool bad_is_next() const {
    if (at_bad_ == chunk_->bad.size() || at_row_ == chunk_->rows.size()) return at_bad_ < chunk_->bad.size();
    const BadRow& bad = chunk_->bad[at_bad_];
    const Row& row = chunk_->rows[at_row_];
    if (chunk_->by_account && bad.id != row.id) return bad.id < row.id;
    return bad.line < row.line;
  }
  Outcome<void> take_parsed(RowGroup<Row>& group) {
    if (group.chunks.empty() || group.chunks.back() != chunk_) group.chunks.push_back(chunk_);
    if (bad_is_next())
      group.bad.push_back(std::move(chunk_->bad[at_bad_++]));
    else
      group.rows.push_back(chunk_->rows[at_row_++]);
    return {};
  }

  // -- sorted --
  Outcome<void> next_sorted() {
    std::string_view key;
    const auto more = sorter_->next(key, record_);
    if (!more) return failure(more.error());
    has_next_ = *more;
    if (has_next_) id_ = key.substr(0, key.size() - sizeof(std::uint64_t) - 1);
    return {};
  }
  Outcome<void> take_sorted(RowGroup<Row>& group) {
    const std::string& kept = group.records.emplace_back(record_);
    RecordReader in(std::string_view(kept).substr(1));
    if (kept[0] == 'B')
      group.bad.push_back(decode_bad(in));
    else
      group.rows.push_back(Row::decode(in, group.pool));
    return {};
  }
  static void settle(RowGroup<Row>& group) {
    for (Row& row : group.rows) row.settle(group.pool);
  }

  static std::uint64_t rows_of(const Row& row) {
    if constexpr (requires { row.rows(); }) return row.rows();
    return 1;
  }
  void count_rounded(const ParsedRows<Row>& chunk) {
    if constexpr (requires { chunk.pool.rounded; }) rounded_ += chunk.pool.rounded;
  }

  std::size_t input_;
  std::unique_ptr<RowSource<Row>> source_;
  Loose loose_;
  std::optional<RecordSorter> sorter_;
  std::shared_ptr<ParsedRows<Row>> chunk_;
  std::size_t at_row_ = 0, at_bad_ = 0;
  std::string_view id_, record_;
  std::string last_id_;
  std::optional<AccountRange> only_;
  bool id_known_ = false, has_next_ = false;
  std::uint64_t rounded_ = 0, taken_ = 0;
};

}  // namespace ratebook
