// Run tables of a window: which readings belong to which bucket, demand window and tier step. A reading belongs wholly to the stretch of its
// first instant.
#include <algorithm>

#include "runtime/plan/window.hpp"

namespace ratebook {
namespace {

std::int32_t phase_of(Instant start, std::int32_t step) { return static_cast<std::int32_t>((start % step + step) % step); }

LocalSeconds floor_hour(LocalSeconds local) { return (local - (local % 3600 + 3600) % 3600) / 3600; }

// The number of the first reading that begins at an instant or later, on a grid whose reading 0 begins at `first`.
class Numbering {
 public:
  Numbering(Instant first, std::int32_t step) : first_(first), step_(step) {}
  std::uint32_t operator()(Instant t) const {
    return t <= first_ ? 0 : static_cast<std::uint32_t>((t - first_ + step_ - 1) / step_);
  }

 private:
  Instant first_;
  std::int32_t step_;
};

// Adds a run, as part of the one before where nothing but time is between them.
void append(std::vector<native::StepRun>& runs, const native::StepRun& run) {
  if (run.first == run.last) return;
  if (!runs.empty() && runs.back().last == run.first && runs.back().bucket == run.bucket && runs.back().step == run.step)
    runs.back().last = run.last;
  else
    runs.push_back(run);
}

bool inside(const Stretch& s, const std::vector<SchemeId>& schemes, const ScopeRef& scope) {
  return std::all_of(scope.members.begin(), scope.members.end(), [&](const MemberRef& m) {
    const auto at = std::find(schemes.begin(), schemes.end(), m.scheme) - schemes.begin();
    return s.members[static_cast<std::size_t>(at)] == m.member;
  });
}

}  // namespace

Instant WindowPlan::first_reading(Instant start, std::int32_t step) const {
  const Instant off = ((begin_ - start) % step + step) % step;
  return off == 0 ? begin_ : begin_ + step - off;
}

const std::vector<Stretch>& WindowPlan::stretches_of_cycle(const std::vector<SchemeId>& schemes) const {
  const std::lock_guard lock(mutex_);
  auto [it, fresh] = stretches_of_cycle_.try_emplace(schemes);
  if (fresh) it->second = ratebook::stretches(*context_.tariff, clocks_, *context_.paint, schemes, cycle_begin(), cycle_end());
  return it->second;
}

std::optional<ChannelGrid> WindowPlan::grid_of(ChannelId channel) const {
  if (key_.step > 0) return ChannelGrid{channel, key_.step, phase_of(begin_, key_.step)};
  const auto at =
      std::find_if(key_.grids.begin(), key_.grids.end(), [&](const ChannelGrid& g) { return g.channel == channel; });
  return at == key_.grids.end() ? std::nullopt : std::optional(*at);
}

// Whether an hour of the clock begins inside an interval of the grid that starts in the stretch.
bool WindowPlan::hour_inside(const Stretch& stretch, Instant start, std::int32_t step) const {
  const LocalSeconds local = stretch.first + stretch.offset;
  for (Instant edge = stretch.first + ((3600 - local % 3600) % 3600 + 3600) % 3600; edge < stretch.last; edge += 3600)
    if ((edge - start) % step != 0) return true;
  return false;
}

std::optional<RowError> WindowPlan::straddle(Instant start, std::int32_t step, Edges edges) const {
  const std::lock_guard lock(mutex_);
  auto [it, fresh] = straddles_.try_emplace({phase_of(start, step), step, edges});
  if (!fresh) return it->second;
  const bool cut_here = (begin_ - start) % step != 0 || (end_ - start) % step != 0;  // an edge between editions
  if (cut_here) return it->second = RowError{Code::interval_straddles, "an interval lies on both sides of an edition's edge"};
  for (std::size_t i = 0; i < stretches_.size(); ++i) {
    const Stretch& after = stretches_[i];
    bool differs = edges.hours && hour_inside(after, start, step);
    if (i > 0 && (after.first - start) % step != 0) {
      const Stretch& before = stretches_[i - 1];
      differs = differs || before.members != after.members || segment_of(before.day) != segment_of(after.day) ||
                (edges.days && before.day != after.day);
    }
    if (differs)
      return it->second =
                 RowError{Code::interval_straddles, "an interval lies on both sides of an edge on " + format_date(after.day)};
  }
  return it->second;
}

void WindowPlan::lay_out_runs() {
  const std::uint32_t classes = context_.classes->count();
  auto reading_at = [&](Instant t) { return static_cast<std::uint32_t>((t - begin_ + key_.step - 1) / key_.step); };
  for (const Stretch& s : stretches_) {
    const std::uint32_t bucket = segment_of(s.day) * classes + context_.classes->class_of(s.members);
    const std::uint32_t first = reading_at(s.first), last = reading_at(s.last);
    if (first == last) continue;
    if (!runs_.empty() && runs_.back().bucket == bucket)
      runs_.back().last = last;
    else
      runs_.push_back({first, last, bucket});
  }
}

Result<std::vector<native::DemandRun>, RowError> WindowPlan::demand_runs(const ir::DemandSlot& slot, std::int32_t step,
                                                                         Instant start) const {
  const Instant width = Instant{slot.window_minutes} * 60, slide = Instant{slot.slide_minutes} * 60;
  const RowError refused{Code::window_interval,
                         "intervals of " + std::to_string(step / 60) + " min do not divide the demand window"};
  if (width % step != 0 || slide % step != 0) return failure(refused);
  const Instant grid = first_reading(start, step);
  auto reading_at = [&](Instant t) { return std::max<Instant>(0, (t - grid + step - 1) / step); };

  // Stretches of readings that lie in the scope and in one part.
  struct ScopeSpan {
    Instant first = 0, last = 0;
    std::uint32_t part = 0;
  };
  std::vector<SchemeId> schemes;
  for (const MemberRef& m : slot.scope.members) schemes.push_back(m.scheme);
  std::vector<ScopeSpan> spans;
  const Parts& division = partitions_[slot.partition];
  for (const Stretch& s : ratebook::stretches(*context_.tariff, clocks_, *context_.paint, schemes, begin_, end_)) {
    if (!inside(s, schemes, slot.scope)) continue;
    const auto day = std::clamp<long>((s.day - key_.from).count(), 0, static_cast<long>(division.of_day.size()) - 1);
    const std::uint32_t part = division.of_day[static_cast<std::size_t>(day)];
    const Instant first = reading_at(s.first), last = reading_at(s.last);
    if (first == last) continue;
    if (!spans.empty() && spans.back().last == first && spans.back().part == part)
      spans.back().last = last;
    else
      spans.push_back({first, last, part});
  }

  const Instant readings = width / step, apart = slide / step;
  bool some_begins = false;
  std::vector<native::DemandRun> runs;
  for (const ClockPiece& piece : clocks_.own.pieces(begin_, end_)) {
    // Windows begin at multiples of the slide from 00:00 of the local day.
    const LocalSeconds of_day = ((piece.first + piece.offset) % 86400 + 86400) % 86400;
    const Instant aligned = piece.first + (slide - of_day % slide) % slide;
    if (aligned >= piece.last || ((aligned - grid) % step + step) % step != 0) continue;
    some_begins = true;
    const Instant piece_first = (aligned - grid) / step, piece_last = reading_at(piece.last);
    for (const ScopeSpan& span : spans) {
      const Instant from = std::max(span.first, piece_first);
      const Instant first = piece_first + (from - piece_first + apart - 1) / apart * apart;
      const Instant last = std::min(piece_last - 1, span.last - readings);
      if (first > last) continue;
      runs.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>((last - first) / apart + 1), span.part});
    }
  }
  if (!some_begins) return failure(refused);
  return runs;
}

bool WindowPlan::occurs(const ScopeRef& scope, const Part& part) const {
  std::vector<SchemeId> schemes;
  for (const MemberRef& m : scope.members) schemes.push_back(m.scheme);
  const auto& all = stretches_of_cycle(schemes);
  return std::any_of(all.begin(), all.end(), [&](const Stretch& s) {
    return inside(s, schemes, scope) && std::binary_search(part.days.begin(), part.days.end(), s.day);
  });
}

void WindowPlan::lay_out_demands() {
  for (const ir::DemandSlot& slot : context_.program->demands) {
    auto runs = demand_runs(slot, key_.step, begin_);
    if (!runs) {
      some_demand_untold_ = true;
      runs = std::vector<native::DemandRun>{};
    }
    // A part whose scope has time but no whole window: the general source says so where it is read.
    std::vector<bool> seen(parts(slot.partition).size(), false);
    for (const native::DemandRun& r : *runs) seen[r.part] = true;
    for (std::size_t p = 0; p < seen.size(); ++p)
      some_demand_untold_ = some_demand_untold_ || (!seen[p] && occurs(slot.scope, parts(slot.partition)[p]));
    demand_runs_.push_back(std::move(*runs));
    demand_tables_.push_back({demand_runs_.back().data(), demand_runs_.back().size(),
                              static_cast<std::uint32_t>(slot.window_minutes * 60 / key_.step),
                              static_cast<std::uint32_t>(slot.slide_minutes * 60 / key_.step)});
  }
}

void WindowPlan::lay_out_passes() {
  const std::uint32_t classes = context_.classes->count();
  for (const ir::TierPass& pass : context_.program->tier_passes) {
    std::vector<native::StepRun>& runs = step_runs_.emplace_back();
    auto step_of = [&](Date d) -> std::uint32_t {
      if (pass.order == ir::TierPass::Order::per_day) return static_cast<std::uint32_t>((d - key_.from).count());
      if (pass.order == ir::TierPass::Order::per_month)
        return static_cast<std::uint32_t>((year_of(d) - year_of(key_.from)) * 12 + static_cast<int>(month_of(d)) -
                                          static_cast<int>(month_of(key_.from)));
      return 0;
    };
    if (const auto grid = grid_of(pass.channel)) {
      const Numbering number(first_reading(grid->phase, grid->step), grid->step);
      for (const Stretch& s : stretches_)
        append(runs, {number(s.first), number(s.last), segment_of(s.day) * classes + context_.classes->class_of(s.members),
                      step_of(s.day)});
    }
    step_tables_.push_back({runs.data(), runs.size()});
  }
}

// Hours of the clock count on; one that the clock shows twice is two.
void WindowPlan::lay_out_walks() {
  const std::uint32_t classes = context_.classes->count();
  for (const ir::StepWalk& walk : context_.program->walks) {
    std::vector<native::StepRun>& runs = step_runs_.emplace_back();
    const auto grid = walk.channels.empty() ? std::nullopt : grid_of(walk.channels.front());
    const bool common = grid && std::all_of(walk.channels.begin(), walk.channels.end(), [&](ChannelId c) {
                          const auto other = grid_of(c);
                          return other && other->step == grid->step && other->phase == grid->phase;
                        });
    if (common) {
      const Instant first = first_reading(grid->phase, grid->step);
      const Numbering number(first, grid->step);
      std::uint32_t hour = 0;
      LocalSeconds before = INT64_MIN;  // local time of the reading before
      for (const Stretch& s : stretches_) {
        const std::uint32_t bucket = segment_of(s.day) * classes + context_.classes->class_of(s.members);
        if (walk.kind == ir::StepWalk::Kind::interval) {
          append(runs, {number(s.first), number(s.last), bucket, 0});
          continue;
        }
        for (std::uint32_t at = number(s.first); at < number(s.last); ++at) {
          const LocalSeconds local = first + Instant{at} * grid->step + s.offset;
          if (before != INT64_MIN && (floor_hour(local) != floor_hour(before) || local <= before)) ++hour;
          before = local;
          append(runs, {at, at + 1, bucket, hour});
        }
      }
    }
    walk_tables_.push_back({runs.data(), runs.size()});
  }
}

}  // namespace ratebook
