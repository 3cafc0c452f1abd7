// The rules of a script: each stated form in its turn. Nearly all are stated, needed or not; the shrinker takes out the needless ones.
#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

void add(World& world, const std::string& text, const std::string& construct) {
  world.rules.push_back(piece("    " + text, world.cite(), "\n").showing("rule " + construct).leavable());
}

std::string rounding_step(World& world) {
  if (world.currency == "JPY") return world.dice.pick({"1", "1", "10"});
  return world.dice.pick_weighted<std::string>({{70, "0.01"}, {12, "0.05"}, {8, "0.001"}, {5, "0.1"}, {5, "1"}});
}

std::string mode(World& world) {
  return world.dice.pick_weighted<std::string>({{60, "half up"}, {20, "half even"}, {10, "up"}, {10, "down"}});
}

void write_rounding(World& world) {
  world.step = rounding_step(world);
  const std::string how = mode(world);
  if (world.dice.chance(8)) {
    add(world, "round total " + how + " to " + world.step + " " + world.currency, "round total alone");
    return;
  }
  add(world, "round each line " + how + " to " + world.step + " " + world.currency, "round each line " + how);
  if (world.dice.chance(12)) {
    const std::string step = world.currency == "JPY" ? "10" : world.dice.pick({"0.05", "0.1", "0.01", "1"});
    add(world, "round total " + mode(world) + " to " + step + " " + world.currency, "round total");
  }
  if (world.dice.chance(8)) {
    const std::string channel = world.dice.pick({"usage", "usage", "export", "reactive"});
    const std::string unit = channel == "reactive" ? "kVARh" : "kWh";
    add(world,
        "round each interval of " + channel + " " + mode(world) + " to " + world.dice.pick({"0.01", "0.001", "0.1", "1"}) +
            " " + unit,
        "round each interval");
  }
}

std::string proration(World& world) {
  std::string rule = world.dice.pick_weighted<std::string>({{10, "never"},
                                                            {40, "days / 30"},
                                                            {10, "days / (365/12)"},
                                                            {10, "days / (365.25/12)"},
                                                            {20, "days / days of month"},
                                                            {10, "days / scheduled days"}});
  world.monthly = rule;
  if (rule == "never") return rule;
  rule = "by " + rule;
  if (world.dice.chance(50)) {
    const std::int64_t low = world.dice.between(24, 29);
    rule += " when cycle outside " + std::to_string(low) + ".." + std::to_string(world.dice.between(low + 2, 36)) + " days";
    if (world.dice.chance(40)) rule += " or cycle.first";
    if (world.dice.chance(40)) rule += " or cycle.last";
  } else if (world.dice.chance(15)) {
    rule += " when cycle.first or cycle.last";
  }
  return rule;
}

}  // namespace

void write_rules(World& world) {
  Dice& dice = world.dice;
  world.season_rule =
      dice.pick_weighted<std::string>({{60, "usage day"}, {20, "cycle end"}, {10, "cycle start"}, {10, "bill month"}});
  world.version_rule = dice.pick_weighted<std::string>({{70, "usage day"}, {18, "cycle end"}, {12, "cycle start"}});
  add(world, "season by " + world.season_rule, "season by " + world.season_rule);
  add(world, "version by " + world.version_rule, "version by " + world.version_rule);

  world.standard_clock = dice.chance(30);
  const std::string clock = world.standard_clock ? "clock standard time" : "clock local daylight time";
  add(world, clock, clock);

  if (dice.chance(80)) {
    world.allocate = true;
    add(world, "allocate register reads evenly by day", "allocate evenly by day");
  }
  const std::string monthly = proration(world);
  add(world, "prorate monthly amounts " + monthly, "prorate monthly by " + world.monthly);
  world.yearly = dice.pick({"never", "by days / 365", "by days / (365.25/1)", "by days / days of year", "by months / 12"});
  if (world.yearly == "by days / (365.25/1)") world.yearly = "by days / 365.25";
  add(world, "prorate yearly amounts " + world.yearly, "prorate yearly " + world.yearly);

  world.window = dice.pick({15, 15, 30, 60});
  world.slide = world.window;
  std::string demand = "demand " + std::to_string(world.window) + " min fixed windows";
  if (dice.chance(30)) {
    world.slide = dice.chance(50) && world.window > 15 ? 15 : world.window == 15 ? 5 : 10;
    if (world.window % world.slide != 0) world.slide = 15;
    demand = "demand " + std::to_string(world.window) + " min sliding windows every " + std::to_string(world.slide) + " min";
  }
  add(world, demand, world.slide == world.window ? "demand fixed windows" : "demand sliding windows");

  write_rounding(world);
  if (dice.chance(10)) {
    world.by_start = true;
    add(world, "intervals by start", "intervals by start");
  }
  if (dice.chance(8))
    add(world, "register check within " + dice.pick<std::string>({"0.5", "1", "10"}) + " kWh", "register check");
}

}  // namespace ratebook::differential
