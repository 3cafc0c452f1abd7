#include "language/semantics/satisfy.hpp"

#include <algorithm>
#include <set>

#include "language/semantics/satisfy_linear.hpp"

namespace ratebook {
namespace {

// More cases than these and nothing is proved: the answer is "possible".
constexpr int kMostCases = 4096;
constexpr std::size_t kMostLemmas = 200;

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
// One case: everything in it holds at once.
struct Case {
  std::map<Atom, bool> flags;
  std::map<WordKey, std::vector<bool>> words;  // which members are left
  std::map<Atom, std::string> texts;           // must be this
  std::map<Atom, std::set<std::string>> not_texts;
  std::vector<Inequality> numbers;
};

class Search {
 public:
  Search(Polynomials& polynomials, const Pins& pins)
      : polynomials_(polynomials), tariff_(polynomials.ranges().tariff()), pins_(pins) {}

  Satisfy::Answer run(const std::vector<Literal>& conditions, const std::vector<Difference>& differences) {
    Case start;
    for (const auto& [scheme, member] : pins_.members)
      keep_only(words(start, {true, scheme.index}, members_of(scheme)), member);
    for (const Difference& d : differences) {
      Polynomial p = polynomials_.of(d.first, pins_);
      if (d.second.valid()) p = p - polynomials_.of(d.second, pins_);
      start.numbers.push_back({std::move(p), d.relation});
    }
    std::vector<Literal> pending(conditions.rbegin(), conditions.rend());
    answer_.possible = explore(std::move(start), std::move(pending));
    if (!answer_.possible) answer_.witness.clear();
    return answer_;
  }

 private:
  using Relation = Difference::Relation;

  // -- words ---------------------------------------------------------------------------------------------------------------------
  std::size_t members_of(SchemeId scheme) const { return tariff_[scheme].members.size(); }
  std::size_t members_of(const Type& type) const { return type.choice.valid() ? tariff_[type.choice].members.size() : 12; }

  // The members left of a word; at first all of them, or the one that is pinned.
  std::vector<bool>& words(Case& c, WordKey key, std::size_t size) const {
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
  static void keep_only(std::vector<bool>& left, MemberIndex member) {
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = left[i] && i == member;
  }
  static bool any(const std::vector<bool>& left) { return std::find(left.begin(), left.end(), true) != left.end(); }

  bool restrict_word(Case& c, WordKey key, std::size_t size, const std::set<MemberIndex>& named, bool holds) {
    auto& left = words(c, key, size);
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = left[i] && named.contains(static_cast<MemberIndex>(i)) == holds;
    return any(left);
  }
  bool restrict_text(Case& c, Atom atom, const std::set<std::string>& named, bool holds, std::vector<Case>& branches) {
    auto fits = [&](const std::string& text) { return !c.not_texts[atom].contains(text); };
    const auto fixed = c.texts.find(atom);
    if (fixed != c.texts.end()) return named.contains(fixed->second) == holds;
    if (!holds) {
      c.not_texts[atom].insert(named.begin(), named.end());
      return true;
    }
    for (const auto& text : named) {
      if (!fits(text)) continue;
      branches.push_back(c);
      branches.back().texts[atom] = text;
    }
    return false;  // the branches go on
  }
  bool restrict_flag(Case& c, Atom atom, bool holds) {
    const auto [at, is_new] = c.flags.try_emplace(atom, holds);
    return is_new || at->second == holds;
  }

  // -- conditions ------------------------------------------------------------------------------------------------------------------
  // Takes conditions from `pending` until the case contradicts itself, falls into several, or is complete.
  bool explore(Case c, std::vector<Literal> pending) {
    if (++cases_ > kMostCases) return true;
    while (!pending.empty()) {
      const Literal next = pending.back();
      pending.pop_back();
      std::vector<Case> branches;
      if (!apply(c, next, pending, branches)) {
        for (Case& branch : branches)
          if (explore(std::move(branch), pending)) return true;
        return false;
      }
      if (!alternatives_.empty()) {
        const auto alternatives = std::move(alternatives_);
        alternatives_.clear();
        for (const auto& alternative : alternatives) {
          std::vector<Literal> rest = pending;
          rest.insert(rest.end(), alternative.begin(), alternative.end());
          if (explore(c, std::move(rest))) return true;
        }
        return false;
      }
    }
    return holds(c);
  }

  // Enters one condition. False: this case is over (`branches` hold what goes on instead). Fills `alternatives_` when one of several lists
  // of conditions must hold.
  bool apply(Case& c, Literal next, std::vector<Literal>& pending, std::vector<Case>& branches) {
    const Expr& e = tariff_[next.condition];
    switch (e.kind) {
      case ExprKind::flag:
        return std::get<bool>(e.payload) == next.holds;
      case ExprKind::call:
        pending.push_back({e.operands[0], next.holds});
        return true;
      case ExprKind::negation:
        pending.push_back({e.operands[0], !next.holds});
        return true;
      case ExprKind::all_of:
      case ExprKind::any_of:
        // All hold, or none does: one after the other. Otherwise one of them decides.
        if ((e.kind == ExprKind::all_of) == next.holds) {
          for (const ExprId operand : e.operands) pending.push_back({operand, next.holds});
        } else {
          for (const ExprId operand : e.operands) alternatives_.push_back({{operand, next.holds}});
        }
        return true;
      case ExprKind::arms: {
        std::vector<Literal> earlier;
        for (std::size_t i = 0; i < e.operands.size(); i += 2) {
          std::vector<Literal> arm = earlier;
          arm.push_back({e.operands[i], next.holds});
          if (i + 1 < e.operands.size()) {
            arm.push_back({e.operands[i + 1], true});
            earlier.push_back({e.operands[i + 1], false});
          }
          alternatives_.push_back(std::move(arm));
        }
        return true;
      }
      case ExprKind::is_member: {
        const MemberRef m = std::get<MemberRef>(e.payload);
        return restrict_word(c, {true, m.scheme.index}, members_of(m.scheme), {m.member}, next.holds);
      }
      case ExprKind::compare:
        return compare(c, e, next, branches);
      case ExprKind::one_of:
        return one_of(c, e, next, branches);
      case ExprKind::within:
      case ExprKind::outside:
        return range(c, e, (e.kind == ExprKind::within) == next.holds, branches);
      default:
        return restrict_flag(c, polynomials_.numbering().of(next.condition), next.holds);
    }
  }

  bool compare(Case& c, const Expr& e, Literal next, std::vector<Case>& branches) {
    const CompareOp op = std::get<CompareOp>(e.payload);
    const Type& type = tariff_[e.operands[0]].type;
    if (type.kind == Type::Kind::number || type.kind == Type::Kind::date) {
      const Polynomial d = polynomials_.of(e.operands[0], pins_) - polynomials_.of(e.operands[1], pins_);
      return number(c, d, op, next.holds, branches);
    }
    const bool same = (op == CompareOp::equal) == next.holds;
    ExprId subject = e.operands[0], other = e.operands[1];
    if (tariff_[subject].kind == ExprKind::word) std::swap(subject, other);
    if (tariff_[other].kind != ExprKind::word) {
      // Two facts: whether they are the same is a flag of its own, whichever way it is asked.
      const Atom a = polynomials_.numbering().of(subject), b = polynomials_.numbering().of(other);
      return a == b ? same : restrict_flag(c, polynomials_.numbering().of(next.condition), next.holds);
    }
    return one_word(c, subject, {std::get<Word>(tariff_[other].payload)}, same, branches);
  }

  bool one_word(Case& c, ExprId subject, const std::vector<Word>& named, bool holds, std::vector<Case>& branches) {
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
    return restrict_word(c, {false, atom}, members_of(e.type), members, holds);
  }

  bool one_of(Case& c, const Expr& e, Literal next, std::vector<Case>& branches) {
    if (tariff_[e.operands[0]].type.kind != Type::Kind::number) {
      std::vector<Word> named;
      for (std::size_t i = 1; i < e.operands.size(); ++i) named.push_back(std::get<Word>(tariff_[e.operands[i]].payload));
      return one_word(c, e.operands[0], named, next.holds, branches);
    }
    const Polynomial subject = polynomials_.of(e.operands[0], pins_);
    auto difference = [&](std::size_t i) { return subject - polynomials_.of(e.operands[i], pins_); };
    if (next.holds) {
      for (std::size_t i = 1; i < e.operands.size(); ++i) {
        branches.push_back(c);
        branches.back().numbers.push_back({difference(i), Relation::equal});
      }
      return false;
    }
    // None of them: below, between or above. The counts are sorted by the checker, so neighbours bound each gap.
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      Case gap = c;
      if (i > 0) gap.numbers.push_back({Rational(-1) * difference(i), Relation::less});
      if (i + 1 < e.operands.size()) gap.numbers.push_back({difference(i + 1), Relation::less});
      branches.push_back(std::move(gap));
    }
    return false;
  }

  bool range(Case& c, const Expr& e, bool inside, std::vector<Case>& branches) {
    const Polynomial subject = polynomials_.of(e.operands[0], pins_);
    const Polynomial below = subject - polynomials_.of(e.operands[1], pins_),
                     above = polynomials_.of(e.operands[2], pins_) - subject;
    if (inside) {
      c.numbers.push_back({Rational(-1) * below, Relation::less_equal});
      c.numbers.push_back({Rational(-1) * above, Relation::less_equal});
      return true;
    }
    for (const Polynomial* p : {&below, &above}) {
      branches.push_back(c);
      branches.back().numbers.push_back({*p, Relation::less});
    }
    return false;
  }

  // d OP 0, or its opposite.
  bool number(Case& c, const Polynomial& d, CompareOp op, bool holds, std::vector<Case>& branches) {
    auto put = [&](const Polynomial& p, Relation r) { c.numbers.push_back({p, r}); };
    const Polynomial minus = Rational(-1) * d;
    switch (op) {
      case CompareOp::less:
        holds ? put(d, Relation::less) : put(minus, Relation::less_equal);
        return true;
      case CompareOp::less_equal:
        holds ? put(d, Relation::less_equal) : put(minus, Relation::less);
        return true;
      case CompareOp::greater:
        holds ? put(minus, Relation::less) : put(d, Relation::less_equal);
        return true;
      case CompareOp::greater_equal:
        holds ? put(minus, Relation::less_equal) : put(d, Relation::less);
        return true;
      case CompareOp::equal:
      case CompareOp::not_equal:
        break;
    }
    if ((op == CompareOp::equal) == holds) {
      put(d, Relation::equal);
      return true;
    }
    for (const Polynomial* p : {&d, &minus}) {
      branches.push_back(c);
      branches.back().numbers.push_back({*p, Relation::less});
    }
    return false;
  }

  // -- numbers ---------------------------------------------------------------------------------------------------------------------
  std::uint32_t variable(const Monomial& m) {
    const auto [at, is_new] = variables_.try_emplace(m, static_cast<std::uint32_t>(monomials_.size()));
    if (is_new) monomials_.push_back(m);
    return at->second;
  }
  LinearConstraint linear(const Polynomial& p, Relation relation) {
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
  void lemmas(Atom atom, std::vector<LinearConstraint>& all) {
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

  bool holds(const Case& c) {
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
    if (!numbers.possible) return false;
    if (numbers.decided) tell(c, numbers, named);
    return true;
  }
  static void bound(std::uint32_t variable, const Range& r, std::vector<LinearConstraint>& all) {
    auto relation = [](const Bound& b) {
      return b.open ? LinearConstraint::Relation::less : LinearConstraint::Relation::less_equal;
    };
    if (r.low) all.push_back({{{variable, Rational(-1)}}, r.low->value, relation(*r.low)});
    if (r.high) all.push_back({{{variable, Rational(1)}}, -r.high->value, relation(*r.high)});
  }

  // -- the witness -------------------------------------------------------------------------------------------------------------------
  static bool nameable(ExprKind kind) {
    return kind == ExprKind::input || kind == ExprKind::fact || kind == ExprKind::quantity || kind == ExprKind::measure ||
           kind == ExprKind::demand || kind == ExprKind::value || kind == ExprKind::table;
  }
  std::string word_of(const Type& type, std::size_t member) const {
    return type.choice.valid() ? tariff_[type.choice].members[member] : std::string(kMonthWords[member]);
  }

  // Only where every number is one that the script names: a product of two atoms is not told.
  void tell(const Case& c, const LinearAnswer& numbers, std::size_t named) {
    auto& w = answer_.witness;
    for (std::size_t i = 0; i < named; ++i) {
      const Monomial& m = monomials_[i];
      if (m.size() != 1 || m[0].second != 1) return w.clear();
      const ExprId id = polynomials_.named(m[0].first);
      const Expr& e = tariff_[id];
      if (!nameable(e.kind)) return w.clear();
      const auto at = numbers.solution.find(static_cast<std::uint32_t>(i));
      const Rational value = at == numbers.solution.end() ? Rational(0) : at->second;
      if (e.type.kind == Type::Kind::date) {
        if (denominator(value) != 1 || abs(value) > 400000) return w.clear();
        w.push_back({id, format_date(date_of_number(numerator(value).convert_to<std::int32_t>()))});
      } else {
        const std::string unit = format_unit(e.type.unit);
        w.push_back({id, format_rational(value) + (unit.empty() ? "" : " " + unit)});
      }
    }
    for (const auto& [atom, value] : c.flags) {
      const ExprId id = polynomials_.expression(atom);
      if (nameable(tariff_[id].kind)) w.push_back({id, value ? "true" : "false"});
    }
    for (const auto& [key, left] : c.words) {
      if (key.scheme) continue;
      const ExprId id = polynomials_.expression(key.number);
      const auto member = static_cast<std::size_t>(std::find(left.begin(), left.end(), true) - left.begin());
      w.push_back({id, word_of(tariff_[id].type, member)});
    }
    for (const auto& [atom, text] : c.texts) w.push_back({polynomials_.expression(atom), text});
    auto place = [&](const Satisfy::Value& v) { return tariff_[v.expression].span.begin; };
    std::stable_sort(w.begin(), w.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  }

  Polynomials& polynomials_;
  const CheckedTariff& tariff_;
  const Pins& pins_;
  std::vector<std::vector<Literal>> alternatives_;
  std::map<Monomial, std::uint32_t> variables_;
  std::vector<Monomial> monomials_;
  int cases_ = 0;
  Satisfy::Answer answer_;
};

}  // namespace

Satisfy::Answer Satisfy::together(const std::vector<Literal>& conditions, const std::vector<Difference>& differences,
                                  const Pins& pins) {
  return Search(polynomials_, pins).run(conditions, differences);
}

bool Satisfy::never_negative(ExprId e, const std::vector<Literal>& known, const Pins& pins) {
  if (ranges_.of(e, pins).never_negative()) return true;
  return !together(known, {{e, ExprId::none(), Difference::Relation::less}}, pins).possible;
}
bool Satisfy::never_zero(ExprId e, const std::vector<Literal>& known, const Pins& pins) {
  if (ranges_.of(e, pins).never_zero()) return true;
  // A product is zero only where a factor is: `peak_kw * hours` under `when peak_kw > 0 kW`.
  const Expr& x = ranges_.tariff()[e];
  if (x.kind == ExprKind::multiply && never_zero(x.operands[0], known, pins) && never_zero(x.operands[1], known, pins))
    return true;
  return !together(known, {{e, ExprId::none(), Difference::Relation::equal}}, pins).possible;
}
bool Satisfy::at_least(ExprId a, ExprId b, const std::vector<Literal>& known, const Pins& pins) {
  return !together(known, {{a, b, Difference::Relation::less}}, pins).possible;
}

}  // namespace ratebook
