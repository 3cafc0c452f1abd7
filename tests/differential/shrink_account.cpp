#include <algorithm>

#include "language/bill/account_cycle.hpp"
#include "tests/differential/account_cycle.hpp"
#include "tests/differential/shrink.hpp"

namespace ratebook::differential {
namespace {

using Change = std::function<void(Account&)>;
constexpr std::int64_t kUnit = 1'000'000;

Change cut(const ClockWords& clock, Date from, Date through) {
  return [=](Account& a) { cut_cycle(a, clock, from, through); };
}

void shorter_cycles(const Account& a, const ClockWords& clock, std::vector<Change>& out) {
  for (int share = 2; share <= 64; share *= 2) {
    const int less = a.days() / share;
    if (less == 0) break;
    out.push_back(cut(clock, a.from + Days{less}, a.through));
    out.push_back(cut(clock, a.from, a.through - Days{less}));
  }
}

template <class T>
void without_each(const Account& a, std::vector<T> Account::*list, std::vector<Change>& out) {
  if ((a.*list).size() > 2) out.push_back([=](Account& x) { (x.*list).clear(); });
  for (std::size_t k = (a.*list).size(); k-- > 0;)
    out.push_back([=](Account& x) { (x.*list).erase((x.*list).begin() + static_cast<std::ptrdiff_t>(k)); });
}

void simpler_amounts(const Account& a, std::vector<ReadWords> Account::*list, std::vector<Change>& out) {
  for (std::size_t k = 0; k < (a.*list).size(); ++k) {
    const std::int64_t amount = (a.*list)[k].amount;
    for (const std::int64_t simple : {std::int64_t{0}, kUnit, 10 * kUnit, 100 * kUnit, amount / (100 * kUnit) * 100 * kUnit,
                                      amount / kUnit * kUnit, amount / 1000 * 1000}) {
      // Only ever towards the simpler: fewer digits, or less.
      if (simple == amount || (simple > amount && amount % kUnit == 0)) continue;
      out.push_back([=](Account& x) { (x.*list)[k].amount = simple; });
    }
  }
}

std::size_t levels(const std::vector<std::int64_t>& readings) {
  std::size_t n = readings.empty() ? 0 : 1;
  for (std::size_t k = 1; k < readings.size(); ++k) n += readings[k] != readings[k - 1];
  return n;
}

void simpler_series(const Account& a, std::vector<Change>& out) {
  for (std::size_t s = 0; s < a.series.size(); ++s) {
    const auto& r = a.series[s].readings;
    if (levels(r) > 1) {
      for (const std::int64_t level : {std::int64_t{0}, kUnit, kUnit / 4, 10 * kUnit})
        out.push_back([=](Account& x) { std::fill(x.series[s].readings.begin(), x.series[s].readings.end(), level); });
      // Zero in a half, a quarter …; and one level in each.
      for (std::size_t share = 2; share <= 1024 && r.size() / share > 0; share *= 2) {
        const std::size_t length = r.size() / share;
        for (std::size_t at = 0; at + length <= r.size() && at / length < 24; at += length) {
          const auto begin = static_cast<std::ptrdiff_t>(at), end = static_cast<std::ptrdiff_t>(at + length);
          if (std::any_of(r.begin() + begin, r.begin() + end, [](std::int64_t x) { return x != 0; }))
            out.push_back(
                [=](Account& x) { std::fill(x.series[s].readings.begin() + begin, x.series[s].readings.begin() + end, 0); });
        }
      }
      const bool rough = std::any_of(r.begin(), r.end(), [](std::int64_t x) { return x != kMissing && x % kUnit != 0; });
      if (rough)
        out.push_back([=](Account& x) {
          for (std::int64_t& v : x.series[s].readings) v = v == kMissing ? v : (v + kUnit - 1) / kUnit * kUnit;
        });
    } else if (!r.empty() && r[0] != 0 && r[0] != kUnit) {
      out.push_back([=](Account& x) { std::fill(x.series[s].readings.begin(), x.series[s].readings.end(), kUnit); });
    }
    // Readings that stand alone: zero one by one, then to one unit.
    std::size_t alone = 0;
    for (std::size_t k = 0; k < r.size() && alone < 40; ++k) {
      if (r[k] == 0 || (k > 0 && r[k] == r[k - 1])) continue;
      ++alone;
      if (levels(r) > 60) continue;
      out.push_back([=](Account& x) { x.series[s].readings[k] = 0; });
      if (r[k] != kUnit) out.push_back([=](Account& x) { x.series[s].readings[k] = kUnit; });
    }
    // Intervals turn into a read of the whole.
    out.push_back([=](Account& x) {
      std::int64_t sum = 0;
      for (const std::int64_t v : x.series[s].readings) sum += v == kMissing ? 0 : v;
      x.reads.push_back({x.series[s].channel, {}, sum});
      x.series.erase(x.series.begin() + static_cast<std::ptrdiff_t>(s));
    });
  }
}

}  // namespace

ClockWords clock_of(const Script& script) {
  const std::string text = print(script.piece);
  const std::size_t at = text.find("timezone ") + 9;
  return {text.substr(at, text.find_first_of(" \n", at) - at), text.find("clock standard time") != std::string::npos};
}

void cut_cycle(Account& a, const ClockWords& clock, Date from, Date through) {
  for (SeriesWords& s : a.series) {
    const auto readings = [&](Date first, Date last) {
      return last < first ? 0 : static_cast<std::size_t>(cycle_seconds(clock.timezone, clock.standard, first, last) / s.step);
    };
    const std::size_t before = std::min(readings(a.from, from - Days{1}), s.readings.size());
    const std::size_t count = std::min(readings(from, through), s.readings.size() - before);
    s.readings = std::vector<std::int64_t>(s.readings.begin() + static_cast<std::ptrdiff_t>(before),
                                           s.readings.begin() + static_cast<std::ptrdiff_t>(before + count));
  }
  a.from = from;
  a.through = through;
}

std::vector<Change> simpler_accounts(const Account& a, const ClockWords& clock) {
  std::vector<Change> out;
  shorter_cycles(a, clock, out);
  without_each(a, &Account::series, out);
  without_each(a, &Account::reads, out);
  without_each(a, &Account::demand_reads, out);
  without_each(a, &Account::history, out);
  without_each(a, &Account::dated, out);
  if (a.as_known) out.push_back([](Account& x) { x.as_known.reset(); });
  if (a.first) out.push_back([](Account& x) { x.first = false; });
  if (a.last) out.push_back([](Account& x) { x.last = false; });
  if (a.bill_month) out.push_back([](Account& x) { x.bill_month.reset(); });
  if (a.scheduled_days) out.push_back([](Account& x) { x.scheduled_days.reset(); });
  if (a.since) out.push_back([](Account& x) { x.since.reset(); });
  if (a.cycle_number != 1U) out.push_back([](Account& x) { x.cycle_number = 1; });
  for (const auto& [path, value] : a.facts) out.push_back([path = path](Account& x) { x.facts.erase(path); });
  if (!a.history_given || !a.history.empty())
    out.push_back([](Account& x) {
      x.history_given = true;
      x.history.clear();
    });
  simpler_series(a, out);
  simpler_amounts(a, &Account::reads, out);
  simpler_amounts(a, &Account::demand_reads, out);
  return out;
}

}  // namespace ratebook::differential
