// Ids of everything a checked tariff declares: indices into the vectors of CheckedTariff (tariff.hpp).
#pragma once
#include <cstdint>

#include "language/base/ids.hpp"

namespace ratebook {

using SourceDocId = Id<struct SourceDocTag>;  // `source` statement
using ChoiceId = Id<struct ChoiceTag>;
using InputId = Id<struct InputTag>;
using ChannelId = Id<struct ChannelTag>;
using SchemeId = Id<struct SchemeTag>;  // a partition: of the year (season), of days (day) or of time (period)
using CalendarId = Id<struct CalendarTag>;
using ValueId = Id<struct ValueTag>;
using TableId = Id<struct TableTag>;
using DefineId = Id<struct DefineTag>;
using MeasureId = Id<struct MeasureTag>;
using LineId = Id<struct LineTag>;
using HistoryId = Id<struct HistoryTag>;  // one `… in preceding N cycles` expression
using ExprId = Id<struct ExprTag>;

using MemberIndex = std::uint16_t;  // position of a member within its scheme, choice or table dimension

}  // namespace ratebook
