// The records of a chunk, field by field (RFC 4180: quotes, doubled quotes, LF or CRLF). Commas and line ends are found 64 bytes at a time
// where the chunk has no quotes. Every byte of the chunk belongs to one record or is an empty line, which is passed over.
#pragma once
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/chunk_reader.hpp"

namespace ratebook {

enum class RecordFlaw : std::uint8_t {
  none,
  quotes,   // a quote inside a plain field, words after a closing quote, or a quoted field that does not end
  text,     // a byte that is no text: NUL and other control characters, or not UTF-8
  too_long  // Chunk::Kind::long_record: fields() are some of those that it begins with
};

class CsvRecords {
 public:
  explicit CsvRecords(const Chunk& chunk);
  // Moves to the next record. What the accessors return is valid until the next call, except text(): as long as the chunk.
  bool next();
  std::span<const std::string_view> fields() const { return fields_; }
  RecordFlaw flaw() const { return flaw_; }
  std::string_view text() const { return text_; }  // as it stands in the file, without its line end
  std::uint32_t line() const { return line_; }     // lines of the chunk before it
  std::uint32_t lines() const { return lines_; }   // physical lines up to the end of this record

 private:
  bool next_plain();
  bool next_quoted();
  bool take_quoted(std::size_t& at);
  void take_first_fields();
  void finish_text(std::size_t end);

  std::string_view chunk_;
  Chunk::Kind kind_;
  bool quotes_, plain_;
  std::size_t at_ = 0;     // start of the next record
  std::size_t block_ = 0;  // of 64 bytes, whose marks are in `marks_`
  std::uint64_t marks_ = 0;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unquoted_;  // fields of this record whose quotes were doubled
  std::string_view text_;
  RecordFlaw flaw_ = RecordFlaw::none;
  std::uint32_t line_ = 0, lines_ = 0;
};

// As one field of a CSV file: quoted where it must be.
void append_csv_field(std::string& out, std::string_view field);

}  // namespace ratebook
