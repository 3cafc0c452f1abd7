// Tables of shards put together by copying. Bills with their lines, and quarantine records, go by their places (bill_places.csv,
// quarantine_places.csv), the least first; rows of a table are looked at only where a file of the result ends between them.
#pragma once
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/io/table_file.hpp"
#include "runtime/io/table_reader.hpp"

namespace ratebook {

// Something that stands together in the result: a bill with its lines, or a quarantine record.
struct Placed {
  static constexpr std::size_t kTables = 2;
  struct Rows {
    std::uint64_t rows = 0, bytes = 0;
  };
  std::pair<std::uint64_t, std::uint64_t>
      place;                     // input, row; ascending in a shard, and in one shard only, but for records of one row
  std::array<Rows, kTables> of;  // by table
};

class PlacedTables {
 public:
  struct Shard {
    TableReader places;
    std::vector<TableReader> tables;  // at most kTables, as `into`
  };
  // Of a line of `places`; nothing: it is damaged.
  using Parse = std::optional<Placed> (*)(std::string_view line);
  PlacedTables(std::vector<Shard> shards, std::vector<TableFile*> into, Parse parse);

  // Failures: usage (a shard is damaged), system.
  Outcome<void> merge();

 private:
  Outcome<bool> next_place(std::size_t shard);
  Outcome<void> take(std::size_t shard);
  Outcome<void> copy_pending(std::size_t shard);
  Outcome<void> copy_pending(std::size_t shard, std::size_t table);

  std::vector<Shard> shards_;
  std::vector<TableFile*> into_;
  Parse parse_;
  std::vector<Placed> next_;                           // by shard
  std::array<Placed::Rows, Placed::kTables> pending_;  // of one shard, not copied yet
};

std::optional<Placed> parse_bill_place(std::string_view line);
std::optional<Placed> parse_quarantine_place(std::string_view line);

// All rows of the table, split anew.
Outcome<void> copy_table(TableReader& from, TableFile& into);

}  // namespace ratebook
