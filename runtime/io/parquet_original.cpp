#include "runtime/io/parquet_original.hpp"

namespace ratebook {

bool ParquetOriginal::take_next() {
  auto next = rows_->next();
  slice_.reset();
  if (!next || !*next) return false;
  slice_ = std::move(**next);
  slice_rows_ = slice_->rows();
  slice_->make_text(text_);
  return true;
}

bool ParquetOriginal::go_to(std::uint64_t row) {
  if (!slice_ || row < slice_->first_row()) {
    slice_.reset();
    const auto header = read_parquet_header(file_);
    if (!header) return false;
    auto rows = ParquetRows::open(file_, *header, 0, row);
    if (!rows) return false;
    rows_ = std::move(*rows);
    if (!take_next()) return false;
  }
  while (row >= slice_->first_row() + slice_rows_) {
    if (!take_next()) return false;
  }
  return true;
}

std::optional<std::string> ParquetOriginal::read(std::uint64_t line, std::uint32_t count) {
  const std::lock_guard lock(mutex_);
  if (line < 2 || !go_to(line - 2)) return std::nullopt;
  std::string text(slice_->text_from(text_, line - 2).substr(0, count));
  while (text.size() < count) {
    if (!take_next()) return std::nullopt;
    text += text_.text.substr(0, count - text.size());
  }
  return text;
}

}  // namespace ratebook
