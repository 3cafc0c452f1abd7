#include "runtime/interpreter/edition_facts.hpp"

#include <algorithm>

namespace ratebook::oracle {
namespace {

template <class T, class Name>
std::optional<std::size_t> position(const std::vector<T>& things, Name T::*name, const std::string& wanted) {
  for (std::size_t i = 0; i < things.size(); ++i)
    if (things[i].*name == wanted) return i;
  return std::nullopt;
}

}  // namespace

std::uint32_t edition_on(const TariffEditions& editions, Date day) {
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < editions.editions.size(); ++i)
    if (editions.editions[i].edition <= day) found = i;
  return found;
}

std::optional<MemberRef> same_member(const CheckedTariff& from, MemberRef member, const CheckedTariff& to) {
  const Scheme& scheme = from[member.scheme];
  for (std::size_t s = 0; s < to.schemes.size(); ++s) {
    if (to.schemes[s].kind != scheme.kind || to.schemes[s].name != scheme.name) continue;
    if (const auto m = position(to.schemes[s].members, &Member::name, scheme.members[member.member].name))
      return MemberRef{SchemeId{s}, static_cast<MemberIndex>(*m)};
  }
  return std::nullopt;
}

std::optional<ChannelId> same_channel(const CheckedTariff& from, ChannelId channel, const CheckedTariff& to) {
  const auto at = position(to.channels, &Channel::name, from[channel].name);
  return at ? std::optional(ChannelId{*at}) : std::nullopt;
}

std::optional<MeasureId> same_measure(const CheckedTariff& from, MeasureId measure, const CheckedTariff& to) {
  const auto at = position(to.measures, &Measure::name, from[measure].name);
  return at ? std::optional(MeasureId{*at}) : std::nullopt;
}

std::optional<InputId> same_input(const CheckedTariff& from, InputId input, const CheckedTariff& to) {
  const auto at = position(to.inputs, &Input::path, from[input].path);
  return at ? std::optional(InputId{*at}) : std::nullopt;
}

AccountCycle in_edition(const TariffEditions& editions, const AccountCycle& cycle, std::uint32_t known, std::uint32_t wanted) {
  if (known == wanted) return cycle;
  const CheckedTariff& from = editions.editions[known];
  const CheckedTariff& to = editions.editions[wanted];

  AccountCycle result = cycle;
  result.inputs.assign(to.inputs.size(), std::nullopt);
  for (std::size_t i = 0; i < cycle.inputs.size(); ++i) {
    if (const auto id = same_input(from, InputId{i}, to))
      result.inputs[id->index] = cycle.inputs[i];
    else if (cycle.inputs[i])
      result.earlier_inputs.emplace_back(from.inputs[i].path, *cycle.inputs[i]);
  }
  for (const auto& [path, value] : cycle.earlier_inputs)
    if (const auto at = position(to.inputs, &Input::path, path)) result.inputs[*at] = value;
  result.dated.clear();
  for (DatedFact fact : cycle.dated)
    if (const auto id = same_input(from, fact.input, to)) {
      fact.input = *id;
      result.dated.push_back(fact);
    }
  result.intervals.clear();
  for (IntervalSeries series : cycle.intervals)
    if (const auto id = same_channel(from, series.channel, to)) {
      series.channel = *id;
      result.intervals.push_back(std::move(series));
    }
  result.reads.clear();
  for (const RegisterRead& read : cycle.reads) {
    const auto id = same_channel(from, read.channel, to);
    if (!id) continue;
    // What divides the meter's buckets but not this edition's time is added up.
    RegisterRead mine{*id, {}, read.amount};
    for (const MemberRef m : read.members)
      if (const auto member = same_member(from, m, to)) mine.members.push_back(*member);
    result.reads.push_back(std::move(mine));
  }
  result.demand_reads.clear();
  for (const DemandRead& read : cycle.demand_reads) {
    const auto id = same_channel(from, read.channel, to);
    DemandRead mine{id.value_or(ChannelId{}), {}, read.amount};
    for (const MemberRef m : read.members)
      if (const auto member = same_member(from, m, to)) mine.members.push_back(*member);
    if (id && mine.members.size() == read.members.size()) result.demand_reads.push_back(std::move(mine));
  }
  result.given_measures.clear();
  for (const auto& [measure, value] : cycle.given_measures)
    if (const auto id = same_measure(from, measure, to)) result.given_measures.emplace_back(*id, value);
  return result;
}

}  // namespace ratebook::oracle
