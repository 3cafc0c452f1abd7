#include "language/semantics/classify.hpp"

#include <algorithm>
#include <cassert>

namespace ratebook {
namespace {

bool names(const std::vector<MemberIndex>& list, MemberIndex m) { return std::find(list.begin(), list.end(), m) != list.end(); }

// On a checked tariff there is always exactly one.
MemberIndex sure_holder(const Scheme& scheme, const std::vector<MemberIndex>& claimants) {
  const auto m = holder(scheme, claimants);
  assert(m);
  return m.value_or(0);
}

}  // namespace

bool span_holds(const SeasonSpan& span, Date day) {
  // A rule with an offset may begin up to a year and a day before or after its year.
  const bool moved = span.first.offset_days != 0 || span.last.offset_days != 0;
  const int year = year_of(day);
  for (int y = year - (moved ? 3 : 1); y <= year + (moved ? 2 : 0); ++y) {
    const Date first = resolve(span.first, y);
    if (first > day) continue;
    Date last = resolve(span.last, y);
    for (int next = y + 1; last < first; ++next) last = resolve(span.last, next);
    if (day <= last) return true;
  }
  return false;
}

bool season_claims(const Member& member, Date day) {
  return std::any_of(member.spans.begin(), member.spans.end(), [&](const SeasonSpan& s) { return span_holds(s, day); });
}

bool selector_holds(const CheckedTariff& tariff, const DaySelector& selector, Date day) {
  if (selector.kind == DaySelector::Kind::calendar) return tariff[selector.calendar].contains(day);
  const unsigned w = weekday_from_monday(day);
  return selector.first <= selector.last ? w >= selector.first && w <= selector.last
                                         : w >= selector.first || w <= selector.last;
}

bool day_claims(const CheckedTariff& tariff, const Member& member, Date day) {
  return std::any_of(member.days.begin(), member.days.end(),
                     [&](const DaySelector& s) { return selector_holds(tariff, s, day); }) &&
         std::none_of(member.except.begin(), member.except.end(), [&](CalendarId c) { return tariff[c].contains(day); });
}

bool range_starts(const CheckedTariff& tariff, const PeriodRange& range, Date day) {
  return (!range.season || member_on(tariff, range.season->scheme, day) == range.season->member) &&
         (!range.day || member_on(tariff, range.day->scheme, day) == range.day->member);
}

std::optional<MemberIndex> holder(const Scheme& scheme, const std::vector<MemberIndex>& claimants) {
  if (claimants.empty()) {
    for (std::size_t m = 0; m < scheme.members.size(); ++m)
      if (scheme.members[m].otherwise) return static_cast<MemberIndex>(m);
    return std::nullopt;
  }
  for (const MemberIndex m : claimants) {
    const bool has_all = std::all_of(claimants.begin(), claimants.end(), [&](MemberIndex other) {
      return other == m || (names(scheme.members[m].overrides, other) && !names(scheme.members[other].overrides, m));
    });
    if (has_all) return m;
  }
  return std::nullopt;
}

MemberIndex member_on(const CheckedTariff& tariff, SchemeId id, Date day) {
  const Scheme& scheme = tariff[id];
  assert(scheme.kind != SchemeKind::period);
  std::vector<MemberIndex> claimants;
  for (std::size_t m = 0; m < scheme.members.size(); ++m) {
    const Member& member = scheme.members[m];
    if (scheme.kind == SchemeKind::season ? season_claims(member, day) : day_claims(tariff, member, day))
      claimants.push_back(static_cast<MemberIndex>(m));
  }
  return sure_holder(scheme, claimants);
}

MemberIndex member_at(const CheckedTariff& tariff, SchemeId id, Date day, int minute) {
  const Scheme& scheme = tariff[id];
  assert(scheme.kind == SchemeKind::period);
  std::vector<MemberIndex> claimants;
  for (std::size_t m = 0; m < scheme.members.size(); ++m) {
    const auto claims = [&](const PeriodRange& r) {
      if (minute >= r.from_minute && (wraps(r) || minute < r.to_minute) && range_starts(tariff, r, day)) return true;
      return wraps(r) && minute < r.to_minute && range_starts(tariff, r, day - Days{1});
    };
    const auto& ranges = scheme.members[m].ranges;
    if (std::any_of(ranges.begin(), ranges.end(), claims)) claimants.push_back(static_cast<MemberIndex>(m));
  }
  return sure_holder(scheme, claimants);
}

bool in_member(const CheckedTariff& tariff, MemberRef member, Date day, int minute) {
  const bool period = tariff[member.scheme].kind == SchemeKind::period;
  return member.member == (period ? member_at(tariff, member.scheme, day, minute) : member_on(tariff, member.scheme, day));
}

}  // namespace ratebook
