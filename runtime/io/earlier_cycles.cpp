#include "runtime/io/earlier_cycles.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "runtime/io/columns_of_book.hpp"

namespace ratebook {

namespace {

bool reads_cycle_number(const CheckedTariff& edition) {
  for (const Line& line : edition.lines) {
    for (const Window& window : line.windows) {
      if (window.kind == Window::Kind::first_cycles) return true;
    }
  }
  return std::any_of(edition.expressions.begin(), edition.expressions.end(), [](const Expr& expr) {
    return expr.kind == ExprKind::fact && std::get<Fact>(expr.payload) == Fact::account_cycle_number;
  });
}

}  // namespace

EarlierCycles::EarlierCycles(const TariffEditions& tariff) : tariff_(&tariff) {
  std::set<std::string> names;
  for (const CheckedTariff& edition : tariff.editions) {
    Edition& own = editions_.emplace_back();
    for (const History& history : edition.histories) {
      own.looks_back = std::max(own.looks_back, history.cycles);
      names.insert(history.reads.begin(), history.reads.end());
    }
    are_read_ = are_read_ || own.looks_back > 0 || reads_cycle_number(edition);
  }
  for (std::size_t e = 0; e < editions_.size(); ++e) {
    const CheckedTariff& edition = tariff.editions[e];
    const auto is_read = [&](const auto& named) { return names.contains(named.name); };
    editions_[e].records = names.contains("days") || std::any_of(edition.measures.begin(), edition.measures.end(), is_read) ||
                           std::any_of(edition.channels.begin(), edition.channels.end(), is_read);
  }
}

std::vector<EarlierCycles::Edition> EarlierCycles::of(const Cycle& cycle) const {
  const std::size_t last = edition_on(*tariff_, cycle.through), first = edition_on(*tariff_, cycle.from);
  const auto& version = tariff_->editions[last].rules.version;
  const CutRule rule = version ? version->rule : CutRule::usage_day;
  if (rule == CutRule::cycle_start) return {editions_[first]};
  if (rule == CutRule::cycle_end) return {editions_[last]};
  return {editions_.begin() + static_cast<std::ptrdiff_t>(first), editions_.begin() + static_cast<std::ptrdiff_t>(last) + 1};
}

bool EarlierCycles::looks_back(const Cycle& cycle) const {
  const auto editions = of(cycle);
  return std::any_of(editions.begin(), editions.end(), [](const Edition& e) { return e.looks_back > 0; });
}

bool EarlierCycles::records(const Cycle& cycle) const {
  const auto editions = of(cycle);
  return std::any_of(editions.begin(), editions.end(), [](const Edition& e) { return e.records; });
}

bool EarlierCycles::needs(const Cycle& later, const Cycle& earlier, std::uint32_t between) const {
  const auto editions = of(later);
  return std::any_of(editions.begin(), editions.end(), [&](const Edition& e) { return between < e.looks_back; }) &&
         records(earlier);
}

RowFault no_bill_before(std::uint64_t row) {
  return {Code::history_missing, fmt::format("the cycle of row {} before this one has no bill", row)};
}

}  // namespace ratebook
