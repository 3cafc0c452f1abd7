#include "runtime/io/table_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "runtime/io/input_file.hpp"

namespace ratebook {

namespace {
constexpr std::size_t kBuffer = std::size_t{1} << 20;
}

Outcome<TableFile> TableFile::create(const std::string& directory, std::string stem, std::string_view header,
                                     std::uint64_t max_rows) {
  TableFile file;
  file.directory_ = directory;
  file.stem_ = std::move(stem);
  file.header_ = std::string(header) + "\n";
  file.max_rows_ = std::max<std::uint64_t>(max_rows, 1);
  if (auto opened = file.open_next(); !opened) return failure(opened.error());
  return file;
}

TableFile::TableFile(TableFile&& other) noexcept
    : directory_(std::move(other.directory_)),
      stem_(std::move(other.stem_)),
      header_(std::move(other.header_)),
      max_rows_(other.max_rows_),
      rows_(other.rows_),
      rows_here_(other.rows_here_),
      files_(other.files_),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)) {}

TableFile& TableFile::operator=(TableFile&& other) noexcept {
  if (this != &other) {
    this->~TableFile();
    new (this) TableFile(std::move(other));
  }
  return *this;
}

TableFile::~TableFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string TableFile::path() const { return directory_ + "/" + names().back(); }

std::vector<std::string> TableFile::names() const {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= files_; ++i) names.push_back(i == 1 ? stem_ + ".csv" : stem_ + "_" + std::to_string(i) + ".csv");
  return names;
}

Outcome<void> TableFile::open_next() {
  if (auto closed = close(); !closed) return closed;
  ++files_;
  rows_here_ = 0;
  descriptor_ = ::open(path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) return errno_failure("cannot write " + path());
  return append(header_);
}

Outcome<void> TableFile::append(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBuffer) {
    if (auto flushed = flush(); !flushed) return flushed;
    if (bytes.size() > kBuffer) return write_all(descriptor_, bytes.data(), bytes.size(), path());
  }
  buffer_ += bytes;
  return {};
}

Outcome<void> TableFile::flush() {
  auto written = write_all(descriptor_, buffer_.data(), buffer_.size(), path());
  buffer_.clear();
  return written;
}

Outcome<void> TableFile::write(std::string_view rows, std::span<const std::uint32_t> row_ends) {
  std::size_t begin = 0;
  while (!row_ends.empty()) {
    if (rows_here_ == max_rows_) {
      if (auto opened = open_next(); !opened) return opened;
    }
    const auto count = std::min<std::uint64_t>(row_ends.size(), max_rows_ - rows_here_);
    const std::size_t end = row_ends[count - 1];
    if (auto written = append(rows.substr(begin, end - begin)); !written) return written;
    rows_ += count;
    rows_here_ += count;
    begin = end;
    row_ends = row_ends.subspan(count);
  }
  return {};
}

Outcome<void> TableFile::begin_rows(std::uint64_t rows) {
  if (rows > 0 && rows_here_ == max_rows_) {
    if (auto opened = open_next(); !opened) return opened;
  }
  rows_ += rows;
  rows_here_ += rows;
  return {};
}

Outcome<void> TableFile::write_row(std::string_view row) {
  const auto end = static_cast<std::uint32_t>(row.size());
  return write(row, std::span(&end, 1));
}

Outcome<void> TableFile::close() {
  if (descriptor_ < 0) return {};
  if (auto flushed = flush(); !flushed) return flushed;
  // Some file systems tell only now that there is no room.
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) return errno_failure("cannot write " + path());
  return {};
}

}  // namespace ratebook
