#include <fmt/format.h>

#include <iterator>

#include "language/semantics/print_checked.hpp"

namespace ratebook {
namespace {

std::string proration_words(const Proration& p) {
  std::string words;
  switch (p.kind) {
    case Proration::Kind::never:
      words = "never";
      break;
    case Proration::Kind::days_by_number:
      words = fmt::format("by days / {}", format_ratio(p.divisor));
      break;
    case Proration::Kind::days_of_month:
      words = "by days / days of month";
      break;
    case Proration::Kind::days_of_year:
      words = "by days / days of year";
      break;
    case Proration::Kind::scheduled_days:
      words = "by days / scheduled days";
      break;
    case Proration::Kind::months_by_12:
      words = "by months / 12";
      break;
  }
  std::string_view joint = " when ";
  for (const Proration::Condition& c : p.when) {
    words += joint;
    joint = " or ";
    switch (c.kind) {
      case Proration::Condition::Kind::cycle_outside:
        fmt::format_to(std::back_inserter(words), "cycle outside {}..{} days", c.low, c.high);
        break;
      case Proration::Condition::Kind::cycle_first:
        words += "cycle.first";
        break;
      case Proration::Condition::Kind::cycle_last:
        words += "cycle.last";
        break;
    }
  }
  return words;
}

}  // namespace

void print_rules(const CheckedTariff& t, std::string& out) {
  auto put = std::back_inserter(out);
  const Rules& r = t.rules;
  if (r.season) fmt::format_to(put, "rule season by {}\n", cut_words(r.season->rule));
  if (r.version) fmt::format_to(put, "rule version by {}\n", cut_words(r.version->rule));
  if (r.clock)
    fmt::format_to(put, "rule clock {}\n", r.clock->rule == ClockRule::standard ? "standard time" : "local daylight time");
  if (r.allocate) out += "rule allocate evenly by day\n";
  if (r.monthly) fmt::format_to(put, "rule monthly amounts {}\n", proration_words(r.monthly->rule));
  if (r.yearly) fmt::format_to(put, "rule yearly amounts {}\n", proration_words(r.yearly->rule));
  if (r.round_line) fmt::format_to(put, "rule round each line {}\n", rounding_words(r.round_line->rule));
  if (r.round_total) fmt::format_to(put, "rule round total {}\n", rounding_words(r.round_total->rule));
  for (const auto& i : r.round_intervals)
    fmt::format_to(put, "rule round each interval of {} {}\n", t[i.rule.channel].name, rounding_words(i.rule.rounding));
  if (r.demand)
    fmt::format_to(put, "rule demand {} min every {} min\n", r.demand->rule.window_minutes, r.demand->rule.slide_minutes);
  if (r.correct) {
    const Correction& c = r.correct->rule;
    fmt::format_to(put, "rule correct by {} with prices known {}", c.rebill ? "cancel and rebill" : "difference lines",
                   c.known_now ? "now" : "then");
    if (c.within_months) fmt::format_to(put, " within {} months", *c.within_months);
    out += '\n';
  }
  if (r.intervals_by_start) out += "rule intervals by start\n";
  if (r.register_check_within)
    fmt::format_to(put, "rule register check within {} kWh\n", format_ratio(*r.register_check_within));
}

}  // namespace ratebook
