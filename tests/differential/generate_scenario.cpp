// A tariff from its header to its last line, with a second edition now and then; then its accounts.
#include "tests/differential/generate_accounts.hpp"
#include "tests/differential/scenario.hpp"
#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

struct Place {
  const char* timezone;
  const char* currency;
  const char* subunit;
};

// With and without clock changes, on both halves of the globe, at midnight, by half an hour, at odd offsets.
Place place(Dice& dice) {
  return dice.pick_weighted<Place>({{16, {"America/Los_Angeles", "USD", "c"}},
                                    {6, {"America/New_York", "USD", "c"}},
                                    {6, {"America/Phoenix", "USD", "c"}},
                                    {8, {"Asia/Jerusalem", "ILS", "ag"}},
                                    {10, {"Europe/Berlin", "EUR", "c"}},
                                    {10, {"Europe/London", "GBP", "p"}},
                                    {10, {"Australia/Sydney", "AUD", "c"}},
                                    {4, {"Asia/Tokyo", "JPY", ""}},
                                    {4, {"Europe/Zurich", "CHF", ""}},
                                    {4, {"Asia/Kolkata", "INR", ""}},
                                    {4, {"America/Havana", "USD", "c"}},
                                    {4, {"Africa/Cairo", "USD", "c"}},
                                    {4, {"America/St_Johns", "CAD", "c"}},
                                    {3, {"Australia/Lord_Howe", "AUD", "c"}},
                                    {3, {"Europe/Dublin", "EUR", "c"}},
                                    {4, {"Pacific/Auckland", "NZD", "c"}}});
}

void note_clock_changes(World& world) {
  // Around the usual dates of both hemispheres; the accounts' days reach over the exact ones.
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    for (const unsigned month : {3U, 4U, 10U, 11U}) {
      const Date last = make_date(year, month, days_in_month(year, month));
      const Date last_sunday = last - Days{(weekday_from_monday(last) + 1) % 7};
      world.dates.push_back(last_sunday);
      const Date seventh = make_date(year, month, 7);
      world.dates.push_back(seventh - Days{(weekday_from_monday(seventh) + 1) % 7});
      world.dates.push_back(make_date(year, 3, 14) - Days{(weekday_from_monday(make_date(year, 3, 14)) + 1) % 7});
    }
  }
  world.dates.push_back(make_date(2024, 2, 29));
  world.dates.push_back(make_date(2025, 1, 1));
}

void write_lines(World& world) {
  const int lines = world.size <= 1 ? 1 : static_cast<int>(world.dice.between(1, world.size + 2));
  write_charge(world);
  for (int k = 1; k < lines; ++k) {
    if (world.dice.chance(55))
      write_charge(world);
    else
      write_adjustment(world);
  }
}

Piece whole(const World& world) {
  Piece file = piece("tariff " + world.id + " \"Generated\" {\n  utility \"Generated\"\n  timezone " + world.timezone +
                     "\n  currency " + world.currency + "\n");
  if (world.edition) {
    Piece edition = piece("  edition " + format_date(*world.edition) +
                          (world.supersedes.empty() ? "" : " supersedes \"" + world.supersedes + "\"") + "\n");
    file.add(std::move(edition).showing(world.supersedes.empty() ? "edition" : "edition: second").leavable());
  }
  file.add(Piece("  source a \"Sheet A\" effective 2022-01-01\n").declaring("source a").leavable());
  auto all = [&](const std::vector<Piece>& statements) {
    for (const Piece& p : statements) file.add(p);
  };
  Piece rules = list("  rules {\n", "", "  }\n", world.rules);
  all(world.inputs);
  file.add(std::move(rules));
  all(world.time);
  all(world.prices);
  all(world.computations);
  file.add("}\n");
  return file;
}

World world_of(Dice dice, const GenerateOptions& options, const Place& where) {
  World world(dice);
  world.size = options.size;
  world.id += 'T';
  world.timezone = where.timezone;
  world.currency = where.currency;
  world.subunit = where.subunit;
  note_clock_changes(world);
  return world;
}

void write_all(World& world) {
  write_rules(world);
  write_seasons(world);
  write_days(world);
  write_periods(world);
  write_facts(world);
  write_eligibility(world);
  write_measures(world);
  write_lines(world);
}

}  // namespace

Scenario generate(std::uint64_t seed, const GenerateOptions& options) {
  Dice dice(seed);
  Scenario scenario;
  scenario.seed = seed;
  const Place where = place(dice);
  std::vector<World> worlds;
  worlds.push_back(world_of(dice.fork(), options, where));
  const bool two = dice.chance(options.size >= 3 ? 12 : 0);
  if (two)
    worlds[0].edition = make_date(2023, 1, 1);
  else if (dice.chance(10))
    worlds[0].edition = make_date(static_cast<int>(dice.between(2022, 2023)), 1, 1);
  write_all(worlds[0]);
  scenario.scripts.push_back({"first.tariff", whole(worlds[0])});
  if (two) {
    World next = world_of(dice.fork(), options, where);
    const unsigned day = dice.chance(60) ? 1 : static_cast<unsigned>(dice.between(2, 28));
    next.edition = make_date(static_cast<int>(dice.between(2024, 2025)), static_cast<unsigned>(dice.between(1, 12)), day);
    next.supersedes = "first.tariff";
    // Facts keep their names and types; measures and lines may have the same names by chance.
    next.inputs = worlds[0].inputs;
    next.facts = worlds[0].facts;
    next.choices = worlds[0].choices;
    next.own_channels = worlds[0].own_channels;
    for (const FactWords& f : next.facts) {
      next.taken.insert(f.path.substr(f.path.find('.') + 1));
      next.taken.insert(f.words.begin(), f.words.end());
    }
    for (const auto& [name, members] : next.choices) next.taken.insert(name), next.taken.insert(members.begin(), members.end());
    next.taken.insert(next.own_channels.begin(), next.own_channels.end());
    for (int k = 0; k < 6; ++k) next.dates.push_back(*next.edition);
    write_all(next);
    scenario.scripts.push_back({"second.tariff", whole(next)});
    worlds.push_back(std::move(next));
  }
  Dice for_accounts = dice.fork();
  for (int k = 0; k < options.accounts; ++k) scenario.accounts.push_back(generate_account(worlds, for_accounts.fork()));
  return scenario;
}

}  // namespace ratebook::differential
