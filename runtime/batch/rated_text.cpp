#include "runtime/batch/rated_text.hpp"

#include <algorithm>
#include <numeric>

namespace ratebook {

namespace {

// Rates a block round by round: first the cycles that follow no other, then those that follow them, with the history that these leave.
class Rounds {
 public:
  Rounds(Engine& engine, const AssembledBlock& block)
      : engine_(engine), block_(block), results(block.cycles.size()), followed_(block.cycles.size()) {}

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
    return std::nullopt;
  }

  // What an entry's bill leaves to later ones; its number among the account's bills.
  std::optional<std::int64_t> cycle_number(std::uint32_t e) const {
    const CycleBlock& cycles = block_.cycles;
    const std::uint32_t previous = block_.previous[e];
    if (previous != AssembledBlock::kNoEntry && !block_.number_given[e]) {
      const auto before = cycle_number(previous);
      if (before) return *before + 1;
    }
    if (cycles.cycle_number[e] != kAbsentFact) return cycles.cycle_number[e];
    return cycles.first[e] != 0 ? std::optional<std::int64_t>(1) : std::nullopt;
  }

 private:
  std::optional<std::string> rate_followers(const std::vector<std::uint32_t>& entries) {
    const CycleBlock& cycles = block_.cycles;
    BlockBuilder builder(*cycles.context);
    std::vector<std::uint32_t> rated;
    for (const std::uint32_t e : entries) {
      const std::uint32_t previous = block_.previous[e];
      if (!results[previous]) {
        results[e] = failure(RowError{Code::history_missing,
                                      fmt::format("the cycle of row {} before this one has no bill", cycles.row[previous])});
        continue;
      }
      followed_[e] = followed_[previous];
      for (const LeftValue& left :
           left_values(cycles.editions(e), cycles.from[previous], cycles.through[previous], *results[previous])) {
        const auto& names = cycles.context->history_names;
        const auto name = std::lower_bound(names.begin(), names.end(), left.name);
        followed_[e].push_back(
            {day_number(cycles.through[previous]), static_cast<std::uint32_t>(name - names.begin()), left.value});
      }
      builder.append(cycles, e, followed_[e], cycle_number(e).value_or(kAbsentFact));
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

  Engine& engine_;
  const AssembledBlock& block_;

 public:
  std::vector<Rated> results;  // by entry

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

RatedText rate_to_text(Engine& engine, const AssembledBlock& block, const std::vector<bool>& reads_earlier, BillText& text) {
  RatedText out;
  Rounds rounds(engine, block);
  out.failure = rounds.run();
  if (out.failure) return out;
  const CycleBlock& cycles = block.cycles;
  for (std::uint32_t e = 0; e < cycles.size(); ++e) {
    const Rated& rated = rounds.results[e];
    if (!rated) {
      const std::uint32_t previous = block.previous[e];
      const bool follows = previous != AssembledBlock::kNoEntry && !rounds.results[previous];
      out.refused.push_back(
          {e, {rated.error().code, rated.error().message}, follows ? std::optional(cycles.row[previous]) : std::nullopt});
      continue;
    }
    const std::uint32_t tariff = cycles.tariff[e];
    text.append_bill(out.bills, cycles.account_id(e), tariff, cycles.from[e], cycles.through[e], *rated);
    out.bill_ends.push_back(static_cast<std::uint32_t>(out.bills.size()));
    text.append_lines(out.lines, out.line_ends, cycles.account_id(e), tariff, cycles.from[e], cycles.through[e], *rated);
    out.rated.push_back({e, out.bill_ends.back(), static_cast<std::uint32_t>(out.line_ends.size())});
    add_sums(out.sums, cycles.editions(e), *rated);
    if (reads_earlier[tariff])
      out.left.push_back(
          {e, left_values(cycles.editions(e), cycles.from[e], cycles.through[e], *rated), rounds.cycle_number(e)});
  }
  return out;
}

}  // namespace ratebook
