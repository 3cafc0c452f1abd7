#include "runtime/plan/cycle_view.hpp"

#include <algorithm>

namespace ratebook {
namespace {

template <class Named>
std::int64_t index_named(const std::vector<Named>& items, std::string_view name) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].name == name) return static_cast<std::int64_t>(i);
  return -1;
}

std::optional<MemberRef> same_member(const CheckedTariff& from, MemberRef member, const CheckedTariff& to) {
  const Scheme& wanted = from[member.scheme];
  const auto scheme = std::find_if(to.schemes.begin(), to.schemes.end(),
                                   [&](const Scheme& s) { return s.kind == wanted.kind && s.name == wanted.name; });
  if (scheme == to.schemes.end()) return std::nullopt;
  const SchemeId id{static_cast<std::size_t>(scheme - to.schemes.begin())};
  const std::int64_t index = index_named(to[id].members, wanted.members[member.member].name);
  if (index < 0) return std::nullopt;
  return MemberRef{id, static_cast<MemberIndex>(index)};
}

// Without the members that the edition does not know: reads of its whole add up.
std::optional<ReadView> same_read(const CheckedTariff& from, ChannelId channel, const std::vector<MemberRef>& members,
                                  std::int64_t amount, const CheckedTariff& to) {
  const std::int64_t index = index_named(to.channels, from[channel].name);
  if (index < 0) return std::nullopt;
  ReadView view{ChannelId{static_cast<std::size_t>(index)}, {}, amount};
  for (const MemberRef& m : members)
    if (const auto same = same_member(from, m, to)) view.members.push_back(*same);
  return view;
}

void set_bill_month(CycleView& view, int year, int month) {
  const Date first = first_of_bill_month(view.through, year, month);
  view.bill_year = year_of(first);
  view.bill_month = static_cast<int>(month_of(first));
}

void seed_dated(const CheckedTariff& tariff, CycleView& view) {
  for (std::size_t i = 0; i < tariff.inputs.size(); ++i) {
    if (!tariff.inputs[i].dated) continue;
    DatedValues& values = view.dated[InputId{i}];
    values.initial = view.inputs[i];
    if (values.initial == ir::kAbsent && tariff.inputs[i].initial)
      values.initial = encode_fact(tariff, tariff.inputs[i], *tariff.inputs[i].initial);
  }
}

}  // namespace

Date first_of_bill_month(Date through, int year, int month) {
  const int end = year_of(through) * 12 + static_cast<int>(month_of(through));
  if (month <= 0) return make_date(year > 0 ? year : year_of(through), month_of(through), 1);
  if (year <= 0) {
    // Months from the cycle's end to the bill month, forward, 0 … 11; more than half a year forward is nearer backward.
    const int forward = ((month - end) % 12 + 12) % 12;
    year = (end + (forward >= 6 ? forward - 12 : forward) - month) / 12;
  }
  return make_date(year, static_cast<unsigned>(month), 1);
}

std::int64_t encode_fact(const CheckedTariff& tariff, const Input& input, const FactValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const auto* date = std::get_if<Date>(&value)) return day_number(*date);
  if (const auto* word = std::get_if<std::string>(&value)) {
    if (input.type.kind == Type::Kind::text) {
      const auto at = std::find(input.words.begin(), input.words.end(), *word);
      return at == input.words.end() ? 0 : at - input.words.begin() + 1;
    }
    if (input.type.choice) {
      const auto& members = tariff[input.type.choice].members;
      const auto at = std::find(members.begin(), members.end(), *word);
      return at == members.end() ? kNoMember : at - members.begin();
    }
    const auto at = std::find(std::begin(kMonthWords), std::end(kMonthWords), *word);
    return at == std::end(kMonthWords) ? kNoMember : at - std::begin(kMonthWords);
  }
  const Ratio number = std::get<Ratio>(value);
  if (input.type.kind == Type::Kind::word && !input.type.choice) return number.num - 1;  // a month as 1…12
  const Ratio factor = input.unit.factor;
  const auto scaled = make_ratio(Int128{number.num} * factor.den * 1000000, Int128{number.den} * factor.num);
  return scaled && scaled->den == 1 ? scaled->num : ir::kAbsent;
}

CycleView view_of(const CycleBlock& block, std::size_t e, std::size_t edition) {
  const BlockContext& context = *block.context;
  const std::uint32_t tariff_index = block.tariff[e];
  const CheckedTariff& tariff = block.editions(e).editions[edition];
  CycleView view;
  view.from = block.from[e];
  view.through = block.through[e];
  set_bill_month(view, block.bill_year[e], block.bill_month[e]);
  view.scheduled_days = block.scheduled_days[e];
  view.first = block.first[e] != 0;
  view.last = block.last[e] != 0;
  view.cycle_number = block.cycle_number[e];
  view.since = block.since[e];
  view.history_given = block.history_given[e] != 0;
  const FactColumns& facts = context.facts[tariff_index];
  for (std::size_t i = 0; i < tariff.inputs.size(); ++i)
    view.inputs.push_back(block.fact(e, facts.column(edition, InputId{i})));
  seed_dated(tariff, view);
  for (const BlockDated& d : block.dated_of(e))
    for (std::size_t i = 0; i < tariff.inputs.size(); ++i)
      if (facts.column(edition, InputId{i}) == d.fact && tariff.inputs[i].dated)
        view.dated[InputId{i}].changes.emplace_back(date_of_number(d.from), d.value);
  for (const BlockSeries& s : block.series_of(e))
    if (const auto& bucket = context.metered.bucket(s.column, tariff_index, edition))
      view.series.push_back(
          {bucket->channel, s.step, s.start, block.readings_of(s), s.summary ? *s.summary : summarise(block.readings_of(s))});
  const std::size_t own = edition_on(block.editions(e), view.through);
  for (const BlockRead& r : block.reads_of(e)) {
    const bool demand = context.metered.columns[r.column].metering == Metering::demand;
    if (const auto& bucket = context.metered.bucket(r.column, tariff_index, edition)) {
      (demand ? view.demand_reads : view.reads).push_back({bucket->channel, bucket->members, r.amount});
    } else if (const auto& known = context.metered.bucket(r.column, tariff_index, own); known && !demand) {
      if (auto same = same_read(block.editions(e).editions[own], known->channel, known->members, r.amount, tariff))
        view.reads.push_back(std::move(*same));
    }
  }
  for (const BlockHistory& h : block.history_of(e)) {
    const Date through = date_of_number(h.through);
    if (view.history.empty() || view.history.back().through != through) view.history.push_back({through, {}});
    view.history.back().recorded[context.history_names[h.name]] = h.value;
  }
  return view;
}

CycleView view_of(const TariffEditions& editions, const AccountCycle& cycle, std::size_t edition) {
  const CheckedTariff& own = editions.editions[edition_on(editions, cycle.through)];
  const CheckedTariff& tariff = editions.editions[edition];
  CycleView view;
  view.from = cycle.from;
  view.through = cycle.through;
  set_bill_month(view, cycle.bill_year.value_or(0), static_cast<int>(cycle.bill_month.value_or(0)));
  view.scheduled_days = cycle.scheduled_days.value_or(0);
  view.first = cycle.first;
  view.last = cycle.last;
  if (cycle.cycle_number) view.cycle_number = *cycle.cycle_number;
  if (cycle.since) view.since = day_number(*cycle.since);
  view.history_given = cycle.history_given;
  auto own_input = [&](const Input& input) -> std::int64_t {
    for (std::size_t i = 0; i < own.inputs.size(); ++i)
      if (own.inputs[i].path == input.path) return static_cast<std::int64_t>(i);
    return -1;
  };
  for (const Input& input : tariff.inputs) {
    const std::int64_t i = own_input(input);
    const bool given =
        i >= 0 && static_cast<std::size_t>(i) < cycle.inputs.size() && cycle.inputs[static_cast<std::size_t>(i)].has_value();
    view.inputs.push_back(given ? encode_fact(tariff, input, *cycle.inputs[static_cast<std::size_t>(i)]) : ir::kAbsent);
  }
  seed_dated(tariff, view);
  for (const DatedFact& d : cycle.dated)
    for (std::size_t i = 0; i < tariff.inputs.size(); ++i)
      if (tariff.inputs[i].dated && own_input(tariff.inputs[i]) == static_cast<std::int64_t>(d.input.index))
        view.dated[InputId{i}].changes.emplace_back(d.from, encode_fact(tariff, tariff.inputs[i], d.value));
  for (const IntervalSeries& s : cycle.intervals)
    if (const std::int64_t c = index_named(tariff.channels, own[s.channel].name); c >= 0)
      view.series.push_back(
          {ChannelId{static_cast<std::size_t>(c)}, s.step, s.start, Readings(s.readings), summarise(Readings(s.readings))});
  for (const RegisterRead& r : cycle.reads)
    if (auto same = same_read(own, r.channel, r.members, r.amount, tariff)) view.reads.push_back(std::move(*same));
  for (const DemandRead& r : cycle.demand_reads)
    if (auto same = same_read(own, r.channel, r.members, r.amount, tariff); same && same->members.size() == r.members.size())
      view.demand_reads.push_back(std::move(*same));
  view.history = cycle.history;
  for (const auto& [measure, value] : cycle.given_measures)
    if (const std::int64_t m = index_named(tariff.measures, own[measure].name); m >= 0)
      view.given.emplace_back(MeasureId{static_cast<std::size_t>(m)}, value);
  return view;
}

}  // namespace ratebook
