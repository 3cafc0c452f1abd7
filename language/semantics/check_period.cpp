// Periods (language reference, section 6).
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/classify.hpp"
#include "language/semantics/schemes.hpp"
#include "language/semantics/zone_edges.hpp"

namespace ratebook {
namespace {

// The zone data that the checker reads names no change of clocks after this year; the rules repeat, so earlier years show the same.
constexpr int kLastYearOfChanges = 2037;
constexpr int kYearsOfEveryShape = 28;

class RangeCheck {
 public:
  RangeCheck(Checker& checker, const syntax::PeriodItem& item) : checker_(checker), item_(item) {}

  std::optional<PeriodRange> check() {
    PeriodRange r;
    r.span = item_.span;
    bool sound = true;
    if (item_.season) {
      r.season = checker_.member(*item_.season, SchemeKind::season);
      sound = r.season.has_value();
    }
    if (item_.days.day_type) {
      r.day = checker_.member(*item_.days.day_type, SchemeKind::day);
      sound = sound && r.day.has_value();
    }
    if (!item_.hours.all_day) {
      r.from_minute = item_.hours.from.minutes;
      r.to_minute = item_.hours.to.minutes == 0 ? 1440 : item_.hours.to.minutes;
      if (r.from_minute == 1440) {
        checker_.sink.report<Code::syntax>(item_.hours.from.span, "a time before 24:00, which only ends a range");
        sound = false;
      }
    }
    return sound ? std::optional(r) : std::nullopt;
  }

 private:
  Checker& checker_;
  const syntax::PeriodItem& item_;
};

// Whether a range of the scheme names a scheme that is no partition.
bool rests_on_error(const Checker& checker, const Scheme& scheme) {
  const auto bad = [&](const std::optional<MemberRef>& m) { return m && checker.unproved.contains(m->scheme); };
  for (const Member& m : scheme.members)
    if (std::any_of(m.ranges.begin(), m.ranges.end(), [&](const PeriodRange& r) { return bad(r.season) || bad(r.day); }))
      return true;
  return false;
}

// Warns of a range whose edge lies inside an hour that happens twice or not at all, on a day on which the range has that edge.
void warn_of_clock_changes(Checker& checker, const Scheme& scheme, const std::vector<ClockChange>& changes) {
  const CheckedTariff& t = checker.tariff;
  const auto warn = [&](const Member& m, const PeriodRange& r, int edge, bool next_day) {
    for (const ClockChange& c : changes) {
      if (edge <= c.from_minute || edge >= c.to_minute || !range_starts(t, r, next_day ? c.day - Days{1} : c.day)) continue;
      auto& d = checker.sink.report<Code::edge_in_clock_change>(r.span, format_clock(edge), m.name);
      d.notes.push_back(fmt::format("first such day: {}, when {} to {} {}", format_weekday_date(c.day),
                                    format_clock(c.from_minute), format_clock(c.to_minute),
                                    c.skipped ? "is skipped" : "happens twice"));
      return;
    }
  };
  for (const Member& m : scheme.members)
    for (const PeriodRange& r : m.ranges) {
      warn(m, r, r.from_minute, false);
      warn(m, r, r.to_minute, wraps(r));
    }
}

}  // namespace

void check_periods(Checker& checker) {
  SchemeParts parts(checker, SchemeKind::period);
  checker.each<syntax::Period>([&](const syntax::Period& p) {
    Member member;
    member.name = p.name.text;
    member.span = p.name.span;
    member.otherwise = p.otherwise;
    member.cites = checker.resolve(p.cites);
    if (!p.otherwise) checker.want_cite(p.cites, p.name.span, fmt::format("the period `{}`", p.name.text));
    checker.need(RuleKind::clock, p.name.span, fmt::format("the period `{}`", p.name.text));
    bool sound = true;
    for (const syntax::PeriodItem& item : p.items) {
      const auto range = RangeCheck(checker, item).check();
      if (range)
        member.ranges.push_back(*range);
      else
        sound = false;
    }
    if (!sound) return parts.spoil(p.name, p.scheme);
    parts.add(std::move(member), p.scheme, p.overrides);
  });

  const auto& rules = checker.tariff.rules;
  std::vector<ClockChange> changes;
  if (rules.clock && rules.clock->rule == ClockRule::local_daylight) {
    const int first = checker.years.of_days.front();
    changes = clock_changes(checker.tariff.timezone, first, std::min(first + kYearsOfEveryShape - 1, kLastYearOfChanges));
  }
  parts.finish([&](const Scheme& scheme, const std::vector<OverrideWords>& overrides) {
    if (rests_on_error(checker, scheme)) return false;
    const bool sound = prove_periods(checker, scheme, overrides, checker.years.of_seasons);
    warn_of_clock_changes(checker, scheme, changes);
    return sound;
  });
}

}  // namespace ratebook
