#include "runtime/interpreter/proration.hpp"

#include <fmt/format.h>

#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

Number weight_of(const Proration& rule, const WholeCycle& cycle, Date day) {
  switch (rule.kind) {
    case Proration::Kind::days_by_number:
      return 1 / number(rule.divisor);
    case Proration::Kind::days_of_month:
      return Number(1, days_in_month(year_of(day), month_of(day)));
    case Proration::Kind::days_of_year:
      return Number(1, days_in_year(year_of(day)));
    case Proration::Kind::scheduled_days:
      if (!cycle.scheduled_days || *cycle.scheduled_days <= 0)
        refuse(Code::input_missing, "`cycle.scheduled_days` is not given, and amounts are prorated by it");
      return Number(1, *cycle.scheduled_days);
    case Proration::Kind::never:
    case Proration::Kind::months_by_12:
      return 1;
  }
  return 1;
}

bool prorates(const Proration& rule, const WholeCycle& cycle) {
  if (rule.kind == Proration::Kind::never) return false;
  if (rule.when.empty()) return true;
  const auto days = (cycle.through - cycle.from).count() + 1;
  for (const Proration::Condition& c : rule.when) {
    if (c.kind == Proration::Condition::Kind::cycle_outside && (days < c.low || days > c.high)) return true;
    if (c.kind == Proration::Condition::Kind::cycle_first && cycle.first) return true;
    if (c.kind == Proration::Condition::Kind::cycle_last && cycle.last) return true;
  }
  return false;
}

Number share_of(const std::optional<Ruled<Proration>>& ruled, const WholeCycle& cycle, const DaySet& part) {
  Proration rule = ruled ? ruled->rule : Proration{};
  const bool applies = prorates(rule, cycle);
  if (!applies && rule.kind == Proration::Kind::scheduled_days)
    rule.kind = Proration::Kind::never;  // every day weighs the same either way
  Number of_cycle = 0, of_part = 0;
  for (Date d = cycle.from; d <= cycle.through; d += Days{1}) of_cycle += weight_of(rule, cycle, d);
  for (const Date d : part) of_part += weight_of(rule, cycle, d);
  const Number whole = applies ? of_cycle : Number(1);
  return whole * of_part / of_cycle;
}

std::string divisor_text(const Proration& rule, const WholeCycle& cycle) {
  switch (rule.kind) {
    case Proration::Kind::days_by_number:
      return rule.divisor.den == 1 ? std::to_string(rule.divisor.num)
                                   : fmt::format("({}/{})", rule.divisor.num, rule.divisor.den);
    case Proration::Kind::days_of_month:
      return "days of the month";
    case Proration::Kind::days_of_year:
      return "days of the year";
    case Proration::Kind::scheduled_days:
      return fmt::format("{} scheduled days", cycle.scheduled_days.value_or(0));
    case Proration::Kind::never:
    case Proration::Kind::months_by_12:
      break;
  }
  return {};
}

}  // namespace

std::string proration_words(const std::optional<Ruled<Proration>>& ruled, const WholeCycle& cycle, const DaySet& part) {
  const auto days = (cycle.through - cycle.from).count() + 1;
  const bool applies = ruled && prorates(ruled->rule, cycle);
  if (applies) return fmt::format("{} days / {}", part.count(), divisor_text(ruled->rule, cycle));
  return part.count() == days ? "not prorated" : fmt::format("{} of {} days, not prorated", part.count(), days);
}

Number months_of(const std::optional<Ruled<Proration>>& monthly, const WholeCycle& cycle, const DaySet& part) {
  return share_of(monthly, cycle, part);
}

Number years_of(const std::optional<Ruled<Proration>>& yearly, const std::optional<Ruled<Proration>>& monthly,
                const WholeCycle& cycle, const DaySet& part) {
  if (yearly && yearly->rule.kind == Proration::Kind::months_by_12) return months_of(monthly, cycle, part) / 12;
  return share_of(yearly, cycle, part);
}

}  // namespace ratebook::oracle
