#include "runtime/io/parquet/duckdb_api.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <mutex>
#include <utility>
#include <vector>

namespace ratebook::parquet {

namespace {

// Beside the installed program, else where it was when the program was built.
void* load_library(std::string& why) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  std::vector<std::string> places;
  if (!error) places.push_back((program.parent_path() / "../lib/ratebook/libduckdb.so").lexically_normal().string());
  places.emplace_back(RATEBOOK_DUCKDB_LIBRARY);
  for (const std::string& place : places) {
    if (!std::filesystem::exists(place, error)) continue;
    if (void* library = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL)) return library;
    why = ::dlerror();
  }
  if (why.empty()) why = fmt::format("{} does not exist", places.front());
  return nullptr;
}

Outcome<void> open_database(DuckdbApi& api) {
  duckdb_config config = nullptr;
  if (api.duckdb_create_config(&config) == DuckDBError) return system_failure("libduckdb has no memory");
  static constexpr std::array kSettings{std::pair{"threads", "1"},
                                        std::pair{"memory_limit", "512MB"},
                                        std::pair{"temp_directory", ""},
                                        std::pair{"autoinstall_known_extensions", "false"},
                                        std::pair{"autoload_known_extensions", "false"},
                                        std::pair{"enable_external_file_cache", "false"}};
  for (const auto& [name, value] : kSettings) {
    if (api.duckdb_set_config(config, name, value) == DuckDBError) {
      api.duckdb_destroy_config(&config);
      return usage_failure(fmt::format("this libduckdb has no setting {}: Parquet needs version 1.3 or later", name));
    }
  }
  char* error = nullptr;
  const bool opened = api.duckdb_open_ext(nullptr, &api.database, config, &error) != DuckDBError;
  api.duckdb_destroy_config(&config);
  const std::string why = error == nullptr ? "" : error;
  if (error != nullptr) api.duckdb_free(error);
  return opened ? Outcome<void>{} : usage_failure("libduckdb cannot be used: " + why);
}

Outcome<DuckdbApi> load() {
  DuckdbApi api;
  std::string why;
  void* library = load_library(why);
  if (library == nullptr) return usage_failure("Parquet files cannot be read: libduckdb.so cannot be loaded: " + why);
#define RATEBOOK_DUCKDB(name)                                              \
  api.name = reinterpret_cast<decltype(&::name)>(::dlsym(library, #name)); \
  if (api.name == nullptr) return usage_failure("Parquet files cannot be read: libduckdb.so has no " #name);
#include "runtime/io/parquet/duckdb_api.def"
#undef RATEBOOK_DUCKDB
  if (auto opened = open_database(api); !opened) return failure(opened.error());
  return api;
}

// The library's words without its kind of error, on one line.
std::string first_line(const char* words) {
  const std::string text = words == nullptr ? "unknown error" : words;
  return text.substr(0, text.find('\n'));
}

}  // namespace

Outcome<const DuckdbApi*> duckdb_api() {
  static const Outcome<DuckdbApi> loaded = load();
  if (!loaded) return failure(loaded.error());
  return &*loaded;
}

Outcome<std::unique_ptr<Query>> Query::run(const DuckdbApi& api, const std::string& sql, Failure::Kind kind) {
  std::unique_ptr<Query> query(new Query(api));
  const auto failed = [&](const char* why) { return failure(Failure{kind, first_line(why), 0}); };
  if (api.duckdb_connect(api.database, &query->connection_) == DuckDBError) return failed("no connection");
  duckdb_prepared_statement statement = nullptr;
  if (api.duckdb_prepare(query->connection_, sql.c_str(), &statement) == DuckDBError) {
    const auto refused = failed(api.duckdb_prepare_error(statement));
    api.duckdb_destroy_prepare(&statement);
    return refused;
  }
  duckdb_pending_result pending = nullptr;
  const bool begun = api.duckdb_pending_prepared_streaming(statement, &pending) != DuckDBError;
  if (!begun) {
    const auto refused = failed(api.duckdb_pending_error(pending));
    api.duckdb_destroy_pending(&pending);
    api.duckdb_destroy_prepare(&statement);
    return refused;
  }
  query->has_result_ = true;
  const bool done = api.duckdb_execute_pending(pending, &query->result_) != DuckDBError;
  const std::string why = done ? "" : first_line(api.duckdb_result_error(&query->result_));
  api.duckdb_destroy_pending(&pending);
  api.duckdb_destroy_prepare(&statement);
  if (!done) return failed(why.c_str());
  return query;
}

Query::~Query() {
  if (has_result_) api_.duckdb_destroy_result(&result_);
  if (connection_ != nullptr) api_.duckdb_disconnect(&connection_);
}

Outcome<std::shared_ptr<void>> Query::next() {
  duckdb_data_chunk chunk = api_.duckdb_fetch_chunk(result_);
  if (chunk == nullptr) {
    const char* error = api_.duckdb_result_error(&result_);
    if (error != nullptr && *error != '\0') return system_failure(first_line(error));
    return std::shared_ptr<void>();
  }
  return std::shared_ptr<void>(chunk, [&api = api_](void* done) {
    auto last = static_cast<duckdb_data_chunk>(done);
    api.duckdb_destroy_data_chunk(&last);
  });
}

std::string sql_text(std::string_view text) {
  std::string sql = "'";
  for (const char c : text) {
    if (c == '\'') sql += '\'';
    sql += c;
  }
  return sql + "'";
}

std::string sql_name(std::string_view name) {
  std::string sql = "\"";
  for (const char c : name) {
    if (c == '"') sql += '"';
    sql += c;
  }
  return sql + "\"";
}

}  // namespace ratebook::parquet
