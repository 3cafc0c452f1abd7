// Decoded values of one column as text (parquet_rows.hpp says which).
#pragma once
#include <optional>
#include <string>

#include "runtime/io/parquet/duckdb_api.hpp"

namespace ratebook::parquet {

struct ValueType {
  duckdb_type type = DUCKDB_TYPE_INVALID;  // of decimals the integer that holds them
  int scale = 0;                           // of decimals
  std::int64_t units = 0;                  // of time stamps: in a second
  bool instant = false;                    // of time stamps: they have a zone
  bool is_number() const;
};
// Nothing: a nested type, or one that input files can't have.
std::optional<ValueType> value_type(const DuckdbApi& api, duckdb_logical_type type);

// One vector of values; what it points into must stay.
struct Values {
  ValueType type;
  const void* data = nullptr;
  const std::uint64_t* validity = nullptr;  // null: none is NULL

  bool is_null(std::uint64_t row) const { return validity != nullptr && (validity[row / 64] >> (row % 64) & 1) == 0; }
  // As a field of a CSV file. The row must not be NULL.
  void append(std::uint64_t row, std::string& out) const;
  // `count` values from `begin` on with `;` between them, nothing for NULL.
  void append_list(std::uint64_t begin, std::uint64_t count, std::string& out) const;
};

}  // namespace ratebook::parquet
