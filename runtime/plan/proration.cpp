#include "runtime/plan/proration.hpp"

#include <algorithm>
#include <numeric>

namespace ratebook {
namespace {

// 28, 29, 30 and 31 all divide it.
constexpr std::int64_t kMonthLengths = 377580;
constexpr std::int64_t kYearLengths = 365 * 366;

// Weights of days over one denominator, so that a set of days weighs a sum of integers.
struct Weights {
  Proration::Kind kind = Proration::Kind::never;
  std::int64_t unit = 1;  // weight numerator of one day where all weigh the same
  std::int64_t denominator = 1;
  std::int64_t of(Date day) const {
    if (kind == Proration::Kind::days_of_month) return kMonthLengths / days_in_month(year_of(day), month_of(day));
    if (kind == Proration::Kind::days_of_year) return kYearLengths / days_in_year(year_of(day));
    return unit;
  }
};

Weights weights(const Proration& rule, const CycleFacts& cycle) {
  switch (rule.kind) {
    case Proration::Kind::days_by_number:
      return {rule.kind, rule.divisor.den, rule.divisor.num};
    case Proration::Kind::days_of_month:
      return {rule.kind, 1, kMonthLengths};
    case Proration::Kind::days_of_year:
      return {rule.kind, 1, kYearLengths};
    case Proration::Kind::scheduled_days:
      return {rule.kind, 1, std::max(1, cycle.scheduled_days)};
    case Proration::Kind::never:
    case Proration::Kind::months_by_12:
      return {rule.kind, 1, 1};
  }
  return {};
}

bool applies(const Proration& rule, const CycleFacts& cycle) {
  if (rule.kind == Proration::Kind::never) return false;
  if (rule.when.empty()) return true;
  const auto days = (cycle.through - cycle.from).count() + 1;
  return std::any_of(rule.when.begin(), rule.when.end(), [&](const Proration::Condition& c) {
    switch (c.kind) {
      case Proration::Condition::Kind::cycle_outside:
        return days < c.low || days > c.high;
      case Proration::Condition::Kind::cycle_first:
        return cycle.first;
      case Proration::Condition::Kind::cycle_last:
        return cycle.last;
    }
    return false;
  });
}

void reduce(Proratas& p) {
  std::int64_t divisor = p.denominator;
  for (std::int64_t n : p.numerators) divisor = std::gcd(divisor, n);
  if (divisor <= 1) return;
  p.denominator /= divisor;
  for (std::int64_t& n : p.numerators) n /= divisor;
}

Proratas prorate(const Proration& rule, const CycleFacts& cycle, const std::vector<const Part*>& parts) {
  Proratas result;
  const Weights w = weights(rule, cycle);
  for (const Part* part : parts) {
    std::int64_t weight = 0;
    for (Date d : part->days) weight += w.of(d);
    result.numerators.push_back(weight);
  }
  if (applies(rule, cycle)) {
    result.denominator = w.denominator;
    result.scheduled_days_missing = rule.kind == Proration::Kind::scheduled_days && cycle.scheduled_days <= 0;
  } else {
    // One for the cycle, shared over its parts by weight.
    result.denominator = 0;
    for (Date d = cycle.from; d <= cycle.through; d += Days{1}) result.denominator += w.of(d);
  }
  reduce(result);
  return result;
}

}  // namespace

Proratas prorate_months(const std::optional<Ruled<Proration>>& rule, const CycleFacts& cycle,
                        const std::vector<const Part*>& parts) {
  return prorate(rule ? rule->rule : Proration{}, cycle, parts);
}

Proratas prorate_years(const std::optional<Ruled<Proration>>& rule, const Proratas& months, const CycleFacts& cycle,
                       const std::vector<const Part*>& parts) {
  if (rule && rule->rule.kind == Proration::Kind::months_by_12) {
    Proratas result = months;
    result.denominator *= 12;
    reduce(result);
    return result;
  }
  return prorate(rule ? rule->rule : Proration{}, cycle, parts);
}

}  // namespace ratebook
