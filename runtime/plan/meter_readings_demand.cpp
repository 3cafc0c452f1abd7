// Demand of an account for programs of the general source: from readings window by window, else from the meter's demand register.
#include <algorithm>

#include "runtime/plan/meter_readings.hpp"

namespace ratebook {
namespace {

constexpr std::uint32_t state_of(Code code) { return 1 + static_cast<std::uint32_t>(code); }

}  // namespace

bool MeterReadings::occurs(const ScopeRef& scope, const std::vector<Date>& days) const {
  const std::vector<Date> of_scope = days_in(scope.members, days);
  const bool by_hours = std::any_of(scope.members.begin(), scope.members.end(),
                                    [&](const MemberRef& m) { return tariff_[m.scheme].kind == SchemeKind::period; });
  if (!by_hours) return !of_scope.empty();
  std::vector<SchemeId> schemes;
  for (const MemberRef& m : scope.members) schemes.push_back(m.scheme);
  std::sort(schemes.begin(), schemes.end());
  schemes.erase(std::unique(schemes.begin(), schemes.end()), schemes.end());
  const std::vector<Stretch>& all = window_.stretches_of_cycle(schemes);
  return std::any_of(all.begin(), all.end(), [&](const Stretch& s) {
    if (!std::binary_search(days.begin(), days.end(), s.day)) return false;
    return std::all_of(scope.members.begin(), scope.members.end(), [&](const MemberRef& m) {
      return s.members[static_cast<std::size_t>(std::lower_bound(schemes.begin(), schemes.end(), m.scheme) -
                                                schemes.begin())] == m.member;
    });
  });
}

std::optional<std::int64_t> MeterReadings::demand_register(ChannelId channel, const ScopeRef& scope,
                                                           std::uint32_t& state) const {
  std::vector<MemberRef> wanted = scope.members;
  std::sort(wanted.begin(), wanted.end());
  std::optional<std::int64_t> found;
  for (const ReadView& r : view_.demand_reads) {
    std::vector<MemberRef> members = r.members;
    std::sort(members.begin(), members.end());
    if (r.channel != channel || members != wanted) continue;
    if (found && *found != r.amount) state = state_of(Code::sources_disagree);
    found = r.amount;
  }
  return found;
}

std::vector<MeterReadings::Demand> MeterReadings::demand(const ir::DemandSlot& slot) const {
  const std::vector<Part>& parts = window_.parts(slot.partition);
  std::vector<Demand> result(parts.size());
  std::vector<bool> occurring(parts.size());
  for (std::size_t p = 0; p < parts.size(); ++p) occurring[p] = occurs(slot.scope, parts[p].days);
  auto refuse = [&](Code code) {
    for (std::size_t p = 0; p < parts.size(); ++p)
      if (occurring[p]) result[p].state = state_of(code);
    return result;
  };
  std::uint32_t register_state = 0;
  const std::optional<std::int64_t> read = demand_register(slot.channel, slot.scope, register_state);
  // Apparent power of two channels, unless it is measured by itself.
  const bool computed = slot.squared && slot.channel == kApparent && !measured(kApparent) && !read;
  const ChannelId first = computed ? kUsage : slot.channel;
  const SeriesView* active = series_of(first);
  const SeriesView* reactive = computed ? series_of(kReactive) : nullptr;
  if (active == nullptr || (computed && reactive == nullptr)) {
    if (computed) return refuse(Code::demand_missing);
    const WindowKey& key = window_.key();
    const auto cycle_days_count = (key.cycle_through - key.cycle_from).count() + 1;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      if (!occurring[p]) continue;
      const bool whole = static_cast<long>(parts[p].days.size()) == cycle_days_count;
      if (slot.kind != DemandRef::Kind::maximum || !whole || !read) {
        result[p].state = state_of(Code::demand_missing);
      } else {
        const Int128 power_minutes = Int128{*read} * slot.window_minutes;
        result[p].value = slot.squared ? power_minutes * power_minutes : power_minutes;
        result[p].state = register_state;
      }
    }
    return result;
  }
  if (computed && (active->step != reactive->step || (active->start - reactive->start) % active->step != 0))
    return refuse(Code::interval_mismatch);
  const auto runs = window_.demand_runs(slot, active->step, active->start);
  if (!runs) return refuse(runs.error().code);
  const auto width = static_cast<std::size_t>(slot.window_minutes * 60 / active->step),
             slide = static_cast<std::size_t>(slot.slide_minutes * 60 / active->step);
  const Instant grid = window_.first_reading(active->start, active->step);
  auto energy_at = [&](const SeriesView& s, std::size_t reading) {
    const auto begin = static_cast<std::size_t>((grid - s.start) / s.step + static_cast<Instant>(reading));
    Int128 energy = 0;
    for (std::size_t k = 0; k < width; ++k) energy += s.readings[begin + k];
    return energy * 60;
  };
  std::vector<bool> seen(parts.size(), false);
  for (const native::DemandRun& run : *runs)
    for (std::size_t w = 0; w < run.windows; ++w) {
      Int128 value = energy_at(*active, run.first + w * slide);
      if (slot.squared) value *= value;
      if (computed) {
        const Int128 other = energy_at(*reactive, run.first + w * slide);
        value += other * other;
      }
      Demand& best = result[run.part];
      if (!seen[run.part] || (slot.kind == DemandRef::Kind::minimum ? value < best.value : value > best.value))
        best.value = value;
      seen[run.part] = true;
    }
  for (std::size_t p = 0; p < parts.size(); ++p)
    if (occurring[p] && !seen[p]) result[p].state = state_of(Code::demand_missing);
  return result;
}

}  // namespace ratebook
