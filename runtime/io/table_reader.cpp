#include "runtime/io/table_reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/io/input_file.hpp"

namespace ratebook {

TableReader::TableReader(std::string directory, std::vector<ResultFile> files, std::string_view header,
                         std::size_t buffer_bytes)
    : directory_(std::move(directory)),
      files_(std::move(files)),
      header_(std::string(header) + "\n"),
      buffer_bytes_(std::max(buffer_bytes, header_.size())) {}

std::string TableReader::damage(std::string_view what) const {
  const std::string& name = files_[std::min(file_, files_.size() - 1)].name;
  return directory_ + "/" + name + " is damaged: " + std::string(what);
}

// More of the file at hand into the buffer, which is used up.
Outcome<void> TableReader::fill() {
  const ResultFile& file = files_[file_];
  const std::string path = directory_ + "/" + file.name;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes_, file.bytes - read_));
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return usage_failure("cannot open " + path + ": " + errno_words());
  buffer_.resize(count);
  const bool there = read_exactly_at(descriptor, read_, buffer_.data(), count);
  ::close(descriptor);
  if (!there) return usage_failure(damage("it is cut off"));
  at_ = 0;
  read_ += count;
  sum_.add(buffer_);
  if (!header_passed_) {
    if (!buffer_.starts_with(header_)) return usage_failure(damage("its header is another one"));
    at_ = header_.size();
    header_passed_ = true;
  }
  return told_ ? told_(count) : Outcome<void>{};
}

Outcome<bool> TableReader::next_file() {
  if (file_ == files_.size()) return false;
  if (sum_.words() != files_[file_].checksum) return usage_failure(damage("its checksum is another one"));
  ++file_;
  read_ = 0;
  sum_ = FileChecksum();
  header_passed_ = false;
  return file_ < files_.size();
}

Outcome<std::string_view> TableReader::peek() {
  while (at_ == buffer_.size() && file_ < files_.size()) {
    if (read_ == files_[file_].bytes) {
      if (const auto more = next_file(); !more) return failure(more.error());
      continue;
    }
    if (auto filled = fill(); !filled) return failure(filled.error());
  }
  return std::string_view(buffer_).substr(at_);
}

Outcome<bool> TableReader::at_end() {
  const auto next = peek();
  if (!next) return failure(next.error());
  return next->empty();
}

Outcome<std::string_view> TableReader::take_line() {
  line_.clear();
  for (;;) {
    const auto next = peek();
    if (!next) return failure(next.error());
    if (next->empty()) return usage_failure(damage("rows are missing"));
    const std::size_t end = next->find('\n');
    line_ += next->substr(0, end);
    take(end == std::string_view::npos ? next->size() : end + 1);
    if (end != std::string_view::npos) return std::string_view(line_);
  }
}

Outcome<void> TableReader::take_into(std::uint64_t bytes, std::string& into) {
  while (bytes > 0) {
    const auto next = peek();
    if (!next) return failure(next.error());
    if (next->empty()) return usage_failure(damage("rows are missing"));
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, next->size()));
    into += next->substr(0, count);
    take(count);
    bytes -= count;
  }
  return {};
}

}  // namespace ratebook
