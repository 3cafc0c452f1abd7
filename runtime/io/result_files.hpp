// Names of the files that stand in the result of a shard besides those of every result; docs/files.md says what is in them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace ratebook {

inline constexpr std::string_view kShardManifest = "shard.json";
inline constexpr std::string_view kBillPlaces = "bill_places.csv";
inline constexpr std::string_view kQuarantinePlaces = "quarantine_places.csv";
inline constexpr std::string_view kBillPlacesHeader = "row,bill_bytes,lines,line_bytes";
inline constexpr std::string_view kQuarantinePlacesHeader = "input,row,bytes";

// "bills" of "bills.csv".
inline std::string stem_of(std::string_view csv_name) { return std::string(csv_name.substr(0, csv_name.rfind('.'))); }

// A file as it was written.
struct ResultFile {
  std::string name;
  std::uint64_t rows = 0;  // without the header; 0 of run.json
  std::uint64_t bytes = 0;
  std::string checksum;  // XXH3, 128 bits, in hexadecimal
  friend bool operator==(const ResultFile&, const ResultFile&) = default;
};

}  // namespace ratebook
