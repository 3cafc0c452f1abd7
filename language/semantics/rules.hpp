// The `rules { … }` of a tariff (language reference, section 3). None has a default: an absent rule is std::nullopt and nothing needs it.
#pragma once
#include <optional>
#include <vector>

#include "language/semantics/lines.hpp"

namespace ratebook {

template <class T>
struct Ruled {
  T rule{};
  Span span;
  std::vector<Cite> cites;
};

enum class ClockRule : std::uint8_t { local_daylight, standard };
enum class AllocateRule : std::uint8_t { evenly_by_day };

struct Proration {
  enum class Kind : std::uint8_t { never, days_by_number, days_of_month, days_of_year, scheduled_days, months_by_12 };
  Kind kind = Kind::never;
  Ratio divisor{30, 1};  // days_by_number: 30, 365/12, 365.25/12 …
  // `when`: prorated only if one of these holds; no condition at all: always. Otherwise months = 1.
  struct Condition {
    enum class Kind : std::uint8_t { cycle_outside, cycle_first, cycle_last };
    Kind kind = Kind::cycle_outside;
    int low = 0, high = 0;  // days, inside the window
  };
  std::vector<Condition> when;
};

struct DemandRule {
  int window_minutes = 15;
  int slide_minutes = 15;  // = window for fixed windows
};

struct RoundIntervals {
  ChannelId channel;
  Rounding rounding;
};

// What rating a rated cycle again does: difference lines, or the old bill negated and a new one.
struct Correction {
  bool rebill = false;
  bool known_now = false;            // with prices known now; else those known then
  std::optional<int> within_months;  // older corrections are refused
};

struct Rules {
  std::optional<Ruled<CutRule>> season, version;
  std::optional<Ruled<ClockRule>> clock;
  std::optional<Ruled<AllocateRule>> allocate;
  std::optional<Ruled<Proration>> monthly, yearly;
  std::optional<Ruled<Rounding>> round_line, round_total;
  std::vector<Ruled<RoundIntervals>> round_intervals;
  std::optional<Ruled<DemandRule>> demand;
  std::optional<Ruled<Correction>> correct;
  bool intervals_by_start = false;             // `intervals by start` (semantics.md, 1)
  std::optional<Ratio> register_check_within;  // kWh; `register check within AMOUNT` (semantics.md, 4)
};

}  // namespace ratebook
