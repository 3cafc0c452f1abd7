#include "runtime/io/parquet_tables.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <span>

#include "runtime/io/parquet/duckdb_api.hpp"
#include "runtime/io/text_scan.hpp"

namespace ratebook {

using parquet::DuckdbApi;
using parquet::Query;

namespace {

// What a column of a result is, and the texts that its type holds without a change.
struct TypedColumn {
  std::string_view name, type, texts;
};
constexpr std::string_view kDate = "[0-9]{4}-[0-9]{2}-[0-9]{2}", kWhole = "0|-?[1-9][0-9]{0,17}",
                           kAmount = "-?[0-9]{1,16}[.][0-9]{2}", kExact = "-?[0-9]{1,29}([.][0-9]{1,9})?",
                           kShortest = "-?[0-9]{1,29}([.][0-9]{0,8}[1-9])?";
constexpr std::array kTyped{TypedColumn{"from", "DATE", kDate},
                            TypedColumn{"through", "DATE", kDate},
                            TypedColumn{"version_from", "DATE", kDate},
                            TypedColumn{"part_from", "DATE", kDate},
                            TypedColumn{"part_through", "DATE", kDate},
                            TypedColumn{"total", "DECIMAL(18,2)", kAmount},
                            TypedColumn{"amount", "DECIMAL(18,2)", kAmount},
                            TypedColumn{"quantity", "DECIMAL(38,9)", kExact},
                            TypedColumn{"price", "DECIMAL(38,9)", kExact},
                            TypedColumn{"unrounded", "DECIMAL(38,9)", kExact},
                            TypedColumn{"value", "DECIMAL(38,9)", kShortest},
                            TypedColumn{"lines", "BIGINT", kWhole},
                            TypedColumn{"sequence", "BIGINT", kWhole},
                            TypedColumn{"age", "BIGINT", kWhole},
                            TypedColumn{"row", "BIGINT", kWhole},
                            TypedColumn{"cause_row", "BIGINT", kWhole}};

const TypedColumn* typed(std::string_view name) {
  for (const TypedColumn& column : kTyped) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

std::vector<std::string> names_of_header(const std::string& header) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= header.size();) {
    const std::size_t comma = std::min(header.find(',', at), header.size());
    names.push_back(header.substr(at, comma - at));
    at = comma + 1;
  }
  return names;
}

// Only bytes that text may have.
void clean(std::string& line) {
  if (is_valid_text(line)) return;
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t size = 1;
    while (size <= 4 && at + size <= line.size() && !is_valid_text({line.data() + at, size})) ++size;
    if (size <= 4 && at + size <= line.size()) {
      text.append(line, at, size);
      at += size;
    } else {
      text += "\uFFFD";
      ++at;
    }
  }
  line = std::move(text);
}

// A copy of the file in which all is text. A record's lines are cleaned each by itself: no character goes over a line end.
Outcome<void> copy_clean(const std::string& from, const std::string& to) {
  std::ifstream in(from, std::ios::binary);
  std::ofstream out(to, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    clean(line);
    out << line << '\n';
  }
  out.close();
  return in.bad() || !out ? errno_failure("cannot write " + to) : Outcome<void>{};
}

Outcome<void> make_one(const DuckdbApi& api, const std::string& from, const std::string& to) {
  std::string header;
  std::ifstream(from) >> header;
  const std::vector<std::string> names = names_of_header(header);
  std::string columns, fits, select;
  std::vector<const TypedColumn*> asked;
  for (const std::string& name : names) {
    columns += (columns.empty() ? "" : ", ") + parquet::sql_text(name) + ": 'VARCHAR'";
    const TypedColumn* column = typed(name);
    if (column == nullptr) continue;
    fits += fmt::format("{}coalesce(bool_and(regexp_full_match({}, '{}')), true)", asked.empty() ? "" : ", ",
                        parquet::sql_name(name), column->texts);
    asked.push_back(column);
  }
  const std::string table = fmt::format(
      "read_csv({}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', columns={{{}}}, parallel=false, "
      "max_line_size=67108864, buffer_size=134217728)",
      parquet::sql_text(from), columns);
  const auto failed = [&](const Failure& why) { return system_failure("cannot write " + to + ": " + why.message); };
  auto looked = Query::run(api, "SELECT " + fits + " FROM " + table, Failure::Kind::system);
  if (!looked) return failed(looked.error());
  const auto answer = (*looked)->next();
  if (!answer) return failed(answer.error());
  std::size_t at = 0;
  for (const std::string& name : names) {
    const std::string quoted = parquet::sql_name(name);
    bool holds = false;
    if (const TypedColumn* column = typed(name)) {
      duckdb_vector vector = api.duckdb_data_chunk_get_vector(static_cast<duckdb_data_chunk>(answer->get()), at++);
      holds = *static_cast<const bool*>(api.duckdb_vector_get_data(vector));
      if (holds) select += fmt::format("{}CAST({} AS {}) AS {}", select.empty() ? "" : ", ", quoted, column->type, quoted);
    }
    if (!holds) select += (select.empty() ? "" : ", ") + quoted;
  }
  looked->reset();
  auto copied = Query::run(
      api,
      fmt::format("COPY (SELECT {} FROM {}) TO {} (FORMAT parquet, USE_TMP_FILE false)", select, table, parquet::sql_text(to)),
      Failure::Kind::system);
  if (!copied) return failed(copied.error());
  if (const auto done = (*copied)->next(); !done) return failed(done.error());
  return {};
}

}  // namespace

Outcome<void> make_parquet(const std::string& directory, std::vector<std::string>& names) {
  const auto api = parquet::duckdb_api();
  if (!api) return failure(api.error());
  // One thread: where row groups end must not depend on their number.
  if (auto set = Query::run(**api, "SET threads = 1", Failure::Kind::system); !set) return failure(set.error());
  for (std::string& name : names) {
    const std::filesystem::path csv = std::filesystem::path(directory) / name;
    std::filesystem::path made = csv;
    made.replace_extension(".parquet");
    std::string source = csv.string();
    if (name.starts_with("quarantine")) {
      source += ".clean";
      if (auto copied = copy_clean(csv.string(), source); !copied) return copied;
    }
    if (auto written = make_one(**api, source, made.string()); !written) return written;
    std::error_code error;
    std::filesystem::remove(csv, error);
    std::filesystem::remove(source, error);
    name = made.filename().string();
  }
  return {};
}

Outcome<void> parquet_statement(const std::string& sql) {
  const auto api = parquet::duckdb_api();
  if (!api) return failure(api.error());
  auto query = Query::run(**api, sql, Failure::Kind::system);
  if (!query) return failure(query.error());
  for (;;) {
    const auto chunk = (*query)->next();
    if (!chunk) return failure(chunk.error());
    if (!*chunk) return {};
  }
}

}  // namespace ratebook
