// What was metered in one account's cycle, as one edition sees it: intervals one by one, else register reads.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "runtime/interpreter/account_facts.hpp"
#include "runtime/interpreter/wall_clock.hpp"

namespace ratebook::oracle {

struct Interval {
  std::int64_t start = 0;  // instant
  Int128 amount = 0;       // in 1/scale of the channel's unit
  Date day;                // on the clock that cuts the cycle's days
  LocalTime local;         // on the edition's own clock
};
struct ChannelIntervals {
  std::int32_t step = 0;  // seconds
  std::int64_t scale = 1;
  std::vector<Interval> list;  // ascending, without a hole, over the whole cycle
};

// The clock that cuts the cycle into days (of the newest edition that rates days of it) and the edition's own, for hours.
struct Clocks {
  const WallClock* days = nullptr;
  const WallClock* own = nullptr;
};

class Metered {
 public:
  // `clocks` are made when something asks for them, so that a bill from reads alone needs no zone.
  using ClockMaker = std::function<Clocks()>;
  Metered(const AccountFacts& facts, WhatIsRead read, ClockMaker clocks);

  // The checks on given data (README.md), channel by channel. Afterwards every channel that is read and has intervals has all of them.
  void check();

  bool has_intervals(ChannelId channel) const { return intervals_.contains(channel); }
  const ChannelIntervals& intervals(ChannelId channel) const { return intervals_.at(channel); }
  bool is_measured(ChannelId channel) const;

  // Energy of the days, within all the members. Refuses: channel_missing, allocate_missing, rule_missing.
  Number quantity(ChannelId channel, const DaySet& days, const std::vector<MemberRef>& within);
  // The part of it that starts in [begin, end). Refuses with needs_intervals when there are reads alone.
  Number quantity_between(ChannelId channel, const DaySet& days, const std::vector<MemberRef>& within, std::int64_t begin,
                          std::int64_t end);
  // Is interval `i` of the channel one of the days and within all the members?
  bool holds(ChannelId channel, std::size_t i, const DaySet& days, const std::vector<MemberRef>& within);
  MemberIndex member(ChannelId channel, std::size_t i, SchemeId scheme);

  // Is there any time in the days within all the members?
  bool occurs(const DaySet& days, const std::vector<MemberRef>& within);
  // Real hours of the days within all the members.
  Number hours(const DaySet& days, const std::vector<MemberRef>& within);
  // A demand register of exactly these members for exactly this cycle.
  std::optional<Number> demand_register(ChannelId channel, const std::vector<MemberRef>& members) const;
  const Clocks& clocks();

 private:
  struct Reads;  // of one channel with equal dimensions: total, by period, by season and period …
  void lay_out(ChannelId channel, const std::vector<const IntervalSeries*>& series);
  void check_edges(const ChannelIntervals& intervals);
  void check_limit(ChannelId channel);
  void check_sources(ChannelId channel);
  // Instants of the cycle at which a day or an hour of some period begins or ends, or the clock changes; ascending, computed once.
  const std::vector<std::int64_t>& edges();
  bool on_both_sides(const Interval& interval, std::int64_t edge);
  MemberIndex member_then(SchemeId scheme, Date day, LocalTime local) const;
  std::vector<Reads> reads_of(ChannelId channel) const;
  bool covers(const Reads& reads, const DaySet& days, const std::vector<MemberRef>& within);
  DaySet days_within(const DaySet& days, const std::vector<MemberRef>& within) const;
  Number from_reads(ChannelId channel, const DaySet& days, const std::vector<MemberRef>& within);
  // Calls `see` with each stretch of the days' time in which no period changes.
  void for_each_stretch(const DaySet& days, const std::function<void(Date, LocalTime, std::int64_t seconds)>& see);

  const AccountFacts& facts_;
  const CheckedTariff& tariff_;
  WhatIsRead read_;
  ClockMaker make_clocks_;
  std::optional<Clocks> clocks_;
  std::map<ChannelId, ChannelIntervals> intervals_;
  std::vector<std::int64_t> edges_;
  std::map<std::pair<ChannelId, SchemeId>, std::vector<MemberIndex>> members_;
};

}  // namespace ratebook::oracle
