// Parquet files as input: the rows of a file as the text that a CSV file with the same content has, so that one parser says what a row means and
// why it is refused, whatever it came from. The text of a value: a decimal or integer exactly, without zeros at its end; a floating number as the
// shortest decimal that reads back to it; a date as 2025-07-01; a time stamp without a zone as local time, with one as an instant (`Z`); a list as
// its values with `;` between them; NULL as an empty field. Columns that nobody reads are in the text too, but for those of nested types.
// The library that decodes is loaded when the first such file is met.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/io/chunk_reader.hpp"
#include "runtime/io/csv_header.hpp"

namespace ratebook {

// By the file's first bytes, not its name.
bool is_parquet(const InputFile& file);

// Whether the program was built with the library; without it every call below is a usage failure that says so.
bool parquet_is_built_in();

// Failures (usage): no library, not a whole Parquet file.
Outcome<CsvHeader> read_parquet_header(const InputFile& file);

class ParquetBatch;

// Some neighbouring rows, as they were decoded.
class ParquetSlice {
 public:
  struct Part {
    std::shared_ptr<const ParquetBatch> batch;
    std::uint32_t begin = 0, end = 0;  // rows of it
  };
  ParquetSlice(std::vector<Part> parts, std::uint64_t first_row) : parts_(std::move(parts)), first_row_(first_row) {}
  std::uint64_t rows() const;
  std::uint64_t first_row() const { return first_row_; }
  // Makes the rows' text, each with a line end. May be called by any thread, once.
  void make_text(Chunk& into);
  // Where in a CSV file with the same rows the row is that begins on this line of the text: its number in the file and the header, from 1.
  std::uint64_t line_in_file(std::uint64_t line_of_text) const;
  // Of the text that make_text() made: from this row of the file on.
  std::string_view text_from(const Chunk& made, std::uint64_t row) const {
    return made.text.substr(begins_[static_cast<std::size_t>(row - first_row_)]);
  }

 private:
  std::vector<Part> parts_;
  std::uint64_t first_row_;                 // of the file, from 0
  std::vector<std::size_t> begins_;         // of the rows in the text
  std::vector<std::uint64_t> line_of_row_;  // only where the texts of the rows have line ends
};

class ParquetRows {
 public:
  // From row `first_row` on; `threads` decode, 0: as many as before. `file` must outlive it. Columns that `header` says are read must have types that can be.
  // Failures (usage): as above, and such a column.
  static Outcome<std::unique_ptr<ParquetRows>> open(const InputFile& file, const CsvHeader& header, unsigned threads,
                                                    std::uint64_t first_row = 0);
  virtual ~ParquetRows() = default;
  // The next rows, in the order of the file; nothing at the end. Failure (system): the file is damaged.
  virtual Outcome<std::optional<ParquetSlice>> next() = 0;
  virtual std::uint64_t all_rows() const = 0;  // of the file, as it says
};

// SHA-256 of the file's bytes. Failure (system): they cannot be read.
Outcome<std::string> digest_of_bytes(const InputFile& file);

}  // namespace ratebook
