// One look at all bytes of a text: is it plain, and how many lines does it end?
#pragma once
#include <cstdint>
#include <string_view>

namespace ratebook {

struct TextScan {
  bool plain = true;            // only printable ASCII, tab, CR and LF: nothing more to check, record by record
  std::uint64_t line_ends = 0;  // LFs
};
TextScan scan_text(std::string_view text);

// UTF-8 without NUL and other control characters (tab, CR, LF are allowed).
bool is_valid_text(std::string_view text);

}  // namespace ratebook
