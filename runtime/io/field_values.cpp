#include "runtime/io/field_values.hpp"

#include <cstring>

#include "language/base/decimal.hpp"

namespace ratebook {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct NumberText {
  bool negative = false;
  std::string_view whole, fraction;
};
// -?[0-9]+(\.[0-9]+)?
std::optional<NumberText> split_number(std::string_view text) {
  NumberText n;
  if (!text.empty() && text[0] == '-') n.negative = true, text.remove_prefix(1);
  std::size_t i = 0;
  while (i < text.size() && is_digit(text[i])) ++i;
  n.whole = text.substr(0, i);
  if (n.whole.empty()) return std::nullopt;
  if (i == text.size()) return n;
  if (text[i] != '.') return std::nullopt;
  n.fraction = text.substr(i + 1);
  if (n.fraction.empty()) return std::nullopt;
  for (const char c : n.fraction) {
    if (!is_digit(c)) return std::nullopt;
  }
  return n;
}

// Long, rounded and refused numbers. Keeps `kept` decimals of the text (may be negative), rounds half even if told to.
ScaledNumber scale_slowly(std::string_view text, int shift, int kept, bool round) {
  const auto n = split_number(text);
  if (!n) return {0, NumberFlaw::not_a_number, false};
  const int whole = static_cast<int>(n->whole.size());
  const int all = whole + static_cast<int>(n->fraction.size());
  const auto digit = [&](int i) {
    return (i < whole ? n->whole[static_cast<std::size_t>(i)] : n->fraction[static_cast<std::size_t>(i - whole)]) - '0';
  };
  Int128 value = 0;
  int i = 0;
  for (; i < all && i < whole + kept; ++i) {
    value = value * 10 + digit(i);
    if (value > Int128{INT64_MAX}) return {0, NumberFlaw::too_large, false};
  }
  int first = 0, rest = 0;  // of the digits that are dropped
  for (int k = std::max(i, whole + kept); k < all; ++k) (k == whole + kept ? first : rest) |= digit(k);
  if (whole + kept < 0) rest |= first, first = 0;
  bool rounded = false;
  if (first != 0 || rest != 0) {
    if (!round) return {0, NumberFlaw::too_many_digits, false};
    rounded = true;
    if (first > 5 || (first == 5 && (rest != 0 || value % 2 != 0))) ++value;
  }
  for (int k = std::min(static_cast<int>(n->fraction.size()), kept); k < shift; ++k) {
    value *= 10;
    if (value > Int128{INT64_MAX}) return {0, NumberFlaw::too_large, false};
  }
  return {static_cast<std::int64_t>(n->negative ? -value : value), NumberFlaw::none, rounded};
}

constexpr std::int64_t kPowers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

int two(const char* p) { return (p[0] - '0') * 10 + (p[1] - '0'); }
bool digits_at(const char* p, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    if (!is_digit(p[i])) return false;
  }
  return true;
}

// "Z", "+02:00", "-07:00" or nothing.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || !digits_at(text.data() + 1, 2) ||
      !digits_at(text.data() + 4, 2))
    return std::nullopt;
  const int hours = two(text.data() + 1), minutes = two(text.data() + 4);
  if (hours > 23 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

// "16:00", "16:00:30", "16:00:30.000": seconds after midnight and the length of the text they took.
struct ClockText {
  std::int64_t seconds = 0;
  std::size_t length = 0;
};
std::optional<ClockText> parse_clock_text(std::string_view text) {
  if (text.size() < 5 || !digits_at(text.data(), 2) || text[2] != ':' || !digits_at(text.data() + 3, 2)) return std::nullopt;
  const int hours = two(text.data()), minutes = two(text.data() + 3);
  int seconds = 0;
  std::size_t i = 5;
  if (text.size() >= 8 && text[5] == ':' && digits_at(text.data() + 6, 2)) {
    seconds = two(text.data() + 6);
    i = 8;
    if (text.size() > 9 && text[8] == '.') {
      for (i = 9; i < text.size() && text[i] == '0'; ++i) {
      }
      if (i == 9) return std::nullopt;
    }
  }
  if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return ClockText{hours * 3600 + minutes * 60 + seconds, i};
}

}  // namespace

ScaledNumber parse_scaled(std::string_view text, int shift) {
  // Up to 18 digits, at most `shift` of them decimals, in one pass; all others go the slow way.
  const char* p = text.data();
  const char* const end = p + text.size();
  const bool negative = p != end && *p == '-';
  if (negative) ++p;
  const char* const first = p;
  std::int64_t value = 0;
  while (p != end && is_digit(*p) && p - first < 12) value = value * 10 + (*p++ - '0');
  int missing = shift;
  if (p != end && p != first && *p == '.') {
    const char* const point = ++p;
    while (p != end && is_digit(*p) && p - point < 6) value = value * 10 + (*p++ - '0');
    missing -= static_cast<int>(p - point);
    if (p == point) missing = -1;
  }
  if (p != end || p == first || missing < 0 || missing > 6 || value > INT64_MAX / kPowers[missing])
    return scale_slowly(text, shift, shift, false);
  value *= kPowers[missing];
  return {negative ? -value : value, NumberFlaw::none, false};
}

ScaledNumber parse_scaled_rounding(std::string_view text, int shift, int decimals) {
  // 10^shift of the scaled unit, so the text keeps shift - 6 + decimals decimals of its own unit.
  return scale_slowly(text, shift, shift - 6 + decimals, true);
}

std::optional<Stamp> parse_stamp(std::string_view text) {
  if (text.size() < 10) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  if (!date) return std::nullopt;
  const std::int64_t day = std::int64_t{day_number(*date)} * 86400;
  if (text.size() == 10) return Stamp{day, true};
  if (text[10] != 'T' && text[10] != ' ' && text[10] != 't') return std::nullopt;
  const auto clock = parse_clock_text(text.substr(11));
  if (!clock) return std::nullopt;
  const std::string_view tail = text.substr(11 + clock->length);
  const auto offset = parse_offset(tail);
  if (!offset) return std::nullopt;
  return Stamp{day + clock->seconds - *offset, tail.empty()};
}

std::optional<Stamp> StampParser::parse(std::string_view text) {
  // "2025-07-01T00:15:00" and a tail of up to six bytes
  const bool usual = text.size() >= 19 && text.size() <= 25;
  if (known_ && usual && std::memcmp(text.data(), date_, sizeof date_) == 0 && text.size() - 19 == tail_size_ &&
      std::memcmp(text.data() + 19, tail_, tail_size_) == 0) {
    const char* p = text.data() + 11;
    if (p[2] == ':' && p[5] == ':' && digits_at(p, 2) && digits_at(p + 3, 2) && digits_at(p + 6, 2)) {
      const int hours = two(p), minutes = two(p + 3), seconds = two(p + 6);
      if (hours < 24 && minutes < 60 && seconds < 60)
        return Stamp{day_seconds_ + hours * 3600 + minutes * 60 + seconds - offset_, local_};
    }
    return std::nullopt;
  }
  const auto stamp = parse_stamp(text);
  if (stamp && usual && text[16] == ':' && text[19 == text.size() ? 18 : 19] != '.') {
    std::memcpy(date_, text.data(), sizeof date_);
    tail_size_ = text.size() - 19;
    std::memcpy(tail_, text.data() + 19, tail_size_);
    offset_ = *parse_offset(text.substr(19));
    local_ = stamp->local;
    day_seconds_ = std::int64_t{day_number(*parse_date(text.substr(0, 10)))} * 86400;
    known_ = true;
  }
  return stamp;
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text == "true" || text == "1" || text == "yes") return true;
  if (text == "false" || text == "0" || text == "no") return false;
  return std::nullopt;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
  const ScaledNumber n = parse_scaled(text, 0);
  if (n.flaw != NumberFlaw::none || text.find('.') != std::string_view::npos) return std::nullopt;
  return n.value;
}

}  // namespace ratebook
