// A CSV file of a result, split into files of at most so many rows: lines.csv, lines_2.csv, lines_3.csv …, each with the header.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/failure.hpp"

namespace ratebook {

class TableFile {
 public:
  // Makes `stem`.csv in `directory` at once, so that an empty table is a file with a header.
  static Outcome<TableFile> create(const std::string& directory, std::string stem, std::string_view header,
                                   std::uint64_t max_rows);
  TableFile(TableFile&& other) noexcept;
  TableFile& operator=(TableFile&& other) noexcept;
  ~TableFile();

  // Whole rows with their line ends; `row_ends` are the ends of each of them in `rows`.
  Outcome<void> write(std::string_view rows, std::span<const std::uint32_t> row_ends);
  Outcome<void> write_row(std::string_view row);
  // Rows that are counted already: begin_rows(n), n at most room(), then their bytes in pieces of any length.
  std::uint64_t room() const { return rows_here_ == max_rows_ ? max_rows_ : max_rows_ - rows_here_; }
  Outcome<void> begin_rows(std::uint64_t rows);
  Outcome<void> write_bytes(std::string_view bytes) { return append(bytes); }
  Outcome<void> close();

  std::uint64_t rows() const { return rows_; }
  std::vector<std::string> names() const;  // of its files

 private:
  TableFile() = default;
  Outcome<void> open_next();
  Outcome<void> append(std::string_view bytes);
  Outcome<void> flush();
  std::string path() const;

  std::string directory_, stem_, header_;
  std::uint64_t max_rows_ = 0, rows_ = 0, rows_here_ = 0;
  std::size_t files_ = 0;
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace ratebook
