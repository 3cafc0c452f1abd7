// Where a command writes: results to standard output, everything else to standard error; colour only on a terminal and without NO_COLOR.
// Names and words of scripts, files and data reach no terminal as they are: what controls it is escaped here (printable, source/utf8.hpp).
#pragma once
#include <string_view>

#include "language/diagnostics/render.hpp"

namespace ratebook::cli {

Color error_color();
bool error_is_terminal();

void print(std::string_view text);         // to standard output, escaped; a JSON text still says the same
void print_script(std::string_view text);  // to standard output, as it is: what is read again as a script
void complain(std::string_view text);      // to standard error, escaped: "ratebook: " and the text, one line
void note(std::string_view text);          // to standard error, escaped
void show_rendered(
    std::string_view text);  // to standard error, as it is: rendered diagnostics, which are escaped, and the progress bar
// Flushes standard output. False when something could not be written.
bool finish_output();

}  // namespace ratebook::cli
