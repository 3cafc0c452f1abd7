// One case of the search of satisfy.hpp: words, flags and inequalities that must hold at once, and whether they can.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "language/semantics/satisfy.hpp"
#include "language/semantics/satisfy_linear.hpp"

namespace ratebook {

// What a word stands on: the members of a scheme in scope, of a choice or of the months.
struct WordKey {
  bool scheme = false;
  std::uint32_t number = 0;  // SchemeId or Atom
  friend auto operator<=>(const WordKey&, const WordKey&) = default;
};
struct Inequality {
  Polynomial difference;  // stands in the relation to zero
  Difference::Relation relation{};
};
struct Case {
  std::map<Atom, bool> flags;
  std::map<WordKey, std::vector<bool>> words;  // which members are left
  std::map<Atom, std::string> texts;           // must be this
  std::map<Atom, std::set<std::string>> not_texts;
  std::vector<Inequality> numbers;
};

// Enters what a case must hold. False: it contradicts itself.
class CaseSolver {
 public:
  CaseSolver(Polynomials& polynomials, const Pins& pins)
      : polynomials_(polynomials), tariff_(polynomials.ranges().tariff()), pins_(pins) {}

  // With the members of schemes that are pinned.
  Case start() const;
  bool flag(Case& c, Atom atom, bool holds) const;
  bool member(Case& c, MemberRef member, bool holds) const;
  // One of the named words, or none of them. A text that is one of several falls into `branches`, and the case itself is over.
  bool word(Case& c, ExprId subject, const std::vector<Word>& named, bool holds, std::vector<Case>& branches) const;

  // Whether the inequalities have a solution, with the ranges of their atoms; what was found is told in `witness` when it can be.
  bool holds(const Case& c, std::vector<Satisfy::Value>& witness);

 private:
  std::vector<bool>& left(Case& c, WordKey key, std::size_t size) const;
  bool restrict_word(Case& c, WordKey key, std::size_t size, const std::set<MemberIndex>& named, bool holds) const;
  static bool restrict_text(Case& c, Atom atom, const std::set<std::string>& named, bool holds, std::vector<Case>& branches);
  std::uint32_t variable(const Monomial& m);
  LinearConstraint linear(const Polynomial& p, Difference::Relation relation);
  void lemmas(Atom atom, std::vector<LinearConstraint>& all);
  bool tell_numbers(const LinearAnswer& numbers, std::size_t named, std::vector<Satisfy::Value>& witness) const;
  void tell(const Case& c, const LinearAnswer& numbers, std::size_t named, std::vector<Satisfy::Value>& witness) const;

  Polynomials& polynomials_;
  const CheckedTariff& tariff_;
  const Pins& pins_;
  std::map<Monomial, std::uint32_t> variables_;
  std::vector<Monomial> monomials_;
};

}  // namespace ratebook
