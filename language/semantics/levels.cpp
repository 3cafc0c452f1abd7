#include "language/semantics/levels.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

// Growth of an expression, given that of its leaves. `affine`: a fixed term beside an additive one is let pass.
class Grower {
 public:
  Grower(const CheckedTariff& tariff, std::function<Growth(const Expr&)> leaf, bool affine)
      : tariff_(tariff), leaf_(std::move(leaf)), affine_(affine) {}

  Growth of(ExprId id) {
    if (const auto at = known_.find(id); at != known_.end()) return at->second;
    return known_[id] = compute(tariff_[id]);
  }

 private:
  Growth compute(const Expr& e) {
    switch (e.kind) {
      case ExprKind::add:
      case ExprKind::subtract: {
        const Growth a = of(e.operands[0]), b = of(e.operands[1]);
        if (affine_ && a != Growth::other && b != Growth::other) return std::max(a, b);
        return plus(a, b);
      }
      case ExprKind::negate:
      case ExprKind::call:
        return of(e.operands[0]);
      case ExprKind::multiply:
        return times(of(e.operands[0]), of(e.operands[1]));
      case ExprKind::divide:
        return of(e.operands[1]) == Growth::fixed ? of(e.operands[0]) : Growth::other;
      case ExprKind::arms:
        return arms(e);
      case ExprKind::history:
        return Growth::fixed;
      default:
        break;
    }
    if (e.operands.empty()) return leaf_(e);
    const bool fixed = std::all_of(e.operands.begin(), e.operands.end(), [&](ExprId o) { return of(o) == Growth::fixed; });
    return fixed ? Growth::fixed : Growth::other;
  }

  // Conditions that stay the same choose one of the values for all pieces.
  Growth arms(const Expr& e) {
    Growth g = of(e.operands[0]);
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      const bool condition = i % 2 == 1;
      const Growth one = of(e.operands[i]);
      if (condition ? one != Growth::fixed : one != g) return Growth::other;
    }
    return g;
  }

  const CheckedTariff& tariff_;
  std::function<Growth(const Expr&)> leaf_;
  bool affine_;
  std::map<ExprId, Growth> known_;
};

bool splits_by(const Measure& m, SchemeId scheme) {
  return std::any_of(m.split.begin(), m.split.end(), [&](const SplitDimension& d) { return d.scheme == scheme; });
}

}  // namespace

std::string_view level_word(Level level) {
  switch (level) {
    case Level::history:
      return "history";
    case Level::cycle:
      return "cycle";
    case Level::part:
      return "part";
    case Level::step:
      return "step";
    case Level::interval:
      return "interval";
  }
  return {};
}

Growth plus(Growth a, Growth b) { return a == b ? a : Growth::other; }
Growth times(Growth a, Growth b) {
  if (a == Growth::other || b == Growth::other) return Growth::other;
  if (a == Growth::additive && b == Growth::additive) return Growth::other;
  return std::max(a, b);
}

Growth growth_over_parts(const CheckedTariff& tariff, ExprId id) {
  auto leaf = [&](const Expr& e) {
    if (e.level <= Level::cycle) return Growth::fixed;
    if (e.kind == ExprKind::quantity) return Growth::additive;
    if (e.kind == ExprKind::fact) {
      const Fact f = std::get<Fact>(e.payload);
      const bool time = f == Fact::days || f == Fact::hours || f == Fact::months || f == Fact::years;
      return time ? Growth::additive : Growth::fixed;
    }
    if (e.kind == ExprKind::measure) {
      const Unit& unit = tariff[std::get<MeasureRef>(e.payload).measure].unit;
      return unit.is_money() || is_commodity(unit) ? Growth::additive : Growth::fixed;
    }
    return Growth::fixed;
  };
  return Grower(tariff, leaf, false).of(id);
}

Growth growth_over_members(const CheckedTariff& tariff, ExprId id, SchemeId scheme) {
  auto leaf = [&](const Expr& e) {
    if (e.kind == ExprKind::quantity && e.level > Level::cycle) return Growth::additive;
    if (e.kind == ExprKind::measure && splits_by(tariff[std::get<MeasureRef>(e.payload).measure], scheme))
      return Growth::additive;
    return Growth::fixed;
  };
  return Grower(tariff, leaf, false).of(id);
}

Growth growth_in_channels(const CheckedTariff& tariff, ExprId id) {
  auto leaf = [](const Expr& e) { return e.kind == ExprKind::quantity ? Growth::additive : Growth::fixed; };
  return Grower(tariff, leaf, true).of(id);
}

}  // namespace ratebook
