// Demand and power factor (language reference, section 10): energy in windows, one window after the other.
#include <algorithm>
#include <cassert>

#include "runtime/interpreter/evaluator.hpp"
#include "runtime/interpreter/refusal.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {

std::vector<MemberRef> Evaluator::within(const ScopeRef& scope, const Context& context) const {
  std::vector<MemberRef> all = context.within;
  all.insert(all.end(), scope.members.begin(), scope.members.end());
  return all;
}

bool Evaluator::is_computed_apparent(const DemandRef& ref) const {
  return ref.channel == kApparent && !metered_.is_measured(kApparent) &&
         !metered_.demand_register(kApparent, ref.scope.members);
}

std::vector<Number> Evaluator::windows(const DemandRef& ref, ChannelId channel, const Context& context) {
  const ChannelIntervals& all = metered_.intervals(channel);
  const std::int64_t length = std::int64_t{ref.window_minutes} * 60, slide = std::int64_t{ref.slide_minutes} * 60;
  const auto starts_window = [&](const Interval& i) { return i.local.minute % ref.slide_minutes == 0 && i.start % 60 == 0; };
  if (length % all.step != 0 || slide % all.step != 0 || std::none_of(all.list.begin(), all.list.end(), starts_window))
    refuse(Code::window_interval, "intervals of {} min do not divide a demand window of {} min every {} min", all.step / 60,
           ref.window_minutes, ref.slide_minutes);

  const std::vector<MemberRef> scope = within(ref.scope, context);
  const auto width = static_cast<std::size_t>(length / all.step);
  std::vector<Number> energies;
  for (std::size_t i = 0; i + width <= all.list.size(); ++i) {
    if (!starts_window(all.list[i])) continue;
    Integer energy = 0;
    bool inside = true;
    for (std::size_t k = i; inside && k < i + width; ++k) {
      inside = metered_.holds(channel, k, context.days, scope);
      energy += Integer(all.list[k].amount);
    }
    if (inside) energies.emplace_back(energy, Integer(all.scale));
  }
  return energies;
}

Number Evaluator::demand(const DemandRef& ref, const Context& context) {
  const std::string& name = tariff_[ref.channel].name;
  const std::vector<MemberRef> scope = within(ref.scope, context);
  if (!metered_.occurs(context.days, scope)) return 0;
  if (ref.kind == DemandRef::Kind::average) {
    const Number energy = metered_.quantity(ref.channel, context.days, scope);
    return energy / metered_.hours(context.days, scope);
  }
  if (!metered_.has_intervals(ref.channel)) {
    const bool whole_cycle = context.days == DaySet::between(facts_.cycle.from, facts_.cycle.through);
    if (ref.kind == DemandRef::Kind::maximum && whole_cycle)
      if (const auto read = metered_.demand_register(ref.channel, scope)) return *read;
    refuse(Code::demand_missing, "the demand of `{}` is not measured for this cycle", name);
  }
  const std::vector<Number> energies = windows(ref, ref.channel, context);
  if (energies.empty())
    refuse(Code::demand_missing, "no demand window of `{}` lies wholly in the time that is asked for", name);
  const auto best = ref.kind == DemandRef::Kind::maximum ? std::max_element(energies.begin(), energies.end())
                                                         : std::min_element(energies.begin(), energies.end());
  return *best * Number(60, ref.window_minutes);
}

Number Evaluator::squared_apparent(const DemandRef& ref, const Context& context) {
  const std::vector<MemberRef> scope = within(ref.scope, context);
  if (!metered_.occurs(context.days, scope)) return 0;
  if (ref.kind == DemandRef::Kind::average) {
    const Number active = metered_.quantity(kUsage, context.days, scope),
                 reactive = metered_.quantity(kReactive, context.days, scope);
    const Number hours = metered_.hours(context.days, scope);
    return (active * active + reactive * reactive) / (hours * hours);
  }
  if (!metered_.has_intervals(kUsage) || !metered_.has_intervals(kReactive))
    refuse(Code::demand_missing, "the apparent demand is not measured for this cycle, nor can it be computed");
  const ChannelIntervals &active = metered_.intervals(kUsage), &reactive = metered_.intervals(kReactive);
  if (active.step != reactive.step || active.list.front().start != reactive.list.front().start)
    refuse(Code::interval_mismatch, "`usage` and `reactive` are not measured at the same intervals");
  const std::vector<Number> energies = windows(ref, kUsage, context), reactive_energies = windows(ref, kReactive, context);
  if (energies.empty()) refuse(Code::demand_missing, "no demand window lies wholly in the time that is asked for");
  std::optional<Number> best;
  for (std::size_t i = 0; i < energies.size(); ++i) {
    const Number square = energies[i] * energies[i] + reactive_energies[i] * reactive_energies[i];
    if (!best || (ref.kind == DemandRef::Kind::maximum ? square > *best : square < *best)) best = square;
  }
  const Number per_hour(60, ref.window_minutes);
  return *best * per_hour * per_hour;
}

// A channel's total that no expression of the script stands for, written down.
Number Evaluator::noted(ChannelId channel, const Number& amount) {
  Journal::Entry entry(journal_);
  if (journal_ != nullptr)
    entry.done({tariff_[channel].name,
                amount_text(amount, tariff_[channel].shown_unit),
                metered_.has_intervals(channel) ? "intervals" : "register read",
                exact_text(amount),
                edition_,
                {},
                {},
                {},
                std::string(expression_word(ExprKind::quantity))});
  return amount;
}

Number Evaluator::squared_power_factor(const PowerFactorRef& ref, const Context& context) {
  const std::vector<MemberRef> scope = within(ref.scope, context);
  const Number active = noted(kUsage, metered_.quantity(kUsage, context.days, scope));
  const Number reactive = noted(kReactive, metered_.quantity(kReactive, context.days, scope));
  const Number apparent = active * active + reactive * reactive;
  return apparent == 0 ? Number(1) : Number(active * active / apparent);
}

}  // namespace ratebook::oracle
