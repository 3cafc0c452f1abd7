// Season schemes: plain, wrapped over New Year, by rules such as `second Sun of Mar`, several spans, complements, overrides.
#include "tests/differential/day_words.hpp"
#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

struct Span {
  DayWords first, last;
  std::string text() const { return first.text + " through " + last.text; }
};

void note_edges(World& world, const Span& span) {
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    world.dates.push_back(resolve(span.first.rule, year));
    world.dates.push_back(resolve(span.last.rule, year) + Days{1});
  }
}

// First of `first` through the end of `last`, both months whole.
Span months(World& world, unsigned first, unsigned last) {
  DayWords end = last_day_of(last);
  if (last != 2 && world.dice.chance(70)) end = month_day(last, days_in_month(2023, last));
  return {month_day(first, 1), end};
}

DayWords any_day(World& world, unsigned month) {
  switch (world.dice.below(6)) {
    case 0:
      return nth_weekday(static_cast<unsigned>(world.dice.between(1, 5)), static_cast<unsigned>(world.dice.below(7)), month);
    case 1:
      return month_day(month, 1);
    case 2:
      return last_day_of(month);
    case 3:
      return moved(month_day(month, static_cast<unsigned>(world.dice.between(5, 20))),
                   static_cast<int>(world.dice.between(-3, 3)));
    default:
      return month_day(month, static_cast<unsigned>(world.dice.between(1, 28)));
  }
}

unsigned wrapped_month(std::int64_t m) { return static_cast<unsigned>((m - 1) % 12 + 1); }

// A span of some months that may run over New Year.
Span any_span(World& world, bool whole_months) {
  if (!whole_months && world.dice.chance(8)) return {easter(), moved(easter(), static_cast<int>(world.dice.between(1, 120)))};
  if (!whole_months && world.dice.chance(12)) return {nth_weekday(2, 6, 3), moved(nth_weekday(1, 6, 11), -1)};
  const std::int64_t first = world.dice.between(1, 12), length = world.dice.between(1, 8);
  if (whole_months) return months(world, wrapped_month(first), wrapped_month(first + length));
  return {any_day(world, wrapped_month(first)), any_day(world, wrapped_month(first + length))};
}

Piece member(const SchemeWords& scheme, const std::string& name, Piece definition, const std::string& construct) {
  const std::string of = scheme.named ? " of " + scheme.scheme : "";
  return piece("  season " + name + of + " = ", std::move(definition), "\n")
      .declaring(member_key(scheme, name))
      .showing(construct)
      .leavable();
}

void write_scheme(World& world, SchemeWords scheme, bool whole_months) {
  Piece all;
  auto otherwise = [&](const std::string& name) {
    scheme.members.push_back(name);
    all.add(member(scheme, name, "otherwise", ""));
  };
  auto spans = [&](const std::string& name, const std::vector<Span>& list_of, const std::string& construct) {
    scheme.members.push_back(name);
    std::vector<Piece> written;
    for (const Span& s : list_of) {
      note_edges(world, s);
      written.push_back(Piece(s.text()).leavable());
    }
    all.add(member(scheme, name, list(", ", std::move(written)), construct));
  };
  const std::string one = world.new_name(scheme.named ? "wet" : "summer"),
                    two = world.new_name(scheme.named ? "dry" : "winter");
  switch (world.dice.below(6)) {
    case 0: {  // two spans that complete each other
      const unsigned first = static_cast<unsigned>(world.dice.between(2, 7)),
                     last = first + static_cast<unsigned>(world.dice.between(1, 4));
      spans(one, {months(world, first, last)}, "season: plain");
      spans(two, {months(world, wrapped_month(last + 1), first - 1)}, "season: complement over New Year");
      break;
    }
    case 1: {  // three of whole months
      const unsigned first = static_cast<unsigned>(world.dice.between(1, 5)),
                     second = first + static_cast<unsigned>(world.dice.between(1, 2));
      const unsigned third = second + static_cast<unsigned>(world.dice.between(2, 3));
      spans(one, {months(world, first, second)}, "season: plain");
      spans(world.new_name("shoulder"), {months(world, third, third)}, "season: three");
      otherwise(two);
      break;
    }
    case 2: {  // one season in two spans
      const unsigned first = static_cast<unsigned>(world.dice.between(1, 3)),
                     second = static_cast<unsigned>(world.dice.between(6, 9));
      spans(one, {months(world, first, first + 1), months(world, second, second + 2)}, "season: several spans");
      otherwise(two);
      break;
    }
    case 3: {  // a season inside another
      const Span outer = months(world, 4, 10);
      const Span inner = months(world, 6, static_cast<unsigned>(world.dice.between(7, 9)));
      spans(one, {outer}, "season: plain");
      scheme.members.push_back(world.new_name("peak_season"));
      note_edges(world, inner);
      all.add(member(scheme, scheme.members.back(),
                     piece(inner.text(), Piece(" overrides " + one).needing(member_key(scheme, one))), "season: overrides"));
      otherwise(two);
      break;
    }
    default: {
      const Span span = any_span(world, whole_months);
      const bool wraps = resolve(span.last.rule, 2025) < resolve(span.first.rule, 2025);
      const bool plain = span.first.rule.kind == DayRule::Kind::month_day && span.last.rule.kind == DayRule::Kind::month_day;
      spans(one, {span}, wraps ? "season: over New Year" : plain ? "season: plain" : "season: by rules");
      otherwise(two);
    }
  }
  world.time.push_back(std::move(all).declaring(scheme_key(scheme.scheme)).leavable());
  world.schemes.push_back(std::move(scheme));
}

}  // namespace

void write_seasons(World& world) {
  const bool whole_months = world.season_rule == "bill month";
  if (world.dice.chance(75)) write_scheme(world, {SchemeKind::season, "season", false, {}}, whole_months);
  if (world.dice.chance(4 * world.size)) {
    const std::string scheme = world.new_name("water");
    write_scheme(world, {SchemeKind::season, scheme, true, {}}, whole_months);
  }
}

}  // namespace ratebook::differential
