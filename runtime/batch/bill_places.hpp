// bill_places.csv of a shard: for each bill, in their order, its row of the accounts file and how much of bills.csv and lines.csv is its own.
// Merging puts bills into the order of the accounts file by it, without reading their text. Nothing is written until create().
#pragma once
#include <optional>

#include "runtime/batch/rated_text.hpp"
#include "runtime/io/table_file.hpp"

namespace ratebook {

class BillPlaces {
 public:
  Outcome<void> create(const std::string& directory);
  // All bills of a block.
  Outcome<void> write(const CycleBlock& block, const RatedText& text);
  Outcome<void> write(std::uint64_t row, std::size_t bill_bytes, std::size_t lines, std::size_t line_bytes);
  Outcome<void> close() { return file_ ? file_->close() : Outcome<void>{}; }

 private:
  std::optional<TableFile> file_;
};

}  // namespace ratebook
