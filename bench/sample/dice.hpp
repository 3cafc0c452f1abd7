// Chance from integers alone: a value depends on the seed, the account and the purpose, never on what was drawn before, so an
// account is the same in a neighbourhood of ten and of ten million. The mixing function is SplitMix64's finaliser
// (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
#pragma once
#include <cstdint>

namespace ratebook::sample {

constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

// What a draw is for. Draws of different purposes are independent.
enum class Purpose : std::uint64_t { size, household, noise, facts, reading, history, bad_kind, bad_place, reactive };

class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t account) : state_(mix(seed ^ mix(account))) {}

  std::uint64_t draw(Purpose purpose, std::uint64_t n = 0) const {
    return mix(state_ ^ mix(static_cast<std::uint64_t>(purpose) << 56 | n));
  }

  // Evenly among 0 … bound - 1; bound is small, so the unevenness of the remainder does not show.
  std::uint32_t below(std::uint32_t bound, Purpose purpose, std::uint64_t n = 0) const {
    return static_cast<std::uint32_t>((draw(purpose, n) >> 32) * bound >> 32);
  }

  // Bell-shaped around the middle of low … high: the mean of four even draws.
  std::uint32_t bell(std::uint32_t low, std::uint32_t high, Purpose purpose, std::uint64_t n = 0) const {
    std::uint32_t sum = 0;
    for (std::uint64_t i = 0; i < 4; ++i) sum += below(high - low + 1, purpose, 4 * n + i + 1000);
    return low + sum / 4;
  }

 private:
  std::uint64_t state_;
};

}  // namespace ratebook::sample
