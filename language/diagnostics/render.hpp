// Diagnostics for people and for tools. The text is stable (tests match it) and uses the script's own lines:
//
//   error[period_overlap]: two periods claim the same time
//     ╭─ tou-r.tariff:35:29
//   34 │   period on_peak  = weekday 16:00 to 21:00
//   35 │   period mid_peak = weekday 07:00 to 17:00, weekday 21:00 to 23:00
//      │                             ──────┬───────
//      │                                   ╰ weekday 16:00 to 17:00 is also on_peak
//     = first such instant: Thu 2025-01-02 16:00
//     = help: …
//
// Labels on other lines show those lines too, in text order; labels in other files follow under a `├─ file:line:column` of their own.
// Tabs are shown as blanks, wide characters are given two columns; what a terminal must not have is replaced (printable, source/utf8.hpp).
#pragma once
#include <string>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"

namespace ratebook {

enum class Color : std::uint8_t { never, always };

// One diagnostic; ends with a line end. A diagnostic without a place has its first line, notes and help only.
std::string render(const Sources& sources, const Diagnostic& diagnostic, Color color = Color::never);
// All of them in the order given, with an empty line between two.
std::string render(const Sources& sources, const std::vector<Diagnostic>& diagnostics, Color color = Color::never);

// {"diagnostics": [{code, severity, file, line, column, end_line, end_column, message, labels, notes, help}]}; lines and columns from
// 1, columns in characters, the end behind the last character; labels are {file, line, column, end_line, end_column, text}, those
// words under the place itself first; help is "" when there is none; a diagnostic without a place has file "" and zeros.
std::string render_json(const Sources& sources, const std::vector<Diagnostic>& diagnostics);

// "2 errors, 1 warning", "1 error", "" for none.
std::string summary(std::size_t errors, std::size_t warnings);

}  // namespace ratebook
