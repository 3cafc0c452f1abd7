#include "language/semantics/satisfy_case.hpp"

#include <algorithm>

namespace ratebook {
namespace {

using Relation = Difference::Relation;

constexpr std::size_t kMostLemmas = 200;

void keep_only(std::vector<bool>& left, MemberIndex member) {
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = left[i] && i == member;
}

std::size_t members_of(const CheckedTariff& tariff, const Type& type) {
  return type.choice.valid() ? tariff[type.choice].members.size() : 12;
}
std::string word_of(const CheckedTariff& tariff, const Type& type, std::size_t member) {
  return type.choice.valid() ? tariff[type.choice].members[member] : std::string(kMonthWords[member]);
}

void bound(std::uint32_t variable, const Range& r, std::vector<LinearConstraint>& all) {
  auto relation = [](const Bound& b) {
    return b.open ? LinearConstraint::Relation::less : LinearConstraint::Relation::less_equal;
  };
  if (r.low) all.push_back({{{variable, Rational(-1)}}, r.low->value, relation(*r.low)});
  if (r.high) all.push_back({{{variable, Rational(1)}}, -r.high->value, relation(*r.high)});
}

bool nameable(ExprKind kind) {
  return kind == ExprKind::input || kind == ExprKind::fact || kind == ExprKind::quantity || kind == ExprKind::measure ||
         kind == ExprKind::demand || kind == ExprKind::value || kind == ExprKind::table;
}

}  // namespace

// -- words and flags ------------------------------------------------------------------------------------------------------------------------

// The members left of a word; at first all of them, or the one that is pinned.
std::vector<bool>& CaseSolver::left(Case& c, WordKey key, std::size_t size) const {
  const auto [at, is_new] = c.words.try_emplace(key, size, true);
  if (is_new && !key.scheme) {
    const Expr& e = tariff_[polynomials_.expression(key.number)];
    std::optional<MemberIndex> pinned;
    if (e.kind == ExprKind::input) {
      if (const auto p = pins_.words.find(std::get<InputId>(e.payload)); p != pins_.words.end()) pinned = p->second;
    } else if (e.kind == ExprKind::fact) {
      pinned = std::get<Fact>(e.payload) == Fact::cycle_month ? pins_.bill_month : pins_.part_month;
    }
    if (pinned) keep_only(at->second, *pinned);
  }
  return at->second;
}

bool CaseSolver::restrict_word(Case& c, WordKey key, std::size_t size, const std::set<MemberIndex>& named, bool holds) const {
  auto& members = left(c, key, size);
  for (std::size_t i = 0; i < members.size(); ++i)
    members[i] = members[i] && named.contains(static_cast<MemberIndex>(i)) == holds;
  return std::find(members.begin(), members.end(), true) != members.end();
}

bool CaseSolver::restrict_text(Case& c, Atom atom, const std::set<std::string>& named, bool holds,
                               std::vector<Case>& branches) {
  const auto fixed = c.texts.find(atom);
  if (fixed != c.texts.end()) return named.contains(fixed->second) == holds;
  if (!holds) {
    c.not_texts[atom].insert(named.begin(), named.end());
    return true;
  }
  for (const auto& text : named) {
    if (c.not_texts[atom].contains(text)) continue;
    branches.push_back(c);
    branches.back().texts[atom] = text;
  }
  return false;  // the branches go on
}

Case CaseSolver::start() const {
  Case c;
  for (const auto& [scheme, member] : pins_.members)
    keep_only(left(c, {true, scheme.index}, tariff_[scheme].members.size()), member);
  return c;
}

bool CaseSolver::flag(Case& c, Atom atom, bool holds) const {
  const auto [at, is_new] = c.flags.try_emplace(atom, holds);
  return is_new || at->second == holds;
}

bool CaseSolver::member(Case& c, MemberRef member, bool holds) const {
  return restrict_word(c, {true, member.scheme.index}, tariff_[member.scheme].members.size(), {member.member}, holds);
}

bool CaseSolver::word(Case& c, ExprId subject, const std::vector<Word>& named, bool holds, std::vector<Case>& branches) const {
  const Expr& e = tariff_[subject];
  std::set<MemberIndex> members;
  std::set<std::string> texts;
  for (const Word& w : named) {
    members.insert(w.member);
    texts.insert(w.text);
  }
  if (e.kind == ExprKind::word) return texts.contains(std::get<Word>(e.payload).text) == holds;
  const Atom atom = polynomials_.numbering().of(subject);
  if (e.type.kind == Type::Kind::text) return restrict_text(c, atom, texts, holds, branches);
  return restrict_word(c, {false, atom}, members_of(tariff_, e.type), members, holds);
}

// -- numbers ----------------------------------------------------------------------------------------------------------------------------

std::uint32_t CaseSolver::variable(const Monomial& m) {
  const auto [at, is_new] = variables_.try_emplace(m, static_cast<std::uint32_t>(monomials_.size()));
  if (is_new) monomials_.push_back(m);
  return at->second;
}

LinearConstraint CaseSolver::linear(const Polynomial& p, Relation relation) {
  LinearConstraint c;
  c.relation = static_cast<LinearConstraint::Relation>(relation);
  for (const auto& [m, k] : p) {
    if (m.empty()) {
      c.constant = k;
    } else {
      c.coefficients[variable(m)] = k;
    }
  }
  return c;
}

// What is true of an atom whatever its operands are worth: a largest is none of them exceeded, a rounding moves by less than a step.
void CaseSolver::lemmas(Atom atom, std::vector<LinearConstraint>& all) {
  const Expr& e = tariff_[polynomials_.expression(atom)];
  const Polynomial self{{Monomial{{atom, 1}}, Rational(1)}};
  auto operand = [&](std::size_t i) { return polynomials_.of(e.operands[i], pins_); };
  if (e.kind == ExprKind::largest || e.kind == ExprKind::smallest) {
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      const Polynomial d = e.kind == ExprKind::largest ? operand(i) - self : self - operand(i);
      all.push_back(linear(d, Relation::less_equal));
    }
  } else if (e.kind == ExprKind::rounded) {
    const Rounding& r = std::get<Rounding>(e.payload);
    const bool half = r.mode == RoundMode::half_up || r.mode == RoundMode::half_even;
    const Polynomial most = constant_polynomial(rational(r.step) / (half ? 2 : 1)), moved = self - operand(0);
    const Relation relation = half ? Relation::less_equal : Relation::less;
    all.push_back(linear(moved - most, relation));
    all.push_back(linear(Rational(-1) * moved - most, relation));
  }
}

bool CaseSolver::holds(const Case& c, std::vector<Satisfy::Value>& witness) {
  variables_.clear();
  monomials_.clear();
  std::vector<LinearConstraint> all;
  for (const Inequality& n : c.numbers) all.push_back(linear(n.difference, n.relation));
  const std::size_t named = monomials_.size();
  std::set<Atom> known;
  for (std::size_t i = 0; i < monomials_.size(); ++i) {
    const Monomial m = monomials_[i];  // lemmas add monomials
    for (const auto& factor : m)
      if (known.size() < kMostLemmas && known.insert(factor.first).second) lemmas(factor.first, all);
    bound(static_cast<std::uint32_t>(i), polynomials_.range(m, pins_), all);
  }
  const LinearAnswer numbers = solve_linear(std::move(all));
  if (numbers.possible && numbers.decided) tell(c, numbers, named, witness);
  return numbers.possible;
}

// -- the witness ------------------------------------------------------------------------------------------------------------------------

// Only where every number is one that the script names: a product of two atoms is not told.
bool CaseSolver::tell_numbers(const LinearAnswer& numbers, std::size_t named, std::vector<Satisfy::Value>& witness) const {
  for (std::size_t i = 0; i < named; ++i) {
    const Monomial& m = monomials_[i];
    if (m.size() != 1 || m[0].second != 1) return false;
    const ExprId id = polynomials_.named(m[0].first);
    const Expr& e = tariff_[id];
    if (!nameable(e.kind)) return false;
    const auto at = numbers.solution.find(static_cast<std::uint32_t>(i));
    const Rational value = at == numbers.solution.end() ? Rational(0) : at->second;
    if (e.type.kind == Type::Kind::date) {
      if (denominator(value) != 1 || abs(value) > 400000) return false;
      witness.push_back({id, format_date(date_of_number(numerator(value).convert_to<std::int32_t>()))});
    } else {
      const std::string unit = format_unit(e.type.unit);
      witness.push_back({id, format_rational(value) + (unit.empty() ? "" : " " + unit)});
    }
  }
  return true;
}

void CaseSolver::tell(const Case& c, const LinearAnswer& numbers, std::size_t named,
                      std::vector<Satisfy::Value>& witness) const {
  witness.clear();
  if (!tell_numbers(numbers, named, witness)) return witness.clear();
  for (const auto& [atom, value] : c.flags) {
    const ExprId id = polynomials_.expression(atom);
    if (nameable(tariff_[id].kind)) witness.push_back({id, value ? "true" : "false"});
  }
  for (const auto& [key, members] : c.words) {
    if (key.scheme) continue;
    const ExprId id = polynomials_.expression(key.number);
    const auto member = static_cast<std::size_t>(std::find(members.begin(), members.end(), true) - members.begin());
    witness.push_back({id, word_of(tariff_, tariff_[id].type, member)});
  }
  for (const auto& [atom, text] : c.texts) witness.push_back({polynomials_.expression(atom), text});
  auto place = [&](const Satisfy::Value& v) { return tariff_[v.expression].span.begin; };
  std::stable_sort(witness.begin(), witness.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

}  // namespace ratebook
