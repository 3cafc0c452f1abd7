#include "bench/whole/hand_written_kernel.hpp"

#include <algorithm>
#include <cstring>

namespace ratebook::whole {
namespace {

// 10^-5 USD, in the order of kBucketLines.
constexpr std::int64_t kPrices[6] = {29873, 21045, 43127, 26551, 20875, 30215};
constexpr std::int64_t kDemandRate = 431725, kCustomerCents = 1500, kCityHundredths = 550;
constexpr std::size_t kLine = 64, kAhead = 4096;

std::int64_t half_up(std::int64_t n, std::int64_t d) { return (n + d / 2) / d; }

constexpr std::size_t kHours = 24;
using Hours = std::uint32_t[kHours];

// Adds a day to the sums of the hours of its kind, and to the highest hours. The four readings of an hour are lanes of one word;
// an hour keeps its place in the vectors, so nothing is added across before the end of the row.
void add_day(const std::uint16_t* day, Hours& sums, Hours& highest) {
  constexpr std::uint64_t kLanes = 0x0000ffff0000ffff;
  std::uint64_t words[kHours];
  std::memcpy(words, day, sizeof words);
  for (std::size_t line = 0; line < sizeof words; line += kLine)
    __builtin_prefetch(reinterpret_cast<const char*>(day) + line + kAhead);
  for (std::size_t h = 0; h < kHours; ++h) {
    const std::uint64_t pairs = (words[h] & kLanes) + ((words[h] >> 16) & kLanes);
    const auto hour = static_cast<std::uint32_t>(pairs + (pairs >> 32));
    sums[h] += hour;
    highest[h] = std::max(highest[h], hour);
  }
}

std::int64_t sum_of(const Hours& hours, std::size_t first, std::size_t last) {
  std::uint32_t sum = 0;
  for (std::size_t h = first; h < last; ++h) sum += hours[h];
  return sum;
}

}  // namespace

void rate_by_hand(const std::uint16_t* rows, std::span<const DayKinds> cycles, std::uint64_t first,
                  std::span<HandWrittenBill> bills) {
  for (std::size_t a = 0; a < bills.size(); ++a) {
    const std::uint64_t n = first + a;
    const std::uint16_t* const row = rows + n * kIntervals;
    const DayKinds& kinds = cycles[n % cycles.size()];
    Hours sums[4] = {}, highest = {};
    for (std::size_t d = 0; d < kDays; ++d) add_day(row + 96 * d, sums[kinds[d]], highest);
    HandWrittenBill& bill = bills[a];
    bill.customer = kCustomerCents;
    bill.demand = half_up(*std::max_element(highest, highest + kHours) * kDemandRate, 1'000'000);
    std::int64_t base = bill.customer + bill.demand;
    for (std::size_t season = 0; season < 2; ++season) {
      const Hours &weekday = sums[2 * season], &weekend = sums[2 * season + 1];
      const std::int64_t on_peak = sum_of(weekday, 16, 21), mid_peak = sum_of(weekday, 7, 16) + sum_of(weekday, 21, 23);
      const std::int64_t off_peak = sum_of(weekday, 0, 7) + sum_of(weekday, 23, 24) + sum_of(weekend, 0, 24);
      const std::int64_t periods[3] = {mid_peak, off_peak, on_peak};
      for (std::size_t p = 0; p < 3; ++p)
        base += bill.energy[3 * season + p] = half_up(periods[p] * kPrices[3 * season + p], 1'000'000);
    }
    bill.city = half_up(base * kCityHundredths, 10'000);
  }
}

std::uint64_t read_only(const std::uint16_t* rows, std::uint64_t first, std::uint64_t accounts) {
  const char* const begin = reinterpret_cast<const char*>(rows + first * kIntervals);
  const char* const end = begin + accounts * kIntervals * sizeof *rows;
  std::uint64_t sums[8] = {};
  for (const char* line = begin; line < end; line += kLine) {
    __builtin_prefetch(line + kAhead);
    std::uint64_t words[8];
    std::memcpy(words, line, kLine);
    for (std::size_t i = 0; i < 8; ++i) sums[i] += words[i];
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t word : sums) sum += word;
  return sum;
}

}  // namespace ratebook::whole
