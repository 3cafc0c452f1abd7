// run_duckdb FILE.sql [THREADS [MEMORY]]: runs the statements of a file in DuckDB, in one database in memory, and prints the
// seconds that they took, without loading the library. What does not fit in MEMORY goes to the folder `duckdb.tmp` beside the file.
#include <duckdb.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

int refuse(const char* why) {
  std::fprintf(stderr, "run_duckdb: %s\n", why == nullptr ? "unknown error" : why);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4) return std::fputs("usage: run_duckdb FILE.sql [THREADS [MEMORY]]\n", stderr), 2;
  std::ifstream file(argv[1]);
  if (!file) return refuse("the file cannot be opened");
  const std::string sql{std::istreambuf_iterator<char>(file), {}};
  const auto began = std::chrono::steady_clock::now();
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) == DuckDBError) return refuse("no configuration");
  const std::string spill = std::string(argv[1]) + ".tmp";
  const std::pair<const char*, const char*> settings[] = {{"threads", argc > 2 ? argv[2] : "1"},
                                                          {"memory_limit", argc > 3 ? argv[3] : "4GB"},
                                                          {"temp_directory", spill.c_str()},
                                                          {"preserve_insertion_order", "false"},
                                                          {"autoinstall_known_extensions", "false"}};
  for (const auto& [name, value] : settings)
    if (duckdb_set_config(config, name, value) == DuckDBError) return refuse(name);
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  char* error = nullptr;
  if (duckdb_open_ext(nullptr, &database, config, &error) == DuckDBError) return refuse(error);
  duckdb_destroy_config(&config);
  if (duckdb_connect(database, &connection) == DuckDBError) return refuse("no connection");
  duckdb_result result{};
  const bool done = duckdb_query(connection, sql.c_str(), &result) != DuckDBError;
  if (!done) refuse(duckdb_result_error(&result));
  duckdb_destroy_result(&result);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  if (!done) return 1;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%.3f\n", took.count());
  return 0;
}
