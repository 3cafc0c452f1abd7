#include "runtime/io/cycle_readings.hpp"

#include <algorithm>

namespace ratebook {

namespace {

constexpr std::int64_t kDay = 86400;

std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
  const std::int64_t r = a % b;
  return r < 0 ? r + b : r;
}

// First k with at + k × step >= t, within 0 … count.
std::uint32_t first_at_or_after(const InstantRun& run, std::int32_t step, Instant t) {
  if (t <= run.at) return 0;
  const std::int64_t k = (t - run.at + step - 1) / step;
  return static_cast<std::uint32_t>(std::min<std::int64_t>(k, run.count));
}

}  // namespace

// One file's rows of one account in one zone.
struct CycleReadings::Placing {
  InputIndex input = 0;
  const UsageFile& file;
  const RowGroup<ReadingRun>& group;
  std::span<OpenCycle> all;
  std::vector<OpenCycle*> cycles;  // in this zone, by their begin
  RowCounts& counts;
  const Zone& zone;
  bool counting = true;    // rows are counted and reported in the first zone only
  std::int32_t step = 0;   // long form
  std::int64_t phase = 0;  // readings begin at phase + n × step

  std::string stamp(Instant t) const { return format_instant(t, zone.offset_at(t)); }
};

void CycleReadings::place(InputIndex input, const UsageFile& file, const RowGroup<ReadingRun>& group,
                          std::span<OpenCycle> cycles, RowCounts& counts) {
  std::vector<const Zone*> zones;
  for (OpenCycle& cycle : cycles) {
    cycle.know_times(clocks_);
    const Zone* zone = &clocks_.zone(cycle.account->tariff, cycle.edition);
    if (std::find(zones.begin(), zones.end(), zone) == zones.end()) zones.push_back(zone);
  }
  bool first = true;
  for (const Zone* zone : zones) {
    Placing p{input, file, group, cycles, {}, counts, *zone, first, 0, 0};
    for (OpenCycle& cycle : cycles) {
      if (&clocks_.zone(cycle.account->tariff, cycle.edition) == zone) p.cycles.push_back(&cycle);
    }
    std::stable_sort(p.cycles.begin(), p.cycles.end(),
                     [](const OpenCycle* a, const OpenCycle* b) { return a->begin < b->begin; });
    place_in_zone(p, *zone);
    first = false;
  }
}

void CycleReadings::place_in_zone(Placing& p, const Zone& zone) {
  LocalReadings& local = local_.try_emplace(&zone, zone).first->second;
  for (const BadRow& bad : p.group.bad) {
    if (p.counting) {
      refusals_.refuse_row(p.input, bad.line, bad.id, bad.fault, bad.text);
      ++p.counts.bad;
    }
    // The stamp of an interval's end belongs to the moment before it.
    const std::optional<Instant> near =
        bad.start ? std::optional(local.near(*bad.start) - (options_.stamps_are_ends ? 1 : 0)) : std::nullopt;
    for (OpenCycle* cycle : p.cycles) {
      if (!near || (*near >= cycle->begin && *near < cycle->end)) cycle->refuse(p.input, bad.line, bad.fault);
    }
  }
  runs_.clear();
  faults_.clear();
  local.resolve(p.group.rows, runs_, faults_);
  for (const TimeFault& fault : faults_)
    refuse_reading(p, *fault.run, fault.reading, fault.near - (options_.stamps_are_ends ? 1 : 0), fault.fault);
  if (runs_.empty()) return;
  if (p.file.form == UsageForm::long_intervals) return place_long(p);
  for (InstantRun& run : runs_) {
    if (options_.stamps_are_ends) run.at -= run.step;
    place_wide(p, run);
  }
}

void CycleReadings::refuse_reading(Placing& p, const ReadingRun& run, std::uint32_t reading, Instant near,
                                   const RowFault& fault) {
  if (p.counting) {
    refusals_.refuse_row(p.input, run.row_of(reading), run.id, fault, run.text_of(reading));
    ++p.counts.bad;
  }
  for (OpenCycle* cycle : p.cycles) {
    if (near >= cycle->begin && near < cycle->end) cycle->refuse(p.input, run.row_of(reading), fault);
  }
}

// -- a row an interval --------------------------------------------------------------------------------------------------------------------

void CycleReadings::place_long(Placing& p) {
  if (!find_step(p)) return;
  if (options_.stamps_are_ends) {
    for (InstantRun& run : runs_) run.at -= p.step;
  }
  keep_aligned(p);
  put_in_order();
  for (std::size_t r = 0; r < runs_.size(); ++r) {
    const InstantRun run = runs_[r];
    const std::int32_t step = run.count == 1 ? p.step : run.step;
    std::uint32_t counted = 0;  // readings before it are accounted for
    for (OpenCycle* cycle : p.cycles) {
      const std::uint32_t first = first_at_or_after(run, step, cycle->begin), last = first_at_or_after(run, step, cycle->end);
      if (first >= last) continue;
      if (p.counting && first > counted) p.counts.outside += first - counted;
      const std::uint32_t fresh = std::max(first, std::min(counted, last));  // [first, fresh) was counted with an earlier cycle
      place_part(p, *cycle, r, first, fresh, false);
      const std::uint64_t used = place_part(p, *cycle, r, fresh, last, p.counting);
      if (p.counting) cycle->rows[p.input] += used;
      counted = std::max(counted, last);
    }
    if (p.counting) p.counts.outside += run.count - counted;
  }
}

// The step of the account's readings: as told, or the most frequent distance between neighbours.
bool CycleReadings::find_step(Placing& p) {
  std::int64_t step = options_.interval_minutes.value_or(0) * 60;
  if (step == 0 && runs_.size() == 1) step = runs_[0].step;
  if (step == 0 && runs_.size() > 1) {
    std::vector<const InstantRun*> order;
    for (const InstantRun& run : runs_) order.push_back(&run);
    std::stable_sort(order.begin(), order.end(), [](const InstantRun* a, const InstantRun* b) { return a->at < b->at; });
    std::map<std::int64_t, std::uint64_t> distances;
    bool overlap = false;
    Instant last = order.front()->last();
    for (const InstantRun* run : order) {
      overlap = overlap || (run != order.front() && run->at < last);
      last = std::max(last, run->last());
    }
    if (overlap) {  // rows out of order: neighbours in time are not neighbours in the file
      std::vector<Instant> times;
      for (const InstantRun& run : runs_) {
        for (std::uint32_t k = 0; k < run.count; ++k) times.push_back(run.at + std::int64_t{run.step} * k);
      }
      std::sort(times.begin(), times.end());
      for (std::size_t i = 1; i < times.size(); ++i) {
        if (times[i] != times[i - 1]) ++distances[times[i] - times[i - 1]];
      }
    } else {
      for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i]->count > 1) distances[order[i]->step] += order[i]->count - 1;
        if (i > 0 && order[i]->at > order[i - 1]->last()) ++distances[order[i]->at - order[i - 1]->last()];
      }
    }
    std::uint64_t most = 0;
    for (const auto& [distance, times] : distances) {
      if (times > most) step = distance, most = times;
    }
  }
  if (step > 0 && step <= kDay && kDay % step == 0 && step % 60 == 0) {
    p.step = static_cast<std::int32_t>(step);
    return true;
  }
  // No row can be placed: the first one is named, and no cycle is billed.
  const ReadingRun& first = *runs_.front().run;
  const RowFault fault = step == 0 ? row_fault<Code::unknown_interval>()
                                   : row_fault<Code::bad_interval>("start", fmt::format("{} s after the reading before", step));
  std::uint64_t readings = 0;
  for (const InstantRun& run : runs_) readings += run.count;
  if (p.counting) {
    refusals_.refuse_row(p.input, first.row_of(runs_.front().first), first.id, fault, first.text_of(runs_.front().first));
    ++p.counts.bad;
    p.counts.refused += readings - 1;
  }
  for (OpenCycle* cycle : p.cycles) cycle->refuse(p.input, first.row_of(runs_.front().first), fault);
  return false;
}

// Finds the grid that most readings stand on and refuses the others.
void CycleReadings::keep_aligned(Placing& p) {
  std::map<std::int64_t, std::uint64_t> phases;
  const auto is_regular = [&](const InstantRun& run) { return run.count == 1 || run.step % p.step == 0; };
  for (const InstantRun& run : runs_) phases[floor_mod(run.at, p.step)] += is_regular(run) ? run.count : 1;
  std::uint64_t most = 0;
  for (const auto& [phase, weight] : phases) {
    if (weight > most) p.phase = phase, most = weight;
  }
  const auto on_grid = [&](Instant t) { return floor_mod(t - p.phase, p.step) == 0; };
  if (std::all_of(runs_.begin(), runs_.end(), [&](const InstantRun& run) { return is_regular(run) && on_grid(run.at); }))
    return;
  std::vector<InstantRun> kept;
  for (const InstantRun& run : runs_) {
    if (is_regular(run) && on_grid(run.at)) {
      kept.push_back(run);
      continue;
    }
    for (std::uint32_t k = 0; k < run.count; ++k) {
      const Instant at = run.at + std::int64_t{run.step} * k;
      if (on_grid(at)) {
        kept.push_back({at, 0, 1, run.run, run.first + k});
      } else {
        refuse_reading(p, *run.run, run.first + k, at, row_fault<Code::misaligned_interval>(p.stamp(at), p.step / 60));
      }
    }
  }
  runs_ = std::move(kept);
}

// By time; readings that stand more than once, in the order of the file.
void CycleReadings::put_in_order() {
  const auto before = [](const InstantRun& a, const InstantRun& b) {
    return a.at != b.at ? a.at < b.at : a.run->row_of(a.first) < b.run->row_of(b.first);
  };
  if (!std::is_sorted(runs_.begin(), runs_.end(), before)) std::sort(runs_.begin(), runs_.end(), before);
  bool overlap = false;
  for (std::size_t i = 1; i < runs_.size(); ++i) overlap = overlap || runs_[i].at <= runs_[i - 1].last();
  if (!overlap) return;
  std::vector<InstantRun> single;
  for (const InstantRun& run : runs_) {
    for (std::uint32_t k = 0; k < run.count; ++k)
      single.push_back({run.at + std::int64_t{run.step} * k, 0, 1, run.run, run.first + k});
  }
  std::sort(single.begin(), single.end(), before);
  runs_ = std::move(single);
}

bool CycleReadings::measures(const OpenCycle& cycle, const UsageColumn& column) const {
  return metered_.bucket(column.metered, cycle.account->tariff, cycle.edition).has_value();
}

OpenCycle::Series* CycleReadings::series_of(OpenCycle& cycle, MeteredIndex column, std::int32_t step, Instant on_grid,
                                            InputIndex input, std::uint64_t row) const {
  const Instant start = cycle.begin + floor_mod(on_grid - cycle.begin, step);
  for (OpenCycle::Series& series : cycle.series) {
    if (series.column == column) return series.step == step && series.start == start ? &series : nullptr;
  }
  const CheckedTariff& tariff = book_.tariffs[cycle.account->tariff].editions[cycle.edition];
  if ((start != cycle.begin || (cycle.end - start) % step != 0) && !tariff.rules.intervals_by_start) {
    const Instant edge = start != cycle.begin ? cycle.begin : cycle.end;
    const Zone& zone = clocks_.zone(cycle.account->tariff, cycle.edition);
    cycle.refuse(input, row,
                 RowFault{Code::interval_straddles,
                          fmt::format("an interval lies on both sides of {}, where the cycle {}",
                                      format_instant(edge, zone.offset_at(edge)), start != cycle.begin ? "begins" : "ends")});
  }
  const auto slots = start < cycle.end ? static_cast<std::size_t>((cycle.end - start + step - 1) / step) : 0;
  OpenCycle::Series& series = cycle.series.emplace_back();
  series.column = column;
  series.step = step;
  series.start = start;
  series.slots = slots;
  return &series;
}

// Readings [first, last) of run number `at` belong to the cycle. Returns how many rows of them are used, not refused or repeated.
std::uint64_t CycleReadings::place_part(Placing& p, OpenCycle& cycle, std::size_t at, std::uint32_t first, std::uint32_t last,
                                        bool counts) {
  if (first >= last) return 0;
  const InstantRun& run = runs_[at];
  if (place_quickly(p, cycle, run, first, last, p.step)) return last - first;
  std::uint64_t used = 0;
  for (std::uint32_t k = first; k < last; ++k) {
    bool conflict = false;
    const bool is_new = place_reading(p, cycle, run, k, p.step, conflict);
    if (conflict) {
      const Instant t = run.at + std::int64_t{run.step} * k;
      std::optional<std::uint64_t> other;
      for (std::size_t i = at; i-- > 0 && runs_[i].at == t;) other = runs_[i].run->row_of(runs_[i].first);
      const RowFault fault = repeated_reading(p, run, k, k + 1, other, t);
      const std::uint64_t row = run.run->row_of(run.first + k);
      cycle.refuse(p.input, row, fault);
      if (counts) {
        refusals_.refuse_row(p.input, row, run.run->id, fault, run.run->text_of(run.first + k));
        ++p.counts.bad;
      }
    } else if (is_new) {
      ++used;
    } else if (counts) {
      ++p.counts.duplicate;
    }
  }
  return used;
}

// Readings [first, last) of the run, which begin at `t`, say something else than what stands there: `other`, a row of this file before it.
RowFault CycleReadings::repeated_reading(const Placing& p, const InstantRun& run, std::uint32_t first, std::uint32_t last,
                                         std::optional<std::uint64_t> other, Instant t) {
  if (other) return row_fault<Code::duplicate_interval>(*other, p.stamp(t));
  for (std::size_t c = 0; c < p.file.columns.size(); ++c) {
    for (std::size_t d = 0; d < c; ++d) {
      if (p.file.columns[d].metered != p.file.columns[c].metered) continue;
      for (std::uint32_t k = run.first + first; k < run.first + last; ++k) {
        const std::int64_t a = run.run->value(c, k), b = run.run->value(d, k);
        if (a != b && a != kMissing && b != kMissing) return differs_in_itself(p.file.columns[c].name, p.stamp(t));
      }
    }
  }
  return differs_from_another_file(p.stamp(t));
}

// A part that fills untouched slots, which is nearly every one.
bool CycleReadings::place_quickly(Placing& p, OpenCycle& cycle, const InstantRun& run, std::uint32_t first, std::uint32_t last,
                                  std::int32_t step) {
  if (run.count > 1 && run.step != step) return false;
  if (p.file.says_twice) return false;
  const Instant begin = run.at + std::int64_t{step} * first;
  const std::uint64_t row = run.run->row_of(run.first + first);
  for (const UsageColumn& column : p.file.columns) {
    if (!measures(cycle, column)) continue;
    const OpenCycle::Series* series = series_of(cycle, column.metered, step, begin, p.input, row);
    if (series == nullptr || static_cast<std::size_t>((begin - series->start) / step) < series->filled) return false;
  }
  for (std::size_t c = 0; c < p.file.columns.size(); ++c) {
    if (!measures(cycle, p.file.columns[c])) continue;
    OpenCycle::Series& series = *series_of(cycle, p.file.columns[c].metered, step, begin, p.input, row);
    const auto slot = static_cast<std::size_t>((begin - series.start) / step);
    const Readings readings = run.run->readings(c, run.first + first, last - first);
    if (run.run->pool != nullptr && readings.size() == series.slots && !readings.may_have_holes()) {
      series.whole = readings;
      const auto& column = run.run->columns[c];
      series.summary = readings.size() == column.readings.size() ? column.summary : summarise(readings);
      series.keeper = run.run->pool->piece;
    } else {
      series.spread();
      readings.copy(series.values.data() + slot);
    }
    series.filled = slot + (last - first);
  }
  return true;
}

// True when it says something new. `conflict`: another value stands there, or the readings of another file have other steps.
bool CycleReadings::place_reading(Placing& p, OpenCycle& cycle, const InstantRun& run, std::uint32_t reading, std::int32_t step,
                                  bool& conflict) {
  const Instant t = run.at + std::int64_t{run.count == 1 ? step : run.step} * reading;
  bool is_new = false, any = false;
  for (std::size_t c = 0; c < p.file.columns.size(); ++c) {
    if (!measures(cycle, p.file.columns[c])) continue;
    any = true;
    OpenCycle::Series* series =
        series_of(cycle, p.file.columns[c].metered, step, t, p.input, run.run->row_of(run.first + reading));
    if (series == nullptr) {
      conflict = true;
      return false;
    }
    const auto slot = static_cast<std::size_t>((t - series->start) / step);
    const bool untouched = slot >= series->filled;
    series->filled = std::max(series->filled, slot + 1);
    const std::int64_t value = run.run->value(c, run.first + reading);
    series->spread();
    std::int64_t& there = series->values[slot];
    if (there == kMissing) {
      is_new = is_new || untouched || value != kMissing;
      there = value;
    } else if (value != kMissing && value != there) {
      conflict = true;
    }
  }
  return is_new || !any;
}

// -- a row a cycle ------------------------------------------------------------------------------------------------------------------------

void CycleReadings::place_wide(Placing& p, const InstantRun& run) {
  const Instant end = run.at + std::int64_t{run.step} * run.count;
  bool counted = false;
  for (OpenCycle* cycle : p.cycles) {
    if (run.at >= cycle->end || end <= cycle->begin) continue;
    const bool counts = p.counting && !counted;
    const auto refuse = [&](const RowFault& fault) {
      cycle->refuse(p.input, run.run->line, fault);
      if (counts) {
        refusals_.refuse_row(p.input, run.run->line, run.run->id, fault, run.run->whole_text());
        ++p.counts.bad;
      }
      counted = true;
    };
    const std::int64_t slots = (cycle->end - cycle->begin + run.step - 1) / run.step;
    if (run.at != cycle->begin) {
      refuse(row_fault<Code::cycle_start>(p.stamp(run.at), p.stamp(cycle->begin)));
      continue;
    }
    if (slots != run.count) {
      refuse(row_fault<Code::wrong_interval_count>(p.file.columns.front().name, run.count, slots));
      continue;
    }
    bool conflict = false, is_new = place_quickly(p, *cycle, run, 0, run.count, run.step);
    const bool quick = is_new;
    for (std::uint32_t k = 0; k < run.count && !quick && !conflict; ++k) {
      if (place_reading(p, *cycle, run, k, run.step, conflict)) is_new = true;
    }
    if (conflict) {
      std::optional<std::uint64_t> other;
      for (const InstantRun& before : runs_) {
        if (before.run->line < run.run->line && before.at == run.at) other = before.run->line;
      }
      refuse(repeated_reading(p, run, 0, run.count, other, run.at));
    } else if (counts) {
      ++(is_new ? cycle->rows[p.input] : p.counts.duplicate);
    }
    counted = true;
  }
  if (!counted && p.counting) ++p.counts.outside;
}

}  // namespace ratebook
