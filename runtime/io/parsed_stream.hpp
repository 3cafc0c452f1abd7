// An input file, CSV or Parquet, as parsed chunks in file order, several of them being parsed ahead by the pool's threads.
#pragma once
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "runtime/io/input_digest.hpp"
#include "runtime/io/input_file.hpp"
#include "runtime/io/parquet_rows.hpp"
#include "runtime/io/row_source.hpp"
#include "runtime/io/task_pool.hpp"

namespace ratebook {

template <class Parser>
class ParsedStream final : public RowSource<typename Parser::Row> {
 public:
  using Row = typename Parser::Row;
  using Parsed = std::shared_ptr<ParsedRows<Row>>;

  // `file` must be at its start and outlive the stream.
  ParsedStream(InputFile& file, Parser parser, TaskPool& pool, std::size_t chunk_bytes)
      : file_(file), reader_(file, chunk_bytes), parser_(std::move(parser)), pool_(pool) {}
  ~ParsedStream() override {
    for (const Ahead& ahead : ahead_) pool_.wait(*ahead.task);
    if (hashing_) pool_.wait(*hashing_);
  }
  ParsedStream(const ParsedStream&) = delete;
  ParsedStream& operator=(const ParsedStream&) = delete;

  // Rows of a wider range may be anywhere in a text.
  void take_only(const AccountRange& accounts) override {
    if (const auto one = accounts.one()) wanted_ = *one;
  }

  Outcome<Parsed> next() override {
    while (!ended_ && ahead_.size() < 2 * pool_.threads()) {
      if (auto read = read_ahead(); !read) return failure(read.error());
    }
    if (ahead_.empty()) return Parsed();
    pool_.wait(*ahead_.front().task);
    const Parsed parsed = std::move(ahead_.front().parsed);
    const auto slice = std::move(ahead_.front().slice);
    ahead_.pop_front();
    if (parsed->failure) return failure(*parsed->failure);
    if (parquet_) return numbered(parsed, slice);
    for (Row& row : parsed->rows) {
      row.line += lines_ + 1;
      if constexpr (requires { row.text_at; })
        row.text_at = bytes_ + static_cast<std::uint64_t>(row.text.data() - parsed->chunk.text.data());
    }
    for (BadRow& bad : parsed->bad) bad.line += lines_ + 1;
    lines_ += parsed->chunk.scan.line_ends;
    records_ += parsed->records;
    bytes_ += parsed->chunk.text.size();
    return parsed;
  }

  std::uint64_t records() const override { return records_; }
  std::uint64_t bytes() const override { return bytes_; }
  const std::string& name() const override { return file_.name(); }
  std::string digest() override {
    if (!hashing_) return digest_.digest();
    pool_.wait(*hashing_);
    return file_digest_ ? *file_digest_ : "";
  }

 private:
  struct Ahead {
    Parsed parsed;
    std::shared_ptr<ParquetSlice> slice;  // of a Parquet file: its rows
    std::shared_ptr<TaskPool::Task> task;
  };

  Outcome<void> read_ahead() {
    if (is_parquet_) return read_parquet_ahead();
    auto parsed = std::make_shared<ParsedRows<Row>>();
    const auto more = reader_.next(parsed->chunk);
    if (!more) return failure(more.error());
    ended_ = !*more;
    if (ended_) return {};
    const bool has_header = parsed->chunk.kind == Chunk::Kind::records && !std::exchange(header_passed_, true);
    const std::uint64_t index = chunks_++;
    ahead_.push_back({parsed, nullptr, pool_.submit([this, parsed, has_header, index] {
                        parsed->chunk.look();
                        if (!has_header && is_passed_over(parsed->chunk)) return;
                        parser_.parse(has_header, *parsed);
                        digest_.add(index, parsed->chunk);
                      })});
    return {};
  }

  Outcome<void> read_parquet_ahead() {
    if (!parquet_) {
      auto opened = ParquetRows::open(file_, parser_.header(), pool_.threads());
      if (!opened) return failure(opened.error());
      parquet_ = std::move(*opened);
      hashing_ = pool_.submit([this] { file_digest_ = digest_of_bytes(file_); });
    }
    auto next = parquet_->next();
    if (!next) return failure(next.error());
    ended_ = !*next;
    if (ended_) return {};
    auto parsed = std::make_shared<ParsedRows<Row>>();
    auto slice = std::make_shared<ParquetSlice>(std::move(**next));
    parquet_rows_ += slice->rows();
    ahead_.push_back({parsed, slice, pool_.submit([this, parsed, slice] {
                        slice->make_text(parsed->chunk);
                        if (!is_passed_over(parsed->chunk)) parser_.parse(false, *parsed);
                      })});
    return {};
  }
  // Rows are counted as lines of a CSV file would be that each hold one.
  Outcome<Parsed> numbered(const Parsed& parsed, const std::shared_ptr<ParquetSlice>& slice) {
    for (Row& row : parsed->rows) {
      row.line = slice->line_in_file(row.line);
      if constexpr (requires { row.text_at; }) row.text_at = row.line;
    }
    for (BadRow& bad : parsed->bad) bad.line = slice->line_in_file(bad.line);
    records_ += parsed->records;
    if (parquet_->all_rows() > 0) bytes_ = file_.size() / parquet_->all_rows() * parquet_rows_;
    return parsed;
  }

  // Words in quotes may be written in another way.
  bool is_passed_over(const Chunk& chunk) const {
    return wanted_ && !chunk.quotes &&
           ::memmem(chunk.text.data(), chunk.text.size(), wanted_->data(), wanted_->size()) == nullptr;
  }

  InputFile& file_;
  ChunkReader reader_;
  const Parser parser_;
  TaskPool& pool_;
  InputDigest digest_;
  std::deque<Ahead> ahead_;
  std::optional<std::string> wanted_;
  bool ended_ = false, header_passed_ = false;
  std::uint64_t chunks_ = 0, lines_ = 0, records_ = 0, bytes_ = 0;

  const bool is_parquet_ = is_parquet(file_);
  std::unique_ptr<ParquetRows> parquet_;
  std::uint64_t parquet_rows_ = 0;
  std::shared_ptr<TaskPool::Task> hashing_;
  Outcome<std::string> file_digest_;
};

}  // namespace ratebook
