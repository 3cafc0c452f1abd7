// Sums and extreme windows of readings. Run sums are what a batch of intervals spends its time on: where the processor has masked loads, a run is
// read by full vectors with the last one masked, and the reader runs 4 KiB ahead of the sum.
#include <algorithm>

#include "compiler/native/kernel_calls.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ratebook::native::calls {

namespace {

std::int64_t plain_sum(const std::int64_t* readings, std::uint64_t first, std::uint64_t last) {
  std::int64_t sum = 0;
  for (std::uint64_t i = first; i < last; ++i) sum += readings[i];
  return sum;
}
void plain_runs(const std::int64_t* readings, const Run* runs, std::uint64_t count, std::int64_t* buckets) {
  for (const Run* run = runs; run != runs + count; ++run) buckets[run->bucket] += plain_sum(readings, run->first, run->last);
}

#if defined(__x86_64__)

constexpr int kAhead = 4096;  // bytes

__attribute__((target("avx2"), always_inline)) inline std::int64_t total(__m256i sums) {
  const __m128i half = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  return _mm_extract_epi64(half, 0) + _mm_extract_epi64(half, 1);
}

__attribute__((target("avx512f,avx512vl"), always_inline)) inline std::int64_t wide_sum(const std::int64_t* readings,
                                                                                        std::uint64_t first,
                                                                                        std::uint64_t last) {
  __m512i sum = _mm512_setzero_si512();
  std::uint64_t at = first;
  for (; at + 8 <= last; at += 8) {
    _mm_prefetch(reinterpret_cast<const char*>(readings + at) + kAhead, _MM_HINT_T0);
    sum = _mm512_add_epi64(sum, _mm512_loadu_si512(readings + at));
  }
  const auto rest = static_cast<__mmask8>((1U << (last - at)) - 1);
  sum = _mm512_add_epi64(sum, _mm512_maskz_loadu_epi64(rest, readings + at));
  return total(_mm256_add_epi64(_mm512_maskz_extracti64x4_epi64(0xf, sum, 0), _mm512_maskz_extracti64x4_epi64(0xf, sum, 1)));
}
__attribute__((target("avx512f,avx512vl"))) std::int64_t wide_readings(const std::int64_t* readings, std::uint64_t first,
                                                                       std::uint64_t last) {
  return wide_sum(readings, first, last);
}
__attribute__((target("avx512f,avx512vl"))) void wide_runs(const std::int64_t* readings, const Run* runs, std::uint64_t count,
                                                           std::int64_t* buckets) {
  for (const Run* run = runs; run != runs + count; ++run) buckets[run->bucket] += wide_sum(readings, run->first, run->last);
}

__attribute__((target("avx2"), always_inline)) inline std::int64_t half_wide_sum(const std::int64_t* readings,
                                                                                 std::uint64_t first, std::uint64_t last) {
  __m256i sum = _mm256_setzero_si256();
  std::uint64_t at = first;
  for (; at + 4 <= last; at += 4) {
    _mm_prefetch(reinterpret_cast<const char*>(readings + at) + kAhead, _MM_HINT_T0);
    sum = _mm256_add_epi64(sum, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(readings + at)));
  }
  const __m256i left = _mm256_set1_epi64x(static_cast<long long>(last - at));
  const __m256i rest = _mm256_cmpgt_epi64(left, _mm256_setr_epi64x(0, 1, 2, 3));
  sum = _mm256_add_epi64(sum, _mm256_maskload_epi64(reinterpret_cast<const long long*>(readings + at), rest));
  return total(sum);
}
__attribute__((target("avx2"))) std::int64_t half_wide_readings(const std::int64_t* readings, std::uint64_t first,
                                                                std::uint64_t last) {
  return half_wide_sum(readings, first, last);
}
__attribute__((target("avx2"))) void half_wide_runs(const std::int64_t* readings, const Run* runs, std::uint64_t count,
                                                    std::int64_t* buckets) {
  for (const Run* run = runs; run != runs + count; ++run)
    buckets[run->bucket] += half_wide_sum(readings, run->first, run->last);
}

#endif

using SumReadings = decltype(&plain_sum);
using SumRuns = decltype(&plain_runs);

SumReadings best_sum() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return wide_readings;
  if (__builtin_cpu_supports("avx2")) return half_wide_readings;
#endif
  return plain_sum;
}
SumRuns best_runs() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return wide_runs;
  if (__builtin_cpu_supports("avx2")) return half_wide_runs;
#endif
  return plain_runs;
}

// The extreme of what `measured` says of each window, in each part. No window measures less than 0.
template <class Number, class Measured>
void extremes(const DemandTable& table, const PartNumbers& to, bool least, Measured measured) {
  const Number none = least ? -1 : 0;
  const auto of_part = [&](std::uint64_t part) -> Number& { return *reinterpret_cast<Number*>(to.first + part * to.stride); };
  for (std::uint64_t part = 0; part < to.parts; ++part) of_part(part) = none;
  for (const DemandRun* run = table.runs; run != table.runs + table.count; ++run) {
    Number best = of_part(run->part);
    for (std::uint32_t w = 0; w < run->windows; ++w) {
      const std::uint64_t first = run->first + std::uint64_t{w} * table.slide;
      const Number value = measured(first, first + table.width);
      best = !least ? std::max(best, value) : best < 0 ? value : std::min(best, value);
    }
    of_part(run->part) = best;
  }
  for (std::uint64_t part = 0; least && part < to.parts; ++part) of_part(part) = std::max(of_part(part), Number{0});
}

void demands(const DemandTable& table, const PartNumbers& to, bool least, const std::int64_t* readings) {
  extremes<std::int64_t>(table, to, least,
                         [&](std::uint64_t first, std::uint64_t last) { return plain_sum(readings, first, last); });
}

void squared_demands(const DemandTable& table, const PartNumbers& to, bool least, const std::int64_t* apparent,
                     const std::int64_t* usage, const std::int64_t* reactive) {
  const auto square = [](const std::int64_t* readings, std::uint64_t first, std::uint64_t last) {
    const Int128 energy = plain_sum(readings, first, last);
    return energy * energy;
  };
  extremes<Int128>(table, to, least, [&](std::uint64_t first, std::uint64_t last) {
    return apparent != nullptr ? square(apparent, first, last) : square(usage, first, last) + square(reactive, first, last);
  });
}

}  // namespace

std::int64_t sum_readings(const std::int64_t* readings, std::uint64_t first, std::uint64_t last) {
  static const SumReadings best = best_sum();
  return best(readings, first, last);
}

void sum_runs(const std::int64_t* readings, const Run* runs, std::uint64_t count, std::int64_t* buckets) {
  static const SumRuns best = best_runs();
  best(readings, runs, count, buckets);
}

void highest_demands(const DemandTable* table, const PartNumbers* to, const std::int64_t* readings) {
  demands(*table, *to, false, readings);
}
void lowest_demands(const DemandTable* table, const PartNumbers* to, const std::int64_t* readings) {
  demands(*table, *to, true, readings);
}
void highest_squared_demands(const DemandTable* table, const PartNumbers* to, const std::int64_t* apparent,
                             const std::int64_t* usage, const std::int64_t* reactive) {
  squared_demands(*table, *to, false, apparent, usage, reactive);
}
void lowest_squared_demands(const DemandTable* table, const PartNumbers* to, const std::int64_t* apparent,
                            const std::int64_t* usage, const std::int64_t* reactive) {
  squared_demands(*table, *to, true, apparent, usage, reactive);
}

}  // namespace ratebook::native::calls
