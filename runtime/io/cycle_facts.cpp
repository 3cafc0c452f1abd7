#include "runtime/io/cycle_facts.hpp"

#include <algorithm>

namespace ratebook {

void UnknownWords::count(std::string_view input, std::string_view word) {
  auto& words = words_[std::string(input)];
  const auto at = words.find(std::string(word));
  if (at != words.end())
    ++at->second;
  else
    ++words[words.size() < kMost ? std::string(word) : std::string("…")];
}

CycleFacts::CycleFacts(const BlockContext& context, RowRefusals& refusals, UnknownWords& words)
    : context_(context), refusals_(refusals), words_(words) {
  for (std::size_t t = 0; t < context.book->tariffs.size(); ++t) {
    auto& columns = dated_.emplace_back();
    const auto& editions = context.book->tariffs[t].editions;
    for (std::size_t e = 0; e < editions.size(); ++e) {
      for (std::size_t i = 0; i < editions[e].inputs.size(); ++i) {
        const Input& input = editions[e].inputs[i];
        if (input.dated) columns.push_back({context.facts[t].column(e, InputId{i}), e, FactColumn(editions[e], input)});
      }
    }
  }
  for (std::size_t i = 0; i < context.history_names.size(); ++i)
    names_[context.history_names[i]] = static_cast<std::uint32_t>(i);
}

void CycleFacts::place_dated(InputIndex input, const RowGroup<DatedRow>& group, std::span<OpenCycle> cycles,
                             RowCounts& counts) {
  for (const BadRow& bad : group.bad) {
    refusals_.refuse_row(input, bad.line, bad.id, bad.fault, bad.text);
    ++counts.bad;
    for (OpenCycle& cycle : cycles) cycle.refuse(input, bad.line, bad.fault);
  }
  for (const DatedRow& row : group.rows) {
    RowFault fault;
    bool refused = false;
    for (OpenCycle& cycle : cycles) {
      if (take_dated(row, cycle, fault)) continue;
      cycle.refuse(input, row.line, fault);
      refused = true;
    }
    if (refused) refusals_.refuse_row(input, row.line, row.id, fault, row.text);
    if (refused)
      ++counts.bad;
    else if (cycles.empty())
      ++counts.outside;
    else
      ++cycles.front().rows[input];
  }
  for (OpenCycle& cycle : cycles) {
    std::sort(cycle.dated.begin(), cycle.dated.end(),
              [](const BlockDated& a, const BlockDated& b) { return std::tie(a.fact, a.from) < std::tie(b.fact, b.from); });
  }
}

bool CycleFacts::take_dated(const DatedRow& row, OpenCycle& cycle, RowFault& fault) {
  for (const DatedColumn& dated : dated_[cycle.account->tariff]) {
    if (dated.column.input().path != row.name) continue;
    FactColumn::Value value = dated.column.parse(row.value);
    if (value.fault) {
      fault = std::move(*value.fault);
      return false;
    }
    if (value.other_word && dated.edition == cycle.edition) words_.count(row.name, row.value);
    const std::int32_t from = day_number(row.from);
    const auto there = std::find_if(cycle.dated.begin(), cycle.dated.end(),
                                    [&](const BlockDated& d) { return d.fact == dated.fact && d.from == from; });
    if (there == cycle.dated.end()) {
      cycle.dated.push_back({dated.fact, from, value.encoded});
    } else if (there->value != value.encoded) {
      fault = row_fault<Code::duplicate_fact>(row.name, format_date(row.from));
      return false;
    }
  }
  return true;
}

void CycleFacts::place_history(InputIndex input, const RowGroup<HistoryRow>& group, std::span<OpenCycle> cycles,
                               RowCounts& counts) {
  for (const BadRow& bad : group.bad) {
    refusals_.refuse_row(input, bad.line, bad.id, bad.fault, bad.text);
    ++counts.bad;
    for (OpenCycle& cycle : cycles) cycle.refuse(input, bad.line, bad.fault);
  }
  for (const HistoryRow& row : group.rows) {
    RowFault fault;
    bool refused = false;
    OpenCycle* taken = nullptr;
    for (OpenCycle& cycle : cycles) {
      if (context_.book->tariffs[cycle.account->tariff].id != row.tariff) continue;
      if (take_history(row, cycle, fault)) {
        taken = taken == nullptr ? &cycle : taken;
      } else {
        cycle.refuse(input, row.line, fault);
        refused = true;
      }
    }
    if (refused) refusals_.refuse_row(input, row.line, row.id, fault, row.text);
    if (refused)
      ++counts.bad;
    else if (taken != nullptr)
      ++taken->rows[input];
    else
      ++counts.outside;
  }
  for (OpenCycle& cycle : cycles) {
    std::sort(cycle.history.begin(), cycle.history.end(), [](const BlockHistory& a, const BlockHistory& b) {
      return a.through != b.through ? a.through > b.through : a.name < b.name;
    });
    if (cycle.number_before != kAbsentFact) cycle.cycle_number = cycle.number_before;
    if (cycle.account->cycle_number != kAbsentFact) cycle.cycle_number = cycle.account->cycle_number;
  }
}

bool CycleFacts::take_history(const HistoryRow& row, OpenCycle& cycle, RowFault& fault) {
  cycle.history_given = true;
  if (row.name == kCycleNumberName) {
    // A cycle that is billed again keeps its number; a new bill has the next one, also when it is a later cycle's that is there already.
    if (row.through == cycle.account->through)
      cycle.number_before = row.value.num;
    else
      cycle.cycle_number = std::max(cycle.cycle_number, row.value.num + 1);
    return true;
  }
  if (row.through >= cycle.account->from) return true;  // not an earlier cycle: this one or a later one, rated before
  const auto name = names_.find(row.name);
  if (name == names_.end()) return true;
  const std::int32_t through = day_number(row.through);
  for (const BlockHistory& there : cycle.history) {
    if (there.through != through || there.name != name->second) continue;
    if (there.value == row.value) return true;
    fault = RowFault{Code::history_value, fmt::format("another row gives `{}` of the cycle through {} another value", row.name,
                                                      format_date(row.through))};
    return false;
  }
  cycle.history.push_back({through, name->second, row.value});
  return true;
}

}  // namespace ratebook
