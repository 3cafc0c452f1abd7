// Loads as metered: watt-hours per interval for a home or a business, from the hour, the kind of day and the month.
#pragma once
#include <cstdint>
#include <vector>

#include "bench/sample/dice.hpp"
#include "bench/sample/window.hpp"

namespace ratebook::sample {

enum class Customer : std::uint8_t { home, business };

// Fills one value per slot of the window, in Wh. A home of usual size uses 300 to 1,500 kWh a month with peaks of 2 to 9 kW,
// a business draws 15 to 450 kW at its busiest.
void fill_load(const Dice& dice, Customer customer, const Window& window, std::uint32_t interval_minutes,
               std::vector<std::uint32_t>& watt_hours);

// The reactive energy that goes with it, in varh: average power factors of 0.78 to 0.98.
void fill_reactive(const Dice& dice, const std::vector<std::uint32_t>& watt_hours, std::vector<std::uint32_t>& var_hours);

// The demand in watts that the account's earlier months had at their highest, `age` cycles ago: what a ratchet remembers.
std::uint32_t earlier_demand(const Dice& dice, std::uint32_t age);

// The demand that a business contracted for, in whole kW.
std::uint32_t contracted_kw(const Dice& dice);

// A month's kWh of a home that is read once a cycle, in Wh. Many reads are whole kWh, some are nought or exactly 500 kWh:
// where tiers and half cents are decided.
std::uint64_t register_read(const Dice& dice, const Window& window);

}  // namespace ratebook::sample
