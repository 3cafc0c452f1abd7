// Prices: constants, values and tables with their versions, and the small arithmetic that sheets do with them.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace ratebook::differential {
namespace {

struct VersionWords {
  Piece dates;  // "from 2024-03-01 known 2024-05-01"
};

Date some_date(World& world) {
  if (!world.dates.empty() && world.dice.chance(25)) {
    const Date d = world.dice.pick(world.dates);
    if (year_of(d) >= kFirstYear && year_of(d) <= kLastYear) return d;
  }
  const unsigned day = world.dice.chance(50) ? 1 : static_cast<unsigned>(world.dice.between(2, 28));
  return make_date(static_cast<int>(world.dice.between(kFirstYear, kLastYear)),
                   static_cast<unsigned>(world.dice.between(1, 12)), day);
}

// The first version is older than every cycle (now and then it is not: a gap), later ones fall among them.
std::vector<Piece> versions(World& world) {
  Dice& dice = world.dice;
  std::vector<Date> from;
  from.push_back(dice.chance(3)                     ? make_date(2024, 2, 1)
                 : world.edition && dice.chance(20) ? *world.edition
                                                    : make_date(2022, 1, 1));
  const int more = dice.pick_weighted<int>({{55, 0}, {28, 1}, {12, 2}, {5, 4}});
  for (int k = 0; k < more; ++k) from.push_back(some_date(world));
  std::sort(from.begin(), from.end());
  from.erase(std::unique(from.begin(), from.end()), from.end());
  std::vector<Piece> all;
  for (std::size_t k = 0; k < from.size(); ++k) {
    world.dates.push_back(from[k]);
    std::string text = "from " + format_date(from[k]);
    const bool last = k + 1 == from.size();
    if (last && dice.chance(3)) {
      const Date through = std::max(from[k] + Days{40}, make_date(2025, 12, 31));
      world.dates.push_back(through);
      all.push_back(Piece(text + " through " + format_date(through)).showing("version: through"));
    } else {
      all.push_back(Piece(text).showing(k > 0 ? "version: later" : ""));
    }
    if (k > 0 && dice.chance(12)) {
      const Date known = from[k] + Days{dice.between(5, 120)};
      world.dates.push_back(known);
      all.push_back(Piece(text + " known " + format_date(known)).showing("version: known"));
    }
  }
  return all;
}

std::size_t cells(const TableWords& t) {
  std::size_t n = t.columns.members.size();
  for (const Dimension& d : t.keys) n *= d.members.size();
  return n;
}

Dimension scheme_dimension(const SchemeWords& s) { return {Dimension::Kind::scheme, s.scheme, s.members, s.scheme}; }

// A word that goes with the member it names.
Piece member_cell(World& world, const Dimension& d, const std::string& member) {
  Piece cell = Piece(member).leavable();
  // A column of tiers goes with its tier.
  if (d.kind == Dimension::Kind::scheme) cell.needs.push_back(member_key(*world.scheme(d.header), member));
  if (d.kind == Dimension::Kind::words) cell.needs.push_back(member);
  return cell;
}

void declare_table(World& world, TableWords& table, const PriceText& text) {
  const auto starts = versions(world);
  table.varies.versions = starts.size() > 1;
  for (const Dimension& d : table.keys) {
    const SchemeWords* s = d.kind == Dimension::Kind::scheme ? world.scheme(d.header) : nullptr;
    if (s != nullptr && s->kind == SchemeKind::season) table.varies.seasons.insert(d.header);
  }
  if (table.columns.kind == Dimension::Kind::scheme && world.scheme(table.columns.header)->kind == SchemeKind::season) {
    table.varies.seasons.insert(table.columns.header);
  }
  Piece body;
  for (const Piece& start : starts) {
    Piece header = list("      | ", " | ", " |\n", {});
    for (const Dimension& d : table.keys) header.add(d.header);
    for (const std::string& c : table.columns.members) header.add(member_cell(world, table.columns, c));
    Piece rows;
    std::vector<std::size_t> at(table.keys.size(), 0);
    for (bool done = false; !done;) {
      Piece row = list("      | ", " | ", " |\n", {});
      for (std::size_t k = 0; k < table.keys.size(); ++k) {
        Piece cell = member_cell(world, table.keys[k], table.keys[k].members[at[k]]);
        row.needs.insert(row.needs.end(), cell.needs.begin(), cell.needs.end());
        row.add(std::move(cell.text));
      }
      for (const std::string& c : table.columns.members) {
        Piece cell = member_cell(world, table.columns, c);
        Piece number = amount(price_number(world, text), "");
        number.needs = cell.needs;
        number.optional = true;
        row.add(std::move(number));
      }
      rows.add(std::move(row).leavable());
      done = true;
      for (std::size_t k = table.keys.size(); k-- > 0;) {
        if (++at[k] < table.keys[k].members.size()) {
          done = false;
          break;
        }
        at[k] = 0;
      }
    }
    body.add(piece(piece("    ", start, world.cite(), "\n"), std::move(header), std::move(rows)).leavable());
  }
  Piece statement = piece("  table " + table.name + " : " + text.unit + " {\n", std::move(body), "  }\n");
  for (const Dimension& d : table.keys) {
    if (d.kind == Dimension::Kind::scheme) statement.needs.push_back(scheme_key(d.header));
    if (d.kind == Dimension::Kind::choice) statement.needs.push_back(d.header);
  }
  if (table.columns.kind == Dimension::Kind::scheme) statement.needs.push_back(scheme_key(table.columns.header));
  std::string construct = "table:";
  for (const Dimension& d : table.keys)
    construct += d.kind == Dimension::Kind::scheme   ? " scheme"
                 : d.kind == Dimension::Kind::month  ? " month"
                 : d.kind == Dimension::Kind::choice ? " choice"
                                                     : " words";
  world.prices.push_back(std::move(statement).declaring(table.name).showing(construct).leavable());
}

// Keys for a lookup: what the line splits by, the season where it may vary, a choice of the account, the month.
std::vector<Dimension> keys_for(World& world, const PriceWish& wish) {
  std::vector<Dimension> keys;
  for (const std::string& split : wish.split) {
    const SchemeWords* s = world.scheme(split);
    if (s != nullptr && world.dice.chance(85)) keys.push_back(scheme_dimension(*s));
  }
  for (const SchemeWords* s : world.schemes_of(SchemeKind::season)) {
    const bool split = std::find(wish.split.begin(), wish.split.end(), s->scheme) != wish.split.end();
    if (split || !world.dice.chance(30)) continue;
    if (wish.vary || world.season_rule != "usage day") keys.push_back(scheme_dimension(*s));
  }
  for (const FactWords* f : world.facts_of(FactWords::Kind::choice)) {
    if (!world.dice.chance(25) || (f->dated && !wish.vary)) continue;
    keys.push_back({Dimension::Kind::choice, f->choice, f->words, f->path});
    break;
  }
  if (world.dice.chance(wish.by_month ? 60 : 6)) {
    Dimension month{Dimension::Kind::month, "month", {}, wish.by_month ? "month" : "cycle.month"};
    for (const auto word : kMonthWords) month.members.emplace_back(word);
    keys.push_back(std::move(month));
  }
  return keys;
}

Varies varies_of_index(World& world, const Dimension& d) {
  Varies v;
  if (d.kind == Dimension::Kind::choice)
    for (const FactWords& f : world.facts)
      if (f.path == d.index) v.dated = f.dated;
  return v;
}

Expression table_price(World& world, const PriceWish& wish, const PriceText& text) {
  TableWords table;
  table.keys = keys_for(world, wish);
  if (!table.keys.empty() && table.keys.back().kind != Dimension::Kind::month && world.dice.chance(60)) {
    table.columns = table.keys.back();
    table.keys.pop_back();
  } else {
    table.columns = {Dimension::Kind::words, "", {world.new_name("price")}, ""};
  }
  if (table.keys.empty()) {
    table.keys.push_back({Dimension::Kind::words, "rate", {world.new_name("plain"), world.new_name("other")}, ""});
    table.keys.back().index = table.keys.back().members.front();
  }
  while (cells(table) > 60 && table.keys.size() > 1) table.keys.erase(table.keys.begin());
  table.name = world.new_name("rate_table");
  declare_table(world, table, text);
  for (const Dimension& d : table.keys) table.varies |= varies_of_index(world, d);
  table.varies |= varies_of_index(world, table.columns);
  const std::string column = table.columns.kind == Dimension::Kind::words ? table.columns.members.front() : table.columns.index;
  return read_table(table, column);
}

// Versions cut a line only under `usage day`; a script may not mix versions into what must be one number a cycle.
bool may_have_versions(const World& world, bool vary) { return vary || world.version_rule != "usage day"; }

}  // namespace

Expression read_table(const TableWords& table, const std::string& column) {
  Piece index = list("[", ", ", "]", {});
  for (const Dimension& d : table.keys) index.add(d.index);
  index.add(column);
  Expression e{piece(reference(table.name), std::move(index)), table.varies};
  for (const Dimension& d : table.keys)
    if (d.kind == Dimension::Kind::choice) e.piece.needs.push_back(d.index);
  if (table.columns.kind == Dimension::Kind::choice) e.piece.needs.push_back(table.columns.index);
  return e;
}

TableWords table_for(World& world, const PriceWish& wish, const std::vector<std::string>& columns) {
  TableWords table;
  table.keys = keys_for(world, wish);
  if (table.keys.empty()) table.keys.push_back({Dimension::Kind::words, "rate", {world.new_name("plain")}, ""});
  if (table.keys[0].kind == Dimension::Kind::words) table.keys[0].index = table.keys[0].members[0];
  table.columns = {Dimension::Kind::words, "", columns, ""};
  while (cells(table) > 60 && table.keys.size() > 1) table.keys.erase(table.keys.begin());
  table.name = world.new_name("tier_rate");
  declare_table(world, table, price_text(world, wish.per));
  for (const Dimension& d : table.keys) table.varies |= varies_of_index(world, d);
  return table;
}

Expression dated_amount(World& world, const std::string& unit, std::int64_t low, std::int64_t high, int decimals, bool vary) {
  auto number = [&] { return amount(format_decimal({world.dice.between(low, high), decimals}), unit); };
  if (!may_have_versions(world, vary) || world.dice.chance(45)) return {number().showing("constant amount"), {}};
  for (const PricedName& v : world.values)
    if (v.unit == unit && world.dice.chance(40))
      return {reference(v.name).or_simply(number()), {.versions = v.versions, .dated = false, .parts = false, .seasons = {}}};
  const std::string name = world.new_name("amount");
  const auto starts = versions(world);
  Piece body = list(" ", {});
  for (const Piece& start : starts) body.add(piece(start, " = ", number(), world.cite()).leavable());
  world.prices.push_back(piece("  value " + name + " { ", std::move(body), " }\n").declaring(name).showing("value").leavable());
  world.values.push_back({name, unit, starts.size() > 1});
  Varies v;
  v.versions = starts.size() > 1;
  return {reference(name).or_simply(number()), v};
}

Expression percentage(World& world, bool vary) {
  if (!may_have_versions(world, vary) || world.dice.chance(60)) {
    // A rebate of the account: 100% - what it has.
    for (const FactWords* f : world.facts_of(FactWords::Kind::number)) {
      if (f->unit != "%" || !world.dice.chance(40) || (f->dated && !vary)) continue;
      Varies v;
      v.dated = f->dated;
      return {piece("(100% - ", reference(f->path), ")").or_simply("10%"), v};
    }
    return {amount(percent_number(world), "%"), {}};
  }
  return dated_amount(world, "%", 25, 20000, 3, vary);
}

Expression price(World& world, const PriceWish& wish) {
  const PriceText text = price_text(world, wish.per);
  auto number = [&] { return amount(price_number(world, text), text.unit); };
  Expression e;
  const bool vary = may_have_versions(world, wish.vary);
  if (!wish.split.empty() && vary && world.dice.chance(80)) {
    e = table_price(world, wish, text);
  } else {
    const int form = world.dice.pick_weighted<int>({{35, 0}, {40, 1}, {25, 2}});
    if (form == 2 && vary) {
      e = table_price(world, wish, text);
    } else if (form == 1) {
      const auto digits = text.decimals;
      e = dated_amount(world, text.unit, text.low, text.high, digits, wish.vary);
    } else {
      e = {number(), {}};
    }
  }
  // What sheets do with a price before they use it.
  switch (world.dice.below(24)) {
    case 0:
      e.piece = piece("(", e.piece, " + ", number(), ")").or_simply(e.piece);
      break;
    case 1:
      e.piece = piece("largest of { ", e.piece, ", ", number(), " }").showing("largest of").or_simply(e.piece);
      break;
    case 2:
      e.piece = piece("smallest of { ", e.piece, ", ", number(), " }").showing("smallest of").or_simply(e.piece);
      break;
    case 3: {
      const std::string mode = world.dice.pick({"half up", "half even", "up", "down"});
      const std::string step = world.dice.pick({"0.001", "0.0001", "0.05", "0.01"});
      e.piece = piece("(", e.piece, " * ", amount(percent_number(world), "%"),
                      " round " + mode + " to " + step + " " + text.unit + ")")
                    .showing("round inside an expression")
                    .or_simply(e.piece);
      break;
    }
    case 4: {
      const Expression p = percentage(world, wish.vary);
      e.varies |= p.varies;
      e.piece = piece(e.piece, " * ", p.piece).or_simply(e.piece);
      break;
    }
    default:
      break;
  }
  if (e.piece.simpler.empty()) e.piece.simpler.push_back(number());
  e.piece.simpler.push_back(amount("1", text.unit));
  return e;
}

}  // namespace ratebook::differential
