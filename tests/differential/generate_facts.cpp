// Choices, inputs of every type, channels of the script's own, eligibility.
#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

using Kind = FactWords::Kind;

// How an input is written after its path, but for its default.
std::string type_words(const FactWords& f) {
  switch (f.kind) {
    case Kind::flag:
      return "flag";
    case Kind::text:
      return "text";
    case Kind::choice:
      return f.choice;
    case Kind::month:
      return "month";
    case Kind::count:
      return "count";
    case Kind::date:
      return "date";
    case Kind::number:
      return f.unit;
  }
  return "";
}

std::string quantity(std::int64_t whole, const FactWords& f) {
  const std::string number = std::to_string(whole);
  return f.unit.empty() ? number : f.unit == "%" ? number + "%" : number + " " + f.unit;
}

std::string default_words(World& world, const FactWords& f) {
  switch (f.kind) {
    case Kind::flag:
      return world.dice.pick({"true", "false"});
    case Kind::text:
      return world.dice.chance(50) ? "none" : world.dice.pick(f.words);
    case Kind::choice:
      return world.dice.pick(f.words);
    case Kind::month:
      return std::string(kMonthWords[world.dice.below(12)]);
    case Kind::date:
      return "2024-0" + std::to_string(world.dice.between(1, 9)) + "-01";
    case Kind::count:
    case Kind::number:
      return quantity(world.dice.between(f.low, f.high), f);
  }
  return "";
}

void declare(World& world, FactWords f) {
  Piece p = piece("  input " + f.path + " : ");
  if (f.kind == Kind::choice)
    p.add(Piece(f.choice).needing(f.choice));
  else
    p.add(type_words(f));
  if (f.ranged) p.add(" from " + quantity(f.low, f) + " to " + quantity(f.high, f));
  if (f.has_default) p.add(Piece(" = " + default_words(world, f)).leavable());
  if (f.dated) p.add(Piece(" dated").showing("input: dated").leavable());
  p.add("\n");
  const std::string construct = "input: " + std::string(f.kind == Kind::choice   ? "choice"
                                                        : f.kind == Kind::number ? f.unit
                                                                                 : type_words(f));
  world.inputs.push_back(std::move(p).declaring(f.path).showing(construct).leavable());
  world.facts.push_back(std::move(f));
}

std::string path(World& world, const std::string& word) {
  const std::string scope = world.dice.pick({"account", "premise", "account", "meter"});
  return scope + "." + world.new_name(word);
}

void write_choice(World& world) {
  const std::string name = world.new_name("zone");
  std::vector<std::string> members;
  Piece written = list(", ", {});
  for (const char* word : {"north", "south", "coast", "hills"}) {
    if (members.size() == 2 && world.dice.chance(50)) break;
    members.push_back(world.new_name(word));
    written.add(members.back());
  }
  world.inputs.push_back(
      piece("  choice " + name + " = ", std::move(written), "\n").declaring(name).showing("choice").leavable());
  world.choices[name] = std::move(members);
}

void write_input(World& world, Kind kind) {
  FactWords f;
  f.kind = kind;
  f.has_default = world.dice.chance(50);
  f.dated = world.dice.chance(15);
  switch (kind) {
    case Kind::flag:
      f.path = path(world, world.dice.pick({"care", "solar", "exempt"}));
      break;
    case Kind::text:
      f.path = path(world, world.dice.pick({"city", "promo"}));
      f.words = {world.dice.pick({"Springfield", "Shelbyville"}), "SPRING25"};
      break;
    case Kind::choice: {
      if (world.choices.empty() || world.dice.chance(30)) write_choice(world);
      const auto at = std::next(world.choices.begin(), static_cast<int>(world.dice.below(world.choices.size())));
      f.path = path(world, "area");
      f.choice = at->first;
      f.words = at->second;
      break;
    }
    case Kind::month:
      f.path = path(world, "true_up");
      break;
    case Kind::date:
      f.path = path(world, "enrolled");
      break;
    case Kind::count:
      f.path = path(world, "units");
      f.low = world.dice.between(0, 1);
      f.high = world.dice.between(3, 12);
      f.ranged = true;
      break;
    case Kind::number: {
      struct Usual {
        const char* word;
        const char* unit;
        std::int64_t low, high;
      };
      const auto u = world.dice.pick<Usual>({{"contract", "kW", 0, 500},
                                             {"rebate", "%", 0, 100},
                                             {"extra", "kWh/day", 0, 40},
                                             {"deposit", "USD", 0, 900},
                                             {"floor_kw", "kW", 1, 50}});
      f.path = path(world, u.word);
      f.unit = std::string(u.unit) == "USD" ? world.currency : u.unit;
      f.low = u.low;
      f.high = u.high;
      f.ranged = true;
      break;
    }
  }
  declare(world, std::move(f));
}

void write_channel(World& world) {
  const bool gas = world.dice.chance(30);
  const std::string name = world.new_name(gas ? "gas" : "controlled");
  // A second channel of the tariff's editions has a column of its own.
  const std::string number = name.substr(std::string(gas ? "gas" : "controlled").size());
  world.inputs.push_back(
      piece("  channel " + name + (gas ? " : therm from \"therms" : " : kWh from \"controlled_kwh") + number + "\"\n")
          .declaring(name)
          .showing("channel")
          .leavable());
  world.own_channels.push_back(name);
}

}  // namespace

std::string flag_fact(World& world, bool dated) {
  for (const FactWords* f : world.facts_of(Kind::flag))
    if (dated || !f->dated) return f->path;
  FactWords f;
  f.kind = Kind::flag;
  f.path = path(world, "flagged");
  f.has_default = true;
  const std::string name = f.path;
  declare(world, std::move(f));
  return name;
}

void write_facts(World& world) {
  for (const Kind kind :
       {Kind::flag, Kind::text, Kind::choice, Kind::month, Kind::count, Kind::date, Kind::number, Kind::number}) {
    if (world.dice.chance(8 * world.size)) write_input(world, kind);
  }
  if (world.dice.chance(2 * world.size)) write_channel(world);
}

void write_eligibility(World& world) {
  if (!world.dice.chance(6)) return;
  const Expression when = condition(world, {.dated = false, .quantities = false, .lines = false});
  world.computations.push_back(piece("  eligible when ", when.piece, "\n").showing("eligible").leavable());
}

}  // namespace ratebook::differential
