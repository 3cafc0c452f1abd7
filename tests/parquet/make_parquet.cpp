// make_parquet FROM.csv TO.parquet [COLUMN=TYPE…] [rows=N]: the rows of a CSV file as a Parquet file. A column is text unless told; a type that ends
// with [] makes a list of what stands between `;`. rows: of a row group. make_parquet --scan FILE.parquet reads all of it with the library alone, --csv FILE.parquet TO.csv writes what
// stands in it, --types FILE.parquet TO.csv its columns and their types, --sql STATEMENT - runs a statement.
//   make_parquet usage.csv usage.parquet start=TIMESTAMPTZ 'kwh=DECIMAL(9,3)'
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "runtime/io/parquet_tables.hpp"

namespace {

std::string expression(const std::string& name, const std::map<std::string, std::string>& types) {
  const std::string column = "\"" + name + "\"";
  const auto type = types.find(name);
  if (type == types.end()) return column;
  if (!type->second.ends_with("[]")) return fmt::format("CAST({} AS {}) AS {}", column, type->second, column);
  return fmt::format("CAST(list_transform(string_split({}, ';'), lambda x: nullif(x, '')) AS {}) AS {}", column, type->second,
                     column);
}

std::string statement(int argc, char** argv) {
  const std::string first = argv[1];
  if (first == "--sql") return argv[2];
  if (first == "--scan") return fmt::format("SELECT count(COLUMNS(*)) FROM read_parquet('{}')", argv[2]);
  if (first == "--csv" || first == "--types")
    return fmt::format("COPY (SELECT * FROM {}) TO '{}' (HEADER)",
                       first == "--csv" ? fmt::format("read_parquet('{}')", argv[2])
                                        : fmt::format("(DESCRIBE FROM read_parquet('{}'))", argv[2]),
                       argv[3]);
  std::map<std::string, std::string> types;
  std::string rows = "122880";
  for (int i = 3; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string name = word.substr(0, word.find('=')), type = word.substr(word.find('=') + 1);
    if (name == "rows")
      rows = type;
    else
      types[name] = type;
  }
  std::string header, columns, select;
  std::ifstream file(argv[1]);
  std::getline(file, header);
  if (header.ends_with('\r')) header.pop_back();
  std::istringstream names(header);
  for (std::string name; std::getline(names, name, ',');) {
    columns += (columns.empty() ? "'" : ", '") + name + "': 'VARCHAR'";
    select += (select.empty() ? "" : ", ") + expression(name, types);
  }
  return fmt::format(
      "COPY (SELECT {} FROM read_csv('{}', auto_detect=false, header=true, delim=',', quote='\"', escape='\"', columns={{{}}}, "
      "max_line_size=16777216)) TO '{}' (FORMAT parquet, ROW_GROUP_SIZE {})",
      select, argv[1], columns, argv[2], rows);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fputs("usage: make_parquet FROM.csv TO.parquet [COLUMN=TYPE…] [rows=N]\n", stderr), 2;
  for (const std::string& sql : {std::string("SET TimeZone = 'UTC'"), statement(argc, argv)}) {
    if (const auto done = ratebook::parquet_statement(sql); !done) {
      std::fprintf(stderr, "%s\n", done.error().message.c_str());
      return 1;
    }
  }
  return 0;
}
