#include "runtime/calendar/clock.hpp"

namespace ratebook {

// Under standard time a year Y begins at its own local midnight in Y's own smallest offset.
std::int32_t TariffClock::standard_offset_at(Instant t) const {
  const int guess = year_of(Date{Days{static_cast<int>(t >= 0 ? t / 86400 : (t - 86399) / 86400)}});
  for (int year = guess + 1; year >= guess; --year) {
    const std::int32_t offset = zone_->smallest_offset(year);
    if (t >= Instant{day_number(make_date(year, 1, 1))} * 86400 - offset) return offset;
  }
  return zone_->smallest_offset(guess - 1);
}

std::int32_t TariffClock::offset_at(Instant t) const {
  return rule_ == ClockRule::standard ? standard_offset_at(t) : zone_->offset_at(t);
}

Instant TariffClock::day_begin(Date day) const {
  const LocalSeconds midnight = LocalSeconds{day_number(day)} * 86400;
  if (rule_ == ClockRule::standard) return midnight - zone_->smallest_offset(year_of(day));
  return zone_->instants_of_local(midnight).first;
}

std::vector<ClockPiece> TariffClock::pieces(Instant from, Instant to) const {
  std::vector<ClockPiece> result;
  if (from >= to) return result;
  std::vector<Instant> cuts;
  if (rule_ == ClockRule::standard) {
    const int first = year_of(Date{Days{static_cast<int>(from / 86400)}}) - 1,
              last = year_of(Date{Days{static_cast<int>(to / 86400)}}) + 1;
    for (int year = first; year <= last; ++year) {
      const Instant begin = day_begin(make_date(year, 1, 1));
      if (begin > from && begin < to) cuts.push_back(begin);
    }
  } else {
    for (const ZoneTransition& t : zone_->transitions_between(from, to)) cuts.push_back(t.at);
  }
  Instant at = from;
  for (std::size_t i = 0; i <= cuts.size(); ++i) {
    const Instant end = i < cuts.size() ? cuts[i] : to;
    const std::int32_t offset = offset_at(at);
    if (!result.empty() && result.back().offset == offset)
      result.back().last = end;
    else
      result.push_back({at, end, offset});
    at = end;
  }
  return result;
}

}  // namespace ratebook
