#include "runtime/plan/native_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "runtime/plan/assemble.hpp"
#include "runtime/plan/batch_layout.hpp"
#include "runtime/plan/edition_kernels.hpp"

namespace ratebook {
namespace {

using Source = ir::LowerOptions::Source;

// One edition's share of a cycle.
struct Share {
  std::size_t edition = 0;
  Date from, through;
};

// Editions by the days they rate; whole by one edition under `version by cycle end|start|bill month` of the newest that the cycle touches.
std::vector<Share> shares(const TariffEditions& editions, Date from, Date through, Date bill_month) {
  const std::size_t first = edition_on(editions, from), last = edition_on(editions, through);
  const auto& rule = editions.editions[last].rules.version;
  if (rule && rule->rule == CutRule::bill_month) return {{edition_on(editions, bill_month), from, through}};
  if (first == last) return {{first, from, through}};
  if (rule && rule->rule == CutRule::cycle_end) return {{last, from, through}};
  if (rule && rule->rule == CutRule::cycle_start) return {{first, from, through}};
  std::vector<Share> result;
  for (std::size_t e = first; e <= last; ++e) {
    const Date begin = e == first ? from : editions.editions[e].edition;
    const Date end = e == last ? through : editions.editions[e + 1].edition - Days{1};
    result.push_back({e, begin, end});
  }
  return result;
}

class Engine final : public NativeEngine {
 public:
  Engine(const TariffEditions& editions, NativeOptions options, std::map<std::string, Zone> zones)
      : editions_(editions), options_(std::move(options)), zones_(std::move(zones)) {
    for (const CheckedTariff& t : editions_.editions) {
      paints_.push_back(std::make_unique<YearPaint>(t));
      readings_.push_back(reading_of(t));
    }
  }

  Result<void, std::string> rate(const CycleBlock& block, std::span<const std::uint32_t> entries,
                                 std::vector<Rated>& results) override {
    std::vector<Pending> pending;
    for (std::size_t k = 0; k < entries.size(); ++k) {
      const std::uint32_t e = entries[k];
      const Date bill_month = first_of_bill_month(block.through[e], block.bill_year[e], block.bill_month[e]);
      const std::vector<Share> parts = shares(editions_, block.from[e], block.through[e], bill_month);
      for (const Share& s : parts) pending.push_back({s, &s == &parts.back(), unit_of(k, view_of(block, e, s.edition))});
    }
    return rate_pending(pending, entries.size(), {}, results);
  }

  Result<Rated, std::string> rate(const AccountCycle& cycle) override {
    std::vector<Pending> pending;
    const Date bill_month =
        first_of_bill_month(cycle.through, cycle.bill_year.value_or(0), static_cast<int>(cycle.bill_month.value_or(0)));
    const std::vector<Share> parts = shares(editions_, cycle.from, cycle.through, bill_month);
    for (const Share& s : parts) pending.push_back({s, &s == &parts.back(), unit_of(0, view_of(editions_, cycle, s.edition))});
    std::vector<Rated> results;
    std::vector<std::string> given;
    const CheckedTariff& own = editions_.editions[edition_on(editions_, cycle.through)];
    for (const auto& [measure, value] : cycle.given_measures) given.push_back(own[measure].name);
    auto done = rate_pending(pending, 1, given, results);
    if (!done) return failure(done.error());
    return std::move(results[0]);
  }

 private:
  // A kernel leaves a code; the words are the plan's where it knew of one error with this code, else none.
  static RowError reason(const RatedUnit& unit, Code code) {
    std::optional<RowError> found;
    for (const RowError& told : unit.told) {
      if (told.code != code) continue;
      if (found && found->message != told.message) return {code, ""};
      found = told;
    }
    return found.value_or(RowError{code, ""});
  }

  static RatedUnit unit_of(std::size_t entry, CycleView view) {
    RatedUnit unit;
    unit.entry = entry;
    unit.view = std::move(view);
    return unit;
  }
  struct Pending {
    Share share;
    bool last_share = true;
    RatedUnit unit;
  };
  using Group = std::map<EditionKernel*, std::vector<Pending*>>;

  // Kernels by edition, source and given measures, made when first needed.
  Result<EditionKernel*, std::string> edition_kernel(std::size_t edition, Source source,
                                                     const std::vector<std::string>& given) {
    Slot& slot = slot_of(edition, source, given);
    // Threads that need other kernels go on.
    const std::lock_guard lock(slot.making);
    if (!slot.kernel) {
      const CheckedTariff& tariff = editions_.editions[edition];
      WindowContext base;
      base.tariff = &tariff;
      base.zone = &zones_.at(tariff.timezone);
      base.paint = paints_[edition].get();
      base.as_known = options_.rating.as_known;
      ir::LowerOptions lower;
      lower.source = source;
      for (const std::string& name : given)
        for (std::size_t m = 0; m < tariff.measures.size(); ++m)
          if (tariff.measures[m].name == name) lower.given_measures.emplace_back(m);
      auto made = EditionKernel::make(base, lower, options_.compile, options_.programs.get());
      if (!made) return failure(made.error());
      slot.kernel = std::move(*made);
    }
    return slot.kernel.get();
  }

  struct Slot {
    std::mutex making;
    std::unique_ptr<EditionKernel> kernel;
  };
  Slot& slot_of(std::size_t edition, Source source, const std::vector<std::string>& given) {
    const std::lock_guard lock(mutex_);
    return kernels_[{edition, source, given}];
  }

  WindowKey key_of(const Pending& p) const {
    const CycleView& v = p.unit.view;
    WindowKey key;
    key.from = p.share.from;
    key.through = p.share.through;
    key.cycle_from = v.from;
    key.cycle_through = v.through;
    key.bill_year = v.bill_year;
    key.bill_month = v.bill_month;
    key.scheduled_days = v.scheduled_days;
    key.first = v.first;
    key.last = v.last;
    key.last_edition = p.last_share;
    key.dated = v.dated;
    const CheckedTariff& cutting = editions_.editions[edition_on(editions_, v.through)];
    const CheckedTariff& tariff = editions_.editions[p.share.edition];
    const auto& own = tariff.rules.clock ? tariff.rules.clock : cutting.rules.clock;
    const auto& days = cutting.rules.clock ? cutting.rules.clock : own;
    key.day_zone = &zones_.at(cutting.timezone);
    key.has_clock = own.has_value();
    if (own) key.own_rule = own->rule;
    if (days) key.day_rule = days->rule;
    return key;
  }

  // The one step of all channels that the tariff reads, when each has intervals and nothing else.
  static std::optional<std::int32_t> common_step(const TariffReading& reading, const CycleView& view) {
    std::optional<std::int32_t> step;
    for (const ChannelId channel : reading.channels) {
      const auto series =
          std::find_if(view.series.begin(), view.series.end(), [&](const SeriesView& s) { return s.channel == channel; });
      if (series == view.series.end() || (step && *step != series->step)) return std::nullopt;
      step = series->step;
    }
    return step;
  }

  // The day on which an edition must have begun: the first that is rated, or the one that rules the whole cycle.
  Date ruling_day(const CycleView& view) const {
    const auto& rule = editions_.editions[edition_on(editions_, view.through)].rules.version;
    if (rule && rule->rule == CutRule::bill_month) return make_date(view.bill_year, static_cast<unsigned>(view.bill_month), 1);
    return rule && rule->rule == CutRule::cycle_end ? view.through : view.from;
  }

  // Puts a pending unit where its kernel is, or notes why it cannot be rated.
  Result<void, std::string> place(Pending& p, const std::vector<std::string>& given, Group& groups) {
    RatedUnit& unit = p.unit;
    const CheckedTariff& tariff = editions_.editions[p.share.edition];
    if (const CheckedTariff& first = editions_.editions.front();
        first.edition_stated && first.edition > ruling_day(unit.view) && p.share.edition == 0) {
      unit.error = RowError{Code::edition_missing, fmt::format("no edition of {} is in force on {}", editions_.id,
                                                               format_date(ruling_day(unit.view)))};
      return {};
    }
    const TariffReading& reading = readings_[p.share.edition];
    const std::optional<std::int32_t> step = common_step(reading, unit.view);
    std::optional<RowError> data_error = missing_holidays(tariff, p.share.from, p.share.through);
    if (step && !reading.channels.empty()) {
      auto kernel = edition_kernel(p.share.edition, Source::intervals, given);
      if (!kernel) return failure(kernel.error());
      WindowKey key = key_of(p);
      key.step = *step;
      unit.window = &(*kernel)->window(key);
      MeterReadings readings((*kernel)->context(), reading, unit.view, *unit.window);
      if (!data_error) data_error = readings.check();
      const auto& walks = (*kernel)->program().walks;
      const bool fits =
          !data_error && !unit.window->some_demand_untold() && tariff.eligible.empty() &&
          std::all_of(reading.channels.begin(), reading.channels.end(),
                      [&](ChannelId c) { return readings.on_grid(c, *step); }) &&
          std::all_of(walks.begin(), walks.end(), [&](const ir::StepWalk& w) { return readings.walk_state(w) == 0; });
      if (fits) {
        if ((unit.error = lay_out_attributes((*kernel)->context(), unit))) return {};
        unit.readings_complete = true;
        tell_totals(reading, readings, unit);
        groups[*kernel].push_back(&p);
        return {};
      }
    }
    auto kernel = edition_kernel(p.share.edition, Source::general, given);
    if (!kernel) return failure(kernel.error());
    WindowKey key = key_of(p);
    key.grids = grids_of((*kernel)->program(), unit.view);
    unit.window = &(*kernel)->window(key);
    if ((unit.error = lay_out_attributes((*kernel)->context(), unit))) return {};
    MeterReadings readings((*kernel)->context(), reading, unit.view, *unit.window);
    if (!data_error) data_error = readings.check();
    unit.readings_complete = !data_error;
    sum_up((*kernel)->context(), readings, data_error, unit);
    if (!data_error) tell_totals(reading, readings, unit);
    groups[*kernel].push_back(&p);
    return {};
  }

  static void tell_totals(const TariffReading& reading, const MeterReadings& readings, RatedUnit& unit) {
    for (const ChannelId channel : reading.channels)
      if (const auto total = readings.total(channel)) unit.quantities_told.push_back({0, channel, *total});
  }

  // Every calendar that a day type mentions lists a day of every year that is rated.
  static std::optional<RowError> missing_holidays(const CheckedTariff& tariff, Date from, Date through) {
    std::vector<bool> used(tariff.calendars.size(), false);
    for (const Scheme& scheme : tariff.schemes)
      for (const Member& member : scheme.members) {
        for (const CalendarId c : member.except) used[c.index] = true;
        for (const DaySelector& d : member.days)
          if (d.kind == DaySelector::Kind::calendar) used[d.calendar.index] = true;
      }
    for (std::size_t c = 0; c < used.size(); ++c)
      for (int year = year_of(from); used[c] && year <= year_of(through); ++year)
        if (!tariff.calendars[c].lists_year(year))
          return RowError{Code::holiday_year,
                          fmt::format("the calendar `{}` lists no day of {}", tariff.calendars[c].name, year)};
    return std::nullopt;
  }

  Result<void, std::string> rate_pending(std::vector<Pending>& pending, std::size_t cycles,
                                         const std::vector<std::string>& given, std::vector<Rated>& results) {
    Group groups;
    for (Pending& p : pending)
      if (auto placed = place(p, given, groups); !placed) return placed;
    std::vector<Bill> bills(cycles);
    for (Bill& b : bills) b.amount_scale = 0;  // the finest of its editions
    std::vector<ExactTotals> exact(cycles);
    std::vector<std::optional<RowError>> errors(cycles);
    std::vector<std::uint32_t> last_edition(cycles, 0);
    // Bills are put together in the order of the shares, whatever group rated them.
    std::vector<std::pair<const native::Row*, const native::Record*>> outputs(pending.size());
    std::vector<EditionKernel*> rated_by(pending.size(), nullptr);
    std::vector<BatchLayout> batches;
    batches.reserve(groups.size());
    for (auto& [kernel, units] : groups) {
      std::vector<const RatedUnit*> rated;
      for (const Pending* p : units) rated.push_back(&p->unit);
      BatchLayout& batch = batches.emplace_back(*kernel, std::move(rated));
      batch.run();
      for (std::size_t i = 0; i < units.size(); ++i) {
        if (batch.status(i) != 0) units[i]->unit.error = reason(units[i]->unit, static_cast<Code>(batch.status(i) - 1));
        const auto at = static_cast<std::size_t>(units[i] - pending.data());
        rated_by[at] = kernel;
        outputs[at] = {batch.rows(i), batch.records(i)};
      }
    }
    for (std::size_t i = 0; i < pending.size(); ++i) {
      const RatedUnit& unit = pending[i].unit;
      if (errors[unit.entry]) continue;
      if (unit.error) {
        errors[unit.entry] = unit.error;
        continue;
      }
      append_rows(*rated_by[i], static_cast<std::uint32_t>(pending[i].share.edition), unit, outputs[i].first, outputs[i].second,
                  bills[unit.entry], exact[unit.entry]);
      last_edition[unit.entry] = static_cast<std::uint32_t>(pending[i].share.edition);
    }
    results.clear();
    for (std::size_t c = 0; c < cycles; ++c) {
      if (errors[c]) {
        results.push_back(failure(*errors[c]));
        continue;
      }
      finish_bill(editions_, last_edition[c], exact[c], bills[c]);
      results.push_back(std::move(bills[c]));
    }
    return {};
  }

  const TariffEditions& editions_;
  NativeOptions options_;
  std::map<std::string, Zone> zones_;
  std::vector<std::unique_ptr<YearPaint>> paints_;
  std::vector<TariffReading> readings_;
  std::mutex mutex_;
  std::map<std::tuple<std::size_t, Source, std::vector<std::string>>, Slot> kernels_;
};

}  // namespace

Result<std::unique_ptr<NativeEngine>, std::string> NativeEngine::make(const TariffEditions& editions, NativeOptions options) {
  std::map<std::string, Zone> zones;
  for (const CheckedTariff& t : editions.editions) {
    if (zones.contains(t.timezone)) continue;
    auto zone = Zone::load(t.timezone);
    if (!zone) return failure(zone.error());
    zones.emplace(t.timezone, std::move(*zone));
  }
  return std::unique_ptr<NativeEngine>(std::make_unique<Engine>(editions, std::move(options), std::move(zones)));
}

}  // namespace ratebook
