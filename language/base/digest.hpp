// SHA-256 of texts and files: what bills, locks and the audit trail record of their inputs.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace ratebook {

// "sha256:" and 64 hexadecimal digits of the bytes.
std::string sha256_digest(std::string_view bytes);

// The same of bytes that come piece by piece: add all of them, then ask once.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  std::string digest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ratebook
