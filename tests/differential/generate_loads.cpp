// Metered quantities: patterns of interval readings and amounts of registers. Micro-units throughout.
#include <algorithm>

#include "language/base/limits.hpp"
#include "language/bill/account_cycle.hpp"
#include "tests/differential/generate_accounts.hpp"

namespace ratebook::differential {
namespace {

constexpr std::int64_t kUnit = 1'000'000;

std::int64_t round_amount(Dice& dice) {
  return dice.pick<std::int64_t>({1, 10, 25, 50, 75, 100, 125, 250, 500, 525, 750, 1000, 1500, 5, 15, 30}) * kUnit;
}

// Sets the last readings so that all sum up to `target`, where that is possible.
void sum_up_to(std::vector<std::int64_t>& readings, std::int64_t target) {
  std::int64_t sum = 0;
  for (std::int64_t& r : readings) {
    if (sum + r > target) r = target - sum;
    sum += r;
  }
  if (!readings.empty() && sum < target && target - sum <= limits::interval_energy.high * kUnit)
    readings.back() += target - sum;
}

}  // namespace

std::int64_t generate_amount(Dice& dice, const std::vector<std::int64_t>& limits, int days) {
  const int form = dice.pick_weighted<int>({{6, 0}, {35, 1}, {20, 2}, {12, 3}, {15, 4}, {9, 5}, {3, 6}});
  switch (form) {
    case 0:
      return 0;
    case 1:
      return round_amount(dice);
    case 2:
      if (!limits.empty()) return dice.pick(limits);
      return round_amount(dice);
    case 3:
      if (!limits.empty()) return std::max<std::int64_t>(0, dice.pick(limits) + dice.pick<std::int64_t>({-1, 1}));
      return 1;
    case 4:
      return dice.between(1, 3000) * kUnit * days / 30 / 10 * 10;
    case 5:
      return dice.between(1, 3'000'000'000);
    default:
      return dice.chance(50) ? limits::cycle_energy.high * kUnit : dice.between(1, limits::cycle_energy.high) * kUnit;
  }
}

std::vector<std::int64_t> generate_readings(Dice& dice, std::size_t count, std::int32_t step,
                                            const std::vector<std::int64_t>& limits) {
  std::vector<std::int64_t> r(count, 0);
  const std::size_t per_day = static_cast<std::size_t>(86400 / step);
  switch (dice.pick_weighted<int>({{4, 0}, {14, 1}, {30, 2}, {18, 3}, {12, 4}, {12, 5}, {2, 6}, {8, 7}})) {
    case 0:
      break;   // nothing at all
    case 1: {  // constant
      const std::int64_t level = dice.pick<std::int64_t>({250'000, 500'000, 1'000'000, 25'000, 333'333, 125'000});
      std::fill(r.begin(), r.end(), level);
      break;
    }
    case 2:  // any
      for (std::int64_t& x : r) x = dice.between(0, 3 * kUnit);
      break;
    case 3:  // evenings above nights, in thousandths
      for (std::size_t k = 0; k < count; ++k) {
        const bool evening = k % per_day * 24 / per_day >= 16;
        r[k] = dice.between(0, evening ? 1500 : 300) * 1000;
      }
      break;
    case 4:  // few spikes
      for (std::size_t k = 0; k < std::min<std::size_t>(count, 9); ++k) r[dice.below(count)] = dice.between(1, 200) * kUnit / 4;
      break;
    case 5:  // equal peaks: ties of a maximum
      for (std::int64_t& x : r) x = dice.pick<std::int64_t>({0, 500'000, 2'000'000, 2'000'000});
      break;
    case 6:  // as much as there can be
      for (std::int64_t& x : r)
        x = std::min(limits::interval_energy.high,
                     limits::cycle_energy.high / static_cast<std::int64_t>(std::max<std::size_t>(count, 1))) *
            kUnit;
      break;
    default:  // the first days only
      for (std::size_t k = 0; k < std::min(count, 3 * per_day); ++k) r[k] = dice.between(0, 8 * kUnit);
  }
  if (!limits.empty() && dice.chance(25))
    sum_up_to(r, std::max<std::int64_t>(0, dice.pick(limits) + dice.pick<std::int64_t>({-1, 0, 0, 0, 1})));
  if (count > 0 && dice.chance(3)) {
    const std::size_t first = dice.below(count);
    for (std::size_t k = first; k < std::min(count, first + 3); ++k) r[k] = kMissing;
  }
  return r;
}

}  // namespace ratebook::differential
