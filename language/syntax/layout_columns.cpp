#include <algorithm>

#include "language/source/utf8.hpp"
#include "language/syntax/layout.hpp"

namespace ratebook::syntax::layout {
namespace {

constexpr std::size_t kRuleWord = 8;     // `allocate`, `estimate`: the rules' column, whichever of them are there
constexpr std::size_t kExampleWord = 6;  // `expect`

std::size_t gap_before(Stop stop) {
  return stop == Stop::docket || stop == Stop::filed || stop == Stop::known || stop == Stop::effective ? 2 : 1;
}
// Columns that an author may have moved to the right, where all lines of the group agree.
bool keeps_column(Stop stop) { return gap_before(stop) == 2; }

// Characters before the decimal point of the number that the text begins with.
std::size_t whole_part(std::string_view text) { return std::min(text.find_first_not_of("-0123456789"), text.size()); }

struct Row {
  Line* line;
  std::size_t next = 0;  // its next segment
  std::size_t width = 0;
  const Segment* segment() const { return next < line->segments.size() ? &line->segments[next] : nullptr; }
  void append(std::size_t column) {
    const Segment& s = line->segments[next++];
    if (column > width) line->body.append(column - width, ' '), width = column;
    line->body += s.text;
    width += display_width(s.text);
  }
};

// The stops of all rows in one order that agrees with each row's; a row that contradicts stands last.
std::vector<Stop> order_of(const std::vector<Row>& rows) {
  std::vector<Stop> order;
  for (const Row& row : rows) {
    auto place = order.begin();
    for (const Segment& s : row.line->segments) {
      if (!s.stop) continue;
      const auto found = std::find(order.begin(), order.end(), *s.stop);
      if (found == order.end())
        place = order.insert(place, *s.stop) + 1;
      else if (found >= place)
        place = found + 1;
    }
  }
  return order;
}

void align_at_end(std::vector<Row*>& rows) {
  std::size_t longest = 0, widest = 0, edge = 0;
  bool agree = rows.size() > 1;
  const std::size_t found = rows.front()->segment()->found_end;
  for (const Row* r : rows) {
    longest = std::max(longest, r->width);
    widest = std::max(widest, display_width(r->segment()->text));
    edge = std::max(edge, r->width + 1 + display_width(r->segment()->text));
    agree = agree && r->segment()->found_end == found;
  }
  if (rows.size() > 1) edge = agree && found >= edge ? found : longest + 2 + widest;
  for (Row* r : rows) r->append(edge - display_width(r->segment()->text));
}

// `lines`: of the whole group, with and without this stop.
void align_stop(Stop stop, std::vector<Row*>& rows, std::size_t lines, std::size_t least) {
  if (stop == Stop::amount) return align_at_end(rows);
  std::size_t column = least, whole = 0;
  const std::size_t found = rows.front()->segment()->found_column;
  bool agree = keeps_column(stop) && lines > 1;
  for (const Row* r : rows) {
    column = std::max(column, r->width + gap_before(stop));
    agree = agree && r->segment()->found_column == found;
    whole = std::max(whole, whole_part(r->segment()->text));
  }
  if (agree && found > column) column = found;
  for (Row* r : rows) r->append(stop == Stop::number ? column + whole - whole_part(r->segment()->text) : column);
}

void align_group(std::vector<Row>& rows, const std::string& group) {
  for (Row& r : rows) r.append(0);
  for (const Stop stop : order_of(rows)) {
    std::vector<Row*> here;
    for (Row& r : rows)
      if (r.segment() && r.segment()->stop == stop) here.push_back(&r);
    if (here.empty()) continue;
    std::size_t least = 0;
    if (stop == Stop::argument && group == "rule") least = kRuleWord + 1;
    if (stop == Stop::argument && group == "example") least = kExampleWord + 1;
    align_stop(stop, here, rows.size(), least);
  }
  for (Row& r : rows)
    while (r.segment()) r.append(r.width + gap_before(*r.segment()->stop));
}

// Trailing cites and comments: one column for consecutive lines at the same depth.
void align_trailing(std::vector<Line*>& run) {
  std::size_t column = 0;
  for (const Line* l : run)
    if (!l->trailing.empty()) column = std::max(column, display_width(l->body) + 2);
  for (Line* l : run)
    if (!l->trailing.empty()) l->trailing.insert(0, column - display_width(l->body), ' ');
  run.clear();
}

}  // namespace

void align_columns(Script& script) {
  // Comments on lines of their own stand between consecutive lines without parting them.
  std::vector<Row> rows;
  std::string group;
  std::size_t indent = 0;
  auto finish = [&] {
    if (!rows.empty()) align_group(rows, group);
    rows.clear();
  };
  for (Line& line : script.lines) {
    if (line.own_comment()) {
      if (line.blank_before) finish();
      continue;
    }
    std::string key = line.group == "given" || line.group == "expect" ? "example" : line.group;
    if (line.blank_before || line.indent != indent || key != group || key.empty()) finish();
    group = std::move(key);
    indent = line.indent;
    rows.push_back({&line});
  }
  finish();

  std::vector<Line*> run;
  for (Line& line : script.lines) {
    if (!run.empty() && (line.blank_before || line.indent != run.back()->indent)) align_trailing(run);
    run.push_back(&line);
  }
  align_trailing(run);
}

}  // namespace ratebook::syntax::layout
