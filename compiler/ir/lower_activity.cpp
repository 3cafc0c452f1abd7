// When a line is due: `when`, `unless` and windows, looked at in this order until one decides (language reference, section 13; section 26, 22).
#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"
#include "language/bill/flat_amount.hpp"

namespace ratebook::ir {

// The day whose membership in a window decides for every day.
ValueId Lowering::ruling_day(CutRule by) {
  switch (by) {
    case CutRule::cycle_start:
      return window_number(WindowField::Kind::rated_from, kFirstDay, kLastDay);
    case CutRule::bill_month:
      return window_number(WindowField::Kind::bill_month_first, kFirstDay, kLastDay);
    default:
      return window_number(WindowField::Kind::rated_through, kFirstDay, kLastDay);
  }
}

// First and last day of a window; for one that counts from a fact, the fact is that of the last rated day.
Lowering::DayRange Lowering::days_of_window(const Window& window, const Place& place) {
  if (window.kind == Window::Kind::dates)
    return {build_.constant(window.from ? day_number(*window.from) : kFirstDay),
            build_.constant(window.through ? day_number(*window.through) : kLastDay)};
  Place last = place;
  last.partition = partition({}, CutRule::cycle_end, CutRule::cycle_end);
  const ValueId since = window.since.valid() ? input_ordinal(window.since, last) : fact_ordinal(Fact::account_since, place);
  const ValueId end = window.kind == Window::Kind::first_months ? add_months(since, window.count)
                                                                : build_.add(since, build_.constant(window.count));
  return {since, build_.subtract(end, build_.constant(1))};
}

Lowering::Activity Lowering::activity(const Line& line, const Place& place) {
  ValueId holds = place.guard;
  // In a cycle that spans editions, amounts that do not grow with days are billed by the last one alone (section 26, 5).
  if (is_flat_amount(tariff_, line)) holds = build_.both(holds, window_number(WindowField::Kind::last_edition, 0, 1));
  for (ExprId when : line.when) holds = build_.both(holds, flag(when, place.when(holds)));
  for (ExprId unless : line.unless) holds = build_.both(holds, build_.negate(flag(unless, place.when(holds))));
  std::optional<DayRange> inside;
  ValueId days;
  for (const Window& window : line.windows) {
    build_.at(window.span);
    if (window.kind == Window::Kind::first_cycles) {
      holds = build_.both(holds, build_.less_equal(cycle_number(place.when(holds)), build_.constant(window.count)));
      continue;
    }
    const DayRange range = days_of_window(window, place.when(holds));
    const CutRule by = window.by.value_or(CutRule::usage_day);
    if (by != CutRule::usage_day) {
      const ValueId day = ruling_day(by);
      holds = build_.both(holds, build_.both(build_.less_equal(range.first, day), build_.less_equal(day, range.last)));
      continue;
    }
    inside = inside ? DayRange{build_.maximum(inside->first, range.first), build_.minimum(inside->last, range.last)} : range;
    days = build_.emit(Op::days_within, {inside->first, inside->last});
    holds = build_.both(holds, build_.less(build_.constant(0), days));
  }
  Activity result{holds, Fraction::constant(1)};
  if (inside) {
    result.share = Fraction::of(days);
    result.share.divisors = {part_days(place.partition)};
  }
  return result;
}

}  // namespace ratebook::ir
