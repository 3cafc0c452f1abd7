// The facts of a cycle in the ids of each edition that rates days of it: inputs, channels, members and measures are found by name.
#pragma once
#include "language/bill/account_cycle.hpp"

namespace ratebook::oracle {

// The edition in force on `day`: the last one that has begun, or the first.
std::uint32_t edition_on(const TariffEditions& editions, Date day);

// `cycle` in the ids of edition `known`, as a copy in those of `wanted`. Facts that `wanted` does not declare are kept by path. Reads of members that the wanted edition does not have count as its reads without them, so that
// an edition without periods sees the total of a read by periods; demand reads of unknown members are left out.
AccountCycle in_edition(const TariffEditions& editions, const AccountCycle& cycle, std::uint32_t known, std::uint32_t wanted);

// The scheme, channel or member of `to` that has the name of one of `from`.
std::optional<MemberRef> same_member(const CheckedTariff& from, MemberRef member, const CheckedTariff& to);
std::optional<ChannelId> same_channel(const CheckedTariff& from, ChannelId channel, const CheckedTariff& to);
std::optional<MeasureId> same_measure(const CheckedTariff& from, MeasureId measure, const CheckedTariff& to);
std::optional<InputId> same_input(const CheckedTariff& from, InputId input, const CheckedTariff& to);

}  // namespace ratebook::oracle
