// What all parts of the checker share while one file is checked: the tree they read, the tariff they fill, the names, the sink.
// Order (check_file.cpp): header and sources; all names are announced; rules; choices, channels, calendars, schemes; inputs; values and
// tables; then eligible, define, measure and line statements in text order; then examples and properties; then what is left over
// (rules that something needs, names that nothing uses).
//
// Root causes only: a part that reports an error about a name poisons it (names.hpp), and readers of a poisoned name stay silent.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"
#include "language/semantics/check.hpp"
#include "language/semantics/names.hpp"
#include "language/semantics/prove_years.hpp"
#include "language/semantics/tariff.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook {

// The rules that constructs can need (language reference, section 3).
enum class RuleKind : std::uint8_t { season, version, clock, allocate, monthly, yearly, demand };

struct Computations;  // what the checks of computations share (computations.hpp)

struct Checker {
  Checker(const Sources& all_sources, const TariffTree& read_tree, const CheckOptions& given_options, DiagnosticSink& to)
      : sources(all_sources), tree(read_tree), options(given_options), sink(to) {}

  const Sources& sources;
  const TariffTree& tree;
  const CheckOptions& options;
  DiagnosticSink& sink;
  Names names;
  CheckedTariff tariff;

  // The statement that is being checked; names that are only announced are `used_before` there.
  const syntax::Statement* statement = nullptr;
  // Statements that are not looked at again: their name was taken, or this version cannot rate them.
  std::set<const syntax::Statement*> left_out;
  // Calls f(node) for each statement of the kind that is not left out, in text order, with `statement` set.
  template <class Node, class F>
  void each(F f) {
    for (const syntax::Statement& s : tree.statements) {
      const Node* node = std::get_if<Node>(&s.node);
      if (node == nullptr || left_out.contains(&s)) continue;
      statement = &s;
      f(*node);
    }
    statement = nullptr;
  }
  // `unsupported` once for each construct and statement; silent where a statement that it belongs to has been reported already.
  void unsupported_in_example(Span span, std::string_view what);
  std::set<std::pair<const syntax::Statement*, std::string>> unsupported_told;
  // What is absent may have been lost to a syntax error (lost.cpp); then nothing is said about it. Anything at all; a statement that begins with
  // the word; a statement that declares the name, or whose name is not known; a rule; a line of the bill.
  bool may_be_lost() const { return !tree.complete; }
  bool may_have_lost(std::string_view keyword) const;
  bool may_declare(std::string_view name) const;
  bool may_have_lost_rule(std::string_view word) const;  // "season", "clock", … of `rules { … }`
  bool may_have_lost_line() const;
  // A piece of a block (a rule, a given) behind which something on its line could not be read: what is there is not what was meant.
  bool cut_short(Span piece) const;
  // Schemes of seasons, days or periods with a member that was lost: nothing is concluded from what they lack.
  bool may_lack_member(SchemeKind kind, std::string_view scheme) const;

  // -- time ----------------------------------------------------------------------------------------------------------------------
  ProofYears years;             // set once the seasons and calendars are read
  std::set<SchemeId> unproved;  // schemes with errors: nothing is concluded from them

  // -- rules ---------------------------------------------------------------------------------------------------------------------
  // `what`, as the message names it ("`months`", "the period `on_peak`"), needs the rule; rule_missing at the first such place.
  struct Need {
    RuleKind rule{};
    Span span;
    std::string what;
  };
  std::vector<Need> needs;
  void need(RuleKind rule, Span span, std::string what) { needs.push_back({rule, span, std::move(what)}); }

  // -- cites ---------------------------------------------------------------------------------------------------------------------
  std::map<std::string, SourceDocId, std::less<>> source_ids;
  std::vector<bool> sources_used;
  // Unknown sources are reported.
  std::vector<Cite> resolve(const std::vector<syntax::Cite>& cites);
  // cite_missing when there is none: for what moves money or time by itself. `what` as in "the season `summer`".
  void want_cite(const std::vector<syntax::Cite>& cites, Span span, std::string_view what);

  // -- numbers and units ---------------------------------------------------------------------------------------------------------
  // Nothing after an error was reported: a unit that makes no sense in this tariff's currency, too many digits, out of limit.def.
  std::optional<UnitText> resolve(const syntax::UnitWords& unit);
  std::optional<Constant> resolve(const syntax::Quantity& quantity);
  // Its unit is for the caller to compare.
  std::optional<Rounding> resolve(const syntax::Rounding& rounding);
  // `quantity` as an amount in `unit` (unit_mismatch otherwise).
  std::optional<Amount> amount_in(const Unit& unit, const syntax::Quantity& quantity);

  // -- names ---------------------------------------------------------------------------------------------------------------------
  // A member of a scheme by its path: `summer` of an unnamed scheme, `demand_hours.peak` of a named one. `wanted` limits the kind and is
  // named in unknown_name ("season"). Nothing after a report, or silently when the name is poisoned.
  std::optional<MemberRef> member(const syntax::Path& path, std::optional<SchemeKind> wanted);
  // The scheme that `season`, `period`, `day` or a scheme's name stands for; the dimension words too when the scheme exists.
  std::optional<SchemeId> scheme(const syntax::Path& path);
  std::optional<ChannelId> channel(const syntax::Path& path);
  // "true or false", "kW", "a member of `zone`": what the values of an input are, for messages.
  std::string type_words(const Input& input) const;
  // unknown_name: "there is no KIND named `PATH`", with help when one declared name is a slip away.
  void report_unknown(std::string_view kind, const syntax::Path& path);

  std::shared_ptr<Computations> computations = nullptr;
};

// Amount::canonical of a number in a unit as written; nothing when it leaves 64-bit ratios.
std::optional<Ratio> canonical(Decimal number, const UnitText& unit);
CutRule cut_rule(syntax::CutRule rule);
// "USD/kWh", or "a plain number" for a ratio: as unit_mismatch names a unit.
std::string unit_words(const Unit& unit);
// The literal as a value of the input, its range not regarded; nothing after a report.
std::optional<FactValue> fact_value(Checker& checker, const Input& input, const syntax::Literal& literal);
// The bytes of a file that a script names; nothing when it cannot be read.
std::optional<std::string> read_script_file(const CheckOptions& options, const std::filesystem::path& path);

// -- declarations (check_*.cpp of the same name) ---------------------------------------------------------------------------------------
void check_header(Checker& checker);  // in check_sources.cpp
void check_sources(Checker& checker);
void announce_names(Checker& checker);
void check_rules(Checker& checker);
void check_needs(Checker& checker);
void check_choices(Checker& checker);  // in check_facts.cpp, with the channels
void check_channels(Checker& checker);
void check_inputs(Checker& checker);
void check_calendars(Checker& checker);
// After the day types: a calendar that one of them uses lists some day of the edition's first year, and of each year between its first and last.
void check_holiday_years(Checker& checker);
void check_seasons(Checker& checker);
// The first day on which a season of the proved scheme begins inside a calendar month: error[bill_month_season] under `season by bill month`.
std::optional<Date> season_change_inside_month(const Checker& checker, SchemeId scheme);
void check_days(Checker& checker);
void check_periods(Checker& checker);
void check_values(Checker& checker);
void check_tables(Checker& checker);
void check_examples(Checker& checker);
void check_properties(Checker& checker);
void check_unused(Checker& checker);

// -- computations ----------------------------------------------------------------------------------------------------------------------
// Called in text order. Each settles its name in `checker.names`, or poisons it after an error.
void check_define(Checker& checker, const syntax::Define& define);
void check_measure(Checker& checker, const syntax::Measure& measure);
void check_line(Checker& checker, const syntax::Charge& charge);
void check_line(Checker& checker, const syntax::Adjustment& adjustment);
void check_line(Checker& checker, const syntax::Limit& limit);
// The condition of `eligible when`: a flag over facts and inputs. none() after a report.
ExprId check_eligible(Checker& checker, const syntax::Eligible& eligible);
// Of a property: the condition of `always` and its `when`, and the path of `never …`. They may read every line and measure, `total`,
// channels and facts of the bill. none() after a report.
ExprId check_property_condition(Checker& checker, TreeExprId condition);
ExprId check_property_path(Checker& checker, const syntax::Path& path);
// After the last statement: what needs all of them (cuts, what is recorded, what nothing reads).
void finish_computations(Checker& checker);

}  // namespace ratebook
