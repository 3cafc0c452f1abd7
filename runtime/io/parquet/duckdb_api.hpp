// libduckdb, loaded when the first Parquet file is met, because it takes as long to load as all of Ratebook; and one database in memory, for the
// process. It writes no temporary files, loads no extensions and keeps no files between queries.
#pragma once
#include <duckdb.h>

#include <memory>
#include <string>

#include "runtime/io/failure.hpp"

namespace ratebook::parquet {

struct DuckdbApi {
#define RATEBOOK_DUCKDB(name) decltype(&::name) name = nullptr;
#include "runtime/io/parquet/duckdb_api.def"
#undef RATEBOOK_DUCKDB
  duckdb_database database = nullptr;
};

// The library and its database. Failure (usage): it cannot be loaded.
Outcome<const DuckdbApi*> duckdb_api();

// One query at a time, its rows as they come.
class Query {
 public:
  // Failure (`kind`): the library refuses it, or what it reads cannot be read.
  static Outcome<std::unique_ptr<Query>> run(const DuckdbApi& api, const std::string& sql, Failure::Kind kind);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  duckdb_result& result() { return result_; }
  // The next rows; null at the end. Failure (system): they cannot be decoded.
  Outcome<std::shared_ptr<void>> next();

 private:
  explicit Query(const DuckdbApi& api) : api_(api) {}
  const DuckdbApi& api_;
  duckdb_connection connection_ = nullptr;
  duckdb_result result_{};
  bool has_result_ = false;
};

// In quotes, as a string and as a name.
std::string sql_text(std::string_view text);
std::string sql_name(std::string_view name);

}  // namespace ratebook::parquet
