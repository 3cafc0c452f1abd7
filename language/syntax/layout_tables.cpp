#include <algorithm>

#include "language/source/utf8.hpp"
#include "language/syntax/layout.hpp"

namespace ratebook::syntax::layout {
namespace {

struct Column {
  std::size_t width = 0;     // of the longest cell
  std::size_t whole = 0;     // characters before the decimal point
  std::size_t fraction = 0;  // the point and what follows
  bool numbers = false;
};

std::string_view cell_text(const Script& script, const TableCell& c) {
  return script.text.substr(c.span.begin, c.span.end - c.span.begin);
}
std::size_t point_of(std::string_view number) { return std::min(number.find('.'), number.size()); }

std::vector<Column> columns_of(const Script& script, const TableVersion& version) {
  std::vector<Column> columns;
  auto measure = [&](const TableRow& row, bool heading) {
    columns.resize(std::max(columns.size(), row.cells.size()));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const auto text = cell_text(script, row.cells[i]);
      Column& c = columns[i];
      c.width = std::max(c.width, display_width(text));
      if (heading || std::holds_alternative<Path>(row.cells[i].cell)) continue;
      c.numbers = true;
      if (std::holds_alternative<NotOffered>(row.cells[i].cell)) continue;
      c.whole = std::max(c.whole, point_of(text));
      c.fraction = std::max(c.fraction, text.size() - point_of(text));
    }
  };
  measure(version.header, true);
  for (const TableRow& row : version.rows) measure(row, false);
  for (Column& c : columns) c.width = std::max(c.width, c.whole + c.fraction);
  return columns;
}

// Words to the left, numbers at their decimal point, the heading of a column of numbers and `-` to the right.
std::string row_text(const Script& script, const TableRow& row, const std::vector<Column>& columns, bool heading) {
  std::string out = "|";
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto text = cell_text(script, row.cells[i]);
    const Column& c = columns[i];
    std::size_t left = 0;
    if (std::holds_alternative<Decimal>(row.cells[i].cell))
      left = c.width - c.fraction - point_of(text);
    else if (c.numbers && (heading || std::holds_alternative<NotOffered>(row.cells[i].cell)))
      left = c.width - display_width(text);
    out.append(left + 1, ' ');
    out += text;
    out.append(c.width - left - display_width(text), ' ');
    out += " |";
  }
  return out;
}

}  // namespace

void align_tables(Script& script, const TariffTree& tree) {
  std::unordered_map<std::uint32_t, Line*> lines;
  for (Line& line : script.lines)
    if (!line.own_comment() && script.tokens[line.first].kind == TokenKind::bar)
      lines.emplace(script.tokens[line.first].begin, &line);
  auto set = [&](const TableRow& row, const std::string& text) {
    const auto line = lines.find(row.span.begin);
    if (line == lines.end()) return;
    std::string& now = line->second->segments.front().text;
    now = text + now.substr(now.rfind('|') + 1);  // a `}` may stand behind the last row
  };
  for (const Statement& s : tree.statements) {
    const auto* table = std::get_if<Table>(&s.node);
    if (!table) continue;
    for (const TableVersion& version : table->versions) {
      const std::vector<Column> columns = columns_of(script, version);
      set(version.header, row_text(script, version.header, columns, true));
      for (const TableRow& row : version.rows) set(row, row_text(script, row, columns, false));
    }
  }
}

}  // namespace ratebook::syntax::layout
