// What the checks of computations (expressions, measures, lines) share beside the Checker: where an expression stands, what is known there,
// and what has been collected on the way for the checks that need the whole script.
#pragma once
#include <cassert>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "language/semantics/checker.hpp"
#include "language/semantics/satisfy.hpp"

namespace ratebook {

// A define's parameter while its body is put in place of a call.
struct Parameter {
  std::string name;
  ExprId value;      // none: see `word`, or unknown (the define itself is checked, or the argument had an error)
  std::string word;  // a bare word that is no expression: `rate(on_peak)`
};

// What the expression belongs to.
enum class About : std::uint8_t { line, measure, eligible, property, define };

struct Place {
  About about = About::line;
  bool part_wise = false;      // a line or split measure: it may read what changes inside the cycle
  Level level = Level::cycle;  // of channels, `days` and the like
  bool in_history = false;     // inside `… in preceding N cycles`: the facts of an earlier cycle
  CutRule season_rule = CutRule::usage_day, version_rule = CutRule::usage_day;
  std::vector<SchemeId> split;  // whose member is known
  bool split_by_month = false;
  std::vector<MemberRef> scope;  // of an enclosing `… in SCOPE`
  const std::vector<Parameter>* parameters = nullptr;
  std::vector<Literal> known;  // conditions that hold where the expression is computed
  std::vector<Span> calls;     // of defines being put in place, the outermost first
  MeasureId measure;           // the one that is being checked, which may read its own history …
  std::string_view measure_name;
  std::optional<Unit> measure_unit;  // … when its unit is known before it is checked
};

struct TableUse {
  ExprId expression;
  std::vector<std::size_t> cells;  // that it can reach, ascending
};
struct LineRead {
  LineId line;
  Span span;
};

// Which members of several schemes hold at one time: season × period combinations that occur (language reference, section 7).
class Occurrences {
 public:
  explicit Occurrences(const CheckedTariff& tariff) : tariff_(tariff) {}
  using Combination = std::vector<MemberIndex>;
  const std::set<Combination>& of(const std::vector<SchemeId>& schemes);

 private:
  const CheckedTariff& tariff_;
  std::map<std::vector<SchemeId>, std::set<Combination>> known_;
};

struct Computations {
  explicit Computations(const CheckedTariff& tariff) : satisfy(tariff), occurrences(tariff) {}

  Satisfy satisfy;
  Occurrences occurrences;
  std::map<DefineId, const syntax::Define*> defines;
  std::vector<std::uint32_t> depth;   // by ExprId: nesting, defines put in place included
  std::optional<bool> time_is_sound;  // no season, day type or period has an error: they are all checked before
  std::vector<TableUse> table_uses;
  std::vector<LineRead> line_reads;  // in text order
  std::optional<std::pair<Unit, Span>>
      own_history;  // the measure being checked reads its own history: the unit it is taken to have
  // Causes in a declaration that were told at the first place that meets them: "baseline desert, summer".
  std::set<std::string> told;
};
Computations& computations(Checker& checker);

// Whether the reading of it can change from day to day of one cycle, as the rules in force at the place have it.
bool changes_in_cycle(const CheckedTariff& tariff, ValueId value, const Place& place);
bool changes_in_cycle(const CheckedTariff& tariff, TableId table, const Place& place);
bool changes_in_cycle(const CheckedTariff& tariff, SchemeId season, const Place& place);
bool changes_in_cycle(const CheckedTariff& tariff, InputId input, const Place& place);

// -- words of messages ------------------------------------------------------------------------------------------------------------------
// "c/kWh", "kW", "a plain number", "a condition", "a date", "a member of `zone`": as the sheet writes it where one amount is meant.
std::string words_of(const CheckedTariff& tariff, ExprId id);
// "a, b and c"
std::string listed(const std::vector<std::string>& words);

}  // namespace ratebook
