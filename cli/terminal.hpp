// Where a command writes: results to standard output, everything else to standard error; colour only on a terminal and without NO_COLOR.
#pragma once
#include <string_view>

#include "language/diagnostics/render.hpp"

namespace ratebook::cli {

Color error_color();
bool error_is_terminal();

void print(std::string_view text);     // to standard output, as it is
void complain(std::string_view text);  // to standard error: "ratebook: " and the text, one line
void note(std::string_view text);      // to standard error, as it is
// Flushes standard output. False when something could not be written.
bool finish_output();

}  // namespace ratebook::cli
