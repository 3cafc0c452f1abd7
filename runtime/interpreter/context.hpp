// What an expression is about while it is evaluated: the part of the cycle, the members in scope, a step within it, or an earlier cycle.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "runtime/interpreter/day_set.hpp"
#include "runtime/interpreter/number.hpp"

namespace ratebook::oracle {

// Numbers are canonical; words and texts are their spelling, months "Jan" … "Dec".
using Value = std::variant<Number, bool, Date, std::string>;

struct Context {
  DaySet days;                    // the part, month or day
  std::vector<MemberRef> known;   // what `season`, `period` … mean here, for tables
  std::vector<MemberRef> within;  // the time that channels are narrowed to by splits
  std::optional<unsigned> month;  // of a split by month
  CutRule season_rule = CutRule::usage_day, version_rule = CutRule::usage_day;
  std::optional<std::pair<std::int64_t, std::int64_t>> instants;  // one interval or hour, [begin, end)
  const EarlierCycle* earlier = nullptr;                          // inside an aggregate over history
  std::optional<Date> earlier_from;                               // its first day, as far as it can be told
};

// One value of a measure: of the whole cycle, or of a part and members.
struct MeasureValue {
  DaySet days;
  std::vector<MemberRef> members;  // in the order of Measure::split, seasons included
  std::optional<unsigned> month;
  Number value;
};

// A row with its exact numbers; `row` has everything else.
struct MadeRow {
  BillRow row;
  DaySet days;
  Number quantity, price;    // as shown: in the units that `row` names
  Number unrounded, amount;  // in the currency, with their sign
};

// What the statements above have made, by id.
struct Made {
  std::vector<std::vector<MeasureValue>> measures;
  std::vector<std::vector<MadeRow>> rows;
  std::optional<Number> total;  // of a finished bill
};

}  // namespace ratebook::oracle
