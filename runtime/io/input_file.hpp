// A file to be read once from start to end, and perhaps again: a path, or "-" for standard input, which is copied to an unnamed file first.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
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
  int descriptor() const { return descriptor_; }
  // The last row has no line end. It is a row (RFC 4180), but so ends a file that was cut off.
  bool ends_inside_a_line() const;
  // Fills up to `capacity` bytes; 0 at the end.
  Outcome<std::size_t> read(char* into, std::size_t capacity);
  Outcome<void> rewind();
  // False when they are not there. May be called by several threads.
  bool read_at(std::uint64_t at, char* into, std::size_t count) const;
  // Size, times and number as the file system tells them: equal as long as nobody writes to the file. Nothing for what was copied.
  std::optional<std::string> state() const;

 private:
  InputFile(std::string name, int descriptor, std::uint64_t size, bool copied)
      : name_(std::move(name)), descriptor_(descriptor), size_(size), copied_(copied) {}
  std::string name_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  bool copied_ = false;
};

// A file without a name in `directory`, which the system frees however the program ends. Returns its descriptor.
Outcome<int> unnamed_file(const std::string& directory);
// All of them, or false: they are not there, or the disk failed.
bool read_exactly_at(int descriptor, std::uint64_t at, char* into, std::size_t count);
// A file that is not there yet.
Outcome<void> write_new_file(const std::string& path, const std::string& text);
// All of `bytes`, or a failure that names `what`.
Outcome<void> write_all(int descriptor, const char* bytes, std::size_t count, const std::string& what);

}  // namespace ratebook
