#include "language/semantics/satisfy_linear.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace ratebook {
namespace {

using Relation = LinearConstraint::Relation;
using boost::multiprecision::cpp_int;

constexpr std::size_t kMostConstraints = 2000;

// a × factor + b × other, both factors positive unless the constraint is an equation.
LinearConstraint combine(const LinearConstraint& a, const Rational& factor, const LinearConstraint& b, const Rational& other) {
  LinearConstraint c;
  c.constant = factor * a.constant + other * b.constant;
  for (const auto& [v, k] : a.coefficients) c.coefficients[v] = factor * k;
  for (const auto& [v, k] : b.coefficients) c.coefficients[v] += other * k;
  for (auto it = c.coefficients.begin(); it != c.coefficients.end();)
    it = it->second == 0 ? c.coefficients.erase(it) : std::next(it);
  const bool strict = a.relation == Relation::less || b.relation == Relation::less;
  c.relation = strict ? Relation::less : Relation::less_equal;
  return c;
}

bool contradicts(const LinearConstraint& c) {
  if (!c.coefficients.empty()) return false;
  switch (c.relation) {
    case Relation::less:
      return c.constant >= 0;
    case Relation::less_equal:
      return c.constant > 0;
    case Relation::equal:
      return c.constant != 0;
  }
  return false;
}

// Scaled so that the first coefficient is 1 or -1: equal constraints then look equal.
void normalise(LinearConstraint& c) {
  if (c.coefficients.empty()) return;
  const Rational scale = Rational(1) / abs(c.coefficients.begin()->second);
  if (scale == 1) return;
  for (auto& [v, k] : c.coefficients) k *= scale;
  c.constant *= scale;
}

void drop_repeats(std::vector<LinearConstraint>& all) {
  auto key = [](const LinearConstraint& c) { return std::tie(c.coefficients, c.constant, c.relation); };
  std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  all.erase(std::unique(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }), all.end());
}

// A variable that was taken out, and the constraints that bounded it then.
struct Eliminated {
  std::uint32_t variable = 0;
  std::vector<LinearConstraint> bounds;
};

Rational value_without(const LinearConstraint& c, std::uint32_t variable, const std::map<std::uint32_t, Rational>& solution) {
  Rational sum = c.constant;
  for (const auto& [v, k] : c.coefficients) {
    if (v == variable) continue;
    if (const auto at = solution.find(v); at != solution.end()) sum += k * at->second;
  }
  return sum;
}

cpp_int floor_of(const Rational& r) {
  cpp_int q = numerator(r) / denominator(r);
  if (q * denominator(r) > numerator(r)) --q;
  return q;
}

// Between the bounds: the whole number nearest to zero when there is one, else their middle.
Rational choose(const std::optional<Rational>& low, bool low_open, const std::optional<Rational>& high, bool high_open) {
  std::optional<cpp_int> first, last;
  if (low) {
    first = floor_of(*low);
    if (Rational(*first) < *low || low_open) ++*first;
  }
  if (high) {
    last = floor_of(*high);
    if (Rational(*last) == *high && high_open) --*last;
  }
  if (!first && !last) return 0;
  if (first && last && *first > *last) return (*low + *high) / 2;
  if (first && *first > 0) return Rational(*first);
  if (last && *last < 0) return Rational(*last);
  return 0;
}

Rational pick(const Eliminated& e, const std::map<std::uint32_t, Rational>& solution) {
  std::optional<Rational> low, high;
  bool low_open = false, high_open = false;
  for (const LinearConstraint& c : e.bounds) {
    const Rational& k = c.coefficients.at(e.variable);
    const Rational edge = -value_without(c, e.variable, solution) / k;
    if (c.relation == Relation::equal) return edge;
    const bool open = c.relation == Relation::less;
    if (k > 0) {
      if (!high || edge < *high || (edge == *high && open)) high_open = open, high = edge;
    } else {
      if (!low || edge > *low || (edge == *low && open)) low_open = open, low = edge;
    }
  }
  return choose(low, low_open, high, high_open);
}

// Takes an equation's first variable out of all other constraints.
Eliminated substitute(std::vector<LinearConstraint>& all, std::size_t at) {
  const LinearConstraint equation = all[at];
  const auto [variable, k] = *equation.coefficients.begin();
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
  for (LinearConstraint& c : all) {
    const auto use = c.coefficients.find(variable);
    if (use == c.coefficients.end()) continue;
    const Relation relation = c.relation;
    c = combine(c, 1, equation, -use->second / k);
    c.relation = relation;
  }
  return {variable, {equation}};
}

// Pairs every lower bound of the variable with every upper bound.
std::optional<Eliminated> eliminate(std::vector<LinearConstraint>& all, std::uint32_t variable) {
  std::vector<LinearConstraint> low, high, rest;
  Eliminated gone{variable, {}};
  for (LinearConstraint& c : all) {
    const auto use = c.coefficients.find(variable);
    if (use == c.coefficients.end()) {
      rest.push_back(std::move(c));
      continue;
    }
    gone.bounds.push_back(c);
    (use->second > 0 ? high : low).push_back(std::move(c));
  }
  if (rest.size() + low.size() * high.size() > kMostConstraints) return std::nullopt;
  for (const auto& l : low)
    for (const auto& h : high) {
      LinearConstraint c = combine(l, Rational(1) / -l.coefficients.at(variable), h, Rational(1) / h.coefficients.at(variable));
      normalise(c);
      rest.push_back(std::move(c));
    }
  drop_repeats(rest);
  all = std::move(rest);
  return gone;
}

// The variable whose elimination makes the fewest constraints.
std::optional<std::uint32_t> cheapest(const std::vector<LinearConstraint>& all) {
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> counts;
  for (const auto& c : all)
    for (const auto& [v, k] : c.coefficients) ++(k > 0 ? counts[v].first : counts[v].second);
  std::optional<std::uint32_t> best;
  std::size_t fewest = 0;
  for (const auto& [v, n] : counts)
    if (!best || n.first * n.second < fewest) best = v, fewest = n.first * n.second;
  return best;
}

}  // namespace

LinearAnswer solve_linear(std::vector<LinearConstraint> all) {
  std::vector<Eliminated> gone;
  for (;;) {
    if (std::any_of(all.begin(), all.end(), contradicts)) return {false, true, {}};
    std::erase_if(all, [](const LinearConstraint& c) { return c.coefficients.empty(); });
    const auto equation = std::find_if(all.begin(), all.end(), [](const auto& c) { return c.relation == Relation::equal; });
    if (equation != all.end()) {
      gone.push_back(substitute(all, static_cast<std::size_t>(equation - all.begin())));
      continue;
    }
    const auto variable = cheapest(all);
    if (!variable) break;
    auto step = eliminate(all, *variable);
    if (!step) return {true, false, {}};
    gone.push_back(std::move(*step));
  }
  LinearAnswer answer;
  for (auto e = gone.rbegin(); e != gone.rend(); ++e) answer.solution[e->variable] = pick(*e, answer.solution);
  return answer;
}

}  // namespace ratebook
