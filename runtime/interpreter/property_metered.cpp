// What a property leaves open of metered quantities. Where reads can answer every question of the tariff they are reads, with the demand
// measures given; else loads, from which everything is computed.
#include <algorithm>
#include <set>

#include "runtime/interpreter/edition_facts.hpp"
#include "runtime/interpreter/metered.hpp"
#include "runtime/interpreter/property_account.hpp"

namespace ratebook::oracle {
namespace {

// Of a channel that the property does not quantify, in its unit.
const Number kLargestTotal = 3000;

bool measures_demand(const CheckedTariff& tariff, const Measure& m) {
  bool found = false;
  for_each_expression(tariff, m.value,
                      [&](const Expr& e) { found = found || e.kind == ExprKind::demand || e.kind == ExprKind::power_factor; });
  return found;
}

bool needs_intervals(const CheckedTariff& tariff) {
  return std::any_of(tariff.lines.begin(), tariff.lines.end(), [](const Line& line) {
    const auto by_interval = [](EachLevel each) { return each == EachLevel::interval || each == EachLevel::hour; };
    if (const auto* p = std::get_if<PricedQuantity>(&line.form)) return by_interval(p->each);
    if (const auto* t = std::get_if<TieredQuantity>(&line.form))
      return by_interval(t->each) || t->block.periods == TierBlock::Periods::time_order;
    return false;
  });
}

Ratio cut_to(const Number& value, int decimals) {
  return *to_ratio(round_to(value, RoundMode::down, Number(1, power_of_ten(decimals))));
}

// Pieces at `level` for the hours of a period's member.
void add_pieces(const CheckedTariff& tariff, MemberRef member, Ratio level, std::vector<LoadPiece>& pieces) {
  const Member& m = tariff[member.scheme].members[member.member];
  for (const PeriodRange& r : m.ranges) {
    LoadPiece p;
    p.level = level;
    p.season = r.season;
    p.day = r.day;
    p.from_minute = r.from_minute;
    p.to_minute = r.to_minute;
    pieces.push_back(p);
  }
}

}  // namespace

bool PropertyAccounts::has_measure(const ExampleCycle& account, MeasureId measure) const {
  return std::any_of(account.measures.begin(), account.measures.end(),
                     [&](const GivenMeasure& m) { return m.measure == measure; });
}

ExampleCycle PropertyAccounts::complete(ExampleCycle account, Dice dice) const {
  AccountCycle stub;
  stub.from = account.from;
  stub.through = account.through;
  stub.inputs.resize(tariff_.inputs.size());
  for (const GivenFact& f : account.facts)
    if (const auto* input = std::get_if<InputId>(&f.fact)) stub.inputs[input->index] = f.value;
  const AccountFacts facts(tariff_, stub, stub.from, stub.through, Date::max());
  std::optional<WallClock> clock;
  const WhatIsRead read = what_is_read(tariff_);
  Metered time(facts, read, [&]() -> Clocks {
    clock = WallClock::make(tariff_.timezone, tariff_.rules.clock ? tariff_.rules.clock->rule : ClockRule::local_daylight,
                            stub.from, stub.through);
    return {&*clock, &*clock};
  });

  std::vector<SchemeId> periods;
  bool divided = read.days || read.months;
  for (const SchemeId s : read.schemes) {
    if (tariff_[s].kind == SchemeKind::period)
      periods.push_back(s);
    else
      divided = true;
  }
  for (const CutBy& cut : read.cuts) divided = divided || facts.parts(cut).size() > 1;
  const bool by_reads = !needs_intervals(tariff_) && periods.size() <= 1 && (!divided || tariff_.rules.allocate);
  const bool loads = !by_reads && tariff_.rules.clock;

  std::set<ChannelId> channels;
  const auto add_channels = [&](ExprId root) {
    for_each_expression(tariff_, root, [&](const Expr& e) {
      if (const auto* q = std::get_if<QuantityRef>(&e.payload)) channels.insert(q->channel);
    });
  };
  for (std::size_t i = 0; i < tariff_.measures.size(); ++i) {
    const Measure& m = tariff_.measures[i];
    const bool open = measures_demand(tariff_, m) && !has_measure(account, MeasureId{i});
    if (open && !loads) {
      const bool ratio = m.unit.is_ratio();
      const Number step = m.rounding ? number(m.rounding->step) : Number(1, 10);
      account.measures.push_back(
          {MeasureId{i}, *to_ratio(ratio ? dice.between(Number(1, 2), 1, step) : dice.between(0, step * 4000, step)), {}});
    } else {
      add_channels(m.value);
    }
  }
  if (loads) channels = read.channels;
  for (const Line& line : tariff_.lines)
    for (const ExprId root : amount_expressions(line)) add_channels(root);
  channels.erase(kApparent);

  for (const ChannelId channel : channels) {
    if (std::any_of(account.loads.begin(), account.loads.end(), [&](const GivenLoad& l) { return l.channel == channel; }))
      continue;
    std::optional<Number> total;
    std::map<MemberRef, Number> by_member;
    bool finer = false;
    for (const GivenRead& r : account.reads) {
      if (r.channel != channel) continue;
      if (r.members.empty())
        total = number(r.amount);
      else if (r.members.size() == 1)
        by_member[r.members.front()] = number(r.amount);
      else
        finer = true;
    }
    if (finer) continue;
    std::vector<MemberRef> members;
    const SchemeId scheme = !by_member.empty() ? by_member.begin()->first.scheme
                            : periods.empty()  ? SchemeId{}
                                               : periods.front();
    if (scheme.valid() && (!loads || !by_member.empty()))
      for (std::size_t m = 0; m < tariff_[scheme].members.size(); ++m) {
        const MemberRef member{scheme, static_cast<MemberIndex>(m)};
        if (time.occurs(facts.days, {member})) members.push_back(member);
      }
    if (!total && by_member.empty()) total = dice.between(0, kLargestTotal, Number(1, 10));
    if (total && !members.empty()) {
      // The total, divided in proportion to what the dice say of this account.
      Number weights = 0, left = *total;
      std::vector<Number> weight;
      for (std::size_t i = 0; i < members.size(); ++i)
        weight.push_back(1 + static_cast<int>(dice.below(9))), weights += weight.back();
      for (std::size_t i = 0; i < members.size(); ++i) {
        const Number part = i + 1 == members.size() ? left : number(cut_to(*total * weight[i] / weights, kQuantityScale));
        by_member[members[i]] = part;
        left -= part;
      }
    }
    for (const MemberRef m : members)
      if (!by_member.contains(m)) by_member[m] = dice.between(0, kLargestTotal, Number(1, 10));

    std::erase_if(account.reads, [&](const GivenRead& r) { return r.channel == channel; });
    if (!loads) {
      if (by_member.empty()) account.reads.push_back({channel, {}, *to_ratio(*total), {}});
      for (const auto& [member, amount] : by_member) account.reads.push_back({channel, {member}, *to_ratio(amount), {}});
      continue;
    }
    GivenLoad load{channel, {}, "", {}};
    LoadPiece rest;
    rest.otherwise = true;
    rest.level = Ratio{0, 1};
    if (by_member.empty()) rest.level = cut_to(*total / time.hours(facts.days, {}), kQuantityScale);
    // Members that take time from others come first: the first piece that holds counts.
    std::vector<MemberRef> order = members;
    std::stable_sort(order.begin(), order.end(), [&](MemberRef a, MemberRef b) {
      return tariff_[a.scheme].members[a.member].overrides.size() > tariff_[b.scheme].members[b.member].overrides.size();
    });
    for (const MemberRef m : order) {
      const Ratio level = cut_to(by_member[m] / time.hours(facts.days, {m}), kQuantityScale);
      if (tariff_[m.scheme].members[m.member].otherwise)
        rest.level = level;
      else
        add_pieces(tariff_, m, level, load.pieces);
    }
    load.pieces.push_back(rest);
    account.loads.push_back(std::move(load));
  }
  return account;
}

}  // namespace ratebook::oracle
