// UTF-8 as far as reading and showing scripts needs it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ratebook {

// Bytes of the character that `text` begins with (1…4), 0 when it is not UTF-8 (overlong forms, surrogates and values above
// U+10FFFF are not) or `text` is empty. Source: RFC 3629, section 4.
std::size_t utf8_length(std::string_view text);
// Code point of a valid character.
std::uint32_t utf8_value(std::string_view character);
// Columns that a character takes on a terminal: 0 (combining), 1 or 2 (wide). Source: the ranges of Unicode's East Asian Width
// W and F, and of the combining marks, merged to blocks.
int display_width(std::uint32_t code_point);
// Columns of a text; bytes that are not UTF-8 count one each.
std::size_t display_width(std::string_view text);
// The text as a terminal may have it, on one line: bytes that are not UTF-8 are U+FFFD; control characters but tab, line and paragraph
// separators and marks that change the direction of writing are escaped as in JSON, "\u001b".
std::string printable(std::string_view text);
// The same, but line ends are kept.
std::string printable_lines(std::string_view text);

}  // namespace ratebook
