#include "runtime/io/readings.hpp"

#include <algorithm>

namespace ratebook {

namespace {

// One pass that compilers make vectors of: no branch, no early end. Sums do not overflow: unsigned all the same, because examples in scripts may
// hold any number, which is refused for its size.
template <class Number, class Sum>
[[gnu::always_inline]] inline ReadingsSummary pass(const Number* values, std::size_t count, std::int64_t unit) {
  Number least = values[0], greatest = values[0];
  Sum sum = 0;
  for (std::size_t k = 0; k < count; ++k) {
    least = std::min(least, values[k]);
    greatest = std::max(greatest, values[k]);
    sum += static_cast<Sum>(values[k]);
  }
  return {std::int64_t{least} * unit, std::int64_t{greatest} * unit, static_cast<std::int64_t>(sum) * unit, 0};
}

[[gnu::always_inline]] inline ReadingsSummary of_any(const Readings& readings) {
  const std::size_t count = readings.size();
  switch (readings.width()) {
    case Readings::Width::unsigned16: {
      const auto* values = static_cast<const std::uint16_t*>(readings.data());
      ReadingsSummary all;
      for (std::size_t first = 0; first < count; first += 65536) {  // so many fit a sum of 32 bits
        const ReadingsSummary some =
            pass<std::uint16_t, std::uint32_t>(values + first, std::min<std::size_t>(65536, count - first), readings.unit());
        all.least = first == 0 ? some.least : std::min(all.least, some.least);
        all.greatest = std::max(all.greatest, some.greatest);
        all.sum += some.sum;
      }
      return all;
    }
    case Readings::Width::signed32:
      return pass<std::int32_t, std::uint64_t>(static_cast<const std::int32_t*>(readings.data()), count, readings.unit());
    case Readings::Width::signed64:
      break;
  }
  return pass<std::int64_t, std::uint64_t>(static_cast<const std::int64_t*>(readings.data()), count, readings.unit());
}

ReadingsSummary of_plain(const Readings& readings) { return of_any(readings); }
#if defined(__x86_64__)
__attribute__((target("avx2"))) ReadingsSummary of_half_wide(const Readings& readings) { return of_any(readings); }
__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq"))) ReadingsSummary of_wide(const Readings& readings) {
  return of_any(readings);
}
#endif

using Summarise = decltype(&of_plain);
Summarise best() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    return of_wide;
  if (__builtin_cpu_supports("avx2")) return of_half_wide;
#endif
  return of_plain;
}

// A hole is the least of all numbers, so the least tells whether there is one.
ReadingsSummary with_holes(const Readings& readings) {
  ReadingsSummary all;
  std::uint64_t sum = 0;
  bool first = true;
  for (std::size_t k = 0; k < readings.size(); ++k) {
    const std::int64_t value = readings[k];
    if (value == kMissing) {
      ++all.holes;
      continue;
    }
    all.least = first ? value : std::min(all.least, value);
    all.greatest = first ? value : std::max(all.greatest, value);
    sum += static_cast<std::uint64_t>(value);
    first = false;
  }
  all.sum = static_cast<std::int64_t>(sum);
  return all;
}

}  // namespace

void Readings::copy(std::int64_t* into) const {
  const auto all = [&](const auto* values) {
    for (std::size_t k = 0; k < count_; ++k) into[k] = values[k] * unit_;
  };
  switch (width_) {
    case Width::unsigned16:
      return all(static_cast<const std::uint16_t*>(data_));
    case Width::signed32:
      return all(static_cast<const std::int32_t*>(data_));
    case Width::signed64:
      break;
  }
  std::copy_n(static_cast<const std::int64_t*>(data_), count_, into);
  for (std::size_t k = 0; unit_ != 1 && k < count_; ++k) into[k] *= unit_;
}

ReadingsSummary summarise(const Readings& readings) {
  static const Summarise best_pass = best();
  if (readings.empty()) return {};
  const ReadingsSummary all = best_pass(readings);
  return all.least == kMissing ? with_holes(readings) : all;
}

}  // namespace ratebook
