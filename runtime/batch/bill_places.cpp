#include "runtime/batch/bill_places.hpp"

#include "runtime/io/result_files.hpp"

namespace ratebook {

Outcome<void> BillPlaces::create(const std::string& directory) {
  auto file = TableFile::create(directory, stem_of(kBillPlaces), kBillPlacesHeader, UINT64_MAX);
  if (!file) return failure(file.error());
  file_.emplace(std::move(*file));
  return {};
}

Outcome<void> BillPlaces::write(const CycleBlock& block, const RatedText& text) {
  if (!file_) return {};
  std::uint32_t bill = 0, line_rows = 0, line_bytes = 0;
  for (const RatedText::Entry& entry : text.rated) {
    const std::uint32_t line_end = entry.line_rows_end == 0 ? 0 : text.line_ends[entry.line_rows_end - 1];
    auto written = write(block.row[entry.entry], entry.bill_end - bill, entry.line_rows_end - line_rows, line_end - line_bytes);
    if (!written) return written;
    bill = entry.bill_end;
    line_rows = entry.line_rows_end;
    line_bytes = line_end;
  }
  return {};
}

Outcome<void> BillPlaces::write(std::uint64_t row, std::size_t bill_bytes, std::size_t lines, std::size_t line_bytes) {
  return file_ ? file_->write_row(fmt::format("{},{},{},{}\n", row, bill_bytes, lines, line_bytes)) : Outcome<void>{};
}

}  // namespace ratebook
