#include "runtime/plan/meter_readings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "compiler/ir/limits.hpp"
#include "runtime/plan/rounding.hpp"

namespace ratebook {
namespace {

constexpr std::uint32_t state_of(Code code) { return 1 + static_cast<std::uint32_t>(code); }

class ReadingWalk {
 public:
  explicit ReadingWalk(const CheckedTariff& tariff) : tariff_(tariff) {}
  TariffReading result;

  void expression(ExprId root) {
    if (!root) return;
    const Expr& e = tariff_[root];
    if (const auto* q = std::get_if<QuantityRef>(&e.payload)) channel(q->channel);
    if (const auto* d = std::get_if<DemandRef>(&e.payload)) channel(d->channel);
    if (e.kind == ExprKind::power_factor) channel(kUsage), channel(kReactive);
    if (e.kind == ExprKind::history) return;
    for (ExprId o : e.operands) expression(o);
  }
  void tiers(const std::vector<Tier>& all) {
    for (const Tier& t : all) {
      expression(t.limit);
      expression(t.price);
      tiers(t.inner);
    }
  }
  void line(const Line& l) {
    for (ExprId e : l.when) expression(e);
    for (ExprId e : l.unless) expression(e);
    if (const auto* f = std::get_if<PlainAmount>(&l.form)) expression(f->amount);
    if (const auto* f = std::get_if<PricedQuantity>(&l.form)) expression(f->quantity), expression(f->price), taken(f->each);
    if (const auto* f = std::get_if<TieredQuantity>(&l.form)) {
      expression(f->quantity);
      tiers(f->block.tiers);
      taken(f->each);
      result.edges.days = result.edges.days || f->block.steps == TierBlock::Steps::per_day;
    }
    if (const auto* f = std::get_if<ShareOfLines>(&l.form)) expression(f->share);
    if (const auto* f = std::get_if<LimitOverLines>(&l.form)) expression(f->bound);
  }

 private:
  void taken(EachLevel each) {
    result.edges.days = result.edges.days || each == EachLevel::day;
    result.edges.hours = result.edges.hours || each == EachLevel::hour;
  }
  void channel(ChannelId c) {
    result.channels.insert(c);
    if (c == kApparent) result.channels.insert({kUsage, kReactive});
  }
  const CheckedTariff& tariff_;
};

}  // namespace

TariffReading reading_of(const CheckedTariff& tariff) {
  ReadingWalk walk(tariff);
  for (const Measure& m : tariff.measures) walk.expression(m.value);
  for (const Line& l : tariff.lines) walk.line(l);
  return std::move(walk.result);
}

MeterReadings::MeterReadings(const WindowContext& context, const TariffReading& reading, CycleView& view,
                             const WindowPlan& window)
    : context_(context), tariff_(*context.tariff), reading_(reading), view_(view), window_(window) {}

const SeriesView* MeterReadings::series_of(ChannelId channel) const {
  for (const SeriesView& s : view_.series)
    if (s.channel == channel) return &s;
  return nullptr;
}

bool MeterReadings::measured(ChannelId channel) const {
  return series_of(channel) != nullptr ||
         std::any_of(view_.reads.begin(), view_.reads.end(), [&](const ReadView& r) { return r.channel == channel; });
}

std::vector<Date> MeterReadings::cycle_days() const {
  std::vector<Date> days;
  for (Date d = window_.key().cycle_from; d <= window_.key().cycle_through; d += Days{1}) days.push_back(d);
  return days;
}

// What the proofs of the kernel's ranges rest on (compiler/ir/limits.hpp).
std::optional<RowError> MeterReadings::check_limit(ChannelId channel) const {
  const std::string& name = tariff_[channel].name;
  const std::string unit = format_unit(tariff_[channel].unit);
  std::int64_t series = 0, whole = 0, bucketed = 0, most = 0;
  for (const SeriesView& s : view_.series) {
    if (s.channel != channel) continue;
    most = std::max(most, s.summary.greatest);
    if (most > ir::kReadingLimit)
      return RowError{Code::input_range,
                      fmt::format("an interval of `{}` is more than {} {}", name, limits::interval_energy.high, unit)};
    series += s.summary.sum;
  }
  for (const ReadView& r : view_.reads)
    if (r.channel == channel) (r.members.empty() ? whole : bucketed) += std::min(r.amount, 2 * ir::kEnergyLimit);
  if (std::max({series, whole, bucketed}) <= ir::kEnergyLimit) return std::nullopt;
  return RowError{Code::input_range,
                  fmt::format("`{}` of the cycle is more than {} {}", name, limits::cycle_energy.high, unit)};
}

std::optional<RowError> MeterReadings::check() {
  for (const ChannelId channel : reading_.channels) {
    if (auto error = check_limit(channel)) return error;
    if (auto error = check_series(channel)) return error;
    for (const ReadView& r : view_.reads)
      if (r.channel == channel && r.amount < 0)
        return RowError{Code::negative_reading, fmt::format("a read of `{}` is negative", tariff_[channel].name)};
    if (auto error = check_sums(channel)) return error;
  }
  return std::nullopt;
}

std::optional<RowError> MeterReadings::check_series(ChannelId channel) {
  const std::string& name = tariff_[channel].name;
  const SeriesView* series = series_of(channel);
  if (series == nullptr) return std::nullopt;
  const auto same =
      std::count_if(view_.series.begin(), view_.series.end(), [&](const SeriesView& s) { return s.channel == channel; });
  if (same != 1) return RowError{Code::interval_mismatch, fmt::format("`{}` is measured at unequal intervals", name)};
  if (!window_.has_clock()) return RowError{Code::rule_missing, "rating intervals needs a `clock` rule"};
  for (const Zone* zone : {window_.key().day_zone, context_.zone})
    for (int year = year_of(window_.key().cycle_from); zone != nullptr && year <= year_of(window_.key().cycle_through); ++year)
      if (!zone->lists_year(year))
        return RowError{Code::zone_year,
                        fmt::format("the time zone {} has no listed clock changes for {}", zone->name(), year)};
  const Instant step = series->step, begin = window_.cycle_begin(), end = window_.cycle_end();
  if (!tariff_.rules.intervals_by_start) {
    if ((begin - series->start) % step != 0 || (end - series->start) % step != 0)
      return RowError{Code::interval_straddles,
                      fmt::format("an interval of `{}` lies on both sides of the cycle's edge", name)};
    if (auto straddles = window_.straddle(series->start, series->step, reading_.edges)) return straddles;
  }
  if (is_cycle(*series) && series->summary.holes == 0 && series->summary.least >= 0) {
    round_readings(channel);
    return std::nullopt;
  }
  std::uint64_t missing = 0, negative = 0, wanted = 0;
  const Instant off = (begin - series->start) % step;
  for (Instant t = off == 0 ? begin : off > 0 ? begin + step - off : begin - off; t < end; t += step, ++wanted) {
    const Instant k = (t - series->start) / step;
    const bool held = t >= series->start && k < static_cast<Instant>(series->readings.size());
    const std::int64_t reading = held ? series->readings[static_cast<std::size_t>(k)] : kMissing;
    if (reading == kMissing)
      ++missing;
    else if (reading < 0)
      ++negative;
  }
  if (missing > 0)
    return RowError{Code::interval_missing, fmt::format("{} of {} intervals of `{}` are missing", missing, wanted, name)};
  if (negative > 0) return RowError{Code::negative_reading, fmt::format("{} readings of `{}` are negative", negative, name)};
  round_readings(channel);
  return std::nullopt;
}

// Whether the readings are those that begin within the cycle, and no others.
bool MeterReadings::is_cycle(const SeriesView& series) const {
  const Instant begin = window_.cycle_begin(), end = window_.cycle_end(), step = series.step;
  const Instant after = series.start + step * static_cast<Instant>(series.readings.size());
  return series.start >= begin && series.start < begin + step && after >= end && after < end + step;
}

// Of the readings that begin in [begin, end), which are all there.
std::int64_t MeterReadings::sum_between(const SeriesView& series, Instant begin, Instant end) const {
  const auto first_from = [&](Instant t) {
    return t <= series.start ? 0 : static_cast<std::size_t>((t - series.start + series.step - 1) / series.step);
  };
  const std::size_t first = first_from(begin), last = std::min(first_from(end), series.readings.size());
  if (first == 0 && last == series.readings.size()) return series.summary.sum;
  return summarise(series.readings.part(first, last - first)).sum;
}

void MeterReadings::round_readings(ChannelId channel) {
  for (const auto& r : tariff_.rules.round_intervals) {
    if (r.rule.channel != channel) continue;
    for (SeriesView& s : view_.series) {
      if (s.channel != channel) continue;
      auto rounded = std::make_shared<std::vector<std::int64_t>>(s.readings.size());
      s.readings.copy(rounded->data());
      const Ratio step = r.rule.rounding.step;
      for (std::int64_t& x : *rounded)
        if (x != kMissing)
          x = static_cast<std::int64_t>(round_quotient(Int128{x} * step.den, Int128{1000000} * step.num, r.rule.rounding.mode) *
                                        step.num * 1000000 / step.den);
      s.readings = Readings(*rounded);
      s.summary = summarise(s.readings);
      view_.rounded.push_back(std::move(rounded));
    }
  }
}

bool MeterReadings::on_grid(ChannelId channel, std::int32_t step) const {
  const SeriesView* s = series_of(channel);
  return s != nullptr && s->step == step && (window_.begin() - s->start) % step == 0;
}

std::int64_t MeterReadings::denominator() const {
  const WindowKey& key = window_.key();
  const bool whole = window_.segments() == 1 && key.from == key.cycle_from && key.through == key.cycle_through;
  // A scope of day types or seasons takes some days of a read.
  const auto& slots = context_.program->quantities;
  const bool by_days = std::any_of(slots.begin(), slots.end(), [&](const ir::QuantitySlot& slot) {
    return std::any_of(slot.scope.members.begin(), slot.scope.members.end(),
                       [&](const MemberRef& m) { return tariff_[m.scheme].kind != SchemeKind::period; });
  });
  if (whole && !by_days) return 1;
  std::int64_t den = 1;
  for (const ReadView& read : view_.reads)
    den = std::lcm(den, std::max<std::int64_t>(1, static_cast<std::int64_t>(days_in(read.members, cycle_days()).size())));
  return den;
}

void MeterReadings::add_quantity(ChannelId channel, const ScopeRef& scope, std::int64_t den, Int128* by_segment) const {
  if (const SeriesView* series = series_of(channel)) {
    const std::vector<Stretch>& all = window_.stretches();
    std::size_t at = 0;
    const Instant off = (window_.begin() - series->start) % series->step;
    for (Instant t = off == 0  ? window_.begin()
                     : off > 0 ? window_.begin() + series->step - off
                               : window_.begin() - off;
         t < window_.end(); t += series->step) {
      while (all[at].last <= t) ++at;
      if (!context_.classes->contains(context_.classes->class_of(all[at].members), scope)) continue;
      by_segment[window_.segment_of(all[at].day)] +=
          Int128{series->readings[static_cast<std::size_t>((t - series->start) / series->step)]} * den;
    }
    return;
  }
  const std::vector<ReadGroup> groups = groups_of(channel);
  const std::vector<Date> cycle = cycle_days();
  for (std::uint32_t segment = 0; segment < window_.segments(); ++segment) {
    const std::vector<Date> days = days_in(scope.members, window_.segment_days(segment));
    const ReadGroup* group = choose(groups, scope.members, days);
    if (group == nullptr) continue;
    for (const auto& [members, amount] : group->reads) {
      const bool same = std::all_of(scope.members.begin(), scope.members.end(), [&](const MemberRef& m) {
        return tariff_[m.scheme].kind != SchemeKind::period || std::find(members.begin(), members.end(), m) != members.end();
      });
      if (!same) continue;
      if (members.empty() && days.size() == cycle.size()) {  // what nearly every read is: of all the days that are asked for
        by_segment[segment] += Int128{amount} * den;
        continue;
      }
      const std::vector<Date> of_read = days_in(members, cycle);
      std::vector<Date> part;
      std::set_intersection(of_read.begin(), of_read.end(), days.begin(), days.end(), std::back_inserter(part));
      if (part.empty()) continue;
      const auto of = static_cast<std::int64_t>(of_read.size());
      if (part.size() == of_read.size())
        by_segment[segment] += Int128{amount} * den;
      else
        by_segment[segment] += Int128{amount} * (den / of) * static_cast<std::int64_t>(part.size());
    }
  }
}

std::optional<Ratio> MeterReadings::total(ChannelId channel) const {
  if (const SeriesView* series = series_of(channel))
    return make_ratio(sum_between(*series, window_.begin(), window_.end()), 1000000);
  std::vector<Date> days;
  for (Date d = window_.key().from; d <= window_.key().through; d += Days{1}) days.push_back(d);
  if (!measured(channel) || quantity_state(channel, {}, days) != 0) return std::nullopt;
  const std::int64_t den = denominator();
  std::vector<Int128> sums(window_.segments(), 0);
  add_quantity(channel, {}, den, sums.data());
  return make_ratio(std::accumulate(sums.begin(), sums.end(), Int128{0}), Int128{den} * 1000000);
}

std::uint32_t MeterReadings::tier_pass_state(const ir::TierPass& pass) const {
  if (!measured(pass.channel)) return state_of(Code::channel_missing);
  return has_intervals(pass.channel) ? 0 : state_of(Code::needs_intervals);
}

std::uint32_t MeterReadings::walk_state(const ir::StepWalk& walk) const {
  for (const ChannelId c : walk.channels) {
    if (!measured(c)) return state_of(Code::channel_missing);
    if (!has_intervals(c)) return state_of(Code::needs_intervals);
  }
  if (walk.channels.empty()) return 0;
  const SeriesView& grid = *series_of(walk.channels.front());
  for (const ChannelId c : walk.channels) {
    const SeriesView& other = *series_of(c);
    if (other.step != grid.step || (other.start - grid.start) % grid.step != 0) return state_of(Code::interval_mismatch);
  }
  return walk.kind == ir::StepWalk::Kind::hour && 3600 % grid.step != 0 ? state_of(Code::interval_mismatch) : 0;
}

std::vector<ChannelGrid> grids_of(const ir::Program& program, const CycleView& view) {
  std::set<ChannelId> channels;
  for (const ir::TierPass& pass : program.tier_passes) channels.insert(pass.channel);
  for (const ir::StepWalk& walk : program.walks) channels.insert(walk.channels.begin(), walk.channels.end());
  std::vector<ChannelGrid> grids;
  for (const ChannelId c : channels) {
    const auto s = std::find_if(view.series.begin(), view.series.end(), [&](const SeriesView& of) { return of.channel == c; });
    if (s != view.series.end())
      grids.push_back({c, s->step, static_cast<std::int32_t>((s->start % s->step + s->step) % s->step)});
  }
  return grids;
}

// Why something about a channel cannot be told.
static RowError untold(const std::string& channel, Code code) {
  switch (code) {
    case Code::channel_missing:
      return {code, fmt::format("`{}` is not measured for this cycle, or not for the time that is asked for", channel)};
    case Code::needs_intervals:
      return {code, fmt::format("`{}` is needed interval by interval, and only a read is given", channel)};
    case Code::allocate_missing:
      return {code, fmt::format("the read of `{}` must be divided between days, and no `allocate` rule says how", channel)};
    case Code::demand_missing:
      return {code,
              fmt::format("the demand of `{}` is not measured for this cycle, or not for the time that is asked for", channel)};
    case Code::window_interval:
      return {code, fmt::format("the intervals of `{}` do not divide the demand window", channel)};
    case Code::interval_mismatch:
      return {code, fmt::format("`{}` and another channel are not measured at the same intervals", channel)};
    default:
      return {code, fmt::format("`{}`: {}", channel, message_format(code))};
  }
}

void sum_up(const WindowContext& context, const MeterReadings& metering, const std::optional<RowError>& data_error,
            RatedUnit& unit) {
  const ir::Program& program = *context.program;
  const WindowPlan& window = *unit.window;
  const std::size_t segments = window.segments();
  unit.quantities.assign(program.quantities.size() * segments, 0);
  std::vector<std::vector<MeterReadings::Demand>> demands;
  if (!data_error) {
    unit.quantity_den = metering.denominator();
    for (std::size_t s = 0; s < program.quantities.size(); ++s) {
      const ir::QuantitySlot& slot = program.quantities[s];
      if (!slot.pass) metering.add_quantity(slot.channel, slot.scope, unit.quantity_den, unit.quantities.data() + s * segments);
    }
  }
  if (data_error) unit.told.push_back(*data_error);
  for (const ir::DemandSlot& slot : program.demands) {
    demands.push_back(data_error ? std::vector<MeterReadings::Demand>(window.parts(slot.partition).size())
                                 : metering.demand(slot));
    for (const MeterReadings::Demand& d : demands.back()) {
      unit.demands.push_back(slot.squared ? 0 : static_cast<std::int64_t>(d.value));
      unit.squares.push_back(slot.squared ? d.value : 0);
    }
  }
  for (const ir::StateSlot& slot : program.states) {
    for (std::uint32_t part = 0; part < window.parts(slot.partition).size(); ++part) {
      std::uint32_t state = 0;
      if (slot.kind == ir::StateSlot::Kind::data_checks) {
        state = data_error ? state_of(data_error->code) : 0;
      } else if (!data_error) {
        ChannelId channel;
        if (slot.kind == ir::StateSlot::Kind::quantity) {
          const ir::QuantitySlot& q = program.quantities[slot.index];
          channel = q.channel;
          state = metering.quantity_state(q.channel, q.scope, window.parts(slot.partition)[part].days);
        } else if (slot.kind == ir::StateSlot::Kind::demand) {
          const auto& of_slot = demands[slot.index];
          channel = program.demands[slot.index].channel;
          state = of_slot[std::min<std::size_t>(part, of_slot.size() - 1)].state;
        } else if (slot.kind == ir::StateSlot::Kind::tier_pass) {
          channel = program.tier_passes[slot.index].channel;
          state = metering.tier_pass_state(program.tier_passes[slot.index]);
        } else {
          const ir::StepWalk& walk = program.walks[slot.index];
          if (!walk.channels.empty()) channel = walk.channels.front();
          state = metering.walk_state(walk);
        }
        if (state != 0) unit.told.push_back(untold((*context.tariff)[channel].name, static_cast<Code>(state - 1)));
      }
      unit.states.push_back(state);
    }
  }
}

}  // namespace ratebook
