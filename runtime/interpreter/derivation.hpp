// How a bill came about, for `ratebook explain`: the very computation of rate(), with every step written down on the way.
//
//   uut   Springfield utility users tax                      7.79 USD   tou-r.tariff:61   muni (b)
//   └ round half up 7.78525 USD to 0.01 USD                              tou-r.tariff:21   s9 Rule 9
//     └ 5.5% of 141.55 USD
//       ├ service    15.00 USD   15.00 USD/month from 2025-01-01 × 1 month       :49  s9 Service Charge
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "language/bill/bill.hpp"

namespace ratebook {

// One step of a computation. `exact` is the canonical value as "n/d" or "n"; texts are in the sheet's words and units.
struct DerivationNode {
  std::string name;           // what it is called: "energy.on_peak", "energy_rate[season, period]", "tier_1"; "" for none
  std::string value;          // "217.77 USD", "0.2990 USD/kWh", "true"; "" for none
  std::string text;           // how: "round half up 7.78525 USD to 0.01 USD", "from 2025-01-01", "5.5% of 141.55 USD"
  std::string exact;          // "155705/20000"; "" where it is no number
  std::uint32_t edition = 0;  // whose script and cites these are
  Span span;                  // the place in the script; none for facts of the account
  std::vector<Cite> cites;
  std::vector<DerivationNode> children;
  std::string operation;  // word of expression.def: "multiply", "table"; what the children are to it. "" for rows and lines
};

// A `when`, `unless` or window of a line, as far as it was looked at.
struct DerivationCondition {
  std::string text;     // "when premise.city = Springfield"
  std::string outcome;  // "true", "false", "cycle 2 of first 3"
  std::uint32_t edition = 0;
  Span span;
};

// How a row came about. The row is as the line made it; `billed` is its place among the bill's rows, nothing when another line took its
// place or the cycle has no bill.
struct RowDerivation {
  BillRow row;
  std::string quantity, price, unrounded;  // of the row, in its units and exact: "540", "1247/10000"; "" where it shows none
  std::optional<std::size_t> billed;
  DerivationNode how;
};

struct LineDerivation {
  std::uint32_t edition = 0;
  LineId line;
  std::string id, label;
  std::string amount;               // sum of its rows, "7.79 USD"; "" when it makes no row
  std::vector<Cite> cites;          // its own, else those of the prices that its rows read
  std::string summary;              // one line for those that read it: "35% of 217.77 = 76.2195"
  std::vector<RowDerivation> rows;  // one for each row that it made, in computation order
  std::vector<DerivationCondition> conditions;
};

struct Derived {
  Rated rated;                           // equal to what rate() returns
  std::vector<LineDerivation> lines;     // in computation order, as far as rating came
  std::vector<DerivationNode> measures;  // every measure that was computed, in text order
  std::vector<DerivationNode> facts;     // every fact that was read, with its source: given, default, history
};

Derived derive(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options = {});

// What of a derivation is shown.
struct DerivationView {
  std::optional<std::string> line;  // only this line (every edition's), or those of its rows that an address such as
                                    // "energy.summer" or "energy.summer.tier_1@2025-07-01" names
  int depth = 64;                   // levels of the tree below a line
  bool sheets = false;              // the documents behind the cites' short names, and a whole bill's total

  bool shows(const LineDerivation& line) const;
  bool shows(const CheckedTariff& tariff, const RowDerivation& row) const;
};
// Text as above, for people. Columns are aligned within each group of siblings.
std::string print_derivation(const Sources& sources, const TariffEditions& editions, const Derived& derived,
                             const DerivationView& view = {});
// Columns of lines.csv by name, in the file's order.
using BilledColumns = std::vector<std::pair<std::string, std::string>>;
// One JSON object with everything, fractions as "n/d". `billed`, by row of the bill, is shown with the rows.
std::string derivation_json(const Sources& sources, const TariffEditions& editions, const Derived& derived,
                            const DerivationView& view = {}, const std::vector<BilledColumns>& billed = {});

}  // namespace ratebook
