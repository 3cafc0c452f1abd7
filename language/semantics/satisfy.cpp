#include "language/semantics/satisfy.hpp"

#include "language/semantics/satisfy_case.hpp"

namespace ratebook {
namespace {

// More cases than these and nothing is proved: the answer is "possible".
constexpr int kMostCases = 4096;

class Search {
 public:
  Search(Polynomials& polynomials, const Pins& pins)
      : polynomials_(polynomials), tariff_(polynomials.ranges().tariff()), pins_(pins), solver_(polynomials, pins) {}

  Satisfy::Answer run(const std::vector<Literal>& conditions, const std::vector<Difference>& differences) {
    Case start = solver_.start();
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
    return solver_.holds(c, answer_.witness);
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
      case ExprKind::is_member:
        return solver_.member(c, std::get<MemberRef>(e.payload), next.holds);
      case ExprKind::compare:
        return compare(c, e, next, branches);
      case ExprKind::one_of:
        return one_of(c, e, next, branches);
      case ExprKind::within:
      case ExprKind::outside:
        return range(c, e, (e.kind == ExprKind::within) == next.holds, branches);
      default:
        return solver_.flag(c, polynomials_.numbering().of(next.condition), next.holds);
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
      return a == b ? same : solver_.flag(c, polynomials_.numbering().of(next.condition), next.holds);
    }
    return solver_.word(c, subject, {std::get<Word>(tariff_[other].payload)}, same, branches);
  }

  bool one_of(Case& c, const Expr& e, Literal next, std::vector<Case>& branches) {
    if (tariff_[e.operands[0]].type.kind != Type::Kind::number) {
      std::vector<Word> named;
      for (std::size_t i = 1; i < e.operands.size(); ++i) named.push_back(std::get<Word>(tariff_[e.operands[i]].payload));
      return solver_.word(c, e.operands[0], named, next.holds, branches);
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

  Polynomials& polynomials_;
  const CheckedTariff& tariff_;
  const Pins& pins_;
  CaseSolver solver_;
  std::vector<std::vector<Literal>> alternatives_;
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
