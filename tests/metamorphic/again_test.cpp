// Rating again gives the same bytes: by the same engine, by a new one, and with the accounts in another order.
#include "tests/metamorphic/both.hpp"

#include <fmt/format.h>

#include <numeric>

namespace ratebook::metamorphic {
namespace {

TEST(Again, TheSameBillInAnyOrder) {
  std::size_t bills = 0;
  for (std::uint64_t k = 0; k < 150; ++k) {
    const Scenario s = generate(scenario_seed(kSeed + 1, k), {.size = 1 + static_cast<int>(k % 6), .accounts = 8});
    Both first(s.scripts), second(s.scripts);
    ASSERT_TRUE(first.checked()) << first.tariff().complaints();
    if (first.refused(s.accounts)) continue;
    std::vector<Rated> bills_in_order;
    for (const Account& a : s.accounts) bills_in_order.push_back(first.rate(a));
    std::vector<std::size_t> order(s.accounts.size());
    std::iota(order.begin(), order.end(), 0);
    Dice dice(k);
    dice.shuffle(order);
    for (Both* engine : {&first, &second}) {
      for (const std::size_t a : order) {
        const auto again = engine->native(s.accounts[a]);
        ASSERT_TRUE(again) << again.error();
        const auto d = first_difference(first.editions(), bills_in_order[a], *again);
        EXPECT_FALSE(d) << "scenario " << k << ", account " << a << ": " << d->what << ": first " << d->oracle << ", again "
                        << d->native;
        bills += again->has_value();
      }
    }
  }
  fmt::print("seed {}: {} bills again\n", kSeed + 1, bills);
  EXPECT_GT(bills, 500U);
}

}  // namespace
}  // namespace ratebook::metamorphic
