// What the program does with Parquet files when it was built without libduckdb (cmake/duckdb.cmake).
#include "runtime/io/parquet_rows.hpp"
#include "runtime/io/parquet_tables.hpp"

namespace ratebook {

class ParquetBatch {};

namespace {
constexpr const char* kWithout = ": this program was built without Parquet (libduckdb was not to be had)";
}

bool parquet_is_built_in() { return false; }
Outcome<CsvHeader> read_parquet_header(const InputFile& file) {
  return usage_failure(file.name() + " is a Parquet file" + kWithout);
}
std::uint64_t ParquetSlice::rows() const { return 0; }
void ParquetSlice::make_text(Chunk&) {}
std::uint64_t ParquetSlice::line_in_file(std::uint64_t line_of_text) const { return line_of_text; }
Outcome<std::unique_ptr<ParquetRows>> ParquetRows::open(const InputFile& file, const CsvHeader&, unsigned, std::uint64_t) {
  return usage_failure(file.name() + " is a Parquet file" + kWithout);
}
Outcome<void> make_parquet(const std::string& directory, std::vector<std::string>&) {
  return usage_failure("cannot write Parquet files into " + directory + kWithout);
}
Outcome<void> parquet_statement(const std::string&) { return usage_failure(std::string("no statements") + kWithout); }

}  // namespace ratebook
