// What is metered: energy of channels in scopes, demand, power factor (language reference, sections 5 and 10).
#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

// The scope's members and those that the row stands for; nothing when two of them exclude each other.
std::optional<std::vector<MemberRef>> Lowering::scope_at(const ScopeRef& scope, const Place& place) const {
  std::vector<MemberRef> members = scope.members;
  for (const auto& [scheme, member] : place.members) members.push_back({scheme, member});
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  for (std::size_t i = 1; i < members.size(); ++i)
    if (members[i].scheme == members[i - 1].scheme) return std::nullopt;
  return members;
}

std::uint32_t Lowering::quantity_slot(ChannelId channel, const std::vector<MemberRef>& members) {
  for (std::size_t i = 0; i < program_.quantities.size(); ++i) {
    const QuantitySlot& slot = program_.quantities[i];
    if (slot.channel == channel && slot.scope.members == members && !slot.pass) return static_cast<std::uint32_t>(i);
  }
  QuantitySlot slot;
  slot.channel = channel;
  slot.scope.members = members;
  program_.quantities.push_back(slot);
  return static_cast<std::uint32_t>(program_.quantities.size() - 1);
}

Fraction Lowering::metered(ValueId micro_units) {
  Fraction f = Fraction::of(micro_units, 1, kMicro);
  if (program_.source == Source::general) f.divisors = {build_.account_leaf(Op::quantity_den)};
  return f;
}

void Lowering::ask(StateSlot::Kind kind, std::uint32_t index, const Place& place) {
  if (program_.source != Source::general) return;
  const StateSlot wanted{kind, index, program_.partitions[place.partition].whole() ? 0 : place.partition};
  const auto at = std::find_if(program_.states.begin(), program_.states.end(), [&](const StateSlot& s) {
    return s.kind == wanted.kind && s.index == wanted.index && s.partition == wanted.partition;
  });
  const auto slot = static_cast<std::uint32_t>(at - program_.states.begin());
  if (at == program_.states.end()) program_.states.push_back(wanted);
  build_.emit(Op::fail_with, {build_.select(place.guard, build_.emit(Op::state, {}, slot), build_.constant(0))});
}

ValueId Lowering::slot_sum(ChannelId channel, const std::vector<MemberRef>& members, const Place& place) {
  const std::uint32_t slot = quantity_slot(channel, members);
  ask(StateSlot::Kind::quantity, slot, place);
  return build_.emit(Op::quantity, {}, slot);
}

Fraction Lowering::quantity(const QuantityRef& ref, const Place& place) {
  const auto members = scope_at(ref.scope, place);
  if (!members) return Fraction{};
  if (place.step) return Fraction::of(build_.emit(Op::step_energy, {}, quantity_slot(ref.channel, *members)), 1, kMicro);
  return metered(slot_sum(ref.channel, *members, place));
}

std::uint32_t Lowering::demand_slot(const DemandRef& ref, std::vector<MemberRef> members, const Place& place, bool squared) {
  DemandSlot slot;
  slot.kind = ref.kind;
  slot.channel = ref.channel;
  slot.scope.members = std::move(members);
  slot.window_minutes = ref.window_minutes;
  slot.slide_minutes = ref.slide_minutes;
  slot.partition = program_.partitions[place.partition].whole() ? 0 : place.partition;
  slot.squared = squared;
  for (std::size_t i = 0; i < program_.demands.size(); ++i) {
    const DemandSlot& d = program_.demands[i];
    if (d.kind == slot.kind && d.channel == slot.channel && d.scope.members == slot.scope.members &&
        d.window_minutes == slot.window_minutes && d.slide_minutes == slot.slide_minutes && d.partition == slot.partition &&
        d.squared == slot.squared)
      return static_cast<std::uint32_t>(i);
  }
  program_.demands.push_back(std::move(slot));
  return static_cast<std::uint32_t>(program_.demands.size() - 1);
}

// Energy of the scope over its hours; 0 where it has none.
Fraction Lowering::average_demand(const DemandRef& ref, const std::vector<MemberRef>& members, const Place& place) {
  const std::int64_t most = limits::cycle_days.high * 26 * 3600;
  PartField field;
  field.partition = place.partition;
  field.kind = PartField::Kind::scope_seconds;
  field.scope.members = members;
  field.range = between(0, most);
  const ValueId seconds = part_field(field);
  const Place measured = place.when(build_.both(place.guard, build_.less(build_.constant(0), seconds)));
  const Fraction energy = metered(slot_sum(ref.channel, members, measured));
  Fraction f = math_.scale(energy, 3600, 1);
  const ValueId divisor = build_.maximum(seconds, build_.constant(1));
  f.divisors.insert(std::upper_bound(f.divisors.begin(), f.divisors.end(), divisor), divisor);
  return f;
}

// A window's energy in micro-units over its length; the general source hands over micro-units × minutes (abi.hpp, Batch::demands).
Fraction Lowering::demand(const DemandRef& ref, const Place& place) {
  const auto members = scope_at(ref.scope, place);
  if (!members) return Fraction{};
  if (ref.kind == DemandRef::Kind::average) return average_demand(ref, *members, place);
  const std::uint32_t slot = demand_slot(ref, *members, place, false);
  ask(StateSlot::Kind::demand, slot, place);
  const ValueId extreme = build_.emit(Op::demand, {}, slot);
  return Fraction::of(extreme, program_.source == Source::general ? 1 : 60, BigInt(ref.window_minutes) * kMicro);
}

// √(kW² + kVAR²): the slot's squares are compared and the root is rounded, all on integers.
Fraction Lowering::apparent_demand(const DemandRef& ref, const Rounding& rounding, const Place& place) {
  const auto members = scope_at(ref.scope, place);
  if (!members) return Fraction{};
  const std::uint32_t slot = demand_slot(ref, *members, place, true);
  ask(StateSlot::Kind::demand, slot, place);
  const ValueId square = build_.emit(Op::demand, {}, slot);
  build_.at(rounding.span);
  const BigInt window = BigInt(ref.window_minutes) * kMicro;
  const Fraction squared = Fraction::of(square, program_.source == Source::general ? 1 : 3600, window * window);
  const Ratio step = rounding.step;
  return Fraction::of(math_.root_steps(divide_operation(rounding.mode), squared, step.num, step.den, std::nullopt), step.num,
                      step.den);
}

// usage / √(usage² + reactive²), 1 without any energy; never 0, because a factor that rounds to 0 refuses the account.
Fraction Lowering::power_factor(const PowerFactorRef& ref, const Rounding& rounding, const Place& place) {
  const auto members = scope_at(ref.scope, place);
  if (!members) return Fraction::constant(1);
  const ValueId usage = slot_sum(kUsage, *members, place);
  const ValueId reactive = slot_sum(kReactive, *members, place);
  build_.at(rounding.span);
  const ValueId square = build_.multiply(usage, usage);
  const ValueId sum = build_.add(square, build_.multiply(reactive, reactive));
  const ValueId none = build_.equal(sum, build_.constant(0));
  Fraction squared = Fraction::of(square);
  squared.divisors = {build_.maximum(sum, build_.constant(1))};
  const Ratio step = rounding.step;
  // The factor is at most 1: at most so many steps, rounded up.
  const BigInt most = (BigInt(step.den) + step.num - 1) / step.num;
  const ValueId steps = math_.root_steps(divide_operation(rounding.mode), squared, step.num, step.den, most);
  const ValueId zero = build_.both(build_.equal(steps, build_.constant(0)), build_.negate(none));
  build_.fail_if(build_.both(place.guard, zero), Code::power_factor_zero);
  return math_.select(none, Fraction::constant(1), Fraction::of(build_.maximum(steps, build_.constant(1)), step.num, step.den));
}

}  // namespace ratebook::ir
