// The rows of a Parquet file once more, for quarantine records of rows that were read from its cache. They are usually asked for in the order of
// the file, and then the file is decoded once; going back begins anew.
#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/io/parquet_rows.hpp"
#include "runtime/io/reading_rows.hpp"

namespace ratebook {

class ParquetOriginal {
 public:
  // `file` must outlive it.
  explicit ParquetOriginal(const InputFile& file) : file_(file) {}
  // What stands from `line` (ReadingRun::line) on, `count` bytes; nothing when it cannot be read. May be called by several threads.
  std::optional<std::string> read(std::uint64_t line, std::uint32_t count);

 private:
  bool go_to(std::uint64_t row);
  bool take_next();

  const InputFile& file_;
  std::mutex mutex_;
  std::unique_ptr<ParquetRows> rows_;
  std::optional<ParquetSlice> slice_;
  std::uint64_t slice_rows_ = 0;
  Chunk text_;
};

}  // namespace ratebook
