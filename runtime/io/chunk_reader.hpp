// A CSV file as chunks of whole records, so that threads can parse them side by side. Where a record ends is decided here once: at a line end
// outside of quotes. A quoted field that never ends (or makes its record longer than kLongestRecord) is ended at its first line end, and the
// parser finds the same place by itself: such a record is the last of its chunk.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/io/input_file.hpp"
#include "runtime/io/text_scan.hpp"

namespace ratebook {

inline constexpr std::size_t kLongestRecord = std::size_t{16} << 20;
inline constexpr std::size_t kChunkBytes = std::size_t{1} << 20;  // what runs read at a time

struct Chunk {
  enum class Kind : std::uint8_t {
    records,      // whole records, each with its line end (the file's last one may lack it)
    long_record,  // the beginning of one record longer than kLongestRecord
    passed_over   // the rest of such a record, or the byte order mark: nothing to read, only to be counted
  };
  Kind kind = Kind::records;
  std::shared_ptr<const char[]> bytes;  // keeps `text` alive
  std::string_view text;
  bool quotes = false;      // some byte of it is a quote
  TextScan scan{false, 0};  // of `text`, once look() was called

  void look() { scan = scan_text(text); }
};

// The chunks' texts, one after another, are the bytes of the file.
class ChunkReader {
 public:
  // A chunk has about `target` bytes, more when one record does.
  ChunkReader(InputFile& file, std::size_t target) : file_(file), target_(target < 1 ? 1 : target) {}
  // False at the end.
  Outcome<bool> next(Chunk& chunk);

 private:
  Outcome<void> fill(std::size_t wanted);
  Outcome<bool> take_rest_of_long(Chunk& chunk);
  std::size_t records_end();  // end of the last whole record in the buffer, 0 when there is none
  void take(Chunk& chunk, Chunk::Kind kind, std::size_t size);

  InputFile& file_;
  std::size_t target_;
  std::shared_ptr<char[]> buffer_;
  std::size_t capacity_ = 0, size_ = 0;
  bool at_end_ = false, started_ = false, quotes_ = false, in_long_record_ = false;

  // Where the walk for record ends stands in the buffer, so that it is not repeated when the buffer grows.
  enum class Place : std::uint8_t { field_start, plain, quoted, after_quote };
  Place place_ = Place::field_start;
  std::size_t walked_ = 0, last_end_ = 0, open_quote_ = 0;
};

}  // namespace ratebook
