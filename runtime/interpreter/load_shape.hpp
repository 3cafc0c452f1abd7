// Loads of examples as interval readings: shapes sampled on the tariff's clock, or a file's readings.
#pragma once
#include "language/bill/account_cycle.hpp"
#include "language/semantics/examples.hpp"
#include "runtime/interpreter/wall_clock.hpp"

namespace ratebook::oracle {

// Minutes: the shortest demand window or slide of the tariff's editions, else 15, divided until it divides every window, slide, edge of a
// period and of the pieces, and every change of the clock (language reference, sections 19 and 26, 8).
int sampling_minutes(const TariffEditions& editions, const std::vector<GivenLoad>& loads, const WallClock& clock);

// Readings of the whole cycle. The energy up to each interval's end is exact and cut to 10^-6 of the unit there, so that a load that a step
// divides badly (1 kW in 5 min) still adds up. A piece `missing` makes its hole wherever it stands. Refuses with example_load where no piece
// holds.
IntervalSeries sample(const CheckedTariff& tariff, const GivenLoad& load, const WallClock& clock, Date from, Date through,
                      int minutes);

// `start` and one column of readings: the channel's own, else the only other one. Starts are instants with an offset, or the zone's wall time;
// the step is that of the first two rows.
IntervalSeries read_load(const CheckedTariff& tariff, const GivenLoad& load, const std::string& text, Date from, Date through);

}  // namespace ratebook::oracle
