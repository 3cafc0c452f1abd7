// Conditions over facts of every type, cycle facts, quantities, measures and lines; their `and`, `or`, `not`.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

using Kind = FactWords::Kind;

Piece fact(const FactWords& f) { return reference(f.path); }

std::string number_of(const FactWords& f, std::int64_t whole) {
  const std::string n = std::to_string(whole);
  return f.unit.empty() ? n : f.unit == "%" ? n + "%" : n + " " + f.unit;
}

std::string relation(World& world) { return world.dice.pick({" < ", " <= ", " > ", " >= ", " = ", " != "}); }

// Texts that change when it does.
std::vector<FactWords> texts_like(const World& world, const FactWords& f) {
  std::vector<FactWords> all;
  for (const FactWords* other : world.facts_of(FactWords::Kind::text))
    if (other->dated == f.dated) all.push_back(*other);
  return all;
}

Expression about_fact(World& world, const FactWords& f) {
  Dice& dice = world.dice;
  Expression e;
  e.varies.dated = f.dated;
  switch (f.kind) {
    case Kind::flag:
      e.piece = dice.chance(80) ? fact(f) : piece("not ", fact(f));
      break;
    case Kind::text:
      e.piece = piece(fact(f), dice.pick({" = ", " != "}), dice.pick(f.words)).showing("condition: text");
      if (dice.chance(25)) {  // by a define with arms
        const std::string define = world.new_name("label");
        world.computations.push_back(piece("  define " + define + "(d) =\n    ", fact(f),
                                           " when d < " + std::to_string(dice.between(10, 31)) + " day\n    ",
                                           fact(dice.pick(texts_like(world, f))), " otherwise\n")
                                         .declaring(define)
                                         .leavable());
        const Piece plain = e.piece;
        e.piece = piece(reference(define), "(cycle.days)", dice.pick({" = ", " != "}), dice.pick(f.words))
                      .showing("condition: text by arms")
                      .or_simply(plain);
      }
      break;
    case Kind::choice:
      e.piece = dice.chance(60) ? piece(fact(f), dice.pick({" = ", " != "}), dice.pick(f.words))
                                : piece(fact(f), " in (" + f.words[0] + ", " + f.words[1] + ")");
      e.piece.construct = "condition: choice";
      break;
    case Kind::month:
      e.piece = dice.chance(60) ? piece("cycle.month = ", fact(f)) : piece(fact(f), " in (Apr, Oct, Dec)");
      e.piece.construct = "condition: month";
      break;
    case Kind::date:
      e.piece = dice.chance(50) ? piece(fact(f), relation(world), "cycle.from") : piece(fact(f), relation(world), "2024-06-01");
      e.piece.construct = "condition: date";
      break;
    case Kind::count:
    case Kind::number: {
      const std::int64_t at = dice.between(f.low, f.high);
      if (dice.chance(20)) {
        const std::string range = std::to_string(at) + ".." + std::to_string(f.high);
        e.piece = piece(fact(f), dice.chance(50) ? " within " : " outside ",
                        range + (f.unit.empty()  ? ""
                                 : f.unit == "%" ? "%"
                                                 : " " + f.unit));
        e.piece.construct = "condition: range";
      } else if (f.kind == Kind::count && dice.chance(30)) {
        e.piece = piece(fact(f), " in (" + std::to_string(at) + ", " + std::to_string(f.high) + ")").showing("condition: in");
      } else {
        e.piece = piece(fact(f), relation(world), number_of(f, at)).showing("condition: number");
      }
    }
  }
  return e;
}

std::string two_months(World& world) {
  const std::size_t a = world.dice.below(12), b = (a + 1 + world.dice.below(11)) % 12;
  return std::string(kMonthWords[a]) + ", " + std::string(kMonthWords[b]);
}

Expression about_cycle(World& world) {
  Dice& dice = world.dice;
  switch (dice.below(9)) {
    case 0:
      return {Piece("cycle.month in (" + two_months(world) + ")").showing("condition: month"), {}};
    case 1:
      return {Piece("cycle.month = " + std::string(kMonthWords[dice.below(12)])).showing("condition: month"), {}};
    case 2:
      return {Piece("cycle.days" + relation(world) + std::to_string(dice.between(20, 32)) + " days")
                  .showing("condition: cycle.days"),
              {}};
    case 3:
      return {Piece("cycle.days outside 25..35 days").showing("condition: range"), {}};
    case 4:
      return {Piece(dice.pick({"cycle.first", "cycle.last"})).showing("condition: cycle.first"), {}};
    case 5:
      return {Piece("account.cycle_number" + relation(world) + std::to_string(dice.between(1, 4)))
                  .showing("condition: cycle_number"),
              {}};
    case 6:
      return {Piece("account.since" + relation(world) + "2024-03-01").showing("condition: since"), {}};
    case 7:
      return {Piece("cycle.year" + relation(world) + std::to_string(dice.between(kFirstYear, kLastYear)))
                  .showing("condition: year"),
              {}};
    default:
      return {Piece(dice.pick({"cycle.from", "cycle.through"}) + relation(world) + "2025-0" +
                    std::to_string(dice.between(1, 9)) + "-15")
                  .showing("condition: date"),
              {}};
  }
}

Expression about_quantity(World& world) {
  Dice& dice = world.dice;
  std::vector<const MeasureWords*> measures;
  for (const MeasureWords& m : world.measures)
    if (m.split.empty() && !m.unit.empty()) measures.push_back(&m);
  if (!measures.empty() && dice.chance(50)) {
    const MeasureWords& m = *dice.pick(measures);
    const std::int64_t limit = dice.between(1, 200);
    if (m.unit == "kW") world.kw_limits.push_back(limit * 1'000'000);
    return {piece(reference(m.name), relation(world), std::to_string(limit) + " " + m.unit).showing("condition: measure"), {}};
  }
  const std::int64_t limit = dice.between(1, 40) * 25;
  world.kwh_limits.push_back(limit * 1'000'000);
  world.channels_read.insert("usage");
  return {Piece("usage" + relation(world) + std::to_string(limit) + " kWh").showing("condition: usage"), {}};
}

Expression about_line(World& world) {
  std::vector<std::string> names;
  for (const LineWords& l : world.lines)
    if (!l.included) names.push_back(l.name);
  if (names.empty()) return about_cycle(world);
  return {piece(reference(world.dice.pick(names)), relation(world),
                std::to_string(world.dice.between(0, 60)) + " " + world.currency)
              .showing("condition: line"),
          {}};
}

Expression about_season(World& world, const SchemeWords& s) {
  const std::string& member = world.dice.pick(s.members);
  Expression e{piece(Piece(s.scheme).needing(scheme_key(s.scheme)), world.dice.pick({" = ", " != "}),
                     Piece(member).needing(member_key(s, member))),
               {}};
  e.varies.seasons.insert(s.scheme);
  e.piece.construct = "condition: season";
  return e;
}

Expression atom(World& world, const ConditionWish& wish) {
  const auto seasons = world.schemes_of(SchemeKind::season);
  if (!seasons.empty() && wish.dated && world.dice.chance(6)) return about_season(world, *world.dice.pick(seasons));
  std::vector<const FactWords*> facts;
  for (const FactWords& f : world.facts)
    if (wish.dated || !f.dated) facts.push_back(&f);
  const std::uint64_t roll = world.dice.below(100);
  if (roll < 55 && !facts.empty()) return about_fact(world, *world.dice.pick(facts));
  if (roll < 68 && wish.quantities) return about_quantity(world);
  if (roll < 75 && wish.lines) return about_line(world);
  return about_cycle(world);
}

}  // namespace

Expression condition(World& world, const ConditionWish& wish) {
  Expression first = atom(world, wish);
  const int form = world.dice.pick_weighted<int>({{75, 0}, {10, 1}, {10, 2}, {5, 3}});
  if (form == 0) return first;
  if (form == 3) return {piece("not (", first.piece, ")").showing("condition: not").or_simply(first.piece), first.varies};
  const Expression second = atom(world, wish);
  Expression both;
  both.varies = first.varies;
  both.varies |= second.varies;
  const std::string word = form == 1 ? " and " : " or ";
  both.piece =
      piece(first.piece, word, second.piece).showing("condition:" + word).or_simply(first.piece).or_simply(second.piece);
  if (world.dice.chance(20)) {
    const Expression third = atom(world, wish);
    both.varies |= third.varies;
    const std::string other = form == 1 ? " or " : " and ";
    both.piece = piece("(", both.piece, ")", other, third.piece)
                     .showing("condition: brackets")
                     .or_simply(both.piece)
                     .or_simply(third.piece);
  }
  return both;
}

}  // namespace ratebook::differential
