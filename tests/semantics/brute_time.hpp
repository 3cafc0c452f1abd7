// Random seasons, day types and periods, as a script and as plain data, and a judge of the data that looks at every day, or at every quarter of an
// hour of every day, with definitions of its own: nothing of language/semantics is used here.
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "language/base/civil.hpp"

namespace ratebook::test {

inline constexpr int kFirstYear = 2023;  // of the scripts' prices; the judge looks at the years from here on
inline constexpr int kYears = 28;        // every shape of a year

struct RandomMember {
  std::string name;
  bool otherwise = false;
  struct Span {
    int from_month, from_day, to_month, to_day;
  };  // to_day 0: the last day of that month
  std::vector<Span> spans;
  std::array<bool, 7> weekdays{};
  bool holidays = false, except = false;
  struct Range {
    int season, day, from, to;
  };  // -1: none; minutes; to <= from runs into the next day
  std::vector<Range> ranges;
  std::vector<std::size_t> overrides;
};

struct RandomTime {
  std::vector<RandomMember> seasons, days, periods;
  std::vector<Date> holidays;  // of the first year and the next
  std::string script() const;
};

// Which kind of scheme may have mistakes; the others are sound.
enum class Faulty { seasons, days, periods };
RandomTime random_time(std::mt19937& dice, Faulty faulty);

struct Verdict {
  std::optional<std::string> gap, overlap;  // the first such day or instant, as messages write it
  std::vector<bool> ever;                   // whether each member holds any place
  bool idle_override = false;               // an override that meets none of the other's places
};
Verdict judge_seasons(const RandomTime& time);
Verdict judge_days(const RandomTime& time);
Verdict judge_periods(const RandomTime& time);

}  // namespace ratebook::test
