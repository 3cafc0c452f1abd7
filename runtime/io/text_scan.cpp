#include "runtime/io/text_scan.hpp"

#include <cstddef>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace ratebook {

namespace {

bool is_odd(unsigned char b) { return b > 0x7E || (b < 0x20 && b != '\n' && b != '\r' && b != '\t'); }

#if defined(__SSE2__)
// Whole blocks of 16 bytes; returns how many bytes were looked at.
std::size_t scan_blocks(std::string_view text, TextScan& scan) {
  const __m128i blank = _mm_set1_epi8(0x20), line = _mm_set1_epi8('\n'), carriage = _mm_set1_epi8('\r'),
                tab = _mm_set1_epi8('\t'), deleted = _mm_set1_epi8(0x7F), zero = _mm_setzero_si128();
  __m128i odd = zero;
  std::size_t at = 0;
  while (text.size() - at >= 16) {
    __m128i lines = zero;  // per byte: minus the line ends seen, of at most 255 blocks
    for (int block = 0; block < 255 && text.size() - at >= 16; ++block, at += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
      const __m128i is_line = _mm_cmpeq_epi8(bytes, line);
      const __m128i allowed = _mm_or_si128(is_line, _mm_or_si128(_mm_cmpeq_epi8(bytes, carriage), _mm_cmpeq_epi8(bytes, tab)));
      // As signed numbers, control characters and everything above ASCII are less than a blank.
      odd = _mm_or_si128(odd,
                         _mm_or_si128(_mm_andnot_si128(allowed, _mm_cmplt_epi8(bytes, blank)), _mm_cmpeq_epi8(bytes, deleted)));
      lines = _mm_sub_epi8(lines, is_line);
    }
    const __m128i sums = _mm_sad_epu8(lines, zero);
    scan.line_ends += static_cast<std::uint64_t>(_mm_cvtsi128_si64(sums)) +
                      static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_srli_si128(sums, 8)));
  }
  scan.plain = _mm_movemask_epi8(odd) == 0;
  return at;
}
#else
std::size_t scan_blocks(std::string_view, TextScan&) { return 0; }
#endif

}  // namespace

TextScan scan_text(std::string_view text) {
  TextScan scan;
  for (std::size_t i = scan_blocks(text, scan); i < text.size(); ++i) {
    if (is_odd(static_cast<unsigned char>(text[i]))) scan.plain = false;
    if (text[i] == '\n') ++scan.line_ends;
  }
  return scan;
}

bool is_valid_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto b = static_cast<unsigned char>(text[i]);
    if (b < 0x80) {
      if (is_odd(b)) return false;
      ++i;
      continue;
    }
    const std::size_t length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
    if (b < 0xC2 || b > 0xF4 || text.size() - i < length) return false;
    std::uint32_t point = b & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      point = point << 6U | (next & 0x3FU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF) return false;
    i += length;
  }
  return true;
}

}  // namespace ratebook
