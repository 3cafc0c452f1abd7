#include "runtime/io/parquet_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "runtime/io/parquet/value_text.hpp"

namespace ratebook {

using parquet::DuckdbApi;
using parquet::Query;
using parquet::Values;
using parquet::ValueType;

namespace {

// How a column becomes a field.
struct Column {
  enum class Kind : std::uint8_t { left_out, scalar, list } kind = Kind::left_out;
  ValueType type;        // of lists, of their values
  std::uint64_t at = 0;  // in the decoded rows
};

std::string path_of(const InputFile& file) { return fmt::format("/proc/self/fd/{}", file.descriptor()); }

std::string table_of(const InputFile& file, std::string_view options) {
  return fmt::format("read_parquet({}, binary_as_string=true{})", parquet::sql_text(path_of(file)), options);
}

// The library's words, which know the file by its number.
Failure told(Failure from, const InputFile& file, std::string_view what) {
  const std::string path = path_of(file);
  for (std::size_t at = from.message.find(path); at != std::string::npos; at = from.message.find(path, at + file.name().size()))
    from.message.replace(at, path.size(), file.name());
  from.message = fmt::format("{} {}: {}", file.name(), what, from.message);
  return from;
}
constexpr std::string_view kUnreadable = "cannot be read as Parquet";

struct LogicalType {
  const DuckdbApi& api;
  duckdb_logical_type type;
  LogicalType(const DuckdbApi& a, duckdb_logical_type t) : api(a), type(t) {}
  LogicalType(const LogicalType&) = delete;
  LogicalType& operator=(const LogicalType&) = delete;
  ~LogicalType() { api.duckdb_destroy_logical_type(&type); }
};

}  // namespace

class ParquetBatch {
 public:
  ParquetBatch(const DuckdbApi& api, std::shared_ptr<void> chunk, const std::vector<Column>& columns)
      : chunk_(std::move(chunk)) {
    auto* chunk_of_rows = static_cast<duckdb_data_chunk>(chunk_.get());
    rows_ = static_cast<std::uint32_t>(api.duckdb_data_chunk_get_size(chunk_of_rows));
    for (const Column& column : columns) {
      View& view = views_.emplace_back();
      view.kind = column.kind;
      if (column.kind == Column::Kind::left_out) continue;
      duckdb_vector vector = api.duckdb_data_chunk_get_vector(chunk_of_rows, column.at);
      view.values = {column.type, api.duckdb_vector_get_data(vector), api.duckdb_vector_get_validity(vector)};
      if (column.kind != Column::Kind::list) continue;
      duckdb_vector child = api.duckdb_list_vector_get_child(vector);
      view.lists = static_cast<const duckdb_list_entry*>(view.values.data);
      view.items = {column.type, api.duckdb_vector_get_data(child), api.duckdb_vector_get_validity(child)};
      items_ = true;
    }
  }
  std::uint32_t rows() const { return rows_; }
  // Values in the row, more or less.
  std::uint64_t weight(std::uint32_t row) const {
    std::uint64_t weight = views_.size();
    if (!items_) return weight;
    for (const View& view : views_) {
      if (view.kind == Column::Kind::list && !view.values.is_null(row)) weight += view.lists[row].length;
    }
    return weight;
  }
  void append(std::uint32_t row, std::string& out) const {
    const std::size_t begin = out.size();
    for (std::size_t c = 0; c < views_.size(); ++c) {
      const View& view = views_[c];
      if (c > 0) out += ',';
      if (view.kind == Column::Kind::left_out || view.values.is_null(row)) continue;
      if (view.kind == Column::Kind::scalar) {
        view.values.append(row, out);
        continue;
      }
      view.items.append_list(view.lists[row].offset, view.lists[row].length, out);
    }
    if (out.size() == begin) out += "\"\"";  // of a single column: an empty line would be no row
    out += '\n';
  }

 private:
  struct View {
    Column::Kind kind = Column::Kind::left_out;
    Values values, items;
    const duckdb_list_entry* lists = nullptr;
  };
  std::shared_ptr<void> chunk_;
  std::vector<View> views_;
  std::uint32_t rows_ = 0;
  bool items_ = false;
};

namespace {

class Rows final : public ParquetRows {
 public:
  Rows(const DuckdbApi& api, const InputFile& file, std::vector<Column> columns, std::uint64_t all_rows,
       std::uint64_t first_row)
      : api_(api), file_(file), columns_(std::move(columns)), all_rows_(all_rows), next_row_(first_row) {}

  Outcome<void> begin(const std::string& sql) {
    auto query = Query::run(api_, sql, Failure::Kind::system);
    if (!query) return failure(told(query.error(), file_, "cannot be read"));
    query_ = std::move(*query);
    return {};
  }

  Outcome<std::optional<ParquetSlice>> next() override {
    std::vector<ParquetSlice::Part> parts;
    const std::uint64_t first = next_row_;
    for (std::uint64_t weight = 0; weight < kSliceWeight;) {
      if (!batch_ || at_ == batch_->rows()) {
        if (ended_) break;
        auto chunk = query_->next();
        if (!chunk) return failure(told(chunk.error(), file_, "cannot be read to its end"));
        ended_ = !*chunk;
        if (ended_) break;
        batch_ = std::make_shared<ParquetBatch>(api_, std::move(*chunk), columns_);
        at_ = 0;
        continue;
      }
      const std::uint32_t begin = at_;
      while (at_ < batch_->rows() && weight < kSliceWeight) weight += batch_->weight(at_++);
      next_row_ += at_ - begin;
      parts.push_back({batch_, begin, at_});
    }
    if (!parts.empty()) return std::optional(ParquetSlice(std::move(parts), first));
    if (next_row_ != all_rows_)
      return system_failure(fmt::format("{} says that it has {} rows, but {} can be read", file_.name(), all_rows_, next_row_));
    return std::optional<ParquetSlice>();
  }
  std::uint64_t all_rows() const override { return all_rows_; }

 private:
  static constexpr std::uint64_t kSliceWeight = 1 << 17;  // values: about a megabyte of text
  const DuckdbApi& api_;
  const InputFile& file_;
  const std::vector<Column> columns_;
  const std::uint64_t all_rows_;
  std::unique_ptr<Query> query_;
  std::shared_ptr<const ParquetBatch> batch_;
  std::uint32_t at_ = 0;
  std::uint64_t next_row_;
  bool ended_ = false;
};

Outcome<std::uint64_t> rows_of_file(const DuckdbApi& api, const InputFile& file) {
  auto query =
      Query::run(api, fmt::format("SELECT num_rows::BIGINT FROM parquet_file_metadata({})", parquet::sql_text(path_of(file))),
                 Failure::Kind::usage);
  if (!query) return failure(told(query.error(), file, kUnreadable));
  const auto chunk = (*query)->next();
  if (!chunk) return failure(told(chunk.error(), file, kUnreadable));
  if (!*chunk) return usage_failure(file.name() + " has no Parquet metadata");
  duckdb_vector rows = api.duckdb_data_chunk_get_vector(static_cast<duckdb_data_chunk>(chunk->get()), 0);
  return *static_cast<const std::uint64_t*>(api.duckdb_vector_get_data(rows));
}

// The words of DESCRIBE, for messages.
std::string type_words(const DuckdbApi& api, const InputFile& file, const std::string& name) {
  auto query = Query::run(api, fmt::format("SELECT typeof({}) FROM {} LIMIT 1", parquet::sql_name(name), table_of(file, "")),
                          Failure::Kind::usage);
  if (!query) return "nested";
  const auto chunk = (*query)->next();
  if (!chunk || !*chunk) return "nested";
  duckdb_vector words = api.duckdb_data_chunk_get_vector(static_cast<duckdb_data_chunk>(chunk->get()), 0);
  std::string text;
  Values{{DUCKDB_TYPE_VARCHAR, 0, 0, false}, api.duckdb_vector_get_data(words), nullptr}.append(0, text);
  return text;
}

}  // namespace

bool parquet_is_built_in() { return true; }

Outcome<CsvHeader> read_parquet_header(const InputFile& file) {
  const auto api = parquet::duckdb_api();
  if (!api) return failure(Failure{api.error().kind, file.name() + ": " + api.error().message, 0});
  auto query = Query::run(**api, "SELECT * FROM " + table_of(file, "") + " LIMIT 0", Failure::Kind::usage);
  if (!query) return failure(told(query.error(), file, kUnreadable));
  CsvHeader header;
  header.file = file.name();
  const std::uint64_t columns = (*api)->duckdb_column_count(&(*query)->result());
  for (std::uint64_t c = 0; c < columns; ++c) header.names.emplace_back((*api)->duckdb_column_name(&(*query)->result(), c));
  return header;
}

Outcome<std::unique_ptr<ParquetRows>> ParquetRows::open(const InputFile& file, const CsvHeader& header, unsigned threads,
                                                        std::uint64_t first_row) {
  const auto loaded = parquet::duckdb_api();
  if (!loaded) return failure(Failure{loaded.error().kind, file.name() + ": " + loaded.error().message, 0});
  const DuckdbApi& api = **loaded;
  const auto all_rows = rows_of_file(api, file);
  if (!all_rows) return failure(all_rows.error());
  auto schema = Query::run(api, "SELECT * FROM " + table_of(file, "") + " LIMIT 0", Failure::Kind::usage);
  if (!schema) return failure(told(schema.error(), file, kUnreadable));
  const bool wide = std::find(header.names.begin(), header.names.end(), "interval_minutes") != header.names.end();
  std::vector<Column> columns(header.names.size());
  std::string names;
  std::uint64_t selected = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const LogicalType logical(api, api.duckdb_column_logical_type(&(*schema)->result(), c));
    const bool list = api.duckdb_get_type_id(logical.type) == DUCKDB_TYPE_LIST;
    std::optional<ValueType> type;
    if (list) {
      const LogicalType item(api, api.duckdb_list_type_child_type(logical.type));
      if (wide) type = parquet::value_type(api, item.type);
      if (type && !type->is_number()) type.reset();
    } else {
      type = parquet::value_type(api, logical.type);
    }
    if (!type) {
      if (!header.taken.contains(c)) continue;
      return usage_failure(fmt::format("{}: the column `{}` has the type {}, which cannot be read{}", file.name(),
                                       header.names[c], type_words(api, file, header.names[c]),
                                       list && !wide ? ": lists need the column `interval_minutes`" : ""));
    }
    columns[c] = {list ? Column::Kind::list : Column::Kind::scalar, *type, selected++};
    names += (names.empty() ? "" : ", ") + parquet::sql_name(header.names[c]);
  }
  if (selected == 0) return usage_failure(file.name() + " has no column that can be read");
  schema->reset();
  if (threads > 0) {
    if (auto set = Query::run(api, fmt::format("SET threads = {}", threads), Failure::Kind::system); !set)
      return failure(set.error());
  }
  auto rows = std::make_unique<Rows>(api, file, std::move(columns), *all_rows, first_row);
  const std::string from =
      first_row == 0 ? table_of(file, "")
                     : table_of(file, ", file_row_number=true") + fmt::format(" WHERE file_row_number >= {}", first_row);
  if (auto begun = rows->begin(fmt::format("SELECT {} FROM {}", names, from)); !begun) return failure(begun.error());
  return std::unique_ptr<ParquetRows>(std::move(rows));
}

std::uint64_t ParquetSlice::rows() const {
  std::uint64_t rows = 0;
  for (const Part& part : parts_) rows += part.end - part.begin;
  return rows;
}

// About as many bytes as a value has in text, so that the text seldom moves while it grows.
constexpr std::uint64_t kBytesOfValue = 8;

void ParquetSlice::make_text(Chunk& into) {
  const auto text = std::make_shared<std::string>();
  begins_.reserve(rows());
  std::uint64_t weight = 0;
  for (const Part& part : parts_) {
    for (std::uint32_t row = part.begin; row < part.end; ++row) weight += part.batch->weight(row);
  }
  text->reserve(weight * kBytesOfValue);
  for (const Part& part : parts_) {
    for (std::uint32_t row = part.begin; row < part.end; ++row) {
      begins_.push_back(text->size());
      part.batch->append(row, *text);
    }
  }
  into.kind = Chunk::Kind::records;
  into.bytes = std::shared_ptr<const char[]>(text, text->data());
  into.text = *text;
  into.quotes = text->find('"') != std::string::npos;
  into.look();
  if (into.scan.line_ends != begins_.size()) {
    std::uint64_t line = 0;
    std::size_t at = 0;
    for (const std::size_t begin : begins_) {
      line += static_cast<std::uint64_t>(std::count(text->data() + at, text->data() + begin, '\n'));
      at = begin;
      line_of_row_.push_back(line);
    }
  }
  parts_.clear();
}

std::uint64_t ParquetSlice::line_in_file(std::uint64_t line_of_text) const {
  if (!line_of_row_.empty()) {
    const auto after = std::upper_bound(line_of_row_.begin(), line_of_row_.end(), line_of_text);
    line_of_text = static_cast<std::uint64_t>(after - line_of_row_.begin()) - 1;
  }
  return first_row_ + line_of_text + 2;
}

}  // namespace ratebook
