#include "runtime/plan/history_fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ratebook {
namespace {

using Number = std::optional<Ratio>;  // nothing: it cannot be known or does not fit

Number add(Ratio a, Ratio b) { return make_ratio(Int128{a.num} * b.den + Int128{b.num} * a.den, Int128{a.den} * b.den); }

// What an expression is worth for one earlier cycle: recorded names from that cycle, prices as in force for the cycle being rated.
class EarlierValue {
 public:
  EarlierValue(const CheckedTariff& tariff, const CycleView& view, const WindowContext& context, const EarlierCycle& earlier,
               Date season_day)
      : tariff_(tariff), view_(view), context_(context), earlier_(earlier), season_day_(season_day) {}

  Number of(ExprId id) const {
    const Expr& e = tariff_[id];
    switch (e.kind) {
      case ExprKind::constant:
        return std::get<Constant>(e.payload).value;
      case ExprKind::measure:
        return recorded(tariff_[std::get<MeasureRef>(e.payload).measure].name);
      case ExprKind::quantity:
        return recorded(tariff_[std::get<QuantityRef>(e.payload).channel].name);
      case ExprKind::value: {
        const auto& versions = tariff_[std::get<ValueId>(e.payload)].versions;
        const auto v = version_on(versions, version_day(), context_.as_known);
        return v ? Number(versions[*v].amount.canonical) : std::nullopt;
      }
      case ExprKind::table:
        return cell(std::get<TableRef>(e.payload));
      case ExprKind::call:
      case ExprKind::negate: {
        const Number a = of(e.operands[0]);
        return !a || e.kind == ExprKind::call ? a : Number(Ratio{-a->num, a->den});
      }
      case ExprKind::add:
      case ExprKind::subtract:
      case ExprKind::multiply:
      case ExprKind::divide:
        return binary(e.kind, of(e.operands[0]), of(e.operands[1]));
      case ExprKind::largest:
      case ExprKind::smallest: {
        Number best;
        for (ExprId o : e.operands) {
          const Number x = of(o);
          if (!x) return std::nullopt;
          if (!best || (e.kind == ExprKind::largest ? compare(*x, *best) > 0 : compare(*x, *best) < 0)) best = x;
        }
        return best;
      }
      default:
        return std::nullopt;
    }
  }

 private:
  static Number binary(ExprKind kind, Number a, Number b) {
    if (!a || !b) return std::nullopt;
    switch (kind) {
      case ExprKind::add:
        return add(*a, *b);
      case ExprKind::subtract:
        return add(*a, Ratio{-b->num, b->den});
      case ExprKind::multiply:
        return multiply(*a, *b);
      default:
        return b->num == 0 ? std::nullopt : make_ratio(Int128{a->num} * b->den, Int128{a->den} * b->num);
    }
  }
  Number recorded(const std::string& name) const {
    const auto it = earlier_.recorded.find(name);
    return it == earlier_.recorded.end() ? std::nullopt : Number(it->second);
  }
  Date version_day() const {
    const bool start = tariff_.rules.version && tariff_.rules.version->rule == CutRule::cycle_start;
    return start ? view_.from : view_.through;
  }
  Number cell(const TableRef& ref) const {
    const Table& table = tariff_[ref.table];
    std::vector<MemberIndex> at;
    for (const TableIndex& i : ref.indices) {
      switch (i.kind) {
        case TableIndex::Kind::fixed:
          at.push_back(i.member);
          break;
        case TableIndex::Kind::dimension:
          at.push_back(context_.paint->season(i.scheme, season_day_));
          break;
        case TableIndex::Kind::bill_month:
        case TableIndex::Kind::part_month:
          at.push_back(static_cast<MemberIndex>(month_of(earlier_.through) - 1));
          break;
        case TableIndex::Kind::input: {
          std::int64_t member = view_.inputs[i.input.index];
          if (member == ir::kAbsent && tariff_[i.input].initial)
            member = encode_fact(tariff_, tariff_[i.input], *tariff_[i.input].initial);
          if (member < 0) return std::nullopt;
          at.push_back(static_cast<MemberIndex>(member));
          break;
        }
      }
    }
    const auto v = version_on(table.versions, version_day(), context_.as_known);
    if (!v) return std::nullopt;
    const auto& amount = table.versions[*v].cells[table.cell_index(at)].amount;
    return amount ? Number(amount->canonical) : std::nullopt;
  }

  const CheckedTariff& tariff_;
  const CycleView& view_;
  const WindowContext& context_;
  const EarlierCycle& earlier_;
  Date season_day_;
};

// The day whose season is that of an earlier cycle; it began the day after the one before it ended, or a calendar month before its end.
Date season_day_of(const CheckedTariff& tariff, const EarlierCycle& earlier, const EarlierCycle* before) {
  const CutRule rule = tariff.rules.season ? tariff.rules.season->rule : CutRule::usage_day;
  if (rule == CutRule::bill_month) return make_date(year_of(earlier.through), month_of(earlier.through), 1);
  if (rule != CutRule::cycle_start) return earlier.through;
  if (before != nullptr) return before->through + Days{1};
  const int year = year_of(earlier.through) - (month_of(earlier.through) == 1 ? 1 : 0);
  const unsigned month = month_of(earlier.through) == 1 ? 12 : month_of(earlier.through) - 1;
  return make_date(year, month, std::min(day_of_month(earlier.through), days_in_month(year, month))) + Days{1};
}

FoldedHistory aggregate(const History& h, std::vector<Ratio> values) {
  const bool lowest = h.best_of ? h.best_lowest : h.kind == History::Kind::lowest;
  std::sort(values.begin(), values.end(), [&](Ratio a, Ratio b) { return lowest ? compare(a, b) < 0 : compare(a, b) > 0; });
  if (h.kind == History::Kind::highest || h.kind == History::Kind::lowest) return {false, values.front(), ""};
  if (h.best_of && values.size() > *h.best_of) values.resize(*h.best_of);
  Number sum = Ratio{0, 1};
  for (Ratio v : values)
    if (sum) sum = add(*sum, v);
  if (sum && h.kind == History::Kind::average)
    sum = make_ratio(sum->num, Int128{sum->den} * static_cast<std::int64_t>(values.size()));
  return sum ? FoldedHistory{false, *sum, ""} : FoldedHistory{true, {}, ""};
}

}  // namespace

FoldedHistory fold_history(const CheckedTariff& tariff, const History& h, const CycleView& view, const WindowContext& context) {
  const std::string what = h.reads.empty() ? std::string("history") : h.reads.front();
  const bool fresh = view.first || view.cycle_number == 1;
  if (!view.history_given && view.history.empty() && !fresh)
    return {true, {}, fmt::format("the earlier cycles of `{}` are not known, and nothing says that the account is new", what)};
  // The newest cycles that ended before this one; one that lacks a name that the expression reads is missing like one that is not there.
  std::vector<Ratio> values;
  std::size_t seen = 0, known = 0;
  for (std::size_t i = 0; i < view.history.size(); ++i) {
    const EarlierCycle& earlier = view.history[i];
    if (earlier.through >= view.from) continue;
    if (seen++ == h.cycles) break;
    if (!std::all_of(h.reads.begin(), h.reads.end(), [&](const std::string& name) { return earlier.recorded.contains(name); }))
      continue;
    ++known;
    const Date season_day = season_day_of(tariff, earlier, i + 1 < view.history.size() ? &view.history[i + 1] : nullptr);
    if (h.within && context.paint->season(h.within->scheme, season_day) != h.within->member) continue;
    const Number value = EarlierValue(tariff, view, context, earlier, season_day).of(h.value);
    if (!value) return {true, {}, ""};
    values.push_back(*value);
  }
  const std::size_t missing = h.cycles - known;
  if (missing > 0 && h.missing == History::Missing::error)
    return {true, {}, fmt::format("{} of the {} cycles before are not known for `{}`", missing, h.cycles, what)};
  if (h.missing == History::Missing::as_amount && (missing > 0 || values.empty())) {
    const Number amount =
        EarlierValue(tariff, view, context, EarlierCycle{view.through, {}}, view.through).of(h.missing_amount);
    if (!amount) return {true, {}, ""};
    // Each missing cycle counts as the amount; with no cycle of the season at all the value is the amount (section 26, 17).
    values.insert(values.end(), std::max<std::size_t>(missing, values.empty() ? 1 : 0), *amount);
  }
  if (values.empty()) {
    return h.kind == History::Kind::sum
               ? FoldedHistory{}
               : FoldedHistory{true, {}, fmt::format("no cycle before this one counts for `{}`", what)};
  }
  return aggregate(h, std::move(values));
}

}  // namespace ratebook
