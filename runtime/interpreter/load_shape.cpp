#include "runtime/interpreter/load_shape.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "language/semantics/classify.hpp"
#include "runtime/interpreter/number.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

constexpr int kDayMinutes = 1440;

bool covers_date(const CheckedTariff& tariff, const LoadPiece& piece, Date day) {
  return (!piece.season || member_on(tariff, piece.season->scheme, day) == piece.season->member) &&
         (!piece.date || *piece.date == day) && (!piece.day || member_on(tariff, piece.day->scheme, day) == piece.day->member);
}

// Hours that run over midnight belong to the day they start on.
bool covers(const CheckedTariff& tariff, const LoadPiece& piece, LocalTime t) {
  if (piece.otherwise) return true;
  const bool wraps = piece.to_minute <= piece.from_minute;
  if (t.minute >= piece.from_minute && (wraps || t.minute < piece.to_minute) && covers_date(tariff, piece, t.date)) return true;
  return wraps && t.minute < piece.to_minute && covers_date(tariff, piece, t.date - Days{1});
}

const LoadPiece& piece_at(const CheckedTariff& tariff, const GivenLoad& load, LocalTime t) {
  for (const LoadPiece& p : load.pieces)
    if (!p.level && covers(tariff, p, t)) return p;
  for (const LoadPiece& p : load.pieces)
    if (p.level && covers(tariff, p, t)) return p;
  refuse(Code::example_load, "no piece of the load says what holds on {} at {}", format_weekday_date(t.date),
         format_clock(t.minute));
}

}  // namespace

int sampling_minutes(const TariffEditions& editions, const std::vector<GivenLoad>& loads, const WallClock& clock) {
  std::vector<int> windows, edges;
  for (const CheckedTariff& tariff : editions.editions) {
    if (tariff.rules.demand)
      windows.insert(windows.end(), {tariff.rules.demand->rule.window_minutes, tariff.rules.demand->rule.slide_minutes});
    for (const Expr& e : tariff.expressions)
      if (const auto* d = std::get_if<DemandRef>(&e.payload); d != nullptr && d->window_minutes > 0)
        windows.insert(windows.end(), {d->window_minutes, d->slide_minutes});
    for (const Scheme& scheme : tariff.schemes)
      for (const Member& m : scheme.members)
        for (const PeriodRange& r : m.ranges) edges.insert(edges.end(), {r.from_minute, r.to_minute});
  }
  for (const GivenLoad& load : loads)
    for (const LoadPiece& p : load.pieces) edges.insert(edges.end(), {p.from_minute, p.to_minute});
  for (std::size_t i = 1; i < clock.pieces().size(); ++i)
    edges.push_back(static_cast<int>(std::abs(clock.pieces()[i].offset - clock.pieces()[i - 1].offset) / 60));
  int step = windows.empty() ? 15 : *std::min_element(windows.begin(), windows.end());
  for (const int w : windows) step = std::gcd(step, w);
  for (const int e : edges) step = std::gcd(step, e);
  return std::gcd(step, kDayMinutes);
}

IntervalSeries sample(const CheckedTariff& tariff, const GivenLoad& load, const WallClock& clock, Date from, Date through,
                      int minutes) {
  IntervalSeries series{load.channel, clock.day_start(from), minutes * 60, {}};
  const std::int64_t end = clock.day_start(through + Days{1});
  Number energy = 0;
  Integer handed_out = 0;
  for (std::int64_t t = series.start; t < end; t += series.step) {
    const LoadPiece& piece = piece_at(tariff, load, clock.at(t));
    if (!piece.level) {
      series.readings.push_back(kMissing);
      continue;
    }
    energy += number(*piece.level) * Number(minutes, 60);
    const Number micro = energy * power_of_ten(kQuantityScale);
    const Integer reached = numerator(micro) / denominator(micro);
    series.readings.push_back(static_cast<std::int64_t>(reached - handed_out));
    handed_out = reached;
  }
  return series;
}

}  // namespace ratebook::oracle
