// Texts from texts: damaged ones for the parser, differently laid out ones for the formatter.
#pragma once
#include <string>
#include <vector>

#include "tests/fuzz/dice.hpp"

namespace ratebook::fuzz {

// A few changes of bytes, words and lines; pieces of `other` and words of the language get in.
std::string damage(Dice& dice, std::string text, const std::string& other);

// The same tokens on the same lines with other blanks, other indentation, empty lines and comments. What it means stays.
std::string relay(Dice& dice, const std::string& text);

}  // namespace ratebook::fuzz
