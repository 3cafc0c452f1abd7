// Which member of a scheme a local day or minute belongs to, straight from the definitions. The oracle asks these for every interval; the
// checker's proofs rest on them; the native path's run tables are built without them (runtime/calendar).
#pragma once
#include <optional>

#include "language/semantics/tariff.hpp"

namespace ratebook {

// Season or day scheme. Total on checked tariffs. A wrapped season (Nov 1 through Mar 31) holds both ends of the year.
MemberIndex member_on(const CheckedTariff& tariff, SchemeId scheme, Date day);
// Period scheme: the local civil date and the minute 0…1439 of the tariff's clock. A wrapped range counts from the date it starts on.
MemberIndex member_at(const CheckedTariff& tariff, SchemeId scheme, Date day, int minute);
// Any kind: seasons and days by the date alone.
bool in_member(const CheckedTariff& tariff, MemberRef member, Date day, int minute);

}  // namespace ratebook
