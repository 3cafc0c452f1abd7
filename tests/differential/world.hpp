// What a script has declared so far, as its generator knows it: enough to write the next statement so that it checks. The generate_*.cpp
// files fill it, one a group of constructs, in the order of the list at the end.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "language/base/civil.hpp"
#include "language/semantics/lines.hpp"
#include "tests/differential/dice.hpp"
#include "tests/differential/piece.hpp"

namespace ratebook::differential {

// Years in which accounts have their cycles; every version list begins before and every calendar covers them.
inline constexpr int kFirstYear = 2023, kLastYear = 2026;

struct SchemeWords {
  SchemeKind kind{};
  std::string scheme;  // "season", "day", "period", or the name after `of`
  bool named = false;
  std::vector<std::string> members;
  std::string path(const std::string& member) const { return named ? scheme + "." + member : member; }
};
// Names of pieces for members and whole schemes; a member's name must be told from a line's.
inline std::string member_key(const SchemeWords& s, const std::string& member) { return "member " + s.path(member); }
inline std::string scheme_key(const std::string& scheme) { return "scheme " + scheme; }

struct FactWords {
  enum class Kind : std::uint8_t { flag, text, choice, month, count, date, number };
  Kind kind{};
  std::string path;
  std::string unit;                // number
  std::vector<std::string> words;  // choice: its members; text: those that the script names
  std::string choice;
  std::int64_t low = 0, high = 0;  // count, number: whole units
  bool ranged = false, has_default = false, dated = false;
};

// What the worth of an expression can change with inside a cycle.
struct Varies {
  bool versions = false;          // a value or table of several versions
  bool dated = false;             // a dated fact
  bool parts = false;             // a measure that is split
  std::set<std::string> seasons;  // season schemes
  bool any() const { return versions || dated || parts || !seasons.empty(); }
  Varies& operator|=(const Varies& o) {
    versions |= o.versions;
    dated |= o.dated;
    parts |= o.parts;
    seasons.insert(o.seasons.begin(), o.seasons.end());
    return *this;
  }
};
struct Expression {
  Piece piece;
  Varies varies;
};

struct PricedName {  // a value
  std::string name, unit;
  bool versions = false;
};
struct MeasureWords {
  std::string name, unit;
  std::vector<std::string> split;  // schemes; empty: of the whole cycle
  bool never_negative = true;
  bool rounded = false;  // ends in a rounding: history may read it
  std::string step;      // of the rounding, a number
};
struct LineWords {
  std::string name;
  LineKind kind{};
  bool included = false;
};

struct World {
  explicit World(Dice with) : dice(with) {}

  Dice dice;
  int size = 5;        // 1 … 10: how much of everything
  std::string prefix;  // of declared names; editions of a tariff differ in some of them

  std::string id, timezone, currency, subunit;
  std::optional<Date> edition;  // stated
  std::string supersedes;

  // rules; "" when not stated
  std::string season_rule, version_rule;  // "usage day", "cycle end", "cycle start", "bill month"
  std::string monthly, yearly;            // "never", "days / 30" …
  bool standard_clock = false, allocate = false, by_start = false;
  int window = 15, slide = 15;
  std::string step;  // of the rows' rounding, a number of the currency

  std::vector<SchemeWords> schemes;
  std::map<std::string, std::vector<Date>> calendars;
  std::vector<FactWords> facts;
  std::map<std::string, std::vector<std::string>> choices;
  std::vector<std::string> own_channels;  // declared ones
  std::vector<PricedName> values;
  std::vector<MeasureWords> measures;
  std::vector<LineWords> lines;
  std::set<std::string> taken;

  // what accounts are interested in
  std::vector<Date> dates;                          // versions, seasons, holidays, clock changes
  std::vector<std::int64_t> kwh_limits, kw_limits;  // 10^-6
  std::set<int> edge_minutes;                       // of periods
  std::set<std::string> channels_read;
  std::set<std::string> split_schemes;  // periods that energy is divided by, and day types
  std::set<std::string> history_names;
  bool intervals_needed = false, demand_read = false;

  // statements, in the order in which they are written
  std::vector<Piece> rules, time, inputs, prices, computations;

  std::string new_name(const std::string& wish);
  std::vector<const SchemeWords*> schemes_of(SchemeKind kind) const;
  const SchemeWords* scheme(const std::string& name) const;
  std::vector<const FactWords*> facts_of(FactWords::Kind kind) const;
  // Whether what varies cuts a line under its rules (the tariff's unless told).
  bool cuts(const Varies& varies) const;
  bool cuts(const Varies& varies, const std::string& line_season_rule, const std::string& line_version_rule) const;
  Piece cite();  // " cite a "…"" now and then
};

// -- generate_*.cpp ------------------------------------------------------------------------------------------------------------------------
void write_rules(World& world);
void write_seasons(World& world);
void write_days(World& world);
void write_periods(World& world);
void write_facts(World& world);
void write_eligibility(World& world);
void write_measures(World& world);
void write_charge(World& world);
void write_adjustment(World& world);

// -- amounts (amounts.cpp) -------------------------------------------------------------------------------------------------------------------
// "0.1247 USD/kWh", "35%", "12": a number with its unit, and simpler numbers that may stand there.
Piece amount(const std::string& number, const std::string& unit);
// A price of the tariff for one `per` ("kWh", "kW/month", "day", "" for money alone), in the currency or its subunit.
struct PriceText {
  std::string unit;  // as written: "c/kWh"
  int decimals = 2;
  std::int64_t low = 0, high = 0;  // mantissas
};
PriceText price_text(World& world, const std::string& per);
std::string price_number(World& world, const PriceText& text);
std::string percent_number(World& world);

// -- prices (generate_prices.cpp) ------------------------------------------------------------------------------------------------------------
// Dimensions in which a price may be looked up, besides those that a line always knows.
struct Dimension {
  enum class Kind : std::uint8_t { scheme, month, choice, words };
  Kind kind = Kind::words;
  std::string header;  // the scheme's, choice's or column's name
  std::vector<std::string> members;
  std::string index;  // what is written between the brackets; words: chosen by the reader
};
struct TableWords {
  std::string name;
  std::vector<Dimension> keys;
  Dimension columns;
  Varies varies;
};
struct PriceWish {
  std::string per;
  std::vector<std::string> split;  // schemes that the line splits by
  bool vary = true;                // may it change inside a cycle
  bool by_month = false;           // the line splits by month
};
Expression price(World& world, const PriceWish& wish);
// A table whose columns are the words (tiers, say), to be read with read_table.
TableWords table_for(World& world, const PriceWish& wish, const std::vector<std::string>& columns);
Expression read_table(const TableWords& table, const std::string& column);
// A dated amount in any unit: declared as a value, or a constant.
Expression dated_amount(World& world, const std::string& unit, std::int64_t low, std::int64_t high, int decimals, bool vary);
Expression percentage(World& world, bool vary);

// -- conditions, quantities, tiers -----------------------------------------------------------------------------------------------------------
struct ConditionWish {
  bool dated = true;       // may it read what changes inside the cycle: dated facts, the season
  bool quantities = true;  // channels and measures
  bool lines = true;
};
Expression condition(World& world, const ConditionWish& wish);
std::string flag_fact(World& world, bool dated);  // the path of a flag, declared if need be

// An amount form, from after the `=` up to the modifiers.
struct Priced {
  Piece piece;
  Varies varies;
  bool additive = true;  // over parts: may be cut
};
Priced priced(World& world);
Priced tiered(World& world);
Priced tiered_demand(World& world);
// A measure of the unit ("kW", "kVAR", "kVA", "kWh"), declared if need be: of the whole cycle, or one that may be split.
MeasureWords measure_of(World& world, const std::string& unit, bool whole);
// Modifiers of a line: conditions, window, own rules, rounding …
Piece modifiers(World& world, LineKind kind, Priced& form);

}  // namespace ratebook::differential
