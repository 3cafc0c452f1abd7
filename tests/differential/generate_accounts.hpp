// An account and its cycle for tariffs that were just written: facts, reads or intervals, history, dates at the edges of all of them.
#pragma once
#include "tests/differential/scenario.hpp"
#include "tests/differential/world.hpp"

namespace ratebook::differential {

// `worlds`: of the editions, in order.
Account generate_account(const std::vector<World>& worlds, Dice dice);

// Readings of a channel over so many seconds, of a pattern that the dice choose; the sum now and then exactly at a limit (generate_loads.cpp).
std::vector<std::int64_t> generate_readings(Dice& dice, std::size_t count, std::int32_t step,
                                            const std::vector<std::int64_t>& limits);
// A register's amount: nothing, a round number, a limit, a hair beside it, the most there can be.
std::int64_t generate_amount(Dice& dice, const std::vector<std::int64_t>& limits, int days);

}  // namespace ratebook::differential
