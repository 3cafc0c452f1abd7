// Facts, channels, prices, series, measures, carries (language reference, sections 4, 5, 7, 8, 9, 15).
//
//   choice zone = north, south  cite a
//   input account.size : kW from 0 kW to 500 kW = 0 kW dated  cite a
//   eligible when account.size <= 500 kW  cite a
//   channel gas : therm of meter gas from "therms"  cite a
//   value rate { from 2025-01-01 through 2025-12-31 known 2025-02-01 = 9.25 USD/month  cite a }   value f : USD/kWh from "f.toml"
//   table rate : USD/kWh { from 2025-01-01  cite a  | season | tier_1 | … }                       table g : USD/kW from "g.toml"
//   series p : USD/kWh every 60 min per account from "p" missing as previous value  cite a
//   measure m = ARMS split by season round half up to 0.1 kW  cite a
//   define f(a, b) = cite a ARMS
//   carry bank : kWh = 0 kWh expires after 12 cycles  cite a
//   update bank = ARMS | update bank add x use y  cite a
#pragma once
#include <variant>

#include "language/syntax/tree_expression.hpp"

namespace ratebook::syntax {

struct Choice {
  Name name;
  std::vector<Name> members;
  std::vector<Cite> cites;
};

enum class TypeKind : std::uint8_t { flag, text, date, count, month, unit, named };
struct TypeWords {
  Span span;
  TypeKind kind{};
  std::optional<UnitWords> unit;  // of `unit`
  std::optional<Path> name;       // of `named`: a choice
};
struct InputRange {
  Span span;
  Quantity from, to;
};
struct Input {
  Path path;  // account.care
  TypeWords type;
  std::optional<InputRange> range;
  std::optional<Literal> value;  // its default
  std::optional<Span> dated;
  std::vector<Cite> cites;
};

struct Eligible {
  TreeExprId condition;
  std::vector<Cite> cites;
};

struct Channel {
  Name name;
  UnitWords unit;
  std::optional<Name> role;  // of meter ROLE
  std::optional<Text> column;
  std::vector<Cite> cites;
};

struct VersionWords {
  Span span;
  DateWord from;
  std::optional<DateWord> through, known;
};
struct FileWords {
  UnitWords unit;
  Text file;
};
struct ValueVersion {
  Span span;
  VersionWords version;
  Quantity amount;
  std::vector<Cite> cites;
};
struct Value {
  Name name;
  std::vector<ValueVersion> versions;
  std::optional<FileWords> file;  // then no versions here
  std::vector<Cite> cites;        // of the file form
};

// A cell is a word (a key or a heading; may be dotted, may be a keyword), a number, or `-`: not offered.
struct NotOffered {};
struct TableCell {
  Span span;
  std::variant<Path, Decimal, NotOffered> cell;
};
struct TableRow {
  Span span;
  std::vector<TableCell> cells;
};
struct TableVersion {
  Span span;
  VersionWords version;
  std::vector<Cite> cites;
  TableRow header;  // words only; every row has as many cells as the header
  std::vector<TableRow> rows;
};
struct Table {
  Name name;
  UnitWords unit;
  std::vector<TableVersion> versions;
  std::optional<Text> file;
  std::vector<Cite> cites;  // of the file form
};

enum class SeriesStep : std::uint8_t { clock, day, month, year };
struct SeriesMissing {
  Span span;
  std::optional<Quantity> as;
};  // absent: as previous value
struct Series {
  Name name;
  UnitWords unit;
  SeriesStep step{};
  Span step_span;
  std::optional<Quantity> length;  // of `clock`
  bool per_account = false;
  Text file;
  std::optional<SeriesMissing> missing;
  std::vector<Cite> cites;
};

// split by season, period, us.day, version
struct Split {
  Span span;
  std::vector<Path> dimensions;
};

struct Measure {
  Name name;
  Arms arms;
  std::optional<Split> split;
  std::optional<Rounding> rounding;
  std::vector<Cite> cites;
};

struct Define {
  Name name;
  std::vector<Name> parameters;
  Arms arms;
  std::vector<Cite> cites;
};

struct Carry {
  Name name;
  UnitWords unit;
  Quantity opening;
  std::optional<Count> expires_after;  // cycles
  std::vector<Cite> cites;
};

struct AddUse {
  TreeExprId add, use;
};
struct Update {
  Name name;
  std::variant<Arms, AddUse> change;
  std::vector<Cite> cites;
};

}  // namespace ratebook::syntax
