#define XXH_INLINE_ALL
#include "runtime/io/file_checksum.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include "runtime/io/input_file.hpp"

namespace ratebook {

struct FileChecksum::State {
  XXH3_state_t state;
};

FileChecksum::FileChecksum() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->state); }
FileChecksum::~FileChecksum() = default;
FileChecksum::FileChecksum(FileChecksum&&) noexcept = default;
FileChecksum& FileChecksum::operator=(FileChecksum&&) noexcept = default;

void FileChecksum::add(std::string_view bytes) { XXH3_128bits_update(&state_->state, bytes.data(), bytes.size()); }

std::string FileChecksum::words() const {
  const XXH128_hash_t sum = XXH3_128bits_digest(&state_->state);
  return fmt::format("{:016x}{:016x}", sum.high64, sum.low64);
}

std::string FileChecksum::of_text(std::string_view text) {
  FileChecksum sum;
  sum.add(text);
  return sum.words();
}

Outcome<std::string> FileChecksum::of_file(const std::string& path) {
  auto file = InputFile::open(path, ".");
  if (!file) return failure(file.error());
  FileChecksum sum;
  std::string buffer(std::size_t{1} << 18, '\0');
  for (;;) {
    const auto got = file->read(buffer.data(), buffer.size());
    if (!got) return failure(got.error());
    if (*got == 0) return sum.words();
    sum.add({buffer.data(), *got});
  }
}

}  // namespace ratebook
