#include "bench/suite/hand_written_r2.hpp"

namespace ratebook::bench {
namespace {

// 10^-4 USD/kWh, by territory: peak, super off-peak, off-peak.
constexpr std::int64_t kPrices[3][3] = {{2876, 746, 1235}, {2952, 766, 1268}, {3146, 792, 1310}};
constexpr std::int64_t kCityHundredths[3] = {450, 600, 0};

std::int64_t half_up(std::int64_t n, std::int64_t d) { return n >= 0 ? (n + d / 2) / d : -((-n + d / 2) / d); }

}  // namespace

void rate_r2_by_hand(std::span<const HandWrittenAccount> accounts, std::span<const native::Run> runs, HandWrittenBill* bills) {
  for (std::size_t a = 0; a < accounts.size(); ++a) {
    const HandWrittenAccount& account = accounts[a];
    std::int64_t sums[3] = {0, 0, 0};
    for (const native::Run& run : runs) {
      std::int64_t sum = 0;
      for (std::uint32_t i = run.first; i < run.last; ++i) sum += account.readings[i];
      sums[run.bucket] += sum;
    }
    HandWrittenBill& bill = bills[a];
    bill.cents[0] = 1500;
    std::int64_t base = 1500;
    for (int p = 0; p < 3; ++p) {
      bill.cents[1 + p] = half_up(sums[p] * kPrices[account.territory][p], 100000000);
      base += bill.cents[1 + p];
    }
    bill.cents[4] = account.promotion ? -1500 : 0;
    base += bill.cents[4];
    bill.cents[5] = account.tax_exempt ? 0 : half_up(base * kCityHundredths[account.city], 10000);
  }
}

}  // namespace ratebook::bench
