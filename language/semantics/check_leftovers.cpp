// What can be said only after the last statement: prices that nothing reaches, what is kept for later bills.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/computations.hpp"
#include "language/semantics/stored.hpp"

namespace ratebook {
namespace {

void check_stored(Checker& checker) {
  const std::vector<bool> end = measures_end_as_decimals(checker.tariff);
  for (std::size_t i = 0; i < end.size(); ++i) {
    const Measure& m = checker.tariff.measures[i];
    if (!m.recorded || !m.value.valid() || end[i]) continue;
    auto& d = checker.sink.report<Code::stored_unrounded>(m.span, m.name);
    d.help = fmt::format("end it in `round half up to …` of its unit, {}",
                         m.shown_unit.text.empty() ? "a plain number" : m.shown_unit.text);
  }
}

// The prices of one table that no reference reaches, whole columns and rows first.
class UnreachedPrices {
 public:
  UnreachedPrices(Checker& checker, TableId id, const std::vector<bool>& reached)
      : checker_(checker), table_(checker.tariff[id]), unreached_(table_.cell_count()) {
    for (std::size_t cell = 0; cell < unreached_.size(); ++cell)
      unreached_[cell] = !reached[cell] && first_amount(cell) != nullptr;
  }

  void report() {
    const std::size_t columns = table_.columns.members.size(), rows = unreached_.size() / columns;
    for (std::size_t c = 0; c < columns; ++c) {
      std::vector<std::size_t> cells;
      for (std::size_t r = 0; r < rows; ++r) cells.push_back(r * columns + c);
      whole(cells, fmt::format("a price of the column `{}` of `{}`", table_.columns.members[c], table_.name));
    }
    for (std::size_t r = 0; r < rows; ++r) {
      std::vector<std::size_t> cells;
      for (std::size_t c = 0; c < columns; ++c) cells.push_back(r * columns + c);
      whole(cells, fmt::format("a price of the row `{}` of `{}`", key_words(r), table_.name));
    }
    for (std::size_t cell = 0; cell < unreached_.size(); ++cell)
      if (unreached_[cell])
        say(cell, fmt::format("the price `{}, {}` of `{}`", key_words(cell / columns), table_.columns.members[cell % columns],
                              table_.name));
  }

 private:
  const TableCell* first_amount(std::size_t cell) const {
    for (const TableVersion& v : table_.versions)
      if (v.cells[cell].amount) return &v.cells[cell];
    return nullptr;
  }
  std::string key_words(std::size_t row) const {
    std::vector<std::string> words(table_.keys.size());
    for (std::size_t k = words.size(); k-- > 0;) {
      words[k] = table_.keys[k].members[row % table_.keys[k].members.size()];
      row /= table_.keys[k].members.size();
    }
    return fmt::format("{}", fmt::join(words, ", "));
  }
  void say(std::size_t cell, const std::string& what) {
    checker_.sink.report<Code::never_happens>(first_amount(cell)->span, what);
  }
  void whole(const std::vector<std::size_t>& cells, const std::string& what) {
    const auto priced = [&](std::size_t cell) { return first_amount(cell) != nullptr; };
    if (cells.size() < 2 ||
        !std::all_of(cells.begin(), cells.end(), [&](std::size_t c) { return unreached_[c] || !priced(c); }))
      return;
    const auto first = std::find_if(cells.begin(), cells.end(), [&](std::size_t c) { return unreached_[c]; });
    if (first == cells.end()) return;
    say(*first, what);
    for (const std::size_t c : cells) unreached_[c] = false;
  }

  Checker& checker_;
  const Table& table_;
  std::vector<bool> unreached_;
};

void check_prices(Checker& checker) {
  std::map<TableId, std::vector<bool>> reached;
  for (const TableUse& use : computations(checker).table_uses) {
    const TableId id = std::get<TableRef>(checker.tariff[use.expression].payload).table;
    auto& cells = reached.try_emplace(id, checker.tariff[id].cell_count()).first->second;
    for (const std::size_t cell : use.cells) cells[cell] = true;
  }
  for (const auto& [id, cells] : reached) UnreachedPrices(checker, id, cells).report();
}

}  // namespace

void finish_computations(Checker& checker) {
  check_stored(checker);
  // What an error left out may well reach the rest.
  const bool wrong = std::any_of(checker.sink.all().begin(), checker.sink.all().end(), [&](const Diagnostic& d) {
    return d.severity == Severity::error && d.span.file == checker.tree.file;
  });
  if (!wrong && !checker.may_be_lost()) check_prices(checker);
}

}  // namespace ratebook
