#include "runtime/batch/rated_text.hpp"

#include <algorithm>
#include <numeric>

namespace ratebook {

namespace {

// Rates a block round by round: first the cycles that follow no other, then those that follow them, with the history that these leave.
class Rounds {
 public:
  Rounds(Engine& engine, const AssembledBlock& block, const std::vector<EarlierCycles>& earlier)
      : engine_(engine),
        block_(block),
        earlier_(earlier),
        results(block.cycles.size()),
        causes(block.cycles.size()),
        followed_(block.cycles.size()) {}

  std::optional<std::string> run() {
    std::vector<std::uint32_t> round;
    for (std::uint32_t e = 0; e < block_.cycles.size(); ++e) {
      if (block_.previous[e] == AssembledBlock::kNoEntry) round.push_back(e);
    }
    if (auto rated = engine_.rate(block_.cycles, round, results); !rated) return rated.error();
    while (!round.empty()) {
      std::vector<std::uint32_t> next;
      for (std::uint32_t e = 0; e < block_.cycles.size(); ++e) {
        if (block_.previous[e] != AssembledBlock::kNoEntry &&
            std::binary_search(round.begin(), round.end(), block_.previous[e]))
          next.push_back(e);
      }
      if (auto failed = rate_followers(next)) return failed;
      round = std::move(next);
    }
    for (std::uint32_t e = 0; e < block_.cycles.size(); ++e) blame_unknown_number(e);
    return std::nullopt;
  }

  // What an entry's bill leaves to later ones: its number among the account's bills. A cycle without a bill has not been counted.
  std::optional<std::int64_t> cycle_number(std::uint32_t e) const {
    const std::uint32_t previous = block_.previous[e];
    if (previous != AssembledBlock::kNoEntry && !block_.number_given[e]) {
      const auto before = cycle_number(previous);
      if (before) return results[previous] || block_.number_given[previous] ? *before + 1 : *before;
    }
    if (block_.number_counted[e] != kAbsentFact) return block_.number_counted[e];
    return block_.cycles.first[e] != 0 ? std::optional<std::int64_t>(1) : std::nullopt;
  }

 private:
  // Row of the oldest earlier cycle of the run that has no bill; 0: all have one.
  std::uint64_t refused_before(std::uint32_t e) const {
    std::uint64_t row = block_.refused_before[e];
    for (std::uint32_t p = block_.previous[e]; p != AssembledBlock::kNoEntry; p = block_.previous[p]) {
      if (block_.refused_before[p] != 0)
        row = block_.refused_before[p];
      else if (!results[p])
        row = block_.cycles.row[p];
    }
    return row;
  }

  // The oldest entry without a bill that this one reads.
  std::optional<std::uint32_t> needed_without_bill(std::uint32_t e) const {
    std::vector<std::uint32_t> entries;
    for (std::uint32_t p = e; p != AssembledBlock::kNoEntry; p = block_.previous[p]) entries.push_back(p);
    std::reverse(entries.begin(), entries.end());
    std::vector<EarlierCycles::Cycle> cycles;
    for (const std::uint32_t entry : entries) cycles.push_back({block_.cycles.from[entry], block_.cycles.through[entry]});
    const auto needed = ratebook::needed_without_bill(earlier_[block_.cycles.tariff[e]], cycles,
                                                      [&](std::size_t k) { return results[entries[k]].has_value(); });
    return needed ? std::optional(entries[*needed]) : std::nullopt;
  }

  std::optional<std::string> rate_followers(const std::vector<std::uint32_t>& entries) {
    const CycleBlock& cycles = block_.cycles;
    BlockBuilder builder(*cycles.context);
    std::vector<std::uint32_t> rated;
    for (const std::uint32_t e : entries) {
      const std::uint32_t previous = block_.previous[e];
      followed_[e] = followed_[previous];
      if (const auto needed = needed_without_bill(e)) {
        causes[e] = cycles.row[*needed];
        RowFault fault = no_bill_before(*causes[e]);
        results[e] = failure(RowError{fault.code, std::move(fault.message)});
        continue;
      }
      if (results[previous]) {
        for (const LeftValue& left :
             left_values(cycles.editions(e), cycles.from[previous], cycles.through[previous], *results[previous])) {
          const auto& names = cycles.context->history_names;
          const auto name = std::lower_bound(names.begin(), names.end(), left.name);
          followed_[e].push_back(
              {day_number(cycles.through[previous]), static_cast<std::uint32_t>(name - names.begin()), left.value});
        }
      }
      const bool number_known = block_.number_given[e] || refused_before(e) == 0;
      builder.append(cycles, e, followed_[e], number_known ? cycle_number(e).value_or(kAbsentFact) : kAbsentFact);
      rated.push_back(e);
    }
    if (rated.empty()) return std::nullopt;
    const CycleBlock block = builder.take();
    std::vector<Rated> own(block.size());
    std::vector<std::uint32_t> all(block.size());
    std::iota(all.begin(), all.end(), 0U);
    if (auto done = engine_.rate(block, all, own); !done) return done.error();
    for (std::size_t k = 0; k < rated.size(); ++k) results[rated[k]] = std::move(own[k]);
    return std::nullopt;
  }

  // A bill that needs its number has none when an earlier cycle of the run is not counted yet.
  void blame_unknown_number(std::uint32_t e) {
    if (results[e] || results[e].error().code != Code::cycle_number_missing) return;
    const std::uint64_t row = refused_before(e);
    if (row == 0) return;
    causes[e] = row;
    results[e] = failure(RowError{Code::cycle_number_missing, results[e].error().message + "; " + no_bill_before(row).message});
  }

  Engine& engine_;
  const AssembledBlock& block_;
  const std::vector<EarlierCycles>& earlier_;

 public:
  std::vector<Rated> results;                        // by entry
  std::vector<std::optional<std::uint64_t>> causes;  // by entry: row of the accounts file that is to blame

 private:
  std::vector<std::vector<BlockHistory>> followed_;  // by entry: what its predecessors in this block recorded
};

void add_sums(Sums& sums, const TariffEditions& editions, const Bill& bill) {
  const std::int64_t unit = power_of_ten(kSumScale - bill.amount_scale);
  for (const BillRow& row : bill.rows) {
    if (row.included) continue;
    const CheckedTariff& tariff = editions.editions[row.edition];
    sums[std::string(currency_code(tariff.currency))][std::string(line_type_code(tariff[row.line].type))] +=
        Int128{row.amount} * unit;
  }
  sums[std::string(currency_code(editions.editions.back().currency))]["total"] += Int128{bill.total} * unit;
}

}  // namespace

RatedText rate_to_text(Engine& engine, const AssembledBlock& block, const std::vector<EarlierCycles>& earlier, BillText& text) {
  RatedText out;
  Rounds rounds(engine, block, earlier);
  out.failure = rounds.run();
  if (out.failure) return out;
  const CycleBlock& cycles = block.cycles;
  for (std::uint32_t e = 0; e < cycles.size(); ++e) {
    const Rated& rated = rounds.results[e];
    if (!rated) {
      out.refused.push_back({e, {rated.error().code, rated.error().message}, rounds.causes[e]});
      continue;
    }
    const std::uint32_t tariff = cycles.tariff[e];
    text.append_bill(out.bills, cycles.account_id(e), tariff, cycles.from[e], cycles.through[e], *rated);
    out.bill_ends.push_back(static_cast<std::uint32_t>(out.bills.size()));
    text.append_lines(out.lines, out.line_ends, cycles.account_id(e), tariff, cycles.from[e], cycles.through[e], *rated);
    out.rated.push_back({e, out.bill_ends.back(), static_cast<std::uint32_t>(out.line_ends.size())});
    add_sums(out.sums, cycles.editions(e), *rated);
    if (earlier[tariff].are_read())
      out.left.push_back(
          {e, left_values(cycles.editions(e), cycles.from[e], cycles.through[e], *rated), rounds.cycle_number(e)});
  }
  return out;
}

}  // namespace ratebook
