// Run tables of a window: which readings belong to which bucket, demand window and tier step.
#include <algorithm>

#include "runtime/plan/window.hpp"

namespace ratebook {
namespace {

bool inside(const Stretch& s, const std::vector<SchemeId>& schemes, const ScopeRef& scope) {
  return std::all_of(scope.members.begin(), scope.members.end(), [&](const MemberRef& m) {
    const auto at = std::find(schemes.begin(), schemes.end(), m.scheme) - schemes.begin();
    return s.members[static_cast<std::size_t>(at)] == m.member;
  });
}

}  // namespace

void WindowPlan::lay_out_runs() {
  const std::uint32_t classes = context_.classes->count();
  auto reading_at = [&](Instant t) { return static_cast<std::uint32_t>((t - begin_ + key_.step - 1) / key_.step); };
  if ((end_ - begin_) % key_.step != 0 && !context_.tariff->rules.intervals_by_start)
    interval_error_ = RowError{Code::interval_straddles, "the cycle ends inside an interval"};
  for (const Stretch& s : stretches_) {
    const std::uint32_t bucket = segment_of(s.day) * classes + context_.classes->class_of(s.members);
    if (!runs_.empty() && runs_.back().bucket != bucket && (s.first - begin_) % key_.step != 0 && !context_.tariff->rules.intervals_by_start && !interval_error_)
      interval_error_ = RowError{Code::interval_straddles, "an interval holds an edge of a period, day, season or version on " + format_date(s.day)};
    const std::uint32_t first = reading_at(s.first), last = reading_at(s.last);
    if (first == last) continue;
    if (!runs_.empty() && runs_.back().bucket == bucket)
      runs_.back().last = last;
    else
      runs_.push_back({first, last, bucket});
  }
}

Result<std::vector<native::DemandRun>, RowError> WindowPlan::demand_runs(const ir::DemandSlot& slot, std::int32_t step) const {
  const Instant width = Instant{slot.window_minutes} * 60, slide = Instant{slot.slide_minutes} * 60;
  if (width % step != 0 || slide % step != 0)
    return failure(RowError{Code::window_interval, "intervals of " + std::to_string(step / 60) + " min do not divide the demand window"});
  // Spans that lie in the scope and in one part, over changes of the clock.
  std::vector<SchemeId> schemes;
  for (const MemberRef& m : slot.scope.members) schemes.push_back(m.scheme);
  std::vector<ScopeSpan> spans;
  const Parts& division = partitions_[slot.partition];
  const std::vector<Stretch> pieces = ratebook::stretches(*context_.tariff, clock_, *context_.paint, schemes, begin_, end_);
  for (const Stretch& s : pieces) {
    if (!inside(s, schemes, slot.scope)) continue;
    const auto day = std::clamp<long>((s.day - key_.from).count(), 0, static_cast<long>(division.of_day.size()) - 1);
    const std::uint32_t part = division.of_day[static_cast<std::size_t>(day)];
    if (!spans.empty() && spans.back().last == s.first && spans.back().part == part)
      spans.back().last = s.last;
    else
      spans.push_back({s.first, s.last, part});
  }
  std::vector<native::DemandRun> runs;
  for (const ScopeSpan& span : spans)
    for (const ClockPiece& piece : clock_.pieces(span.first, span.last)) {
      // Windows start at multiples of the slide from 00:00 of the local day, and lie wholly in the span.
      const LocalSeconds local = piece.first + piece.offset;
      const LocalSeconds of_day = (local % 86400 + 86400) % 86400;
      Instant start = piece.first + (slide - of_day % slide) % slide;
      const Instant last_start = std::min(piece.last - 1, span.last - width);
      if ((start - begin_) % step != 0) return failure(RowError{Code::window_interval, "intervals do not begin where demand windows do"});
      if (start > last_start) continue;
      const auto count = static_cast<std::uint32_t>((last_start - start) / slide + 1);
      runs.push_back({static_cast<std::uint32_t>((start - begin_) / step), count, span.part});
    }
  return runs;
}

void WindowPlan::lay_out_demands() {
  for (const ir::DemandSlot& slot : context_.program->demands) {
    auto runs = demand_runs(slot, key_.step);
    if (!runs) {
      if (!interval_error_) interval_error_ = runs.error();
      runs = std::vector<native::DemandRun>{};
    }
    demand_runs_.push_back(std::move(*runs));
    demand_tables_.push_back({demand_runs_.back().data(), demand_runs_.back().size(), static_cast<std::uint32_t>(slot.window_minutes * 60 / key_.step),
                              static_cast<std::uint32_t>(slot.slide_minutes * 60 / key_.step)});
  }
}

void WindowPlan::lay_out_steps() {
  const std::uint32_t classes = context_.classes->count();
  for (const ir::TierPass& pass : context_.program->tier_passes) {
    std::vector<native::StepRun> runs;
    auto step_of = [&](Date d) -> std::uint32_t {
      if (pass.order == ir::TierPass::Order::per_day) return static_cast<std::uint32_t>((d - key_.from).count());
      if (pass.order == ir::TierPass::Order::per_month)
        return static_cast<std::uint32_t>((year_of(d) - year_of(key_.from)) * 12 + static_cast<int>(month_of(d)) - static_cast<int>(month_of(key_.from)));
      return 0;
    };
    for (const Stretch& s : stretches_) {
      const native::StepRun run{static_cast<std::uint32_t>((s.first - begin_ + key_.step - 1) / key_.step),
                                static_cast<std::uint32_t>((s.last - begin_ + key_.step - 1) / key_.step),
                                segment_of(s.day) * classes + context_.classes->class_of(s.members), step_of(s.day)};
      if (run.first == run.last) continue;
      if (!runs.empty() && runs.back().bucket == run.bucket && runs.back().step == run.step)
        runs.back().last = run.last;
      else
        runs.push_back(run);
    }
    step_runs_.push_back(std::move(runs));
    step_tables_.push_back({step_runs_.back().data(), step_runs_.back().size()});
  }
}

}  // namespace ratebook
