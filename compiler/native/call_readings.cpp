// Sums and extreme windows of readings, whatever their width. Run sums are what a batch of intervals spends its time on: where the processor has
// masked loads, a run is read by full vectors with the last one masked, and the reader runs 4 KiB ahead of the sum. The other loops are written
// for the compiler to make vectors of.
#include <algorithm>

#include "compiler/native/kernel_calls.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ratebook::native::calls {

namespace {

template <class Number>
[[gnu::always_inline]] inline std::int64_t sum_of(const Number* readings, std::uint64_t first, std::uint64_t last) {
  std::int64_t sum = 0;
  for (std::uint64_t i = first; i < last; ++i) sum += readings[i];
  return sum;
}

// Adds each run's sum, in the column's own numbers, times the unit to its bucket.
template <class Number>
using SumRuns = void (*)(const Number* readings, std::int64_t unit, const Run* runs, std::uint64_t count,
                         std::int64_t* buckets);

template <class Number>
void plain_runs(const Number* readings, std::int64_t unit, const Run* runs, std::uint64_t count, std::int64_t* buckets) {
  for (const Run* run = runs; run != runs + count; ++run)
    buckets[run->bucket] += sum_of(readings, run->first, run->last) * unit;
}

#if defined(__x86_64__)

template <class Number>
__attribute__((target("avx2"))) void half_wide_runs(const Number* readings, std::int64_t unit, const Run* runs,
                                                    std::uint64_t count, std::int64_t* buckets) {
  for (const Run* run = runs; run != runs + count; ++run)
    buckets[run->bucket] += sum_of(readings, run->first, run->last) * unit;
}

#define RATEBOOK_WIDE __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq")))
#define RATEBOOK_WIDE_INLINE __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq"), always_inline)) inline

constexpr int kAhead = 4096;  // bytes

RATEBOOK_WIDE_INLINE void read_ahead(const void* at) { _mm_prefetch(static_cast<const char*>(at) + kAhead, _MM_HINT_T0); }

RATEBOOK_WIDE_INLINE std::int64_t total(__m512i sums) {
  const __m256i half =
      _mm256_add_epi64(_mm512_maskz_extracti64x4_epi64(0xf, sums, 0), _mm512_maskz_extracti64x4_epi64(0xf, sums, 1));
  const __m128i quarter = _mm_add_epi64(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  return _mm_extract_epi64(quarter, 0) + _mm_extract_epi64(quarter, 1);
}

RATEBOOK_WIDE_INLINE std::int64_t wide_sum(const std::int64_t* readings, std::uint64_t first, std::uint64_t last) {
  __m512i sum = _mm512_setzero_si512();
  std::uint64_t at = first;
  for (; at + 8 <= last; at += 8) {
    read_ahead(readings + at);
    sum = _mm512_add_epi64(sum, _mm512_loadu_si512(readings + at));
  }
  const auto rest = static_cast<__mmask8>((1U << (last - at)) - 1);
  return total(_mm512_add_epi64(sum, _mm512_maskz_loadu_epi64(rest, readings + at)));
}

// 16 numbers of 32 bits as 8 sums of 64: their low halves are every other one.
RATEBOOK_WIDE_INLINE __m512i pairs(__m512i numbers) {
  return _mm512_add_epi64(_mm512_srai_epi64(_mm512_slli_epi64(numbers, 32), 32), _mm512_srai_epi64(numbers, 32));
}
RATEBOOK_WIDE_INLINE std::int64_t wide_sum(const std::int32_t* readings, std::uint64_t first, std::uint64_t last) {
  __m512i sum = _mm512_setzero_si512();
  std::uint64_t at = first;
  for (; at + 16 <= last; at += 16) {
    read_ahead(readings + at);
    sum = _mm512_add_epi64(sum, pairs(_mm512_loadu_si512(readings + at)));
  }
  const auto rest = static_cast<__mmask16>((1U << (last - at)) - 1);
  return total(_mm512_add_epi64(sum, pairs(_mm512_maskz_loadu_epi32(rest, readings + at))));
}

// 32 numbers of 16 bits as 16 sums of 32.
RATEBOOK_WIDE_INLINE __m512i pairs_of_16(__m512i numbers) {
  return _mm512_add_epi32(_mm512_srli_epi32(numbers, 16), _mm512_srli_epi32(_mm512_slli_epi32(numbers, 16), 16));
}
RATEBOOK_WIDE_INLINE std::int64_t wide_sum(const std::uint16_t* readings, std::uint64_t first, std::uint64_t last) {
  __m512i sum = _mm512_setzero_si512();
  std::uint64_t at = first;
  while (last - at >= 32) {
    __m512i some = _mm512_setzero_si512();  // of 32 bits each: 16,384 pairs of them stay below 2^31
    const std::uint64_t end = at + std::min<std::uint64_t>((last - at) / 32, 16384) * 32;
    for (; at < end; at += 32) {
      read_ahead(readings + at);
      some = _mm512_add_epi32(some, pairs_of_16(_mm512_loadu_si512(readings + at)));
    }
    sum = _mm512_add_epi64(sum, pairs(some));
  }
  const auto rest = static_cast<__mmask32>((std::uint64_t{1} << (last - at)) - 1);
  return total(_mm512_add_epi64(sum, pairs(pairs_of_16(_mm512_maskz_loadu_epi16(rest, readings + at)))));
}

template <class Number>
RATEBOOK_WIDE void wide_runs(const Number* readings, std::int64_t unit, const Run* runs, std::uint64_t count,
                             std::int64_t* buckets) {
  for (const Run* run = runs; run != runs + count; ++run)
    buckets[run->bucket] += wide_sum(readings, run->first, run->last) * unit;
}

#endif

template <class Number>
SumRuns<Number> best_runs() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    return wide_runs<Number>;
  if (__builtin_cpu_supports("avx2")) return half_wide_runs<Number>;
#endif
  return plain_runs<Number>;
}

// f(pointer to the column's numbers)
template <class F>
[[gnu::always_inline]] inline auto with_numbers(const ReadingColumn& column, F&& f) {
  switch (column.bytes) {
    case 2:
      return f(static_cast<const std::uint16_t*>(column.data));
    case 4:
      return f(static_cast<const std::int32_t*>(column.data));
    default:
      return f(static_cast<const std::int64_t*>(column.data));
  }
}

// The extreme of what `measured` says of each window, in each part. No window measures less than 0.
template <class Number, class Measured>
[[gnu::always_inline]] inline void extremes(const DemandTable& table, const PartNumbers& to, bool least, Measured measured) {
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

void demands(const DemandTable& table, const PartNumbers& to, bool least, const ReadingColumn& column) {
  with_numbers(column, [&](const auto* readings) {
    // The usual window has few readings, and their number is the same for all.
    const auto over = [&](auto width) {
      extremes<std::int64_t>(table, to, least, [&](std::uint64_t first, std::uint64_t) {
        return sum_of(readings, first, first + width()) * column.unit;
      });
    };
    if (table.width == 1) return over([] { return std::uint64_t{1}; });
    if (table.width == 2) return over([] { return std::uint64_t{2}; });
    if (table.width == 4) return over([] { return std::uint64_t{4}; });
    return over([&] { return std::uint64_t{table.width}; });
  });
}

void squared_demands(const DemandTable& table, const PartNumbers& to, bool least, const ReadingColumn& apparent,
                     const ReadingColumn& usage, const ReadingColumn& reactive) {
  const auto square = [](const ReadingColumn& column, std::uint64_t first, std::uint64_t last) {
    const Int128 energy = sum_readings(&column, first, last);
    return energy * energy;
  };
  extremes<Int128>(table, to, least, [&](std::uint64_t first, std::uint64_t last) {
    return apparent.data != nullptr ? square(apparent, first, last)
                                    : square(usage, first, last) + square(reactive, first, last);
  });
}

}  // namespace

std::int64_t sum_readings(const ReadingColumn* column, std::uint64_t first, std::uint64_t last) {
  return with_numbers(*column, [&](const auto* readings) { return sum_of(readings, first, last); }) * column->unit;
}

void sum_runs(const ReadingColumn* column, const Run* runs, std::uint64_t count, std::int64_t* buckets) {
  static const auto of_16 = best_runs<std::uint16_t>();
  static const auto of_32 = best_runs<std::int32_t>();
  static const auto of_64 = best_runs<std::int64_t>();
  switch (column->bytes) {
    case 2:
      return of_16(static_cast<const std::uint16_t*>(column->data), column->unit, runs, count, buckets);
    case 4:
      return of_32(static_cast<const std::int32_t*>(column->data), column->unit, runs, count, buckets);
    default:
      return of_64(static_cast<const std::int64_t*>(column->data), column->unit, runs, count, buckets);
  }
}

void highest_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* column) {
  demands(*table, *to, false, *column);
}
void lowest_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* column) {
  demands(*table, *to, true, *column);
}
void highest_squared_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* apparent,
                             const ReadingColumn* usage, const ReadingColumn* reactive) {
  squared_demands(*table, *to, false, *apparent, *usage, *reactive);
}
void lowest_squared_demands(const DemandTable* table, const PartNumbers* to, const ReadingColumn* apparent,
                            const ReadingColumn* usage, const ReadingColumn* reactive) {
  squared_demands(*table, *to, true, *apparent, *usage, *reactive);
}

}  // namespace ratebook::native::calls
