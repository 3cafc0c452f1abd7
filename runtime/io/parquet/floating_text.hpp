// Floating numbers of a Parquet file as decimals, before anything else is done with them: the one place where Ratebook meets such numbers.
#pragma once
#include <cstdint>
#include <string>

namespace ratebook::parquet {

// Number `row` of an array of IEEE 754 numbers of 4 or 8 bytes: the shortest decimal that reads back to it, without an exponent; `nan`, `inf` and
// `-inf` are no numbers and are refused as such. 0.1 is "0.1", 1e-7 is "0.0000001".
void append_floating(const void* numbers, std::uint64_t row, int bytes, std::string& out);

}  // namespace ratebook::parquet
