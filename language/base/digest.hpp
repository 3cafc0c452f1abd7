// SHA-256 of texts and files: what bills, locks and the audit trail record of their inputs.
#pragma once
#include <string>
#include <string_view>

namespace ratebook {

// "sha256:" and 64 hexadecimal digits of the bytes.
std::string sha256_digest(std::string_view bytes);

}  // namespace ratebook
