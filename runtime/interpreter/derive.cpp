#include "runtime/interpreter/derivation.hpp"

#include "runtime/interpreter/rate_with.hpp"

#include <algorithm>

namespace ratebook {

namespace {

// Rows of one line that differ in nothing of this are one row.
bool is_same_row(const BillRow& a, const BillRow& b) {
  return a.edition == b.edition && a.line == b.line && a.members == b.members && a.month == b.month && a.tiers == b.tiers &&
         a.version_from == b.version_from && a.part_from == b.part_from && a.part_through == b.part_through;
}

void find_on_bill(std::vector<LineDerivation>& lines, const Bill& bill) {
  for (LineDerivation& line : lines)
    for (RowDerivation& made : line.rows) {
      const auto at =
          std::find_if(bill.rows.begin(), bill.rows.end(), [&](const BillRow& row) { return is_same_row(row, made.row); });
      if (at != bill.rows.end()) made.billed = static_cast<std::size_t>(at - bill.rows.begin());
    }
}

// "energy.summer" names the rows energy.summer.tier_1 and energy.summer.tier_2.
bool is_below(const std::string& address, const std::string& wanted) {
  return address.starts_with(wanted) && (address.size() == wanted.size() || address[wanted.size()] == '.');
}

}  // namespace

Derived derive(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options) {
  oracle::Journal journal;
  Rated rated = oracle::rate_with(editions, cycle, options, &journal);
  if (rated) find_on_bill(journal.lines, *rated);
  return {std::move(rated), std::move(journal.lines), std::move(journal.measures), std::move(journal.facts)};
}

bool DerivationView::shows(const LineDerivation& l) const {
  return !line || line->substr(0, line->find_first_of(".@")) == l.id;
}

bool DerivationView::shows(const CheckedTariff& tariff, const RowDerivation& made) const {
  if (!line) return true;
  const std::size_t at = line->find('@');
  if (!is_below(row_address(tariff, made.row, false), line->substr(0, at))) return false;
  return at == std::string::npos || (made.row.version_from && format_date(*made.row.version_from) == line->substr(at + 1));
}

}  // namespace ratebook
