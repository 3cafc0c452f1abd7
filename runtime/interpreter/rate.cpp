#include "runtime/interpreter/rate.hpp"

#include <algorithm>

#include "runtime/interpreter/edition_facts.hpp"
#include "runtime/interpreter/rate_with.hpp"
#include "runtime/interpreter/refusal.hpp"
#include "runtime/interpreter/statements.hpp"

namespace ratebook {
namespace oracle {
namespace {

// The days that one edition rates.
struct Piece {
  std::uint32_t edition = 0;
  Date from, through;
};

void need_begun(const TariffEditions& editions, Date day) {
  const CheckedTariff& first = editions.editions.front();
  if (first.edition_stated && first.edition > day)
    refuse(Code::edition_missing, "no edition of {} is in force on {}", editions.id, format_date(day));
}

// The newest edition that touches the cycle says whether it is divided by days or rated whole by one edition (language reference, section 18).
std::vector<Piece> divide(const TariffEditions& editions, const AccountCycle& cycle) {
  const std::uint32_t newest = edition_on(editions, cycle.through);
  const auto& version = editions.editions[newest].rules.version;
  const CutRule rule = version ? version->rule : CutRule::usage_day;
  if (rule != CutRule::usage_day) {
    const Date ruling = rule == CutRule::cycle_start  ? cycle.from
                        : rule == CutRule::bill_month ? first_of_bill_month(cycle)
                                                      : cycle.through;
    need_begun(editions, ruling);
    return {{edition_on(editions, ruling), cycle.from, cycle.through}};
  }
  need_begun(editions, cycle.from);
  std::vector<Piece> pieces;
  for (Date d = cycle.from; d <= cycle.through; d += Days{1}) {
    const std::uint32_t edition = edition_on(editions, d);
    if (pieces.empty() || pieces.back().edition != edition) pieces.push_back({edition, d, d});
    pieces.back().through = d;
  }
  return pieces;
}

void check_calendars(const CheckedTariff& tariff, const DaySet& days) {
  std::set<CalendarId> used;
  for (const Scheme& scheme : tariff.schemes)
    for (const Member& member : scheme.members) {
      used.insert(member.except.begin(), member.except.end());
      for (const DaySelector& d : member.days)
        if (d.kind == DaySelector::Kind::calendar) used.insert(d.calendar);
    }
  for (const CalendarId c : used)
    for (int year = year_of(days.first()); year <= year_of(days.last()); ++year)
      if (!tariff[c].lists_year(year)) refuse(Code::holiday_year, "the calendar `{}` lists no day of {}", tariff[c].name, year);
}

void record(const CheckedTariff& tariff, std::uint32_t edition, const Statements& statements, Metered& metered,
            const AccountFacts& facts, Bill& bill) {
  for (const Step& step : tariff.steps) {
    if (step.kind != Step::Kind::measure) continue;
    for (const MeasureValue& v : statements.made().measures[step.measure.index]) {
      const auto value = to_ratio(v.value);
      if (value)
        bill.recorded.push_back({edition, step.measure, v.members, *value});
      else if (tariff[step.measure].recorded)
        refuse(Code::stored_unrounded, "`{}` is not rounded and too long to be stored", tariff[step.measure].name);
    }
  }
  for (const ChannelId channel : what_is_read(tariff).channels) {
    if (!metered.is_measured(channel)) continue;
    try {
      if (const auto sum = to_ratio(metered.quantity(channel, facts.days, {})))
        bill.quantities.push_back({edition, channel, *sum});
    } catch (const Refusal&) {
      continue;  // a read of some periods only, or one that no rule divides between editions: no statement needed its sum
    }
  }
}

Bill rate_pieces(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options, Journal* journal) {
  const std::vector<Piece> pieces = divide(editions, cycle);
  const std::uint32_t newest = edition_on(editions, cycle.through);
  Bill bill;
  bill.amount_scale = 0;
  std::vector<std::pair<MadeRow, const CheckedTariff*>> rows;
  std::vector<std::pair<Number, const CheckedTariff*>> sums;  // of each piece
  for (const Piece& piece : pieces) {
    const CheckedTariff& tariff = editions.editions[piece.edition];
    const AccountCycle mine = in_edition(editions, cycle, newest, piece.edition);
    const AccountFacts facts(tariff, mine, piece.from, piece.through, options.as_known);
    std::optional<WallClock> day_clock, own_clock;
    Metered metered(facts, what_is_read(tariff), [&]() -> Clocks {
      const CheckedTariff& cutting = editions.editions[newest];
      const auto& own_rule = tariff.rules.clock ? tariff.rules.clock : cutting.rules.clock;
      const auto& day_rule = cutting.rules.clock ? cutting.rules.clock : own_rule;
      if (!own_rule) refuse(Code::rule_missing, "interval readings and hours need the rule `clock`");
      own_clock = WallClock::make(tariff.timezone, own_rule->rule, cycle.from, cycle.through);
      day_clock = WallClock::make(cutting.timezone, day_rule->rule, cycle.from, cycle.through);
      return {&*day_clock, &*own_clock};
    });
    Statements statements(facts, metered, piece.edition, piece.through == cycle.through, journal);
    facts.check();
    statements.check_eligible();
    check_calendars(tariff, facts.days);
    metered.check();
    statements.compute();
    record(tariff, piece.edition, statements, metered, facts, bill);
    Number& sum = sums.emplace_back(0, &tariff).first;
    for (const std::vector<MadeRow>& line : statements.made().rows)
      for (const MadeRow& row : line) {
        rows.emplace_back(row, &tariff);
        if (!row.row.included) sum += row.amount;
      }
    for (const auto& rounding : {tariff.rules.round_line, tariff.rules.round_total})
      if (rounding) bill.amount_scale = std::max(bill.amount_scale, decimals_of(rounding->rule.step));
    for (const Line& line : tariff.lines)
      if (line.rounding.span.valid()) bill.amount_scale = std::max(bill.amount_scale, decimals_of(line.rounding.step));
  }
  const auto rounded_as_total = [&](const Number& amount, const CheckedTariff& tariff) {
    const auto& rule = tariff.rules.round_total;
    return rule ? round_to(amount, rule->rule.mode, number(rule->rule.step)) : amount;
  };
  for (auto& [made, tariff] : rows) {
    const Line& line = (*tariff)[made.row.line];
    const bool rounds = tariff->rules.round_line || line.rounding.span.valid();
    made.row.amount = scaled(rounds ? made.amount : rounded_as_total(made.amount, *tariff), bill.amount_scale);
    bill.rows.push_back(made.row);
  }
  // The last edition rounds the total; where it does not, an edition of exact rows rounds its own sum.
  const CheckedTariff& last = editions.editions[pieces.back().edition];
  Number total = 0;
  for (const auto& [sum, tariff] : sums)
    total += last.rules.round_total || tariff->rules.round_line ? sum : rounded_as_total(sum, *tariff);
  bill.total = scaled(rounded_as_total(total, last), bill.amount_scale);
  sort_rows(editions, bill.rows);
  return bill;
}

}  // namespace

Rated rate_with(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options, Journal* journal) {
  try {
    return rate_pieces(editions, cycle, options, journal);
  } catch (const Refusal& refusal) {
    return failure(refusal.error);
  }
}

}  // namespace oracle

Rated rate(const TariffEditions& editions, const AccountCycle& cycle, const RatingOptions& options) {
  return oracle::rate_with(editions, cycle, options, nullptr);
}

}  // namespace ratebook
