// The one table of names of a file (language reference, section 2): what a word or a dotted path stands for, and where it was declared.
// Names are announced before anything is checked, so that a statement that reads a later one is told apart from one that reads nothing.
//
//   names.announce(NameKind::measure, "peak_kw", span, sink);        // name_taken, name_reserved are reported here
//   names.settle("peak_kw", MeasureId{0});                           // when its statement is checked without errors …
//   names.poison("peak_kw");                                         // … or with: then readers stay silent
//   const Declaration* n = names.find("peak_kw");                           // nullptr: unknown_name
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"
#include "language/semantics/expression.hpp"

namespace ratebook {

enum class NameKind : std::uint8_t {
  value,
  table,
  series,
  measure,
  define,
  line,
  carry,
  channel,
  scheme,
  member,
  calendar,
  event,
  choice,
  input,
  fact,
  dimension,
  import
};
// "a measure", "an input", as messages say it.
std::string_view with_article(NameKind kind);

// The one of `words` that `wrong` was meant to be: two letters of it are swapped; else one letter is more, less or other. "" when none is,
// or several are. Words of at least three letters.
std::string meant(std::string_view wrong, const std::vector<std::string>& words);
// The same for messages: "is `summer` meant?", or "".
std::string help_meant(std::string_view wrong, const std::vector<std::string>& words);

// "cycle.first": the path of a built-in fact; "" for one that has no name of its own.
std::string_view fact_path(Fact fact);

using Declared = std::variant<std::monostate, ValueId, TableId, MeasureId, DefineId, LineId, ChannelId, SchemeId, MemberRef,
                              CalendarId, ChoiceId, InputId, Fact>;

struct Declaration {
  // announced: stands below the place that is being checked now; ready: `what` is set; poisoned: its own statement has an error, or
  // this version cannot rate it, so readers report nothing.
  enum class State : std::uint8_t { announced, ready, poisoned };
  NameKind kind{};
  State state = State::announced;
  std::string path;  // "peak_kw", "account.care", "demand_hours.peak", "cycle.days"
  Span span;         // of the declaration; invalid for the predeclared
  Declared what;
  bool used = false;  // some statement reads it
};

class Names {
 public:
  // Starts with the predeclared names: channels, built-in facts, `month`.
  Names();

  // Enters a name. `name_taken` when the file has it already (with both places), `name_reserved` when it is a built-in name. Returns whether
  // it is new: the caller leaves out a statement whose name is not, since readers mean the first one.
  bool announce(NameKind kind, std::string path, Span span, DiagnosticSink& sink);
  void settle(std::string_view path, Declared what);
  void poison(std::string_view path);

  // Marks it as used.
  const Declaration* read(std::string_view path);
  const Declaration* find(std::string_view path) const;
  // The thing itself when the name is ready and stands for a T.
  template <class T>
  std::optional<T> get(std::string_view path) const {
    const Declaration* n = find(path);
    if (n == nullptr || n->state != Declaration::State::ready) return std::nullopt;
    if (const T* id = std::get_if<T>(&n->what)) return *id;
    return std::nullopt;
  }
  // The declared name that was meant; "" when none is sure.
  std::string closest(std::string_view path) const;

  auto begin() const { return names_.begin(); }
  auto end() const { return names_.end(); }

 private:
  std::map<std::string, Declaration, std::less<>> names_;
};

}  // namespace ratebook
