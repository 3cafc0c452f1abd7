#include "runtime/io/batch_input.hpp"

#include <algorithm>
#include <cassert>

namespace ratebook {

namespace {

// The fact's column number as seen from the edition whose ids are wanted; nothing when another edition declares it.
std::optional<InputId> input_in(const FactColumns& columns, const TariffEditions& tariff, std::size_t edition,
                                std::uint32_t fact) {
  const std::uint32_t first = columns.first_of_edition[edition];
  if (fact < first || fact >= first + tariff.editions[edition].inputs.size()) return std::nullopt;
  return InputId{fact - first};
}

std::string_view other_word(const CycleBlock& block, std::size_t entry, std::uint32_t fact) {
  auto at = std::lower_bound(block.other_words.begin(), block.other_words.end(), entry,
                             [](const OtherWord& w, std::size_t e) { return w.entry < e; });
  for (; at != block.other_words.end() && at->entry == entry; ++at) {
    if (at->fact == fact) return at->text;
  }
  return {};
}

void take_metered(const CycleBlock& block, std::size_t entry, std::size_t edition, AccountCycle& cycle) {
  const MeteredColumns& metered = block.context->metered;
  for (const BlockSeries& s : block.series_of(entry)) {
    const auto& bucket = metered.bucket(s.column, block.tariff[entry], edition);
    if (!bucket) continue;
    const Readings readings = block.readings_of(s);
    cycle.intervals.push_back({bucket->channel, s.start, s.step, std::vector<std::int64_t>(readings.size())});
    readings.copy(cycle.intervals.back().readings.data());
  }
  for (const BlockRead& read : block.reads_of(entry)) {
    const auto& bucket = metered.bucket(read.column, block.tariff[entry], edition);
    if (!bucket) continue;
    if (metered.columns[read.column].metering == Metering::energy) {
      cycle.reads.push_back({bucket->channel, bucket->members, read.amount});
    } else {
      cycle.demand_reads.push_back({bucket->channel, bucket->members, read.amount});
    }
  }
}

void take_history(const CycleBlock& block, std::size_t entry, AccountCycle& cycle) {
  for (const BlockHistory& h : block.history_of(entry)) {
    const Date through = date_of_number(h.through);
    if (cycle.history.empty() || cycle.history.back().through != through) cycle.history.push_back({through, {}});
    cycle.history.back().recorded.emplace(block.context->history_names[h.name], h.value);
  }
  cycle.history_given = block.history_given[entry] != 0;
}

}  // namespace

std::int64_t CycleBlock::fact(std::size_t e, std::uint32_t fact_column) const {
  const auto group = std::lower_bound(groups.begin(), groups.end(), tariff[e],
                                      [](const FactGroup& g, std::uint32_t t) { return g.tariff < t; });
  assert(group != groups.end() && group->tariff == tariff[e]);
  return group->columns[fact_column][place[e]];
}

FactValue decode_fact(const CheckedTariff& tariff, const Input& input, std::int64_t encoded, std::string_view other) {
  switch (input.type.kind) {
    case Type::Kind::flag:
      return encoded != 0;
    case Type::Kind::date:
      return date_of_number(static_cast<std::int32_t>(encoded));
    case Type::Kind::text:
      return encoded == 0 ? std::string(other) : input.words[static_cast<std::size_t>(encoded - 1)];
    case Type::Kind::word:
      if (!input.type.choice.valid()) return std::string(kMonthWords[static_cast<std::size_t>(encoded)]);
      return tariff[input.type.choice].members[static_cast<std::size_t>(encoded)];
    case Type::Kind::number:
      break;
  }
  const auto value = make_ratio(Int128{encoded} * input.unit.factor.num, Int128{1000000} * input.unit.factor.den);
  assert(value && "the ranges of limits.def keep facts within 64-bit ratios");
  return *value;
}

AccountCycle make_account_cycle(const CycleBlock& block, std::size_t entry) {
  const TariffEditions& tariff = block.editions(entry);
  const std::size_t edition = edition_on(tariff, block.through[entry]);
  const CheckedTariff& ids = tariff.editions[edition];
  const FactColumns& columns = block.context->facts[block.tariff[entry]];
  AccountCycle cycle;
  cycle.account_id = block.account_id(entry);
  cycle.from = block.from[entry];
  cycle.through = block.through[entry];
  cycle.inputs.resize(ids.inputs.size());
  for (std::size_t i = 0; i < ids.inputs.size(); ++i) {
    const std::uint32_t fact = columns.column(edition, InputId{i});
    const std::int64_t value = block.fact(entry, fact);
    if (value != kAbsentFact) cycle.inputs[i] = decode_fact(ids, ids.inputs[i], value, other_word(block, entry, fact));
  }
  for (const BlockDated& d : block.dated_of(entry)) {
    const auto input = input_in(columns, tariff, edition, d.fact);
    if (input) cycle.dated.push_back({*input, date_of_number(d.from), decode_fact(ids, ids[*input], d.value, {})});
  }
  if (block.bill_month[entry] != 0) cycle.bill_month = block.bill_month[entry];
  if (block.bill_year[entry] != 0) cycle.bill_year = block.bill_year[entry];
  if (block.scheduled_days[entry] != 0) cycle.scheduled_days = block.scheduled_days[entry];
  cycle.first = block.first[entry] != 0;
  cycle.last = block.last[entry] != 0;
  if (block.cycle_number[entry] != kAbsentFact) cycle.cycle_number = static_cast<std::uint32_t>(block.cycle_number[entry]);
  if (block.since[entry] != kAbsentFact) cycle.since = date_of_number(static_cast<std::int32_t>(block.since[entry]));
  take_metered(block, entry, edition, cycle);
  take_history(block, entry, cycle);
  return cycle;
}

}  // namespace ratebook
