#include "cli/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "language/source/utf8.hpp"

namespace ratebook::cli {

bool error_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

Color error_color() {
  const char* no_color = std::getenv("NO_COLOR");
  return error_is_terminal() && (no_color == nullptr || *no_color == '\0') ? Color::always : Color::never;
}

void print(std::string_view text) { print_script(printable_lines(text)); }

void print_script(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void show_rendered(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void note(std::string_view text) { show_rendered(printable_lines(text)); }

void complain(std::string_view text) { show_rendered("ratebook: " + printable(text) + "\n"); }

bool finish_output() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

}  // namespace ratebook::cli
