// What is known of a Parquet file without decoding it.
#include <algorithm>
#include <cstring>
#include <vector>

#include "language/base/digest.hpp"
#include "runtime/io/parquet_rows.hpp"

namespace ratebook {

bool is_parquet(const InputFile& file) {
  char magic[4];
  return file.size() >= sizeof magic && file.read_at(0, magic, sizeof magic) && std::memcmp(magic, "PAR1", sizeof magic) == 0;
}

Outcome<std::string> digest_of_bytes(const InputFile& file) {
  Sha256 digest;
  std::vector<char> piece(std::size_t{1} << 20);
  for (std::uint64_t at = 0; at < file.size(); at += piece.size()) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), file.size() - at));
    if (!file.read_at(at, piece.data(), count)) return system_failure("cannot read " + file.name());
    digest.add({piece.data(), count});
  }
  return digest.digest();
}

}  // namespace ratebook
