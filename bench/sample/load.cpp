#include "bench/sample/load.hpp"

#include <algorithm>
#include <array>

namespace ratebook::sample {
namespace {

using Day = std::array<std::uint16_t, 24>;  // watts for homes, thousandths of the busiest hour for businesses

struct Shape {
  Day weekday;
  Day weekend;
};

// Made up after the usual forms: a morning and an evening hump, homes where someone is in all day, and cars charged at night.
constexpr std::array<Shape, 3> kHomes = {{
    {{320, 290, 270, 260, 270, 340,  620,  880,  720,  520,  470, 460,
      470, 460, 470, 520, 700, 1080, 1420, 1500, 1360, 1080, 720, 450},
     {370, 320, 290, 280, 280, 300,  400,  610,  860,  960,  940, 900,
      880, 840, 800, 820, 920, 1150, 1380, 1440, 1300, 1060, 760, 500}},
    {{340, 300, 280, 270, 280, 330,  520,  760,  840,  860, 840, 880,
      980, 900, 840, 860, 960, 1180, 1340, 1320, 1180, 960, 680, 440},
     {360,  320, 290, 280, 280, 310,  420,  640,  860,  920, 920, 940,
      1000, 940, 880, 880, 980, 1180, 1340, 1320, 1180, 980, 720, 470}},
    {{2900, 3100, 2600, 1500, 620, 400,  600,  820,  660,  470, 430, 430,
      440,  440,  450,  500,  680, 1020, 1320, 1380, 1240, 980, 800, 1700},
     {2500, 2700, 2100, 1100, 500, 340,  420,  600,  820,  900, 880, 860,
      840,  800,  780,  800,  900, 1100, 1300, 1340, 1200, 980, 860, 1500}},
}};
constexpr std::array<Shape, 3> kBusinesses = {{
    // an office, a shop, a works in two shifts
    {{180, 175, 170, 170, 175, 220, 360, 620, 840, 930, 970, 990, 980, 990, 1000, 980, 920, 780, 520, 360, 280, 230, 200, 190},
     {170, 165, 165, 165, 165, 170, 180, 200, 220, 230, 240, 240, 240, 240, 235, 230, 220, 210, 200, 190, 185, 180, 175, 170}},
    {{150, 145, 145, 145, 150, 170, 240, 380, 620, 840, 920, 960, 980, 980, 970, 970, 980, 1000, 980, 920, 760, 420, 220, 160},
     {150,  145,  145, 145, 150, 165, 220, 340, 580, 820, 940, 980,
      1000, 1000, 990, 970, 940, 880, 740, 520, 340, 240, 180, 155}},
    {{260, 250, 250, 260, 420, 760, 940, 980, 1000, 990, 980, 940, 900, 960, 980, 990, 980, 960, 940, 920, 880, 760, 440, 300},
     {220, 215, 215, 215, 230, 280, 340, 380, 400, 400, 390, 380, 360, 350, 340, 320, 300, 280, 260, 250, 240, 230, 225, 220}},
}};
// January to December, in thousandths.
constexpr std::array<std::uint16_t, 12> kHomeMonths = {1150, 1080, 930, 820, 810, 1010, 1240, 1210, 960, 800, 870, 1090};
constexpr std::array<std::uint16_t, 12> kBusinessMonths = {930, 920, 900, 890, 930, 1010, 1080, 1080, 1010, 930, 900, 920};

// In thousandths of the usual size: most are near it, one in ten is half as large again or more.
std::uint32_t home_size(const Dice& dice) {
  const std::uint32_t usual = dice.bell(400, 1500, Purpose::size);
  return dice.below(10, Purpose::size) == 0 ? usual * 8 / 5 : usual;
}

// The watts of a business in its busiest hour of a usual month.
std::uint32_t business_watts(const Dice& dice) {
  const std::uint32_t small = dice.bell(12'000, 160'000, Purpose::size);
  return dice.below(6, Purpose::size) == 0 ? small * 5 / 2 : small;
}

}  // namespace

void fill_load(const Dice& dice, Customer customer, const Window& window, std::uint32_t interval_minutes,
               std::vector<std::uint32_t>& watt_hours) {
  const bool home = customer == Customer::home;
  const Shape& shape = home ? kHomes[dice.below(10, Purpose::household) < 5 ? 0 : 1 + dice.below(2, Purpose::household, 1)]
                            : kBusinesses[dice.below(3, Purpose::household)];
  const auto& months = home ? kHomeMonths : kBusinessMonths;
  const std::uint64_t size = home ? home_size(dice) : business_watts(dice);

  // Watt-hours of an undisturbed interval, by month in the window (two at most matter), kind of day and hour.
  std::array<std::array<std::array<std::uint32_t, 24>, 2>, 13> level{};
  for (std::size_t month = 1; month <= 12; ++month)
    for (std::size_t weekend = 0; weekend < 2; ++weekend)
      for (std::size_t hour = 0; hour < 24; ++hour) {
        const std::uint64_t watts = size * (weekend ? shape.weekend : shape.weekday)[hour] / 1000 * months[month - 1] / 1000;
        level[month][weekend][hour] = static_cast<std::uint32_t>(watts * interval_minutes / 60);
      }

  // Homes flicker (0.55 to 1.55 of the level, and now and then an oven), businesses less (0.88 to 1.13).
  const std::uint32_t least = home ? 141 : 225, oven = home ? 1600 * interval_minutes / 60 : 0;
  watt_hours.resize(window.slots.size());
  std::uint64_t noise = 0;
  for (std::size_t i = 0; i < window.slots.size(); ++i) {
    noise = i % 8 == 0 ? dice.draw(Purpose::noise, i) : noise >> 8;
    const auto byte = static_cast<std::uint32_t>(noise & 0xff);
    const Slot slot = window.slots[i];
    const std::uint64_t undisturbed = level[slot.month][slot.weekend][slot.hour];
    watt_hours[i] =
        static_cast<std::uint32_t>(undisturbed * (least + (home ? byte : byte / 4)) / 256 + (byte >= 253 ? oven : 0));
  }
}

void fill_reactive(const Dice& dice, const std::vector<std::uint32_t>& watt_hours, std::vector<std::uint32_t>& var_hours) {
  const std::uint64_t tangent = dice.bell(200, 800, Purpose::reactive);  // of the phase angle, in thousandths
  var_hours.resize(watt_hours.size());
  std::transform(watt_hours.begin(), watt_hours.end(), var_hours.begin(),
                 [tangent](std::uint64_t wh) { return static_cast<std::uint32_t>(wh * tangent / 1000); });
}

std::uint32_t earlier_demand(const Dice& dice, std::uint32_t age) {
  return static_cast<std::uint32_t>(std::uint64_t{business_watts(dice)} * dice.bell(650, 1250, Purpose::history, age) / 1000);
}

std::uint32_t contracted_kw(const Dice& dice) { return (business_watts(dice) / 1000 + 9) / 10 * 10; }

std::uint64_t register_read(const Dice& dice, const Window& window) {
  const std::uint32_t rare = dice.below(100, Purpose::reading);
  if (rare == 0) return 0;
  if (rare == 1) return 500'000;
  const auto days = std::chrono::sys_days(window.through) - std::chrono::sys_days(window.from) + std::chrono::days(1);
  const unsigned month = unsigned(window.from.month());
  const std::uint64_t daily_wh = 23'000ull * home_size(dice) / 1000 * kHomeMonths[month - 1] / 1000;
  const std::uint64_t cycle_wh =
      daily_wh * static_cast<std::uint64_t>(days.count()) * dice.bell(750, 1250, Purpose::reading) / 1000;
  return dice.below(4, Purpose::reading, 1) == 0 ? cycle_wh : cycle_wh / 1000 * 1000;
}

}  // namespace ratebook::sample
