// Tiers in every form (language reference, section 12). Cells (parts × members) that fill the tiers together form a pool; a pool's tiers are
// filled once with its whole quantity and shared over its cells in proportion, or filled interval by interval in order of time.
#include <algorithm>
#include <map>

#include "language/bill/shown_unit.hpp"
#include "runtime/interpreter/refusal.hpp"
#include "runtime/interpreter/statements.hpp"

namespace ratebook::oracle {
namespace {

using Limits = std::map<const Tier*, Number>;
// Leaf tiers in text order.
using Slices = std::map<std::vector<std::size_t>, Number>;

// The stretch [from, to) of a block's quantity, cut into its tiers; inner tiers divide their outer tier's own quantity from 0 on.
void cut(const std::vector<Tier>& tiers, const Limits& limits, const Number& from, const Number& to,
         std::vector<std::size_t>& path, Slices& into) {
  Number low = 0;
  for (std::size_t t = 0; t < tiers.size(); ++t) {
    const Tier& tier = tiers[t];
    std::optional<Number> high;
    if (tier.width == Tier::Width::up_to)
      high = std::max(low, limits.at(&tier));
    else if (tier.width != Tier::Width::above)
      high = low + std::max(Number(0), limits.at(&tier));
    const Number begin = std::max(from, low), end = high ? std::min(to, *high) : to;
    if (begin < end) {
      path.push_back(t);
      if (tier.inner.empty())
        into[path] += end - begin;
      else
        cut(tier.inner, limits, begin - low, end - low, path, into);
      path.pop_back();
    }
    if (!high) return;
    low = *high;
  }
}

struct Leaf {
  ExprId price;
  std::vector<std::string> names;
  std::vector<ExprId> dated;  // its price and the limits of the blocks it stands in
};
Leaf leaf_at(const std::vector<Tier>& tiers, const std::vector<std::size_t>& path) {
  Leaf leaf;
  const std::vector<Tier>* block = &tiers;
  for (const std::size_t t : path) {
    for (const Tier& tier : *block)
      if (tier.limit) leaf.dated.push_back(tier.limit);
    leaf.names.push_back((*block)[t].name);
    leaf.price = (*block)[t].price;
    block = &(*block)[t].inner;
  }
  leaf.dated.push_back(leaf.price);
  return leaf;
}

}  // namespace

void Statements::tiered(const Line& line, const TieredQuantity& form, const std::vector<Cell>& cells) {
  const TierBlock& block = form.block;
  const bool per_month = block.steps == TierBlock::Steps::per_month;
  const bool over_parts = per_month || block.parts == TierBlock::Parts::over_cycle;
  const bool over_members = block.periods == TierBlock::Periods::pro_rata || block.periods == TierBlock::Periods::time_order;

  // Days that fill the tiers by themselves.
  std::vector<Date> every;
  for (const Cell& c : cells) every.insert(every.end(), c.context.days.begin(), c.context.days.end());
  std::sort(every.begin(), every.end());
  every.erase(std::unique(every.begin(), every.end()), every.end());
  std::vector<DaySet> steps;
  for (const Date d : every) {
    const bool same =
        !steps.empty() && block.steps != TierBlock::Steps::per_day &&
        (!per_month || (year_of(d) == year_of(steps.back().first()) && month_of(d) == month_of(steps.back().first())));
    if (!same) steps.emplace_back();
    steps.back().add(d);
  }

  Journal::Entry entry(journal_);
  const auto evaluate_limits = [&](const auto& self, const std::vector<Tier>& tiers, const Context& context,
                                   Limits& limits) -> void {
    for (const Tier& t : tiers) {
      if (t.limit) limits[&t] = evaluator_.number(t.limit, context);
      self(self, t.inner, context, limits);
    }
  };
  std::vector<Slices> filled(cells.size());
  for (const DaySet& step : steps) {
    std::vector<Context> contexts;
    std::vector<Number> quantities;
    // Pools by the part and the members that their cells share, in the order of their first cells.
    std::vector<std::pair<std::pair<std::size_t, std::vector<MemberRef>>, std::vector<std::size_t>>> pools;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      Context context = cells[c].context;
      context.days = context.days.meet(step);
      quantities.push_back(context.days.empty() ? Number(0) : quantity_of(form.quantity, form.each, context).first);
      if (quantities.back() < 0)
        refuse(Code::negative_in_tiers, "the quantity of `{}` is negative and cannot fill tiers", line.name);
      const std::pair key(over_parts ? 0 : cells[c].part, over_members ? std::vector<MemberRef>{} : context.within);
      auto pool = std::find_if(pools.begin(), pools.end(), [&](const auto& p) { return p.first == key; });
      if (pool == pools.end()) pool = pools.insert(pools.end(), {key, {}});
      pool->second.push_back(c);
      contexts.push_back(std::move(context));
    }
    for (const auto& [key, members] : pools) {
      Number total = 0;
      for (const std::size_t c : members) total += quantities[c];
      if (total == 0) continue;
      Context shared = contexts[members.front()];
      if (over_parts) {
        shared.days = step;
        std::erase_if(shared.known, [&](MemberRef m) { return tariff_[m.scheme].kind == SchemeKind::season; });
      }
      if (over_members) {
        std::erase_if(shared.known, [&](MemberRef m) {
          return std::find(shared.within.begin(), shared.within.end(), m) != shared.within.end();
        });
        shared.within.clear();
      }
      Limits limits;
      evaluate_limits(evaluate_limits, block.tiers, shared, limits);
      std::vector<std::size_t> path;
      if (block.periods == TierBlock::Periods::time_order) {
        Number before = 0;
        Evaluator silent(facts_, metered_, made_, edition_, nullptr);
        for (const auto& instants : steps_of(form.quantity, EachLevel::interval, shared))
          for (const std::size_t c : members) {
            Context one = contexts[c];
            one.instants = instants;
            const Number q = silent.number(form.quantity, one);
            if (q < 0) refuse(Code::negative_in_tiers, "the quantity of `{}` is negative and cannot fill tiers", line.name);
            if (q != 0) cut(block.tiers, limits, before, before + q, path, filled[c]);
            before += q;
          }
        continue;
      }
      Slices whole;
      cut(block.tiers, limits, 0, total, path, whole);
      for (const auto& [leaf, quantity] : whole)
        for (const std::size_t c : members)
          if (quantities[c] != 0) filled[c][leaf] += quantity * quantities[c] / total;
    }
  }
  const std::vector<DerivationNode> filling = entry.take();

  for (std::size_t c = 0; c < cells.size(); ++c)
    for (const auto& [path, quantity] : filled[c]) {
      const Leaf leaf = leaf_at(block.tiers, path);
      Amount amount;
      Journal::Entry pricing(journal_);
      amount.quantity = quantity;
      amount.price = evaluator_.number(leaf.price, cells[c].context);
      amount.how = filling;
      amount.add_price_steps(pricing.take());
      amount.unrounded = quantity * amount.price;
      amount.quantity_unit = shown_unit(tariff_, form.quantity);
      amount.price_unit = shown_unit(tariff_, leaf.price);
      if (journal_ != nullptr) amount.price_text = evaluator_.price_text(leaf.price, amount.price, cells[c].context);
      amount.tiers = leaf.names;
      amount.dated = latest_start(leaf.dated, cells[c].context);
      put_row(line, cells[c], std::move(amount));
    }
}

}  // namespace ratebook::oracle
