// The general source: ready sums of an account from register reads, or from readings of several steps, in exact integers.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "compiler/ir/limits.hpp"
#include "runtime/plan/rated_unit.hpp"

namespace ratebook {
namespace {

bool holds(const std::vector<MemberRef>& members, MemberRef m) { return std::find(members.begin(), members.end(), m) != members.end(); }

class Summation {
 public:
  Summation(const WindowContext& context, RatedUnit& unit) : context_(context), tariff_(*context.tariff), unit_(unit), window_(*unit.window) {}

  std::optional<RowError> run() {
    find_denominator();
    for (std::size_t s = 0; s < context_.program->quantities.size(); ++s)
      if (!context_.program->quantities[s].pass)
        if (auto error = quantity(s)) return error;
    return demands();
  }

 private:
  std::size_t segments() const { return window_.segments(); }

  // Days of the whole cycle on which a read's bucket holds: all of them, or those of its season.
  std::vector<Date> bucket_days(const ReadView& read) const {
    std::vector<Date> days;
    for (Date d = window_.key().cycle_from; d <= window_.key().cycle_through; d += Days{1}) {
      const bool inside = std::all_of(read.members.begin(), read.members.end(), [&](const MemberRef& m) {
        return tariff_[m.scheme].kind != SchemeKind::season || context_.paint->season(m.scheme, d) == m.member;
      });
      if (inside) days.push_back(d);
    }
    return days;
  }

  // One denominator for all of the account's quantities: every read is spread over its own number of days.
  void find_denominator() {
    const WindowKey& key = window_.key();
    const bool whole = segments() == 1 && key.from == key.cycle_from && key.through == key.cycle_through;
    if (whole) return;
    std::int64_t den = 1;
    for (const ReadView& read : unit_.view.reads) den = std::lcm(den, std::max<std::int64_t>(1, static_cast<std::int64_t>(bucket_days(read).size())));
    unit_.quantity_den = den;
  }

  std::optional<RowError> quantity(std::size_t slot_index) {
    const ir::QuantitySlot& slot = context_.program->quantities[slot_index];
    Int128* sums = unit_.quantities.data() + slot_index * segments();
    bool metered = false;
    for (const SeriesView& series : unit_.view.series) {
      if (series.channel != slot.channel) continue;
      metered = true;
      add_readings(series, slot.scope, sums);
    }
    if (metered) return std::nullopt;
    for (const ReadView& read : unit_.view.reads)
      if (read.channel == slot.channel)
        if (auto error = add_read(read, slot.scope, sums)) return error;
    return std::nullopt;
  }

  void add_readings(const SeriesView& series, const ScopeRef& scope, Int128* sums) const {
    std::size_t stretch = 0;
    const auto& stretches = window_.stretches();
    const Instant grid = ((window_.begin() - series.start) % series.step + series.step) % series.step;
    for (Instant t = grid == 0 ? window_.begin() : window_.begin() + series.step - grid; t < window_.end(); t += series.step) {
      while (stretches[stretch].last <= t) ++stretch;
      const Stretch& s = stretches[stretch];
      const std::uint32_t cls = context_.classes->class_of(s.members);
      if (!context_.classes->contains(cls, scope)) continue;
      sums[window_.segment_of(s.day)] += Int128{series.readings[static_cast<std::size_t>((t - series.start) / series.step)]} * unit_.quantity_den;
    }
  }

  std::optional<RowError> add_read(const ReadView& read, const ScopeRef& scope, Int128* sums) const {
    for (const MemberRef& wanted : scope.members) {
      const bool same_scheme = std::any_of(read.members.begin(), read.members.end(), [&](const MemberRef& m) { return m.scheme == wanted.scheme; });
      if (!same_scheme && tariff_[wanted.scheme].kind != SchemeKind::season)
        return RowError{Code::needs_intervals, fmt::format("the read of `{}` is not kept by {}", tariff_[read.channel].name, tariff_[wanted.scheme].name)};
      if (same_scheme && !holds(read.members, wanted)) return std::nullopt;
    }
    const std::vector<Date> days = bucket_days(read);
    if (days.empty()) return std::nullopt;
    const std::int64_t share = unit_.quantity_den / static_cast<std::int64_t>(days.size());
    if (segments() == 1 && unit_.quantity_den == 1 && days.size() > 0) {
      sums[0] += read.amount;
      return std::nullopt;
    }
    for (Date d : days) {
      if (d < window_.key().from || d > window_.key().through) continue;
      const bool inside = std::all_of(scope.members.begin(), scope.members.end(), [&](const MemberRef& m) {
        return tariff_[m.scheme].kind != SchemeKind::season || context_.paint->season(m.scheme, d) == m.member;
      });
      if (inside) sums[window_.segment_of(d)] += Int128{read.amount} * share;
    }
    return std::nullopt;
  }

  std::optional<RowError> demands() {
    for (const ir::DemandSlot& slot : context_.program->demands) {
      const std::size_t parts = window_.parts(slot.partition).size();
      const std::size_t first = unit_.demands.size();
      unit_.demands.resize(first + parts, 0);
      if (slot.squared) unit_.squares.resize(unit_.demands.size(), 0);
      const SeriesView* series = nullptr;
      for (const SeriesView& s : unit_.view.series)
        if (s.channel == slot.channel) series = &s;
      if (series) {
        if (auto error = demand_of_readings(slot, *series, first)) return error;
        continue;
      }
      if (auto error = demand_of_register(slot, first, parts)) return error;
    }
    return std::nullopt;
  }

  std::optional<RowError> demand_of_readings(const ir::DemandSlot& slot, const SeriesView& series, std::size_t first) {
    const auto runs = window_.demand_runs(slot, series.step);
    if (!runs) return runs.error();
    const std::uint32_t width = static_cast<std::uint32_t>(slot.window_minutes * 60 / series.step);
    const std::uint32_t slide = static_cast<std::uint32_t>(slot.slide_minutes * 60 / series.step);
    const std::int64_t* readings = series.readings.data() + (window_.begin() - series.start) / series.step;
    std::vector<bool> seen(window_.parts(slot.partition).size(), false);
    for (const native::DemandRun& run : *runs)
      for (std::uint32_t w = 0; w < run.windows; ++w) {
        std::int64_t energy = 0;
        for (std::uint32_t k = 0; k < width; ++k) energy += readings[run.first + w * slide + k];
        std::int64_t& best = unit_.demands[first + run.part];
        const std::int64_t value = energy * 60;
        const bool better = slot.kind == DemandRef::Kind::minimum ? value < best : value > best;
        if (!seen[run.part] || better) best = value;
        seen[run.part] = true;
      }
    return std::nullopt;
  }

  // The meter's own demand register: of the cycle, or of one period; it does not know parts.
  std::optional<RowError> demand_of_register(const ir::DemandSlot& slot, std::size_t first, std::size_t parts) {
    for (const ReadView& read : unit_.view.demand_reads) {
      if (read.channel != slot.channel || read.members != slot.scope.members || slot.kind != DemandRef::Kind::maximum) continue;
      if (parts > 1) break;
      unit_.demands[first] = read.amount * slot.window_minutes;
      return std::nullopt;
    }
    return RowError{Code::demand_missing, fmt::format("the demand of `{}` is not measured for this cycle", tariff_[slot.channel].name)};
  }

  const WindowContext& context_;
  const CheckedTariff& tariff_;
  RatedUnit& unit_;
  const WindowPlan& window_;
};

}  // namespace

std::optional<RowError> sum_up(const WindowContext& context, RatedUnit& unit) {
  unit.quantities.assign(context.program->quantities.size() * unit.window->segments(), 0);
  return Summation(context, unit).run();
}

}  // namespace ratebook
