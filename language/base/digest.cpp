#include "language/base/digest.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

namespace ratebook {

namespace {

std::string text_of(const unsigned char* hash) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256:";
  for (std::size_t i = 0; i < SHA256_DIGEST_LENGTH; ++i) {
    text += digits[hash[i] >> 4U];
    text += digits[hash[i] & 15U];
  }
  return text;
}

}  // namespace

std::string sha256_digest(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return text_of(hash.data());
}

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr); }
Sha256::~Sha256() = default;
void Sha256::add(std::string_view bytes) { EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()); }
std::string Sha256::digest() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  EVP_DigestFinal_ex(state_->context, hash.data(), nullptr);
  return text_of(hash.data());
}

}  // namespace ratebook
