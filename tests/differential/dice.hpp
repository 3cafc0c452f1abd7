// Pseudo-random choices from a seed, the same on every machine: integers only. Source: splitmix64 (Steele, Lea, Flood: Fast splittable
// pseudorandom number generators, OOPSLA 2014).
//
//   Dice dice(seed);
//   if (dice.chance(30)) …            // 30 of 100
//   const Dice own = dice.fork();     // a stream of its own: more throws there change nothing here
#pragma once
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace ratebook::differential {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  // 0 … n - 1; n >= 1.
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  // low … high, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

  template <class T>
  T pick(std::initializer_list<T> from) {
    return from.begin()[below(from.size())];
  }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  // One of them with its weight: pick_weighted<int>({{70, 1}, {30, 2}}).
  template <class T>
  T pick_weighted(std::initializer_list<std::pair<int, T>> from) {
    std::int64_t sum = 0;
    for (const auto& [weight, value] : from) sum += weight;
    std::int64_t at = static_cast<std::int64_t>(below(static_cast<std::uint64_t>(sum)));
    for (const auto& [weight, value] : from) {
      if (at < weight) return value;
      at -= weight;
    }
    return from.begin()->second;
  }
  template <class T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

  Dice fork() { return Dice(next()); }

 private:
  std::uint64_t state_;
};

}  // namespace ratebook::differential
