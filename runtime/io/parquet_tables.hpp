// Tables of a result as Parquet files (`rate --format parquet`), and what tests and benchmarks make Parquet files with.
#pragma once
#include <string>
#include <vector>

#include "runtime/io/failure.hpp"

namespace ratebook {

// Makes the CSV files of a result in `directory` Parquet files with the same rows in the same order; `names` become the new files' names.
// Dates are DATE, counts BIGINT, amounts and totals DECIMAL(18,2), quantities, prices, unrounded amounts and values of the history
// DECIMAL(38,9), all else text. A column that has a value in a file which would not be exactly itself in its type is text in that file. What is
// no UTF-8 (only a quarantine can have it: names of files) has U+FFFD in its place. The same bytes for the same rows.
// Failures: usage (built without the library), system.
Outcome<void> make_parquet(const std::string& directory, std::vector<std::string>& names);

// Runs a statement of the library's SQL: tests and benchmarks make their files with it.
//   parquet_statement("COPY (SELECT 1 AS x) TO 'x.parquet' (FORMAT parquet)")
Outcome<void> parquet_statement(const std::string& sql);

}  // namespace ratebook
