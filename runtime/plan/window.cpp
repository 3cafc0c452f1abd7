#include "runtime/plan/window.hpp"

#include <algorithm>
#include <cassert>
#include <map>

namespace ratebook {

WindowPlan::WindowPlan(const WindowContext& context, WindowKey key)
    : context_(context),
      key_(std::move(key)),
      clocks_{TariffClock(key_.day_zone != nullptr ? *key_.day_zone : *context.zone, key_.day_rule),
              TariffClock(*context.zone, key_.own_rule)} {
  begin_ = clocks_.days.day_begin(key_.from);
  end_ = clocks_.days.day_begin(key_.through + Days{1});
  stretches_ = ratebook::stretches(*context_.tariff, clocks_, *context_.paint, context_.classes->schemes, begin_, end_);
  lay_out_parts();
  lay_out_day_spans();
  lay_out_fields();
  lay_out_rows();
  if (key_.step > 0) {
    lay_out_runs();
    lay_out_demands();
  }
  lay_out_passes();
  lay_out_walks();
  view_.fields = window_fields_.data();
  view_.partitions = part_tables_.data();
  view_.segments = segment_days_.size();
  view_.runs = runs_.data();
  view_.run_count = runs_.size();
  view_.demands = demand_tables_.data();
  view_.steps = step_tables_.data();
  view_.walks = walk_tables_.data();
  view_.row_base = row_base_.data();
  view_.record_base = record_base_.data();
}

std::uint64_t WindowPlan::intervals() const {
  return key_.step > 0 ? static_cast<std::uint64_t>((end_ - begin_ + key_.step - 1) / key_.step) : 0;
}

std::uint32_t WindowPlan::segment_of(Date day) const {
  const auto last = static_cast<long>(segment_of_day_.size()) - 1;
  return segment_of_day_[static_cast<std::size_t>(std::clamp<long>((day - key_.from).count(), 0, last))];
}

// Parts of every partition, and segments: sets of days that no partition tells apart.
void WindowPlan::lay_out_parts() {
  const PartInputs inputs{context_.tariff, context_.paint, key_.from, key_.through, context_.as_known, &key_.dated};
  std::size_t count = 0;
  for (const ir::Partition& p : context_.program->partitions) {
    partitions_.push_back(divide(inputs, p));
    assert(partitions_.back().parts.size() <= p.most && "the lowering counts on it");
    first_part_.push_back(count);
    count += partitions_.back().parts.size();
  }
  std::map<std::vector<std::uint32_t>, std::uint32_t> by_key;
  for (Date d = key_.from; d <= key_.through; d += Days{1}) {
    std::vector<std::uint32_t> parts;
    for (const Parts& p : partitions_) parts.push_back(p.of_day[static_cast<std::size_t>((d - key_.from).count())]);
    const auto [it, fresh] = by_key.try_emplace(std::move(parts), static_cast<std::uint32_t>(segment_days_.size()));
    if (fresh) segment_days_.emplace_back();
    segment_days_[it->second].push_back(d);
    segment_of_day_.push_back(it->second);
  }
  for (const Parts& p : partitions_) {
    std::vector<std::vector<std::uint32_t>> of_part(p.parts.size());
    for (std::uint32_t s = 0; s < segment_days_.size(); ++s)
      of_part[p.of_day[static_cast<std::size_t>((segment_days_[s].front() - key_.from).count())]].push_back(s);
    std::vector<std::uint32_t> begin{0}, list;
    for (const auto& segments : of_part) {
      list.insert(list.end(), segments.begin(), segments.end());
      begin.push_back(static_cast<std::uint32_t>(list.size()));
    }
    segment_begin_.push_back(std::move(begin));
    segment_lists_.push_back(std::move(list));
  }
}

void WindowPlan::lay_out_day_spans() {
  for (const Parts& p : partitions_) {
    std::vector<std::uint32_t> begin{0};
    std::vector<native::DaySpan> spans;
    for (const Part& part : p.parts) {
      for (Date d : part.days) {
        const std::int64_t day = day_number(d);
        if (spans.size() > begin.back() && spans.back().last == day - 1)
          spans.back().last = day;
        else
          spans.push_back({day, day});
      }
      begin.push_back(static_cast<std::uint32_t>(spans.size()));
    }
    span_begin_.push_back(std::move(begin));
    day_spans_.push_back(std::move(spans));
  }
}

Date WindowPlan::rule_day(CutRule rule, const Part& part) const {
  switch (rule) {
    case CutRule::usage_day:
      return part.first;
    case CutRule::cycle_end:
      return key_.through;
    case CutRule::cycle_start:
      return key_.from;
    case CutRule::bill_month:
      return make_date(key_.bill_year, static_cast<unsigned>(key_.bill_month), 1);
  }
  return part.first;
}

MemberIndex WindowPlan::season_of(SchemeId scheme, ir::PartitionIndex partition, std::uint32_t part) const {
  return context_.paint->season(scheme, rule_day(context_.program->partitions[partition].season_rule, parts(partition)[part]));
}

namespace {

std::int64_t seconds_of(const TariffClock& clock, const std::vector<Date>& days) {
  std::int64_t seconds = 0;
  for (Date d : days) seconds += clock.day_begin(d + Days{1}) - clock.day_begin(d);
  return seconds;
}

template <class Version>
std::int64_t version_index(const std::vector<Version>& versions, CutRule rule, Date day, const Part& part, Date as_known) {
  auto on = [&](Date d) {
    const auto v = version_on(versions, d, as_known);
    return v ? static_cast<std::int64_t>(*v) : -1;
  };
  if (rule != CutRule::usage_day) return on(day);
  // A part may lie in days without a version where the script has a single one, which does not cut.
  const std::int64_t index = on(part.first);
  for (Date d : part.days)
    if (on(d) < 0) return -1;
  return index;
}

}  // namespace

std::int64_t WindowPlan::scope_seconds(const ScopeRef& scope, const Part* part) const {
  std::int64_t seconds = 0;
  for (const Stretch& s : stretches_) {
    if (part != nullptr && !std::binary_search(part->days.begin(), part->days.end(), s.day)) continue;
    const bool inside = std::all_of(scope.members.begin(), scope.members.end(), [&](const MemberRef& m) {
      const auto at = std::find(context_.classes->schemes.begin(), context_.classes->schemes.end(), m.scheme) -
                      context_.classes->schemes.begin();
      return s.members[static_cast<std::size_t>(at)] == m.member;
    });
    if (inside) seconds += s.last - s.first;
  }
  return seconds;
}

std::int64_t WindowPlan::part_field(const ir::PartField& f, std::uint32_t ordinal, const Proratas& months,
                                    const Proratas& years) const {
  using Kind = ir::PartField::Kind;
  const ir::Partition& partition = context_.program->partitions[f.partition];
  const Part& part = parts(f.partition)[ordinal];
  const Date version_day = rule_day(partition.version_rule, part);
  switch (f.kind) {
    case Kind::days:
      return static_cast<std::int64_t>(part.days.size());
    case Kind::seconds:
      return seconds_of(clocks_.days, part.days);
    case Kind::months_numerator:
      return months.numerators[first_part(f.partition) + ordinal];
    case Kind::years_numerator:
      return years.numerators[first_part(f.partition) + ordinal];
    case Kind::season:
      return season_of(f.scheme, f.partition, ordinal);
    case Kind::month:
      return month_of(part.first);
    case Kind::value_version:
      return version_index((*context_.tariff)[f.value].versions, partition.version_rule, version_day, part, context_.as_known);
    case Kind::table_version:
      return version_index((*context_.tariff)[f.table].versions, partition.version_rule, version_day, part, context_.as_known);
    case Kind::dated_input: {
      const auto it = key_.dated.find(f.input);
      return it == key_.dated.end() ? ir::kAbsent : it->second.on(version_day);
    }
    case Kind::scope_seconds:
      return scope_seconds(f.scope, &part);
    case Kind::occurs:
      return occurs(f.scope, part);
    case Kind::part_of:
      return part_holding(f.other, part.first);
    case Kind::days_in:
      return std::count_if(part.days.begin(), part.days.end(), [&](Date d) { return part_holding(f.other, d) == f.ordinal; });
    case Kind::divided:
      return position_among_divided(f.partition, f.other, part);
  }
  return 0;
}

std::uint32_t WindowPlan::part_holding(ir::PartitionIndex partition, Date day) const {
  return partitions_[partition].of_day[static_cast<std::size_t>((day - key_.from).count())];
}

// `finer`'s parts lie each within one of `coarser`'s.
std::int64_t WindowPlan::position_among_divided(ir::PartitionIndex finer, ir::PartitionIndex coarser, const Part& part) const {
  auto is_divided = [&](const Part& whole) {
    return parts(finer)[part_holding(finer, whole.first)].days.size() != whole.days.size();
  };
  const std::vector<Part>& all = parts(coarser);
  const auto own = static_cast<std::ptrdiff_t>(part_holding(coarser, part.first));
  if (!is_divided(all[static_cast<std::size_t>(own)])) return -1;
  return std::count_if(all.begin(), all.begin() + own, is_divided);
}

std::int64_t WindowPlan::window_field(const ir::WindowField& f, const Proratas& months, const Proratas& years) const {
  using Kind = ir::WindowField::Kind;
  switch (f.kind) {
    case Kind::months_denominator:
      return months.scheduled_days_missing ? ir::kAbsent : months.denominator;
    case Kind::years_denominator:
      return years.scheduled_days_missing ? ir::kAbsent : years.denominator;
    case Kind::cycle_days:
      return (key_.through - key_.from).count() + 1;
    case Kind::whole_cycle_days:
      return (key_.cycle_through - key_.cycle_from).count() + 1;
    case Kind::cycle_from:
      return day_number(key_.cycle_from);
    case Kind::cycle_through:
      return day_number(key_.cycle_through);
    case Kind::bill_month:
      return key_.bill_month;
    case Kind::bill_year:
      return key_.bill_year;
    case Kind::scheduled_days:
      return key_.scheduled_days > 0 ? key_.scheduled_days : ir::kAbsent;
    case Kind::cycle_first:
      return key_.first;
    case Kind::cycle_last:
      return key_.last;
    case Kind::rated_from:
      return day_number(key_.from);
    case Kind::rated_through:
      return day_number(key_.through);
    case Kind::last_edition:
      return key_.last_edition;
    case Kind::parts:
      return static_cast<std::int64_t>(parts(f.partition).size());
    case Kind::reading_seconds: {
      const std::vector<ChannelId>& channels = context_.program->walks[f.walk].channels;
      const auto grid = channels.empty() ? std::nullopt : grid_of(channels.front());
      return grid ? grid->step : 1;  // without readings the walk takes nothing
    }
    case Kind::bill_month_first:
      return day_number(make_date(key_.bill_year, static_cast<unsigned>(key_.bill_month), 1));
  }
  return 0;
}

void WindowPlan::lay_out_fields() {
  std::vector<const Part*> all;
  for (const Parts& p : partitions_)
    for (const Part& part : p.parts) all.push_back(&part);
  const CycleFacts cycle{key_.cycle_from, key_.cycle_through, key_.scheduled_days, key_.first, key_.last};
  const Proratas months = prorate_months(context_.tariff->rules.monthly, cycle, all);
  const Proratas years = prorate_years(context_.tariff->rules.yearly, months, cycle, all);
  for (const ir::WindowField& f : context_.program->window_fields) window_fields_.push_back(window_field(f, months, years));
  for (const ir::PartField& f : context_.program->part_fields) {
    std::vector<std::int64_t> column;
    for (std::uint32_t part = 0; part < parts(f.partition).size(); ++part) column.push_back(part_field(f, part, months, years));
    part_fields_.push_back(std::move(column));
  }
  for (ir::PartitionIndex p = 0; p < partitions_.size(); ++p) {
    std::vector<const std::int64_t*> pointers;
    for (std::size_t f = 0; f < part_fields_.size(); ++f)
      pointers.push_back(context_.program->part_fields[f].partition == p ? part_fields_[f].data() : nullptr);
    part_field_pointers_.push_back(std::move(pointers));
    part_tables_.push_back({partitions_[p].parts.size(), part_field_pointers_.back().data(), segment_begin_[p].data(),
                            segment_lists_[p].data(), span_begin_[p].data(), day_spans_[p].data()});
  }
}

// The latest first day among the edition, the versions and the dated facts that a row's price, share or limits read (section 26, 28).
Date WindowPlan::latest_start(const ir::RowSlot& slot, const Part& part) const {
  const Date day = rule_day(context_.program->partitions[slot.partition].version_rule, part);
  Date from = context_.tariff->edition;
  auto consider = [&](const auto& versions) {
    if (const auto v = version_on(versions, day, context_.as_known)) from = std::max(from, versions[*v].dates.from);
  };
  for (ValueId v : slot.version_values) consider((*context_.tariff)[v].versions);
  for (TableId t : slot.version_tables) consider((*context_.tariff)[t].versions);
  for (InputId i : slot.version_inputs)
    if (const auto it = key_.dated.find(i); it != key_.dated.end())
      for (const auto& change : it->second.changes)
        if (change.first <= day) from = std::max(from, change.first);
  return from;
}

// Where each slot's rows stand, and the date that @DATE shows for each of them (section 26, 28).
void WindowPlan::lay_out_rows() {
  for (const ir::RowSlot& slot : context_.program->rows) {
    row_base_.push_back(rows_);
    rows_ += static_cast<std::uint32_t>(parts(slot.partition).size());
    std::vector<Date> latest;
    for (const Part& part : parts(slot.partition)) latest.push_back(latest_start(slot, part));
    version_from_.push_back(std::move(latest));
  }
  for (const ir::RecordSlot& slot : context_.program->records) {
    record_base_.push_back(records_);
    records_ += static_cast<std::uint32_t>(parts(slot.partition).size());
  }
}

}  // namespace ratebook
