// A file to be read once from start to end, and perhaps again: a path, or "-" for standard input, which is copied to an unnamed file first.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "runtime/io/failure.hpp"

namespace ratebook {

class InputFile {
 public:
  // Errors: usage (cannot be opened, is a directory), system (standard input cannot be copied).
  static Outcome<InputFile> open(const std::string& path, const std::string& temporary_directory);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  const std::string& name() const { return name_; }  // as the user gave it, "standard input" for "-"
  std::uint64_t size() const { return size_; }
  // The last row has no line end. It is a row (RFC 4180), but so ends a file that was cut off.
  bool ends_inside_a_line() const;
  // Fills up to `capacity` bytes; 0 at the end.
  Outcome<std::size_t> read(char* into, std::size_t capacity);
  Outcome<void> rewind();

 private:
  InputFile(std::string name, int descriptor, std::uint64_t size)
      : name_(std::move(name)), descriptor_(descriptor), size_(size) {}
  std::string name_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

// A file without a name in `directory`, which the system frees however the program ends. Returns its descriptor.
Outcome<int> unnamed_file(const std::string& directory);
// All of `bytes`, or a failure that names `what`.
Outcome<void> write_all(int descriptor, const char* bytes, std::size_t count, const std::string& what);

}  // namespace ratebook
