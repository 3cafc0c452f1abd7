#include "runtime/io/input_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace ratebook {

namespace {

Outcome<std::size_t> read_some(int descriptor, char* into, std::size_t capacity, const std::string& name) {
  for (;;) {
    const ssize_t n = ::read(descriptor, into, capacity);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) return errno_failure("cannot read " + name);
  }
}

// Copies what cannot be read twice into a file that can.
Outcome<int> copy_to_file(int from, const std::string& name, const std::string& temporary_directory) {
  auto to = unnamed_file(temporary_directory);
  if (!to) return to;
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const auto n = read_some(from, buffer.data(), buffer.size(), name);
    Outcome<void> written =
        n ? write_all(*to, buffer.data(), *n, "a temporary file in " + temporary_directory) : failure(n.error());
    if (!written) {
      ::close(*to);
      return failure(written.error());
    }
    if (*n == 0) break;
  }
  ::lseek(*to, 0, SEEK_SET);
  return to;
}

}  // namespace

Outcome<int> unnamed_file(const std::string& directory) {
  const int tmp = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (tmp >= 0) return tmp;
  std::string name = directory + "/ratebook-XXXXXX";  // file systems without O_TMPFILE
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named < 0) return errno_failure("cannot make a temporary file in " + directory);
  ::unlink(name.c_str());
  return named;
}

Outcome<void> write_all(int descriptor, const char* bytes, std::size_t count, const std::string& what) {
  while (count > 0) {
    const ssize_t n = ::write(descriptor, bytes, count);
    if (n < 0) {
      if (errno == EINTR) continue;
      return errno_failure("cannot write " + what);
    }
    bytes += n;
    count -= static_cast<std::size_t>(n);
  }
  return {};
}

Outcome<void> write_new_file(const std::string& path, const std::string& text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return errno_failure("cannot write " + path);
  auto written = write_all(descriptor, text.data(), text.size(), path);
  if (::close(descriptor) != 0 && written) return errno_failure("cannot write " + path);
  return written;
}

bool read_exactly_at(int descriptor, std::uint64_t at, char* into, std::size_t count) {
  while (count > 0) {
    const ssize_t n = ::pread(descriptor, into, count, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    into += n;
    at += static_cast<std::uint64_t>(n);
    count -= static_cast<std::size_t>(n);
  }
  return true;
}

Outcome<InputFile> InputFile::open(const std::string& path, const std::string& temporary_directory) {
  const bool standard = path == "-";
  const std::string name = standard ? "standard input" : path;
  int descriptor = standard ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return usage_failure("cannot open " + name + ": " + errno_words());
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    return usage_failure("cannot open " + name + ": it is a directory");
  }
  const bool copied = !S_ISREG(status.st_mode);
  if (copied) {
    auto copy = copy_to_file(descriptor, name, temporary_directory);
    ::close(descriptor);
    if (!copy) return failure(copy.error());
    descriptor = *copy;
    if (::fstat(descriptor, &status) != 0) status.st_size = 0;
  }
  return InputFile(name, descriptor, static_cast<std::uint64_t>(status.st_size), copied);
}

InputFile::InputFile(InputFile&& other) noexcept
    : name_(std::move(other.name_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      copied_(other.copied_) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(copied_, other.copied_);
  return *this;
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Outcome<std::size_t> InputFile::read(char* into, std::size_t capacity) {
  std::size_t got = 0;
  while (got < capacity) {
    const auto n = read_some(descriptor_, into + got, capacity - got, name_);
    if (!n) return n;
    if (*n == 0) break;
    got += *n;
  }
  return got;
}

bool InputFile::ends_inside_a_line() const {
  char last = '\n', magic[4];
  if (::pread(descriptor_, magic, sizeof magic, 0) == sizeof magic && std::memcmp(magic, "PAR1", sizeof magic) == 0)
    return false;  // Parquet
  return size_ > 0 && ::pread(descriptor_, &last, 1, static_cast<::off_t>(size_ - 1)) == 1 && last != '\n';
}

Outcome<void> InputFile::rewind() {
  if (::lseek(descriptor_, 0, SEEK_SET) < 0) return errno_failure("cannot read " + name_ + " again");
  return {};
}

bool InputFile::read_at(std::uint64_t at, char* into, std::size_t count) const {
  return read_exactly_at(descriptor_, at, into, count);
}

std::optional<std::string> InputFile::state() const {
  struct stat status {};
  if (copied_ || ::fstat(descriptor_, &status) != 0) return std::nullopt;
  return fmt::format("{} bytes, modified {}.{:09}, changed {}.{:09}, number {}", status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec, status.st_ino);
}

}  // namespace ratebook
