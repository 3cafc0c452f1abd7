// Checksum of a file of a result (XXH3, 128 bits): tells damage and cut-off ends, at the speed of memory.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "runtime/io/failure.hpp"

namespace ratebook {

class FileChecksum {
 public:
  FileChecksum();
  ~FileChecksum();
  FileChecksum(FileChecksum&&) noexcept;
  FileChecksum& operator=(FileChecksum&&) noexcept;
  void add(std::string_view bytes);
  std::string words() const;  // 32 hexadecimal digits

  static std::string of_text(std::string_view text);
  static Outcome<std::string> of_file(const std::string& path);  // failure (usage): it cannot be read

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ratebook
