// Interval readings of one account put into its cycles (semantics.md, Time and data 1 to 3; interfaces.md, "Input files"). What comes out does
// not depend on how rows were joined to runs: readings that stand more than once are compared one by one in the order of the file.
#pragma once
#include <map>
#include <span>

#include "runtime/io/group_stream.hpp"
#include "runtime/io/local_readings.hpp"
#include "runtime/io/open_cycle.hpp"
#include "runtime/io/reading_rows.hpp"

namespace ratebook {

class CycleReadings {
 public:
  CycleReadings(const Book& book, const MeteredColumns& metered, TariffClocks& clocks, ReadingOptions options,
                RowRefusals& refusals)
      : book_(book), metered_(metered), clocks_(clocks), options_(options), refusals_(refusals) {}

  // All of one account's rows of one file.
  void place(InputIndex input, const UsageFile& file, const RowGroup<ReadingRun>& group, std::span<OpenCycle> cycles,
             RowCounts& counts);

 private:
  struct Placing;
  void place_in_zone(Placing& p, const Zone& zone);
  void place_long(Placing& p);
  void place_wide(Placing& p, const InstantRun& run);
  bool find_step(Placing& p);
  void keep_aligned(Placing& p);
  void put_in_order();
  std::uint64_t place_part(Placing& p, OpenCycle& cycle, std::size_t at, std::uint32_t first, std::uint32_t last, bool counts);
  bool place_reading(Placing& p, OpenCycle& cycle, const InstantRun& run, std::uint32_t reading, std::int32_t step,
                     bool& conflict);
  static RowFault repeated_reading(const Placing& p, const InstantRun& run, std::uint32_t first, std::uint32_t last,
                                   std::optional<std::uint64_t> other, Instant t);
  bool place_quickly(Placing& p, OpenCycle& cycle, const InstantRun& run, std::uint32_t first, std::uint32_t last,
                     std::int32_t step);
  OpenCycle::Series* series_of(OpenCycle& cycle, MeteredIndex column, std::int32_t step, Instant on_grid, InputIndex input,
                               std::uint64_t row) const;
  bool measures(const OpenCycle& cycle, const UsageColumn& column) const;
  void refuse_reading(Placing& p, const ReadingRun& run, std::uint32_t reading, Instant near, const RowFault& fault);

  const Book& book_;
  const MeteredColumns& metered_;
  TariffClocks& clocks_;
  ReadingOptions options_;
  RowRefusals& refusals_;
  std::map<const Zone*, LocalReadings> local_;
  std::vector<InstantRun> runs_;  // of the account at hand
  std::vector<TimeFault> faults_;
};

}  // namespace ratebook
