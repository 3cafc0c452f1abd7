// A window: everything about a cycle of one edition that does not depend on the account's readings — parts, months, versions, run tables —
// laid out as a program asks for it. Shared by all accounts with the same WindowKey; immutable once built.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "compiler/ir/classes.hpp"
#include "compiler/native/abi.hpp"
#include "language/bill/bill.hpp"
#include "runtime/calendar/stretch.hpp"
#include "runtime/plan/proration.hpp"

namespace ratebook {

// A channel's grid of readings: they begin at phase + k·step.
struct ChannelGrid {
  ChannelId channel;
  std::int32_t step = 0;   // seconds
  std::int32_t phase = 0;  // seconds after a multiple of the step, in UTC
  friend auto operator<=>(const ChannelGrid&, const ChannelGrid&) = default;
};

struct WindowKey {
  Date from, through;                 // of the sub-cycle that this edition rates
  Date cycle_from, cycle_through;     // of the whole cycle
  int bill_year = 0, bill_month = 0;  // the accounts file's, else those of cycle_through
  int scheduled_days = 0;             // 0: not given
  bool first = false, last = false;
  bool last_edition = true;  // this edition rates the cycle's last day
  DatedFacts dated;
  std::int32_t step = 0;           // seconds of an interval, for every channel; 0: sums come ready (general source)
  std::vector<ChannelGrid> grids;  // general source: of the channels whose intervals passes and walks take one by one
  // The newest edition of the cycle cuts the days by its clock (section 26, 4); none: this edition's zone.
  const Zone* day_zone = nullptr;
  ClockRule day_rule = ClockRule::local_daylight, own_rule = ClockRule::local_daylight;
  bool has_clock = true;  // some `clock` rule is stated
  friend auto operator<=>(const WindowKey&, const WindowKey&) = default;
};

// What windows of one edition and program are made of; outlives them.
struct WindowContext {
  const CheckedTariff* tariff = nullptr;
  const ir::Program* program = nullptr;
  const ir::ClassSpace* classes = nullptr;
  const Zone* zone = nullptr;
  const YearPaint* paint = nullptr;
  Date as_known = Date::max();
};

class WindowPlan {
 public:
  WindowPlan(const WindowContext& context, WindowKey key);
  WindowPlan(const WindowPlan&) = delete;
  WindowPlan& operator=(const WindowPlan&) = delete;

  const native::Window& view() const { return view_; }
  // The grid on which a kernel finds the channel's readings, from first_reading on; nothing where it has none.
  std::optional<ChannelGrid> grid_of(ChannelId channel) const;
  const WindowKey& key() const { return key_; }
  Instant begin() const { return begin_; }
  Instant end() const { return end_; }
  std::uint64_t intervals() const;  // of the window at key().step
  std::uint32_t rows() const { return rows_; }
  std::uint32_t records() const { return records_; }

  const std::vector<Part>& parts(ir::PartitionIndex partition) const { return partitions_[partition].parts; }
  std::uint32_t segments() const { return static_cast<std::uint32_t>(segment_days_.size()); }
  const std::vector<Date>& segment_days(std::uint32_t segment) const { return segment_days_[segment]; }
  std::uint32_t segment_of(Date day) const;
  MemberIndex season_of(SchemeId scheme, ir::PartitionIndex partition, std::uint32_t part) const;
  Date version_from(std::size_t row_slot, std::uint32_t part) const { return version_from_[row_slot][part]; }
  const std::vector<Stretch>& stretches() const { return stretches_; }
  // Of the whole cycle, with the members of these schemes; kept.
  const std::vector<Stretch>& stretches_of_cycle(const std::vector<SchemeId>& schemes) const;
  bool has_clock() const { return key_.has_clock; }
  Instant cycle_begin() const { return clocks_.days.day_begin(key_.cycle_from); }
  Instant cycle_end() const { return clocks_.days.day_begin(key_.cycle_through + Days{1}); }

  // First instant of the grid start + k·step that is not before begin().
  Instant first_reading(Instant start, std::int32_t step) const;
  // Demand windows of a slot over readings of the grid start + k·step, numbered from first_reading on; error window_interval when the step
  // does not divide them or none begins where a reading does.
  Result<std::vector<native::DemandRun>, RowError> demand_runs(const ir::DemandSlot& slot, std::int32_t step,
                                                               Instant start) const;
  // What else than the program's parts and scopes tells instants apart.
  struct Edges {
    bool days = false, hours = false;
    friend auto operator<=>(const Edges&, const Edges&) = default;
  };
  // interval_straddles when an interval of the grid holds an edge of something that the program tells apart; kept by grid.
  std::optional<RowError> straddle(Instant start, std::int32_t step, Edges edges) const;

  // Some demand window cannot be told from intervals; such accounts go to the general source, which says why where it is read.
  bool some_demand_untold() const { return some_demand_untold_; }

 private:
  void lay_out_parts();
  void lay_out_day_spans();
  void lay_out_fields();
  void lay_out_rows();
  void lay_out_runs();
  void lay_out_demands();
  void lay_out_passes();
  void lay_out_walks();
  bool hour_inside(const Stretch& stretch, Instant start, std::int32_t step) const;
  std::int64_t window_field(const ir::WindowField& field, const Proratas& months, const Proratas& years) const;
  std::int64_t part_field(const ir::PartField& field, std::uint32_t part, const Proratas& months, const Proratas& years) const;
  std::int64_t scope_seconds(const ScopeRef& scope, const Part* part) const;
  bool occurs(const ScopeRef& scope, const Part& part) const;
  std::uint32_t part_holding(ir::PartitionIndex partition, Date day) const;
  std::int64_t position_among_divided(ir::PartitionIndex finer, ir::PartitionIndex coarser, const Part& part) const;
  Date rule_day(CutRule rule, const Part& part) const;
  Date latest_start(const ir::RowSlot& slot, const Part& part) const;
  std::size_t first_part(ir::PartitionIndex partition) const { return first_part_[partition]; }

  WindowContext context_;
  WindowKey key_;
  TariffClocks clocks_;
  Instant begin_ = 0, end_ = 0;
  std::vector<Parts> partitions_;
  std::vector<std::size_t> first_part_;  // of each partition in the list of all parts
  std::vector<std::vector<Date>> segment_days_;
  std::vector<std::uint32_t> segment_of_day_;
  std::vector<Stretch> stretches_;
  std::vector<std::vector<Date>> version_from_;
  std::uint32_t rows_ = 0, records_ = 0;
  bool some_demand_untold_ = false;
  mutable std::mutex mutex_;
  mutable std::map<std::vector<SchemeId>, std::vector<Stretch>> stretches_of_cycle_;
  mutable std::map<std::tuple<Instant, std::int32_t, Edges>, std::optional<RowError>> straddles_;

  // Storage behind view_.
  std::vector<std::int64_t> window_fields_;
  std::vector<std::vector<std::int64_t>> part_fields_;
  std::vector<std::vector<const std::int64_t*>> part_field_pointers_;
  std::vector<std::vector<std::uint32_t>> segment_begin_, segment_lists_;
  std::vector<std::vector<std::uint32_t>> span_begin_;
  std::vector<std::vector<native::DaySpan>> day_spans_;
  std::vector<native::PartTable> part_tables_;
  std::vector<native::Run> runs_;
  std::deque<std::vector<native::DemandRun>> demand_runs_;
  std::vector<native::DemandTable> demand_tables_;
  std::deque<std::vector<native::StepRun>> step_runs_;
  std::vector<native::StepTable> step_tables_, walk_tables_;
  std::vector<std::uint32_t> row_base_, record_base_;
  native::Window view_{};
};

}  // namespace ratebook
