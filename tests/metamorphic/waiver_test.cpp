// A charge and a waiver of 100 % of it come to 0.00.
#include "tests/metamorphic/both.hpp"

#include <fmt/format.h>

namespace ratebook::metamorphic {
namespace {

// The charges of the last edition that are rounded as the waiver is.
std::vector<std::string> plain_charges(const CheckedTariff& tariff) {
  std::vector<std::string> names;
  for (const Line& l : tariff.lines)
    if (l.kind == LineKind::charge && l.rounding.step == tariff.rules.round_line->rule.step) names.push_back(l.name);
  return names;
}

std::int64_t sum(const TariffEditions& editions, const Bill& bill, const std::string& line) {
  std::int64_t amount = 0;
  for (const BillRow& r : bill.rows)
    if (r.edition + 1 == editions.editions.size() && editions.editions[r.edition][r.line].name == line) amount += r.amount;
  return amount;
}

TEST(Waiver, AWaivedChargeIsNothing) {
  std::size_t charges = 0, amounts = 0;
  for (std::uint64_t k = 0; k < 200; ++k) {
    Scenario s = generate(scenario_seed(kSeed, k), {.size = 1 + static_cast<int>(k % 6), .accounts = 4});
    const Tariff before(texts_of(s.scripts));
    ASSERT_TRUE(before.checked()) << before.complaints();
    for (const std::string& charge : plain_charges(before.editions().editions.back())) {
      std::vector<Script> scripts = s.scripts;
      auto& parts = scripts.back().piece.parts;
      parts.insert(parts.end() - 1, Piece("  waiver all_of_it \"All of it\" = 100% of " + charge + "\n"));
      Both with(scripts);
      ASSERT_TRUE(with.checked()) << with.tariff().complaints();
      if (with.refused(s.accounts)) continue;
      ++charges;
      for (const Account& account : s.accounts) {
        const Rated rated = with.rate(account);
        if (!rated) continue;
        amounts += sum(with.editions(), *rated, charge) != 0;
        EXPECT_EQ(sum(with.editions(), *rated, charge) + sum(with.editions(), *rated, "all_of_it"), 0)
            << "scenario " << k << ", " << charge << "\n"
            << describe(with.editions(), rated);
      }
    }
  }
  fmt::print("seed {}: {} charges waived, {} amounts that are not 0\n", kSeed, charges, amounts);
  EXPECT_GT(charges, 150U);
  EXPECT_GT(amounts, 150U);
}

}  // namespace
}  // namespace ratebook::metamorphic
