#include "bench/sample/csv_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

namespace ratebook::sample {
namespace {

constexpr std::size_t kBufferBytes = 1 << 20;
constexpr std::size_t kShortNumbers = 10'000;  // 0.000 … 9.999, the readings of a home's quarter-hours

using Digits = std::array<char, 5>;

const std::array<Digits, kShortNumbers>& short_numbers() {
  static const auto table = [] {
    std::array<Digits, kShortNumbers> made{};
    for (std::size_t n = 0; n < kShortNumbers; ++n) {
      const auto digit = [n](std::size_t divisor) { return static_cast<char>('0' + n / divisor % 10); };
      made[n] = {digit(1000), '.', digit(100), digit(10), digit(1)};
    }
    return made;
  }();
  return table;
}

[[noreturn]] void refuse(const std::string& name) { throw std::system_error(errno, std::generic_category(), name); }

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& path, std::string_view header) : name_(path.filename().string()) {
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) refuse(path.string());
  buffer_.reserve(kBufferBytes);
  append(header);
  end_row();
}

CsvFile::~CsvFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

CsvFile& CsvFile::begin_field() {
  if (row_begun_) append(",");
  row_begun_ = true;
  return *this;
}

void CsvFile::append(std::string_view text) {
  reserve(text.size());
  buffer_.append(text);
}

CsvFile& CsvFile::text(std::string_view field) {
  begin_field();
  append(field);
  return *this;
}

CsvFile& CsvFile::number(std::uint64_t value) { return text(std::to_string(value)); }

void CsvFile::append_thousandths(std::uint64_t value) {
  if (value >= kShortNumbers) {
    append(std::to_string(value / 10'000));
    value %= 10'000;
  }
  const Digits& digits = short_numbers()[value];
  append({digits.data(), digits.size()});
}

CsvFile& CsvFile::thousandths(std::uint64_t value) {
  begin_field();
  append_thousandths(value);
  return *this;
}

CsvFile& CsvFile::tenths(std::uint64_t value) {
  return text(std::to_string(value / 10) + '.' + static_cast<char>('0' + value % 10));
}

CsvFile& CsvFile::end_row() {
  append("\n");
  row_begun_ = false;
  ++line_;
  return *this;
}

void CsvFile::reserve(std::size_t bytes) {
  if (buffer_.size() + bytes > kBufferBytes) flush();
}

void CsvFile::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(name_);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void CsvFile::close() {
  flush();
  const int closing = descriptor_;
  descriptor_ = -1;
  if (::close(closing) != 0) refuse(name_);
}

}  // namespace ratebook::sample
