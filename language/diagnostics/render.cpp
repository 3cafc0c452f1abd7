#include "language/diagnostics/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "language/source/utf8.hpp"

namespace ratebook {
namespace {

constexpr std::size_t kTab = 4;
constexpr std::size_t kLongestLine = 240;  // columns of a script's line that are shown

// A line of a script as it is shown, and the column that each of its bytes got.
struct ShownLine {
  std::string text;
  std::vector<std::size_t> columns;  // one more than bytes
};

ShownLine show(std::string_view line) {
  ShownLine shown;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t length = std::max<std::size_t>(utf8_length(line.substr(i)), 1);
    const std::string_view character = line.substr(i, length);
    for (std::size_t k = 0; k < length; ++k) shown.columns.push_back(column);
    if (character == "\t") {
      const std::size_t blanks = kTab - column % kTab;
      shown.text.append(blanks, ' ');
      column += blanks;
    } else {
      const std::string plain = printable(character);
      shown.text += plain;
      column += display_width(plain);
    }
    i += length;
  }
  shown.columns.push_back(column);
  return shown;
}

struct Paint {
  Color color;
  std::string operator()(std::string_view code, std::string_view text) const {
    return color == Color::never ? std::string(text) : fmt::format("\033[{}m{}\033[0m", code, text);
  }
};
constexpr std::string_view kRed = "1;31", kYellow = "1;33", kBlue = "34", kGreen = "32", kBold = "1";

// A stretch of one line with the words that belong to it.
struct Mark {
  std::size_t from = 0, to = 0;  // columns, to > from
  std::string_view words;
  bool primary = false;
  std::size_t middle() const { return from + (to - from - 1) / 2; }
};

void put(std::string& row, std::size_t& width, std::size_t column, std::string_view text, std::size_t columns) {
  if (width < column) row.append(column - width, ' '), width = column;
  row += text;
  width += columns;
}

// The rows under one line: the stretches, then their words from right to left.
std::vector<std::string> rows_under(std::vector<Mark> marks, const Paint& paint, std::string_view color) {
  std::vector<std::string> rows;
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.from < b.from; });
  while (!marks.empty()) {
    std::vector<Mark> now, later;  // those that overlap one before them get rows of their own
    for (const Mark& m : marks) (now.empty() || now.back().to <= m.from ? now : later).push_back(m);
    std::string row;
    std::size_t width = 0;
    for (const Mark& m : now) {
      std::string line;
      for (std::size_t c = m.from; c < m.to; ++c) line += !m.words.empty() && c == m.middle() ? "┬" : "─";
      put(row, width, m.from, paint(m.primary ? color : kBlue, line), m.to - m.from);
    }
    rows.push_back(std::move(row));
    for (std::size_t i = now.size(); i-- > 0;) {
      if (now[i].words.empty()) continue;
      row.clear();
      width = 0;
      for (std::size_t k = 0; k < i; ++k)
        if (!now[k].words.empty()) put(row, width, now[k].middle(), paint(now[k].primary ? color : kBlue, "│"), 1);
      put(row, width, now[i].middle(), paint(now[i].primary ? color : kBlue, fmt::format("╰ {}", printable(now[i].words))), 0);
      rows.push_back(std::move(row));
    }
    marks = std::move(later);
  }
  return rows;
}

struct Place {
  Span span;
  std::string_view words;
  bool primary = false;
};

// The lines of one file that the places touch, each with its marks; a context line has none.
std::map<std::uint32_t, std::vector<Place>> lines_of(const Sources& sources, const std::vector<Place>& places) {
  std::map<std::uint32_t, std::vector<Place>> lines;
  for (const Place& p : places) {
    const std::uint32_t line = sources.position(p.span).line;
    lines[line].push_back(p);
    if (p.primary && line > 1) lines[line - 1];
  }
  return lines;
}

Mark mark_of(const Sources& sources, const Place& p, std::uint32_t line, const ShownLine& shown) {
  const std::uint32_t start = sources.file(p.span.file).line_starts[line - 1];
  const std::size_t last = shown.columns.size() - 1;
  const std::size_t begin = std::min<std::size_t>(p.span.begin - start, last);
  const std::size_t end = p.span.end > start ? std::min<std::size_t>(p.span.end - start, last) : 0;
  Mark m{shown.columns[begin], end > begin ? shown.columns[end] : 0, p.words, p.primary};
  m.to = std::max(m.to, m.from + 1);
  return m;
}

// Cuts what a terminal can't use, around the marks.
void shorten(ShownLine& shown, std::vector<Mark>& marks) {
  if (shown.columns.back() <= kLongestLine) return;
  std::size_t first = marks.empty() ? 0 : marks.front().from;
  for (const Mark& m : marks) first = std::min(first, m.from);
  const std::size_t cut = first > kLongestLine / 2 ? first - kLongestLine / 2 : 0;
  std::string text;
  std::size_t column = 0;
  for (std::size_t i = 0; i < shown.text.size();) {
    const std::size_t length = std::max<std::size_t>(utf8_length(std::string_view(shown.text).substr(i)), 1);
    const std::string_view character = std::string_view(shown.text).substr(i, length);
    if (column >= cut && column < cut + kLongestLine) text += character;
    column += display_width(character);
    i += length;
  }
  shown.text = (cut > 0 ? "…" : "") + text + "…";
  const std::size_t moved = cut > 0 ? cut - 1 : 0;
  for (Mark& m : marks) {
    m.from = std::min(m.from - std::min(m.from, moved), kLongestLine);
    m.to = std::clamp(m.to - std::min(m.to, moved), m.from + 1, kLongestLine + 1);
  }
}

void render_lines(std::string& out, const Sources& sources, const std::vector<Place>& places, std::size_t gutter,
                  const Paint& paint, std::string_view color) {
  std::uint32_t before = 0;
  for (const auto& [line, here] : lines_of(sources, places)) {
    if (before != 0 && line > before + 1) out += fmt::format("{:{}} {}\n", "", gutter, paint(kBlue, "⋮"));
    before = line;
    ShownLine shown = show(sources.line_text(places[0].span.file, line));
    std::vector<Mark> marks;
    for (const Place& p : here) marks.push_back(mark_of(sources, p, line, shown));
    shorten(shown, marks);
    out += paint(kBlue, fmt::format("{:>{}} │", line, gutter));
    out += shown.text.empty() ? "\n" : " " + shown.text + "\n";
    for (const std::string& row : rows_under(std::move(marks), paint, color))
      out += fmt::format("{:{}} {} {}\n", "", gutter, paint(kBlue, "│"), row);
  }
}

}  // namespace

std::string render(const Sources& sources, const Diagnostic& d, Color use_color) {
  const Paint paint{use_color};
  const bool error = d.severity == Severity::error;
  const std::string_view color = error ? kRed : kYellow;
  std::string out = paint(color, fmt::format("{}[{}]", error ? "error" : "warning", code_word(d.code)));
  out += paint(kBold, ": " + printable(d.message)) + "\n";
  std::size_t gutter = 1;
  if (d.span.valid()) {
    std::vector<std::vector<Place>> files{{Place{d.span, d.at_span, true}}};  // places by file, the primary's first
    for (const Label& l : d.labels) {
      if (!l.span.valid()) continue;
      auto same = [&](const auto& places) { return places[0].span.file == l.span.file; };
      const auto found = std::find_if(files.begin(), files.end(), same);
      (found == files.end() ? files.emplace_back() : *found).push_back({l.span, l.text, false});
    }
    for (const auto& places : files)
      for (const Place& p : places) gutter = std::max(gutter, std::to_string(sources.position(p.span).line).size());
    for (const auto& places : files) {
      const LineColumn at = sources.position(places[0].span);
      const std::string_view corner = &places == &files.front() ? "╭─" : "├─";
      out += fmt::format("{:{}}{} {}:{}:{}\n", "", gutter, paint(kBlue, corner),
                         printable(sources.file(places[0].span.file).path), at.line, at.column);
      render_lines(out, sources, places, gutter, paint, color);
    }
  }
  for (const std::string& note : d.notes) out += fmt::format("{:{}}{} {}\n", "", gutter, paint(kBlue, "="), printable(note));
  if (!d.help.empty())
    out += fmt::format("{:{}}{} {} {}\n", "", gutter, paint(kBlue, "="), paint(kGreen, "help:"), printable(d.help));
  return out;
}

std::string render(const Sources& sources, const std::vector<Diagnostic>& diagnostics, Color color) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    if (!out.empty()) out += '\n';
    out += render(sources, d, color);
  }
  return out;
}

std::string summary(std::size_t errors, std::size_t warnings) {
  auto counted = [](std::size_t n, std::string_view word) { return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s"); };
  if (errors == 0) return warnings == 0 ? "" : counted(warnings, "warning");
  return counted(errors, "error") + (warnings == 0 ? "" : ", " + counted(warnings, "warning"));
}

}  // namespace ratebook
