#include "language/base/digest.hpp"

#include <openssl/sha.h>

#include <array>

namespace ratebook {

std::string sha256_digest(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256:";
  for (const unsigned char byte : hash) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace ratebook
