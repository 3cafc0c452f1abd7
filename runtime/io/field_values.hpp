// Numbers, dates and times as input files write them (interfaces.md, "Input files"): exact integers, no exponent, no separators, no signs of
// currency, no blanks around.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "language/base/civil.hpp"

namespace ratebook {

enum class NumberFlaw : std::uint8_t { none, not_a_number, too_many_digits, too_large };
struct ScaledNumber {
  std::int64_t value = 0;
  NumberFlaw flaw = NumberFlaw::none;
  bool rounded = false;
};

// number × 10^shift as an integer, shift -9 … 18: "1.25" at 6 is 1250000. Digits beyond the integer must be zeros (too_many_digits) unless
// `decimals` says to how many decimals of the scaled unit's 10^shift to round half even ("0.125" at shift 6 with 2 decimals is 120000).
ScaledNumber parse_scaled(std::string_view text, int shift);
ScaledNumber parse_scaled_rounding(std::string_view text, int shift, int decimals);

// A time stamp: RFC 3339 with `Z` or an offset, or without one, which is local time; `T` or a blank between date and time; seconds may be
// left out; fractions of a second only as zeros. A bare date is local midnight.
struct Stamp {
  std::int64_t seconds = 0;  // instant, or local seconds
  bool local = false;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};
std::optional<Stamp> parse_stamp(std::string_view text);

// Parses many stamps of one file: equal dates and offsets of neighbouring rows are parsed once.
class StampParser {
 public:
  std::optional<Stamp> parse(std::string_view text);

 private:
  char date_[11] = {};  // "2025-07-01T" of the last stamp of 20 or more bytes with this form
  std::int64_t day_seconds_ = 0;
  char tail_[6] = {};  // its offset
  std::size_t tail_size_ = 0;
  std::int64_t offset_ = 0;
  bool local_ = false, known_ = false;
};

// true false 1 0 yes no
std::optional<bool> parse_flag(std::string_view text);
std::optional<std::int64_t> parse_whole(std::string_view text);  // -999999999 … 999999999999

}  // namespace ratebook
