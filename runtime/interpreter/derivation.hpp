// How a bill came about, for `ratebook explain`: the very computation of rate(), with every step written down on the way.
//
//   uut   Springfield utility users tax                      7.79 USD   tou-r.tariff:61   muni (b)
//   └ round half up 7.78525 USD to 0.01 USD                              tou-r.tariff:21   s9 Rule 9
//     └ 5.5% of 141.55 USD
//       ├ service    15.00 USD   15.00 USD/month from 2025-01-01 × 1 month       :49  s9 Service Charge
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "language/bill/bill.hpp"

namespace ratebook {

// One step of a computation. `exact` is the canonical value as "n/d" or "n"; texts are in the sheet's words and units.
struct DerivationNode {
  std::string name;                    // what it is called: "energy.on_peak", "energy_rate[season, period]", "tier_1"; "" for none
  std::string value;                   // "217.77 USD", "0.2990 USD/kWh", "true"; "" for none
  std::string text;                    // how: "round half up 7.78525 USD to 0.01 USD", "from 2025-01-01", "5.5% of 141.55 USD"
  std::string exact;                   // "155705/20000"; "" where it is no number
  std::uint32_t edition = 0;           // whose script and cites these are
  Span span;                           // the place in the script; none for facts of the account
  std::vector<Cite> cites;
  std::vector<DerivationNode> children;
};

// A `when`, `unless` or window of a line, as far as it was looked at.
struct DerivationCondition {
  std::string text;                    // "when premise.city = Springfield"
  std::string outcome;                 // "true", "false", "cycle 2 of first 3"
  std::uint32_t edition = 0;
  Span span;
};

struct LineDerivation {
  std::uint32_t edition = 0;
  LineId line;
  std::string id, label;
  std::string amount;                  // sum of its rows, "7.79 USD"; "" when it makes no row
  std::string summary;                 // one line for those that read it: "35% of 217.77 = 76.2195"
  std::vector<DerivationNode> rows;    // one for each row that it made, in computation order
  std::vector<DerivationCondition> conditions;
};

struct Derived {
  Rated rated;                         // equal to what rate() returns
  std::vector<LineDerivation> lines;   // in computation order, as far as rating came
  std::vector<DerivationNode> measures;  // every measure that was computed, in text order
  std::vector<DerivationNode> facts;   // every fact that was read, with its source: given, default, history
};

Derived derive(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options = {});

struct DerivationView {
  std::optional<std::string> line;     // only this line (every edition's)
  int depth = 64;                      // levels of the tree below a line
};
// Text as above, for people. Columns are aligned within each group of siblings.
std::string print_derivation(const Sources& sources, const TariffEditions& editions, const Derived& derived, const DerivationView& view = {});
// One JSON object with everything, fractions as "n/d".
std::string derivation_json(const Sources& sources, const TariffEditions& editions, const Derived& derived, const DerivationView& view = {});

}  // namespace ratebook
