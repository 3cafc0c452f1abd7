#include <fmt/format.h>

#include <iterator>

#include "language/semantics/print_checked.hpp"

namespace ratebook {
namespace {

std::string version_words(const VersionDates& v) {
  std::string words = fmt::format("from {}", format_date(v.from));
  if (v.through) words += fmt::format(" through {}", format_date(*v.through));
  if (v.known) words += fmt::format(" known {}", format_date(*v.known));
  return words;
}

std::string dimension_words(const CheckedTariff& t, const TableDimension& d) {
  switch (d.kind) {
    case TableDimension::Kind::scheme:
      return t[d.scheme].name;
    case TableDimension::Kind::month:
      return "month";
    case TableDimension::Kind::choice:
      return t[d.choice].name;
    case TableDimension::Kind::words:
      break;
  }
  std::string words = "(";
  for (const std::string& m : d.members) fmt::format_to(std::back_inserter(words), "{}{}", words.size() > 1 ? " " : "", m);
  return words + ")";
}

// The words of a cell, one for each key and the column.
std::string cell_words(const Table& table, std::size_t cell) {
  std::string words = table.columns.members[cell % table.columns.members.size()];
  cell /= table.columns.members.size();
  for (std::size_t k = table.keys.size(); k-- > 0; cell /= table.keys[k].members.size())
    words = fmt::format("{}, {}", table.keys[k].members[cell % table.keys[k].members.size()], words);
  return words;
}

}  // namespace

void print_prices(const CheckedTariff& t, std::string& out) {
  auto put = std::back_inserter(out);
  for (const Value& v : t.values) {
    fmt::format_to(put, "value {}\n", v.name);
    for (const ValueVersion& x : v.versions)
      fmt::format_to(put, "  {} = {}\n", version_words(x.dates), amount_words(x.amount.canonical, v.unit.unit));
  }
  for (const Table& table : t.tables) {
    fmt::format_to(put, "table {} [", table.name);
    for (const TableDimension& k : table.keys) fmt::format_to(put, "{}, ", dimension_words(t, k));
    fmt::format_to(put, "{}]\n", dimension_words(t, table.columns));
    for (const TableVersion& v : table.versions) {
      fmt::format_to(put, "  {}\n", version_words(v.dates));
      for (std::size_t c = 0; c < v.cells.size(); ++c)
        if (v.cells[c].amount)
          fmt::format_to(put, "    [{}] = {}\n", cell_words(table, c),
                         amount_words(v.cells[c].amount->canonical, table.unit.unit));
    }
  }
}

}  // namespace ratebook
