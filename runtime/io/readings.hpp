// Readings of one channel where they lie, as narrow as they are kept: whole numbers of `unit` micro-units. Text files become 8-byte numbers of
// micro-units, with holes; usage caches keep what has no holes in 2 or 4 bytes when that is enough (usage_cache.hpp).
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "language/bill/account_cycle.hpp"

namespace ratebook {

class Readings {
 public:
  // Values are bytes.
  enum class Width : std::uint8_t { unsigned16 = 2, signed32 = 4, signed64 = 8 };

  Readings() = default;
  // Micro-units, kMissing for a hole.
  Readings(std::span<const std::int64_t> values) : data_(values.data()), count_(values.size()) {}
  // Numbers of `unit` micro-units each, a power of ten up to 10^6; aligned to their width. Holes (kMissing) only where the width is 8 bytes
  // and the unit is 1.
  Readings(const void* data, std::size_t count, Width width, std::int64_t unit)
      : data_(data), count_(count), unit_(unit), width_(width) {}

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Width width() const { return width_; }
  std::int64_t unit() const { return unit_; }
  const void* data() const { return data_; }
  bool may_have_holes() const { return width_ == Width::signed64; }

  // Micro-units.
  std::int64_t operator[](std::size_t k) const {
    switch (width_) {
      case Width::unsigned16:
        return static_cast<const std::uint16_t*>(data_)[k] * unit_;
      case Width::signed32:
        return static_cast<const std::int32_t*>(data_)[k] * unit_;
      case Width::signed64:
        break;
    }
    return static_cast<const std::int64_t*>(data_)[k] * unit_;  // the unit is 1 where there are holes
  }
  // `count` readings from number `first` on.
  Readings part(std::size_t first, std::size_t count) const {
    return {static_cast<const char*>(data_) + first * static_cast<std::size_t>(width_), count, width_, unit_};
  }
  // All of them in micro-units.
  void copy(std::int64_t* into) const;

 private:
  const void* data_ = nullptr;
  std::size_t count_ = 0;
  std::int64_t unit_ = 1;
  Width width_ = Width::signed64;
};

// Of the readings that are there, in micro-units; all 0 where there is none.
struct ReadingsSummary {
  std::int64_t least = 0, greatest = 0;
  std::int64_t sum = 0;  // fits while each reading is within limits::interval_energy
  std::size_t holes = 0;
};
ReadingsSummary summarise(const Readings& readings);

}  // namespace ratebook
