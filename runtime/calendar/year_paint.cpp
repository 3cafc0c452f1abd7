#include "runtime/calendar/year_paint.hpp"

#include <algorithm>

namespace ratebook {
namespace {

// Which of two members keeps a place that both claim; checked tariffs leave no other case.
MemberIndex keeper(const Scheme& scheme, MemberIndex lying, MemberIndex coming) {
  const auto& o = scheme.members[coming].overrides;
  return std::find(o.begin(), o.end(), lying) != o.end() ? coming : lying;
}

constexpr MemberIndex kUnclaimed = 0xffff;

void lay(const Scheme& scheme, std::vector<MemberIndex>& strip, std::size_t from, std::size_t to, MemberIndex member) {
  for (std::size_t i = from; i < to; ++i) strip[i] = strip[i] == kUnclaimed ? member : keeper(scheme, strip[i], member);
}

void fill_rest(const Scheme& scheme, std::vector<MemberIndex>& strip) {
  MemberIndex rest = 0;
  for (std::size_t m = 0; m < scheme.members.size(); ++m)
    if (scheme.members[m].otherwise) rest = static_cast<MemberIndex>(m);
  std::replace(strip.begin(), strip.end(), kUnclaimed, rest);
}

}  // namespace

std::vector<MemberIndex> YearPaint::paint_seasons(const Scheme& scheme, int year) const {
  const auto days = static_cast<std::size_t>(days_in_year(year));
  const Date january = make_date(year, 1, 1);
  std::vector<MemberIndex> strip(days, kUnclaimed);
  auto ordinal = [&](Date d) {
    return static_cast<std::size_t>(std::clamp<long>((d - january).count(), 0, static_cast<long>(days)));
  };
  for (std::size_t m = 0; m < scheme.members.size(); ++m)
    for (const SeasonSpan& span : scheme.members[m].spans) {
      // Spans that begin in the year before, in this one, and (a rule such as `2 days before …`) in the next may reach into this year.
      std::vector<bool> claimed(days, false);
      for (int y = year - 1; y <= year + 1; ++y) {
        const Date first = resolve(span.first, y);
        Date last = resolve(span.last, y);
        if (last < first) last = resolve(span.last, y + 1);
        for (std::size_t i = ordinal(first); i < ordinal(last + Days{1}); ++i) claimed[i] = true;
      }
      for (std::size_t i = 0; i < days; ++i)
        if (claimed[i]) lay(scheme, strip, i, i + 1, static_cast<MemberIndex>(m));
    }
  fill_rest(scheme, strip);
  return strip;
}

std::vector<MemberIndex> YearPaint::paint_days(const Scheme& scheme, int year) const {
  const auto days = static_cast<std::size_t>(days_in_year(year));
  const Date january = make_date(year, 1, 1);
  std::vector<MemberIndex> strip(days, kUnclaimed);
  // Each calendar's dates of this year as a strip of its own.
  std::vector<std::vector<bool>> holidays(tariff_.calendars.size(), std::vector<bool>(days, false));
  for (std::size_t c = 0; c < tariff_.calendars.size(); ++c)
    for (const HolidayDate& h : tariff_.calendars[c].dates)
      if (year_of(h.date) == year) holidays[c][static_cast<std::size_t>((h.date - january).count())] = true;
  const unsigned january_weekday = weekday_from_monday(january);
  for (std::size_t m = 0; m < scheme.members.size(); ++m) {
    std::vector<bool> claimed(days, false);
    for (const DaySelector& s : scheme.members[m].days)
      for (std::size_t i = 0; i < days; ++i) {
        if (s.kind == DaySelector::Kind::calendar) {
          if (holidays[s.calendar.index][i]) claimed[i] = true;
          continue;
        }
        const unsigned w = static_cast<unsigned>((january_weekday + i) % 7);
        const bool inside = s.first <= s.last ? w >= s.first && w <= s.last : w >= s.first || w <= s.last;
        if (inside) claimed[i] = true;
      }
    for (CalendarId c : scheme.members[m].except)
      for (std::size_t i = 0; i < days; ++i)
        if (holidays[c.index][i]) claimed[i] = false;
    for (std::size_t i = 0; i < days; ++i)
      if (claimed[i]) lay(scheme, strip, i, i + 1, static_cast<MemberIndex>(m));
  }
  fill_rest(scheme, strip);
  return strip;
}

const std::vector<MemberIndex>& YearPaint::year_strip(SchemeId id, int year) const {
  const std::lock_guard lock(mutex_);
  auto [it, fresh] = strips_.try_emplace({id, year});
  if (fresh) {
    const Scheme& scheme = tariff_[id];
    it->second = scheme.kind == SchemeKind::season ? paint_seasons(scheme, year) : paint_days(scheme, year);
  }
  return it->second;
}

MemberIndex YearPaint::day_member(SchemeId scheme, Date day) const {
  const int year = year_of(day);
  return year_strip(scheme, year)[static_cast<std::size_t>((day - make_date(year, 1, 1)).count())];
}

bool YearPaint::applies(const PeriodRange& range, Date day) const {
  if (range.season && day_member(range.season->scheme, day) != range.season->member) return false;
  return !range.day || day_member(range.day->scheme, day) == range.day->member;
}

const std::vector<PeriodPiece>& YearPaint::pieces(SchemeId id, Date day) const {
  const std::lock_guard lock(mutex_);
  const Scheme& scheme = tariff_[id];
  std::vector<bool> kind;
  for (const Member& m : scheme.members)
    for (const PeriodRange& r : m.ranges) {
      kind.push_back(applies(r, day));
      kind.push_back(r.to_minute <= r.from_minute && applies(r, day - Days{1}));
    }
  auto [it, fresh] = kinds_.try_emplace({id, kind});
  if (!fresh) return it->second;

  std::vector<MemberIndex> strip(1440, kUnclaimed);
  std::size_t at = 0;
  for (std::size_t m = 0; m < scheme.members.size(); ++m)
    for (const PeriodRange& r : scheme.members[m].ranges) {
      const auto from = static_cast<std::size_t>(r.from_minute), to = static_cast<std::size_t>(r.to_minute);
      const bool wraps = to <= from;
      if (kind[at]) lay(scheme, strip, from, wraps ? 1440 : to, static_cast<MemberIndex>(m));
      if (kind[at + 1]) lay(scheme, strip, 0, to, static_cast<MemberIndex>(m));
      at += 2;
    }
  fill_rest(scheme, strip);
  for (int minute = 0; minute < 1440; ++minute) {
    const MemberIndex member = strip[static_cast<std::size_t>(minute)];
    if (it->second.empty() || it->second.back().member != member) it->second.push_back({minute, member});
  }
  return it->second;
}

}  // namespace ratebook
