#include "runtime/interpreter/metered.hpp"

#include <algorithm>
#include <cassert>
#include <set>

#include "language/base/limits.hpp"
#include "language/semantics/classify.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

// First multiple of the step from `phase` that is not before `t`.
std::int64_t first_on_grid(std::int64_t phase, std::int64_t step, std::int64_t t) {
  const std::int64_t off = (t - phase) % step;
  return off == 0 ? t : off > 0 ? t + step - off : t - off;
}

}  // namespace

Metered::Metered(const AccountFacts& facts, WhatIsRead read, ClockMaker clocks)
    : facts_(facts), tariff_(facts.tariff), read_(std::move(read)), make_clocks_(std::move(clocks)) {}

const Clocks& Metered::clocks() {
  if (!clocks_) clocks_ = make_clocks_();
  return *clocks_;
}

// A cycle's energy is limited, whatever the readings that it is made of (language/base/limit.def).
void Metered::check_limit(ChannelId channel) {
  Int128 intervals = 0, reads = 0, buckets = 0;
  for (const IntervalSeries& s : facts_.cycle.intervals) {
    if (s.channel != channel) continue;
    for (const std::int64_t reading : s.readings) {
      if (reading == kMissing) continue;
      if (Int128{reading} > Int128{limits::interval_energy.high} * power_of_ten(kQuantityScale))
        refuse(Code::input_range, "an interval of `{}` is more than {} {}", tariff_[channel].name, limits::interval_energy.high,
               format_unit(tariff_[channel].unit));
      intervals += reading;
    }
  }
  for (const RegisterRead& r : facts_.cycle.reads)
    if (r.channel == channel) (r.members.empty() ? reads : buckets) += r.amount;
  if (std::max({intervals, reads, buckets}) > Int128{limits::cycle_energy.high} * power_of_ten(kQuantityScale))
    refuse(Code::input_range, "`{}` of the cycle is more than {} {}", tariff_[channel].name, limits::cycle_energy.high,
           format_unit(tariff_[channel].unit));
}

void Metered::check() {
  for (const ChannelId channel : read_.channels) {
    check_limit(channel);
    std::vector<const IntervalSeries*> series;
    for (const IntervalSeries& s : facts_.cycle.intervals)
      if (s.channel == channel) series.push_back(&s);
    if (!series.empty()) lay_out(channel, series);
    for (const RegisterRead& r : facts_.cycle.reads)
      if (r.channel == channel && r.amount < 0)
        refuse(Code::negative_reading, "a read of `{}` is negative", tariff_[channel].name);
    check_sources(channel);
  }
}

void Metered::lay_out(ChannelId channel, const std::vector<const IntervalSeries*>& series) {
  const std::string& name = tariff_[channel].name;
  const Clocks clock = clocks();
  const std::int64_t begin = clock.days->day_start(facts_.cycle.from),
                     end = clock.days->day_start(facts_.cycle.through + Days{1});
  const std::int32_t step = series.front()->step;
  const std::int64_t phase = series.front()->start;
  for (const IntervalSeries* s : series)
    if (s->step != step || (s->start - phase) % step != 0)
      refuse(Code::interval_mismatch, "`{}` is measured at unequal intervals", name);

  std::map<std::int64_t, std::int64_t> readings;
  for (const IntervalSeries* s : series)
    for (std::size_t k = 0; k < s->readings.size(); ++k) {
      const std::int64_t start = s->start + static_cast<std::int64_t>(k) * step;
      if (start < begin || start >= end || s->readings[k] == kMissing) continue;
      if (!readings.emplace(start, s->readings[k]).second)
        refuse(Code::sources_disagree, "`{}` has two readings for one interval", name);
    }

  ChannelIntervals laid{step, power_of_ten(kQuantityScale), {}};
  const Rounding* rounding = nullptr;
  for (const auto& r : tariff_.rules.round_intervals)
    if (r.rule.channel == channel) rounding = &r.rule.rounding;
  if (rounding != nullptr) laid.scale = rounding->step.den;
  std::size_t missing = 0, negative = 0;
  for (std::int64_t t = first_on_grid(phase, step, begin); t < end; t += step) {
    Interval interval{t, 0, clock.days->day_of(t), clock.own->at(t)};
    if (const auto r = readings.find(t); r != readings.end()) {
      if (r->second < 0) ++negative;
      interval.amount = r->second;
      if (rounding != nullptr) {
        const Number rounded =
            round_to(number(r->second, power_of_ten(kQuantityScale)), rounding->mode, number(rounding->step));
        interval.amount = static_cast<Int128>(numerator(Number(rounded * laid.scale)));
      }
    } else {
      ++missing;
    }
    laid.list.push_back(interval);
  }
  if (!tariff_.rules.intervals_by_start) {
    if ((begin - phase) % step != 0 || (end - phase) % step != 0)
      refuse(Code::interval_straddles, "an interval of `{}` lies on both sides of the cycle's edge", name);
    check_edges(laid);
  }
  if (missing > 0) refuse(Code::interval_missing, "{} of {} intervals of `{}` are missing", missing, laid.list.size(), name);
  if (negative > 0) refuse(Code::negative_reading, "{} readings of `{}` are negative", negative, name);
  intervals_.emplace(channel, std::move(laid));
}

const std::vector<std::int64_t>& Metered::edges() {
  if (!edges_.empty()) return edges_;
  const Clocks clock = clocks();
  const std::int64_t begin = clock.days->day_start(facts_.cycle.from),
                     end = clock.days->day_start(facts_.cycle.through + Days{1});
  std::set<std::int64_t> all{end};
  for (Date d = facts_.cycle.from; d <= facts_.cycle.through; d += Days{1}) all.insert(clock.days->day_start(d));
  for (const WallClock::Piece& p : clock.own->pieces())
    if (p.begin > begin && p.begin < end) all.insert(p.begin);
  std::set<int> minutes{0};
  for (const Scheme& scheme : tariff_.schemes)
    for (const Member& m : scheme.members)
      for (const PeriodRange& r : m.ranges) minutes.insert({r.from_minute, r.to_minute % 1440});
  if (read_.hours)
    for (int hour = 0; hour < 24; ++hour) minutes.insert(hour * 60);
  for (const int minute : minutes) {
    const auto shown = clock.own->showing(minute, begin, end);
    all.insert(shown.begin(), shown.end());
  }
  edges_.assign(all.begin(), all.end());
  return edges_;
}

void Metered::check_edges(const ChannelIntervals& intervals) {
  if (intervals.list.empty()) return;
  const std::int64_t begin = clocks().days->day_start(facts_.days.first()),
                     end = clocks().days->day_start(facts_.days.last() + Days{1});
  for (const std::int64_t edge : edges()) {
    if (edge < begin || edge > end) continue;
    const auto after = std::upper_bound(intervals.list.begin(), intervals.list.end(), edge,
                                        [](std::int64_t t, const Interval& i) { return t < i.start; });
    if (after == intervals.list.begin()) continue;
    const Interval& around = *std::prev(after);
    if (around.start < edge && edge < around.start + intervals.step && on_both_sides(around, edge)) {
      const LocalTime local = clocks().own->at(edge);
      refuse(Code::interval_straddles, "an interval lies on both sides of {} {}", format_date(local.date),
             format_clock(local.minute));
    }
  }
}

bool Metered::on_both_sides(const Interval& interval, std::int64_t edge) {
  const Date day = clocks().days->day_of(edge);
  const LocalTime local = clocks().own->at(edge);
  if (day != interval.day) {
    if (!facts_.days.contains(day) || !facts_.days.contains(interval.day)) return true;
    if (read_.days || (read_.months && month_of(day) != month_of(interval.day))) return true;
    for (const CutBy& cut : read_.cuts)
      if (!facts_.same_part(cut, interval.day, day)) return true;
  }
  if (read_.hours && local.minute % 60 == 0) return true;
  return std::any_of(read_.schemes.begin(), read_.schemes.end(),
                     [&](SchemeId s) { return member_then(s, day, local) != member_then(s, interval.day, interval.local); });
}

MemberIndex Metered::member_then(SchemeId scheme, Date day, LocalTime local) const {
  return tariff_[scheme].kind == SchemeKind::period ? member_at(tariff_, scheme, local.date, local.minute)
                                                    : member_on(tariff_, scheme, day);
}

MemberIndex Metered::member(ChannelId channel, std::size_t i, SchemeId scheme) {
  auto [at, fresh] = members_.try_emplace({channel, scheme});
  if (fresh)
    for (const Interval& interval : intervals_.at(channel).list)
      at->second.push_back(member_then(scheme, interval.day, interval.local));
  return at->second[i];
}

bool Metered::holds(ChannelId channel, std::size_t i, const DaySet& days, const std::vector<MemberRef>& within) {
  if (!days.contains(intervals_.at(channel).list[i].day)) return false;
  return std::all_of(within.begin(), within.end(), [&](MemberRef m) { return member(channel, i, m.scheme) == m.member; });
}

bool Metered::is_measured(ChannelId channel) const {
  return has_intervals(channel) || std::any_of(facts_.cycle.reads.begin(), facts_.cycle.reads.end(),
                                               [&](const RegisterRead& r) { return r.channel == channel; });
}

Number Metered::quantity(ChannelId channel, const DaySet& days, const std::vector<MemberRef>& within) {
  if (!has_intervals(channel)) return from_reads(channel, days, within);
  if (days.empty()) return 0;
  const ChannelIntervals& all = intervals_.at(channel);
  const auto first =
      std::lower_bound(all.list.begin(), all.list.end(), days.first(), [](const Interval& i, Date d) { return i.day < d; });
  Integer sum = 0;
  for (auto i = static_cast<std::size_t>(first - all.list.begin()); i < all.list.size() && all.list[i].day <= days.last(); ++i)
    if (holds(channel, i, days, within)) sum += Integer(all.list[i].amount);
  return Number(sum, Integer(all.scale));
}

Number Metered::quantity_between(ChannelId channel, const DaySet& days, const std::vector<MemberRef>& within,
                                 std::int64_t begin, std::int64_t end) {
  if (!has_intervals(channel)) {
    if (!is_measured(channel)) refuse(Code::channel_missing, "`{}` is not measured for this cycle", tariff_[channel].name);
    refuse(Code::needs_intervals, "`{}` is needed interval by interval, and only a read is given", tariff_[channel].name);
  }
  const ChannelIntervals& all = intervals_.at(channel);
  const auto first =
      std::lower_bound(all.list.begin(), all.list.end(), begin, [](const Interval& i, std::int64_t t) { return i.start < t; });
  Integer sum = 0;
  for (auto i = static_cast<std::size_t>(first - all.list.begin()); i < all.list.size() && all.list[i].start < end; ++i)
    if (holds(channel, i, days, within)) sum += Integer(all.list[i].amount);
  return Number(sum, Integer(all.scale));
}

void Metered::for_each_stretch(const DaySet& days, const std::function<void(Date, LocalTime, std::int64_t)>& see) {
  for (const Date day : days) {
    const std::int64_t end = clocks().days->day_start(day + Days{1});
    std::int64_t begin = clocks().days->day_start(day);
    const std::vector<std::int64_t>& all = edges();
    for (auto edge = std::upper_bound(all.begin(), all.end(), begin); edge != all.end() && *edge <= end; ++edge) {
      see(day, clocks().own->at(begin), *edge - begin);
      begin = *edge;
    }
  }
}

bool Metered::occurs(const DaySet& days, const std::vector<MemberRef>& within) {
  const bool by_hours =
      std::any_of(within.begin(), within.end(), [&](MemberRef m) { return tariff_[m.scheme].kind == SchemeKind::period; });
  return by_hours ? hours(days, within) != 0 : !days_within(days, within).empty();
}

Number Metered::hours(const DaySet& days, const std::vector<MemberRef>& within) {
  Integer seconds = 0;
  for_each_stretch(days, [&](Date day, LocalTime local, std::int64_t length) {
    const bool inside =
        std::all_of(within.begin(), within.end(), [&](MemberRef m) { return member_then(m.scheme, day, local) == m.member; });
    if (inside) seconds += length;
  });
  return Number(seconds, 3600);
}

std::optional<Number> Metered::demand_register(ChannelId channel, const std::vector<MemberRef>& members) const {
  std::vector<MemberRef> wanted = members;
  std::sort(wanted.begin(), wanted.end());
  std::optional<Number> found;
  for (const DemandRead& r : facts_.cycle.demand_reads) {
    std::vector<MemberRef> mine = r.members;
    std::sort(mine.begin(), mine.end());
    if (r.channel != channel || mine != wanted) continue;
    const Number amount = number(r.amount, power_of_ten(kQuantityScale));
    if (found && *found != amount) refuse(Code::sources_disagree, "two demand registers of `{}` differ", tariff_[channel].name);
    found = amount;
  }
  return found;
}

}  // namespace ratebook::oracle
