// Which member of a scheme a local day or minute belongs to, straight from the definitions. The oracle asks these for every interval; the
// checker's proofs rest on them; the native path's run tables are built without them (runtime/calendar).
//
// Who claims what (language reference, section 6):
//   season   a span of the year y runs from its first day in y to the next last day on or after it (in y or y + 1), both included
//   day      one of its selectors holds, and none of its `except` calendars
//   period   a range of the date, or a wrapped range of the date before; season and day type are those of the date it starts on
// Of several claimants the one that overrides each of the others has the place; `otherwise` has what nobody claims.
#pragma once
#include <optional>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

// Season or day scheme. Total on checked tariffs. A wrapped season (Nov 1 through Mar 31) holds both ends of the year.
MemberIndex member_on(const CheckedTariff& tariff, SchemeId scheme, Date day);
// Period scheme: the local civil date and the minute 0…1439 of the tariff's clock. A wrapped range counts from the date it starts on.
MemberIndex member_at(const CheckedTariff& tariff, SchemeId scheme, Date day, int minute);
// Any kind: seasons and days by the date alone.
bool in_member(const CheckedTariff& tariff, MemberRef member, Date day, int minute);

// -- for the proofs, which ask before a scheme is known to be a partition -----------------------------------------------------------------
bool span_holds(const SeasonSpan& span, Date day);
bool season_claims(const Member& member, Date day);
bool selector_holds(const CheckedTariff& tariff, const DaySelector& selector, Date day);
bool day_claims(const CheckedTariff& tariff, const Member& member, Date day);
// Whether the range starts on the date: its season and day type hold there.
bool range_starts(const CheckedTariff& tariff, const PeriodRange& range, Date day);
inline bool wraps(const PeriodRange& range) { return range.to_minute <= range.from_minute; }
// Who has a place among its claimants (none: `otherwise`). Nothing when no claimant overrides all others, or nobody claims it and there is
// no `otherwise`.
std::optional<MemberIndex> holder(const Scheme& scheme, const std::vector<MemberIndex>& claimants);

}  // namespace ratebook
