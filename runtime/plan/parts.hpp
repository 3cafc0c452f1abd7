// The days of a (sub-)cycle divided into parts as a partition says (language reference, section 1). Works on stretches of days between the dates
// on which something can change, unlike the oracle, which compares the key of every day.
#pragma once
#include <map>
#include <vector>

#include "compiler/ir/program.hpp"
#include "runtime/calendar/year_paint.hpp"

namespace ratebook {

// A dated fact's values within one window, encoded like Attribute input: `initial` until the first change.
struct DatedValues {
  std::int64_t initial = ir::kAbsent;
  std::vector<std::pair<Date, std::int64_t>> changes;  // ascending by date
  std::int64_t on(Date day) const;
  friend auto operator<=>(const DatedValues&, const DatedValues&) = default;
};
using DatedFacts = std::map<InputId, DatedValues>;

struct Part {
  Date first, last;        // its first and last day; days between may belong to other parts
  std::vector<Date> days;  // ascending
};
struct Parts {
  std::vector<Part> parts;            // by first day
  std::vector<std::uint32_t> of_day;  // [day - from] → ordinal
};

// What decides about a window besides its tariff.
struct PartInputs {
  const CheckedTariff* tariff = nullptr;
  const YearPaint* paint = nullptr;
  Date from, through;  // of the sub-cycle
  Date as_known = Date::max();
  const DatedFacts* dated = nullptr;
};

Parts divide(const PartInputs& inputs, const ir::Partition& partition);

}  // namespace ratebook
