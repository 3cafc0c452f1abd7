#include "runtime/io/local_readings.hpp"

#include <algorithm>
#include <map>

namespace ratebook {

// A reading at a local time that happens twice.
struct LocalReadings::Twice {
  LocalSeconds local = 0;
  Instant first = 0, second = 0;
  const ReadingRun* run = nullptr;
  std::uint32_t reading = 0;
};

namespace {

constexpr std::int64_t kYear = 366 * 86400;

// The account's rows ascend in local time, but for steps back within an hour that happens twice.
bool ascending(std::span<const ReadingRun> runs, const Zone& zone) {
  std::optional<LocalSeconds> before;
  for (const ReadingRun& run : runs) {
    if (before && run.start.seconds < *before) {
      const auto back = zone.instants_of_local(run.start.seconds), from = zone.instants_of_local(*before);
      const auto twice = Zone::Occurrence::Kind::twice;
      if (back.kind != twice || from.kind != twice || back.second - back.first != from.second - from.first ||
          *before - run.start.seconds > 7200)
        return false;
    }
    before = run.start.seconds + std::int64_t{run.step} * (run.count - 1);
  }
  return true;
}

}  // namespace

Instant LocalReadings::near(Stamp stamp) const {
  return stamp.local ? zone_.instants_of_local(stamp.seconds).first : stamp.seconds;
}

bool LocalReadings::in_steady_time(LocalSeconds first, LocalSeconds last) {
  if (first >= steady_from_ && last <= steady_to_) return true;
  const auto occurrence = zone_.instants_of_local(first);
  if (occurrence.kind != Zone::Occurrence::Kind::once) return false;
  const Instant at = occurrence.first;
  offset_ = zone_.offset_at(at);
  steady_from_ = at - kYear + offset_;
  steady_to_ = at + kYear + offset_;
  std::int32_t before = zone_.offset_at(at - kYear);
  for (const ZoneTransition& change : zone_.transitions_between(at - kYear, at + kYear)) {
    if (change.at <= at) {
      steady_from_ = change.at + std::max(before, change.offset);
    } else {
      steady_to_ = change.at + std::min(before, change.offset) - 1;
      break;
    }
    before = change.offset;
  }
  return first >= steady_from_ && last <= steady_to_;
}

void LocalReadings::resolve(std::span<const ReadingRun> runs, std::vector<InstantRun>& out, std::vector<TimeFault>& faults) {
  std::vector<Twice> twice;
  for (const ReadingRun& run : runs) {
    const std::int64_t length = std::int64_t{run.step} * (run.count - 1);
    if (!run.start.local) {
      out.push_back({run.start.seconds, run.step, run.count, &run, 0});
    } else if (run.wide) {
      // The values of a wide row follow each other in real time; only its first instant is read from the file.
      const auto occurrence = zone_.instants_of_local(run.start.seconds);
      if (occurrence.kind == Zone::Occurrence::Kind::never) {
        faults.push_back({&run, 0, occurrence.first, row_fault<Code::nonexistent_time>(format_stamp(run.start), zone_.name())});
      } else {  // of a midnight that happens twice the first: there the cycle begins
        out.push_back({occurrence.first, run.step, run.count, &run, 0});
      }
    } else if (in_steady_time(run.start.seconds, run.start.seconds + length)) {
      out.push_back({run.start.seconds - offset_, run.step, run.count, &run, 0});
    } else {
      resolve_singly(run, out, faults, twice);
    }
  }
  if (!twice.empty()) decide_passes(runs, twice, out, faults);
}

void LocalReadings::resolve_singly(const ReadingRun& run, std::vector<InstantRun>& out, std::vector<TimeFault>& faults,
                                   std::vector<Twice>& twice) {
  const std::size_t begin = out.size();
  for (std::uint32_t k = 0; k < run.count; ++k) {
    const LocalSeconds local = run.start.seconds + std::int64_t{run.step} * k;
    const auto occurrence = zone_.instants_of_local(local);
    switch (occurrence.kind) {
      case Zone::Occurrence::Kind::never:
        faults.push_back(
            {&run, k, occurrence.first, row_fault<Code::nonexistent_time>(format_stamp({local, true}), zone_.name())});
        break;
      case Zone::Occurrence::Kind::twice:
        twice.push_back({local, occurrence.first, occurrence.second, &run, k});
        break;
      case Zone::Occurrence::Kind::once: {
        InstantRun* last = out.size() > begin ? &out.back() : nullptr;
        if (last != nullptr && last->first + last->count == k && occurrence.first - last->last() == run.step) {
          last->step = run.step;
          ++last->count;
        } else {
          out.push_back({occurrence.first, 0, 1, &run, k});
        }
        break;
      }
    }
  }
}

// Readings of one repeated hour, in file order: those before the step back are the first pass, those from it on the second; if equal times
// stand beside each other instead, the first of two is the first pass.
void LocalReadings::decide_passes(std::span<const ReadingRun> runs, std::vector<Twice>& twice, std::vector<InstantRun>& out,
                                  std::vector<TimeFault>& faults) const {
  const bool in_order = ascending(runs, zone_);
  for (std::size_t begin = 0, end = 0; begin < twice.size(); begin = end) {
    const Instant hour = twice[begin].first - twice[begin].local;  // one number for each repeated hour and offset
    const auto same_hour = [&](const Twice& t) {
      return t.first - t.local == hour && std::abs(t.local - twice[begin].local) < 7200;
    };
    while (end < twice.size() && same_hour(twice[end])) ++end;
    std::size_t backs = 0, back_at = end, repeats = 0;
    std::map<LocalSeconds, std::size_t> times;
    for (std::size_t i = begin; i < end; ++i) {
      ++times[twice[i].local];
      if (i > begin && twice[i].local < twice[i - 1].local) ++backs, back_at = i;
      if (i > begin && twice[i].local == twice[i - 1].local) ++repeats;
    }
    const bool at_most_twice = std::all_of(times.begin(), times.end(), [](const auto& t) { return t.second <= 2; });
    const bool two_passes = in_order && at_most_twice && backs == 1 && repeats == 0;
    const bool side_by_side = in_order && at_most_twice && backs == 0 && repeats == times.size();
    std::map<LocalSeconds, std::size_t> seen;
    for (std::size_t i = begin; i < end; ++i) {
      const Twice& t = twice[i];
      if (two_passes || side_by_side) {
        const bool second = two_passes ? i >= back_at : seen[t.local]++ > 0;
        out.push_back({second ? t.second : t.first, 0, 1, t.run, t.reading});
      } else {
        faults.push_back(
            {t.run, t.reading, t.first, row_fault<Code::ambiguous_time>(format_stamp({t.local, true}), zone_.name())});
      }
    }
  }
}

}  // namespace ratebook
