// Aggregates over earlier cycles (language reference, section 11; section 26, 17 to 19).
#include <algorithm>

#include "language/semantics/classify.hpp"
#include "runtime/interpreter/calendar_months.hpp"
#include "runtime/interpreter/evaluator.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

// Best N, then highest, lowest, sum or average. Nothing for a highest, lowest or average of no values.
std::optional<Number> aggregate(const History& h, std::vector<Number> values) {
  if (h.best_of) {
    std::sort(values.begin(), values.end());
    if (!h.best_lowest) std::reverse(values.begin(), values.end());
    if (values.size() > *h.best_of) values.resize(*h.best_of);
  }
  Number sum = 0;
  for (const Number& v : values) sum += v;
  if (h.kind == History::Kind::sum) return sum;
  if (values.empty()) return std::nullopt;
  switch (h.kind) {
    case History::Kind::highest:
      return *std::max_element(values.begin(), values.end());
    case History::Kind::lowest:
      return *std::min_element(values.begin(), values.end());
    default:
      return Number(sum / values.size());
  }
}

}  // namespace

Number Evaluator::history(HistoryId id, const Context& context) {
  const History& h = tariff_[id];
  const AccountCycle& cycle = facts_.cycle;
  const std::string what = h.reads.empty() ? std::string("history") : h.reads.front();
  const bool is_new = cycle.first || cycle.cycle_number == std::optional<std::uint32_t>(1);
  if (!cycle.history_given && cycle.history.empty() && !is_new)
    refuse(Code::history_missing, "the earlier cycles of `{}` are not known, and nothing says that the account is new", what);

  std::vector<const EarlierCycle*> window;
  for (const EarlierCycle& e : cycle.history)
    if (e.through < cycle.from) window.push_back(&e);
  std::vector<Number> values;
  std::uint32_t present = 0;
  for (std::size_t i = 0; i < window.size() && i < h.cycles; ++i) {
    const EarlierCycle& earlier = *window[i];
    if (!std::all_of(h.reads.begin(), h.reads.end(), [&](const std::string& name) { return earlier.recorded.contains(name); }))
      continue;
    ++present;
    Context there = context;
    there.earlier = &earlier;
    there.earlier_from = (i + 1 < window.size() ? window[i + 1]->through : add_months(earlier.through, -1)) + Days{1};
    if (h.within && member(h.within->scheme, there) != h.within->member) continue;
    values.push_back(number(h.value, there));
  }

  const std::uint32_t missing = h.cycles - present;
  if (h.missing == History::Missing::error && missing > 0)
    refuse(Code::history_missing, "{} of the {} cycles before are not known for `{}`", missing, h.cycles, what);
  if (h.missing == History::Missing::as_amount) {
    const Number amount = number(h.missing_amount, context);
    if (values.empty() && missing == 0) return amount;
    values.insert(values.end(), missing, amount);
  }
  const std::optional<Number> result = aggregate(h, std::move(values));
  if (!result) refuse(Code::history_missing, "no cycle before this one counts for `{}`", what);
  return *result;
}

}  // namespace ratebook::oracle
