// How a usage cache lies on disk (usage_cache.hpp): shared by what writes and what reads it, and by nobody else.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/io/reading_rows.hpp"

namespace ratebook::usage_cache {

struct Checksum {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const Checksum&, const Checksum&) = default;
};
Checksum checksum(std::string_view bytes);

// The first bytes of the file. Integers in the machine's order: on another kind of machine the magic differs.
struct Header {
  std::array<char, 8> magic{'R', 'B', 'U', 'S',
                            'A', 'G', 'E', '\3'};  // the last is the version: of the layout and of what parsing means
  std::uint64_t byte_order = 0x0102030405060708;
  std::uint64_t file_bytes = 0, index_at = 0, index_bytes = 0;
  Checksum index_checksum;
  std::uint64_t pieces = 0, records = 0, refused = 0, accounts = 0, readings = 0, rounded = 0, unsorted = 0;
  Checksum checksum;  // of the bytes before it

  Checksum own_checksum() const {
    return usage_cache::checksum({reinterpret_cast<const char*>(this), offsetof(Header, checksum)});
  }
};
static_assert(sizeof(Header) == 128);

// Fills a piece's rows up to the numbers.
inline constexpr std::uint8_t kFiller = 0xFF;

// A run, or a refused row, after those of the piece so far; the numbers of a run's channels begin `numbers_at` bytes into the piece's numbers.
struct PackedColumn {
  Readings::Width width = Readings::Width::signed64;
  std::int64_t unit = 1;
  std::uint64_t numbers_at = 0;
  ReadingsSummary summary;
};
void encode(const ReadingRun& run, std::span<const PackedColumn> columns, std::string& rows);
void encode(const BadRow& bad, std::string& rows);
// All of a piece; `numbers` and `rows` stay where they are as long as `into`. False: they are not what was encoded.
bool decode_rows(std::string_view rows, std::string_view numbers, ParsedRows<ReadingRun>& into);

}  // namespace ratebook::usage_cache
