// What an account's readings and reads can tell in one window: the data checks, and energy and demand by parts in exact integers. The native
// path's own reading of semantics.md, points 1 to 5; the order of errors is that of runtime/interpreter/README.md.
#pragma once
#include <optional>
#include <set>
#include <vector>

#include "runtime/plan/rated_unit.hpp"

namespace ratebook {

// Channels and time distinctions that a tariff's statements read, whatever an account's facts are.
struct TariffReading {
  std::set<ChannelId> channels;
  WindowPlan::Edges edges;  // what is taken day by day or hour by hour: every midnight, every full hour counts
};
TariffReading reading_of(const CheckedTariff& tariff);

class MeterReadings {
 public:
  // `view` may be changed: readings are rounded where the tariff says so.
  MeterReadings(const WindowContext& context, const TariffReading& reading, CycleView& view, const WindowPlan& window);

  // Data checks, channel by channel: interval_mismatch, interval_straddles, interval_missing, negative_reading, sources_disagree.
  std::optional<RowError> check();

  // Complete readings on the window's grid, `step` seconds apart: what a kernel can sum by itself.
  bool on_grid(ChannelId channel, std::int32_t step) const;
  bool has_intervals(ChannelId channel) const { return series_of(channel) != nullptr; }
  bool measured(ChannelId channel) const;

  // 0, or 1 + Code why the energy of these days cannot be told.
  std::uint32_t quantity_state(ChannelId channel, const ScopeRef& scope, const std::vector<Date>& days) const;
  // A denominator for all of the account's quantities.
  std::int64_t denominator() const;
  // Adds the energy of the scope, numerators over `den`, to each segment. Only where quantity_state is 0.
  void add_quantity(ChannelId channel, const ScopeRef& scope, std::int64_t den, Int128* by_segment) const;
  // Sum of a channel over the window's days, canonical; nothing where it cannot be told.
  std::optional<Ratio> total(ChannelId channel) const;

  // Greatest (least) power × minutes of a demand window in each part, or its square; state as above.
  struct Demand {
    std::uint32_t state = 0;
    Int128 value = 0;
  };
  std::vector<Demand> demand(const ir::DemandSlot& slot) const;
  std::uint32_t tier_pass_state(const ir::TierPass& pass) const;
  std::uint32_t walk_state(const ir::StepWalk& walk) const;

 private:
  struct ReadGroup {  // reads with members of the same schemes
    std::vector<SchemeId> schemes;
    std::vector<std::pair<std::vector<MemberRef>, std::int64_t>> reads;  // members sorted, amounts of equal ones added
    std::size_t first = 0;
  };
  const SeriesView* series_of(ChannelId channel) const;
  std::optional<RowError> check_limit(ChannelId channel) const;
  std::optional<RowError> check_series(ChannelId channel);
  std::optional<RowError> check_sums(ChannelId channel) const;
  bool is_cycle(const SeriesView& series) const;
  std::int64_t sum_between(const SeriesView& series, Instant begin, Instant end) const;
  void round_readings(ChannelId channel);
  std::vector<ReadGroup> groups_of(ChannelId channel) const;
  std::vector<Date> days_in(const std::vector<MemberRef>& members, const std::vector<Date>& days) const;
  bool covers(const ReadGroup& group, const std::vector<Date>& days, const std::vector<MemberRef>& within) const;
  const ReadGroup* choose(const std::vector<ReadGroup>& groups, const std::vector<MemberRef>& within,
                          const std::vector<Date>& days) const;
  bool occurs(const ScopeRef& scope, const std::vector<Date>& days) const;
  std::optional<std::int64_t> demand_register(ChannelId channel, const ScopeRef& scope, std::uint32_t& state) const;
  std::vector<Date> cycle_days() const;

  const WindowContext& context_;
  const CheckedTariff& tariff_;
  const TariffReading& reading_;
  CycleView& view_;
  const WindowPlan& window_;
};

// Grids of the channels whose intervals the program takes one by one, in the order of the channels.
std::vector<ChannelGrid> grids_of(const ir::Program& program, const CycleView& view);

// Fills the unit's ready sums and states for a program of the general source.
void sum_up(const WindowContext& context, const MeterReadings& metering, const std::optional<RowError>& data_error,
            RatedUnit& unit);

}  // namespace ratebook
