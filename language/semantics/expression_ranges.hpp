// What a checked expression can be worth, for every version, key and input that the tariff admits (language reference, sections 4, 8, 12):
// declared ranges of inputs, else the global ones (limit.def); cells and versions of prices; `cycle.days`, `months` and a rounded power
// factor are positive.
//
//   range of `baseline[zone, season] * days`   = smallest cell × 1 … largest cell × 400
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "language/semantics/ranges.hpp"
#include "language/semantics/tariff.hpp"

namespace ratebook {

// What a proof holds fixed. Everything that is not named may be anything.
struct Pins {
  std::optional<Date> day;                            // the version in force on this day counts …
  Date as_known = Date::max();                        // … as known then
  std::map<SchemeId, MemberIndex> members;            // of schemes in scope
  std::map<InputId, MemberIndex> words;               // of choices and months
  std::optional<MemberIndex> bill_month, part_month;  // 0 … 11
  bool empty() const { return !day && members.empty() && words.empty() && !bill_month && !part_month; }
};

// The range of an input of this type without a declared range (limit.def).
Range input_range(const Input& input);

class ExpressionRanges {
 public:
  explicit ExpressionRanges(const CheckedTariff& tariff) : tariff_(tariff) {}

  // Numbers (canonical unit) and dates (day numbers). Whatever is not a number has every range.
  Range of(ExprId id, const Pins& pins = {});
  // With its rounding.
  Range of(MeasureId id);

  const CheckedTariff& tariff() const { return tariff_; }

 private:
  Range compute(ExprId id, const Pins& pins, std::map<ExprId, Range>& known);
  Range leaf(const Expr& e, const Pins& pins);
  Range cells(const TableRef& ref, const Pins& pins) const;
  Range history(const History& h);
  Range rounded_value(ExprId operand, const Rounding& rounding, const Pins& pins, std::map<ExprId, Range>& known);

  const CheckedTariff& tariff_;
  std::map<ExprId, Range> known_;  // without pins
  std::map<MeasureId, Range> measures_;
};

// The positions of `versions` that count under the pins: all of them, or the one in force.
template <class Version>
std::vector<std::size_t> versions_under(const std::vector<Version>& versions, const Pins& pins) {
  std::vector<std::size_t> found;
  if (pins.day) {
    if (const auto at = version_on(versions, *pins.day, pins.as_known)) found.push_back(*at);
  } else {
    for (std::size_t i = 0; i < versions.size(); ++i) found.push_back(i);
  }
  return found;
}
// The member that an index has under the pins; nothing when it may be any.
std::optional<MemberIndex> pinned_member(const TableIndex& index, const Pins& pins);

}  // namespace ratebook
