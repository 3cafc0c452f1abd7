#include "tests/differential/account_cycle.hpp"

#include <algorithm>

#include "runtime/calendar/clock.hpp"

namespace ratebook::differential {
namespace {

std::size_t edition_of(const TariffEditions& editions, Date day) {
  std::size_t at = 0;
  for (std::size_t e = 0; e < editions.editions.size(); ++e)
    if (editions.editions[e].edition <= day) at = e;
  return at;
}

// Both clocks, from the same zone file that the readers use; a mistake there shows as readings that do not cover the cycle.
Instant day_begin(const std::string& timezone, bool standard_clock, Date day) {
  const auto zone = Zone::load(timezone);
  if (!zone) return Instant{86400} * day_number(day);
  return TariffClock(*zone, standard_clock ? ClockRule::standard : ClockRule::local_daylight).day_begin(day);
}

std::optional<ChannelId> channel_of(const CheckedTariff& t, const std::string& name) {
  for (std::size_t k = 0; k < t.channels.size(); ++k)
    if (t.channels[k].name == name) return ChannelId{k};
  return std::nullopt;
}

std::optional<MemberRef> member_of(const CheckedTariff& t, const std::string& path) {
  const std::size_t dot = path.find('.');
  const std::string scheme = dot == std::string::npos ? "" : path.substr(0, dot);
  const std::string name = dot == std::string::npos ? path : path.substr(dot + 1);
  for (std::size_t s = 0; s < t.schemes.size(); ++s) {
    const bool unnamed = t.schemes[s].name == "season" || t.schemes[s].name == "period" || t.schemes[s].name == "day";
    if (scheme.empty() ? !unnamed : t.schemes[s].name != scheme) continue;
    for (std::size_t m = 0; m < t.schemes[s].members.size(); ++m)
      if (t.schemes[s].members[m].name == name) return MemberRef{SchemeId{s}, static_cast<MemberIndex>(m)};
  }
  return std::nullopt;
}

std::optional<Ratio> number_of(const std::string& text, Currency currency) {
  std::size_t end = 0;
  while (end < text.size() && (std::isdigit(static_cast<unsigned char>(text[end])) || text[end] == '.' || text[end] == '-'))
    ++end;
  const auto number = parse_decimal(std::string_view(text).substr(0, end));
  if (!number) return std::nullopt;
  while (end < text.size() && text[end] == ' ') ++end;
  const UnitParse unit = parse_unit(std::string_view(text).substr(end), currency);
  if (!unit.unit) return std::nullopt;
  return multiply(ratio_of(*number), unit.unit->factor);
}

std::optional<FactValue> fact_of(const CheckedTariff& t, const Input& input, const std::string& text) {
  switch (input.type.kind) {
    case Type::Kind::flag:
      return text == "true";
    case Type::Kind::date:
      if (const auto date = parse_date(text)) return *date;
      return std::nullopt;
    case Type::Kind::number:
      if (const auto number = number_of(text, t.currency)) return *number;
      return std::nullopt;
    case Type::Kind::word:
    case Type::Kind::text:
      return text;
  }
  return std::nullopt;
}

void take_facts(const TariffEditions& editions, const CheckedTariff& t, const Account& a, AccountCycle& cycle) {
  cycle.inputs.resize(t.inputs.size());
  for (const auto& [path, text] : a.facts) {
    bool known = false;
    for (std::size_t i = 0; i < t.inputs.size(); ++i) {
      if (t.inputs[i].path != path) continue;
      cycle.inputs[i] = fact_of(t, t.inputs[i], text);
      known = true;
    }
    for (const CheckedTariff& earlier : editions.editions) {
      if (known || &earlier == &t) break;
      for (const Input& input : earlier.inputs) {
        if (known || input.path != path) continue;
        if (auto value = fact_of(earlier, input, text)) cycle.earlier_inputs.emplace_back(path, std::move(*value));
        known = true;
      }
    }
  }
  for (const DatedWords& d : a.dated)
    for (std::size_t i = 0; i < t.inputs.size(); ++i)
      if (t.inputs[i].path == d.path && t.inputs[i].dated)
        if (auto value = fact_of(t, t.inputs[i], d.value)) cycle.dated.push_back({InputId{i}, d.from, std::move(*value)});
  std::stable_sort(cycle.dated.begin(), cycle.dated.end(),
                   [](const DatedFact& x, const DatedFact& y) { return x.from < y.from; });
}

template <class Read>
void take_reads(const CheckedTariff& t, const std::vector<ReadWords>& words, std::vector<Read>& reads) {
  for (const ReadWords& r : words) {
    const auto channel = channel_of(t, r.channel);
    if (!channel) continue;
    Read read;
    read.channel = *channel;
    read.amount = r.amount;
    bool known = true;
    for (const std::string& path : r.members) {
      if (const auto m = member_of(t, path))
        read.members.push_back(*m);
      else
        known = false;
    }
    if (known) reads.push_back(std::move(read));
  }
}

}  // namespace

std::int64_t cycle_seconds(const std::string& timezone, bool standard_clock, Date from, Date through) {
  return day_begin(timezone, standard_clock, through + Days{1}) - day_begin(timezone, standard_clock, from);
}

AccountCycle account_cycle(const TariffEditions& editions, const Account& a) {
  const CheckedTariff& t = editions.editions[edition_of(editions, a.through)];
  AccountCycle cycle;
  cycle.account_id += 'A';
  cycle.from = a.from;
  cycle.through = a.through;
  take_facts(editions, t, a, cycle);
  cycle.bill_month = a.bill_month;
  cycle.scheduled_days = a.scheduled_days;
  cycle.first = a.first;
  cycle.last = a.last;
  cycle.cycle_number = a.cycle_number;
  cycle.since = a.since;
  take_reads(t, a.reads, cycle.reads);
  take_reads(t, a.demand_reads, cycle.demand_reads);
  const bool standard = t.rules.clock && t.rules.clock->rule == ClockRule::standard;
  for (const SeriesWords& s : a.series) {
    const auto channel = channel_of(t, s.channel);
    if (channel) cycle.intervals.push_back({*channel, day_begin(t.timezone, standard, a.from), s.step, s.readings});
  }
  cycle.history_given = a.history_given;
  for (const EarlierWords& e : a.history) {
    EarlierCycle earlier{e.through, {}};
    for (const auto& [name, text] : e.recorded)
      if (const auto number = number_of(text, t.currency)) earlier.recorded[name] = *number;
    cycle.history.push_back(std::move(earlier));
  }
  return cycle;
}

RatingOptions rating_options(const Account& a) {
  RatingOptions options;
  if (a.as_known) options.as_known = *a.as_known;
  return options;
}

}  // namespace ratebook::differential
