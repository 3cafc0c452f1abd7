// Puts the members of one kind of scheme together, statement by statement, and resolves what they override. Used by check_season.cpp,
// check_day.cpp and check_period.cpp, one after the other.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "language/semantics/prove.hpp"

namespace ratebook {

class SchemeParts {
 public:
  SchemeParts(Checker& checker, SchemeKind kind);

  // Appends the member to its scheme (the unnamed one, or `of`), and settles both names.
  void add(Member member, const std::optional<syntax::Name>& of, const std::vector<syntax::Path>& overrides);
  // The statement of this member has an error: readers of its name stay silent, and its scheme is not proved.
  void spoil(const syntax::Name& member, const std::optional<syntax::Name>& of);

  // After the last member: resolves `overrides`, reports a second `otherwise`, then calls prove(scheme, overrides) for each scheme that has all
  // its members, and notes in Checker::unproved those that are no partition.
  template <class Prove>
  void finish(Prove prove) {
    for (const auto& [name, id] : ids_)
      if (checker_.may_lack_member(kind_, name)) incomplete_.insert(name);
    resolve_overrides();
    // A scheme without all its members is in error itself: what it lacks is no mistake of those who read it.
    for (const std::string& name : incomplete_) checker_.names.poison(name);
    for (const auto& [name, id] : ids_) {
      if (!incomplete_.contains(name) && prove(checker_.tariff[id], words_[id])) continue;
      checker_.unproved.insert(id);
    }
  }

 private:
  struct Pending {
    SchemeId scheme;
    MemberIndex member = 0;
    const std::vector<syntax::Path>* overrides = nullptr;
  };
  std::string scheme_name(const std::optional<syntax::Name>& of) const;
  void resolve_overrides();
  void check_otherwise(const Scheme& scheme);

  Checker& checker_;
  SchemeKind kind_;
  std::map<std::string, SchemeId, std::less<>> ids_;
  std::set<std::string, std::less<>> incomplete_;
  std::vector<Pending> pending_;
  std::map<SchemeId, std::vector<OverrideWords>> words_;
};

// "season", "day", "period": the name of the scheme without a name, and the statement's keyword.
std::string_view kind_word(SchemeKind kind);

}  // namespace ratebook
