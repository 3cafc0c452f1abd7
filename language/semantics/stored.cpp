#include "language/semantics/stored.hpp"

#include <algorithm>
#include <map>

namespace ratebook {
namespace {

bool only_two_and_five(std::int64_t n) {
  if (n == 0) return false;
  while (n % 2 == 0) n /= 2;
  while (n % 5 == 0) n /= 5;
  return n == 1 || n == -1;
}
bool ends(Ratio r) { return only_two_and_five(r.den); }

class Decimals {
 public:
  explicit Decimals(const CheckedTariff& tariff) : tariff_(tariff) {}

  // In text order: a measure reads those above it, and its own history.
  std::vector<bool> measures() {
    for (const Measure& m : tariff_.measures)
      measures_.push_back(m.rounding ? ends(m.rounding->step) : m.value.valid() && of(m.value));
    return std::move(measures_);
  }

 private:
  bool of(ExprId id) {
    if (const auto at = known_.find(id); at != known_.end()) return at->second;
    const bool found = compute(tariff_[id]);
    return known_[id] = found;
  }
  bool all(const Expr& e, std::size_t first, std::size_t step) {
    for (std::size_t i = first; i < e.operands.size(); i += step)
      if (!of(e.operands[i])) return false;
    return true;
  }
  bool fact(Fact f, Level level) const {
    if (f == Fact::years) return false;
    if (f != Fact::months) return true;
    return level <= Level::cycle && tariff_.rules.monthly && tariff_.rules.monthly->rule.kind == Proration::Kind::never;
  }

  bool compute(const Expr& e) {
    switch (e.kind) {
      case ExprKind::constant:
        return ends(std::get<Constant>(e.payload).value);
      case ExprKind::value: {
        const auto& versions = tariff_[std::get<ValueId>(e.payload)].versions;
        return std::all_of(versions.begin(), versions.end(), [](const auto& v) { return ends(v.amount.canonical); });
      }
      case ExprKind::table: {
        for (const TableVersion& v : tariff_[std::get<TableRef>(e.payload).table].versions)
          for (const TableCell& c : v.cells)
            if (c.amount && !ends(c.amount->canonical)) return false;
        return true;
      }
      case ExprKind::input:
        return ends(tariff_[std::get<InputId>(e.payload)].unit.factor);
      case ExprKind::fact:
        return fact(std::get<Fact>(e.payload), e.level);
      case ExprKind::quantity:
      case ExprKind::line:
        return true;
      case ExprKind::measure: {
        const auto at = std::get<MeasureRef>(e.payload).measure.index;
        return at >= measures_.size() || measures_[at];
      }
      // kWh in a window of so many minutes, times 60 and over the minutes.
      case ExprKind::demand: {
        const DemandRef& d = std::get<DemandRef>(e.payload);
        if (d.kind == DemandRef::Kind::average || d.window_minutes == 0) return false;
        const auto hours = make_ratio(60, d.window_minutes);
        return hours && ends(*hours);
      }
      case ExprKind::history: {
        const History& h = tariff_[std::get<HistoryId>(e.payload)];
        return h.kind != History::Kind::average && of(h.value) && (!h.missing_amount.valid() || of(h.missing_amount));
      }
      case ExprKind::rounded:
        return ends(std::get<Rounding>(e.payload).step);
      case ExprKind::divide: {
        const Expr& divisor = tariff_[e.operands[1]];
        return divisor.kind == ExprKind::constant && only_two_and_five(std::get<Constant>(divisor.payload).value.num) &&
               of(e.operands[0]);
      }
      case ExprKind::arms:
        return all(e, 0, 2);
      case ExprKind::add:
      case ExprKind::subtract:
      case ExprKind::multiply:
      case ExprKind::negate:
      case ExprKind::largest:
      case ExprKind::smallest:
      case ExprKind::call:
        return all(e, 0, 1);
      default:
        return false;
    }
  }

  const CheckedTariff& tariff_;
  std::map<ExprId, bool> known_;
  std::vector<bool> measures_;
};

}  // namespace

std::vector<bool> measures_end_as_decimals(const CheckedTariff& tariff) { return Decimals(tariff).measures(); }

}  // namespace ratebook
