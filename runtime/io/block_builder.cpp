#include "runtime/io/block_builder.hpp"

#include <algorithm>

namespace ratebook {

FactGroup& BlockBuilder::group_of(std::uint32_t tariff) {
  auto& groups = block_.groups;
  auto at =
      std::lower_bound(groups.begin(), groups.end(), tariff, [](const FactGroup& g, std::uint32_t t) { return g.tariff < t; });
  if (at == groups.end() || at->tariff != tariff) {
    at = groups.insert(at, FactGroup{});
    at->tariff = tariff;
    at->columns.resize(context_.facts[tariff].count);
  }
  return *at;
}

// Columns that every entry has alike; facts and ranges follow.
std::uint32_t BlockBuilder::new_entry(std::uint32_t tariff, std::string_view id) {
  const auto entry = static_cast<std::uint32_t>(block_.size());
  block_.tariff.push_back(tariff);
  block_.id_text += id;
  block_.id_begin.push_back(static_cast<std::uint32_t>(block_.id_text.size()));
  FactGroup& group = group_of(tariff);
  block_.place.push_back(static_cast<std::uint32_t>(group.entries.size()));
  group.entries.push_back(entry);
  return entry;
}

void BlockBuilder::end_entry() {
  block_.series_begin.push_back(static_cast<std::uint32_t>(block_.series.size()));
  block_.read_begin.push_back(static_cast<std::uint32_t>(block_.reads.size()));
  block_.dated_begin.push_back(static_cast<std::uint32_t>(block_.dated.size()));
  block_.history_begin.push_back(static_cast<std::uint32_t>(block_.history.size()));
}

void BlockBuilder::append(const OpenCycle& cycle) {
  const AccountRow& account = *cycle.account;
  const std::uint32_t entry = new_entry(account.tariff, account.id);
  block_.row.push_back(account.line);
  block_.from.push_back(account.from);
  block_.through.push_back(account.through);
  block_.bill_year.push_back(account.bill_year);
  block_.bill_month.push_back(account.bill_month);
  block_.scheduled_days.push_back(account.scheduled_days);
  block_.first.push_back(account.first ? 1 : 0);
  block_.last.push_back(account.last ? 1 : 0);
  block_.cycle_number.push_back(cycle.cycle_number);
  block_.since.push_back(account.since);
  block_.history_given.push_back(cycle.history_given ? 1 : 0);
  FactGroup& group = group_of(account.tariff);
  for (std::size_t fact = 0; fact < account.facts.size(); ++fact) group.columns[fact].push_back(account.facts[fact]);
  for (const AccountRow::Word& word : account.words) block_.other_words.push_back({entry, word.fact, std::string(word.text)});

  const std::size_t first_series = block_.series.size();
  for (const OpenCycle::Series& series : cycle.series) {
    if (!series.whole.empty()) {
      const auto count = static_cast<std::uint32_t>(series.whole.size());
      block_.series.push_back({series.column, series.step, series.start, 0, count, 0, series.whole, series.summary});
      keep(series.keeper);
      readings_ += count;
      continue;
    }
    const auto missing = static_cast<std::uint32_t>(std::count(series.values.begin(), series.values.end(), kMissing));
    if (missing == series.values.size()) continue;  // every field was empty: not measured
    block_.series.push_back({series.column,
                             series.step,
                             series.start,
                             block_.readings.size(),
                             static_cast<std::uint32_t>(series.values.size()),
                             missing,
                             {},
                             {}});
    readings_ += series.values.size();
    block_.readings.insert(block_.readings.end(), series.values.begin(), series.values.end());
  }
  std::sort(block_.series.begin() + static_cast<std::ptrdiff_t>(first_series), block_.series.end(),
            [](const BlockSeries& a, const BlockSeries& b) { return a.column < b.column; });
  const std::size_t first_read = block_.reads.size();
  for (const OpenCycle::Read& read : cycle.reads) block_.reads.push_back(read.read);
  std::sort(
      block_.reads.begin() + static_cast<std::ptrdiff_t>(first_read), block_.reads.end(),
      [](const BlockRead& a, const BlockRead& b) { return a.column != b.column ? a.column < b.column : a.amount < b.amount; });
  block_.dated.insert(block_.dated.end(), cycle.dated.begin(), cycle.dated.end());
  block_.history.insert(block_.history.end(), cycle.history.begin(), cycle.history.end());
  end_entry();
}

void BlockBuilder::append(const CycleBlock& from, std::size_t e, std::span<const BlockHistory> newer,
                          std::int64_t cycle_number) {
  const std::uint32_t entry = new_entry(from.tariff[e], from.account_id(e));
  block_.row.push_back(from.row[e]);
  block_.from.push_back(from.from[e]);
  block_.through.push_back(from.through[e]);
  block_.bill_year.push_back(from.bill_year[e]);
  block_.bill_month.push_back(from.bill_month[e]);
  block_.scheduled_days.push_back(from.scheduled_days[e]);
  block_.first.push_back(from.first[e]);
  block_.last.push_back(from.last[e]);
  block_.cycle_number.push_back(cycle_number);
  block_.since.push_back(from.since[e]);
  block_.history_given.push_back(from.history_given[e] != 0 || !newer.empty() ? 1 : 0);
  FactGroup& group = group_of(from.tariff[e]);
  for (std::uint32_t fact = 0; fact < group.columns.size(); ++fact) group.columns[fact].push_back(from.fact(e, fact));
  for (const OtherWord& word : from.other_words) {
    if (word.entry == e) block_.other_words.push_back({entry, word.fact, word.text});
  }
  for (BlockSeries series : from.series_of(e)) {
    const Readings readings = from.readings_of(series);
    series.offset = block_.readings.size();
    readings_ += series.count;
    block_.series.push_back(series);
    if (!series.elsewhere.empty()) continue;
    block_.readings.resize(series.offset + series.count);
    readings.copy(block_.readings.data() + series.offset);
  }
  for (const auto& piece : from.kept) {
    if (std::find(block_.kept.begin(), block_.kept.end(), piece) == block_.kept.end()) block_.kept.push_back(piece);
  }
  const auto append_all = [](auto& into, auto range) { into.insert(into.end(), range.begin(), range.end()); };
  append_all(block_.reads, from.reads_of(e));
  append_all(block_.dated, from.dated_of(e));
  append_all(block_.history, newer);
  for (const BlockHistory& h : from.history_of(e)) {
    const bool replaced =
        std::any_of(newer.begin(), newer.end(), [&](const BlockHistory& n) { return n.through == h.through; });
    if (!replaced) block_.history.push_back(h);
  }
  std::sort(block_.history.begin() + block_.history_begin.back(), block_.history.end(),
            [](const BlockHistory& a, const BlockHistory& b) {
              return a.through != b.through ? a.through > b.through : a.name < b.name;
            });
  end_entry();
}

// Neighbouring cycles nearly always lie in the same piece of a file.
void BlockBuilder::keep(const std::shared_ptr<const void>& piece) {
  if (block_.kept.empty() || block_.kept.back() != piece) block_.kept.push_back(piece);
}

CycleBlock BlockBuilder::take() {
  readings_ = 0;
  CycleBlock done = std::move(block_);
  block_ = CycleBlock{};
  block_.context = &context_;
  return done;
}

}  // namespace ratebook
