// What an account's readings and reads can serve.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/ir/limits.hpp"
#include "runtime/plan/rated_unit.hpp"

namespace ratebook {

std::vector<ChannelUse> channel_uses(const ir::Program& program) {
  std::map<ChannelId, ChannelUse> uses;
  auto use = [&](ChannelId c) -> ChannelUse& {
    ChannelUse& u = uses[c];
    u.channel = c;
    return u;
  };
  for (const ir::QuantitySlot& s : program.quantities) use(s.channel).energy = true;
  for (const ir::TierPass& p : program.tier_passes) use(p.channel).energy = use(p.channel).intervals_only = true;
  for (const ir::DemandSlot& s : program.demands) use(s.channel).demand = true;
  std::vector<ChannelUse> result;
  for (const auto& [channel, u] : uses) result.push_back(u);
  return result;
}

namespace {

const SeriesView* series_of(const CycleView& view, ChannelId channel) {
  const auto it = std::find_if(view.series.begin(), view.series.end(), [&](const SeriesView& s) { return s.channel == channel; });
  return it == view.series.end() ? nullptr : &*it;
}
bool has_read(const std::vector<ReadView>& reads, ChannelId channel) {
  return std::any_of(reads.begin(), reads.end(), [&](const ReadView& r) { return r.channel == channel; });
}

}  // namespace

std::optional<std::int32_t> common_step(const std::vector<ChannelUse>& uses, const CycleView& view) {
  std::optional<std::int32_t> step;
  for (const ChannelUse& use : uses) {
    const SeriesView* series = series_of(view, use.channel);
    if (!series || (step && *step != series->step)) return std::nullopt;
    if (std::count_if(view.series.begin(), view.series.end(), [&](const SeriesView& s) { return s.channel == use.channel; }) != 1) return std::nullopt;
    if (use.demand && has_read(view.demand_reads, use.channel)) return std::nullopt;
    step = series->step;
  }
  return step;
}

std::optional<RowError> check_readings(const WindowContext& context, const std::vector<ChannelUse>& uses, const RatedUnit& unit, Instant begin, Instant end) {
  const CheckedTariff& tariff = *context.tariff;
  for (const ChannelUse& use : uses) {
    const std::string& name = tariff[use.channel].name;
    std::int64_t total = 0;
    bool metered = false;
    for (const SeriesView& s : unit.view.series) {
      if (s.channel != use.channel) continue;
      metered = true;
      if (!tariff.rules.clock) return RowError{Code::rule_missing, "rating intervals needs a `clock` rule"};
      // The readings from the window's first instant to its last.
      const Instant grid = ((begin - s.start) % s.step + s.step) % s.step;
      if (grid != 0 && !tariff.rules.intervals_by_start) return RowError{Code::interval_straddles, fmt::format("an interval of `{}` holds the first instant of the cycle", name)};
      std::uint64_t present = 0, wanted = 0;
      for (Instant t = grid == 0 ? begin : begin + s.step - grid; t < end; t += s.step) {
        ++wanted;
        const Instant k = (t - s.start) / s.step;
        if (t < s.start || k >= static_cast<Instant>(s.readings.size()) || s.readings[static_cast<std::size_t>(k)] == kMissing) continue;
        ++present;
        total += s.readings[static_cast<std::size_t>(k)];
      }
      if (present != wanted) return RowError{Code::interval_missing, fmt::format("{} of {} intervals of `{}` are missing", wanted - present, wanted, name)};
    }
    if (!metered && use.intervals_only) return RowError{Code::needs_intervals, fmt::format("`{}` has no interval readings", name)};
    const bool demand_only = use.demand && !use.energy;
    if (!metered && use.energy && !has_read(unit.view.reads, use.channel)) return RowError{Code::channel_missing, fmt::format("`{}` is not measured for this cycle", name)};
    if (!metered && demand_only && !has_read(unit.view.demand_reads, use.channel) && !has_read(unit.view.reads, use.channel))
      return RowError{Code::channel_missing, fmt::format("`{}` is not measured for this cycle", name)};
    if (total > ir::kEnergyLimit) return RowError{Code::input_range, fmt::format("`{}` of the cycle is beyond what bills are proved for", name)};
  }
  return std::nullopt;
}

}  // namespace ratebook
