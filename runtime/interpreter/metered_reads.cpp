// Register reads: which of them answer a question, and how a read for the cycle is divided between days.
#include <algorithm>
#include <set>

#include "language/semantics/classify.hpp"
#include "runtime/interpreter/metered.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {

struct Metered::Reads {
  std::set<SchemeId> schemes;                        // that its members are of; empty: the total
  std::map<std::vector<MemberRef>, Int128> amounts;  // micro-units; equal reads added
  std::size_t first = 0;                             // position of its first read among the cycle's
};

namespace {

bool has(const std::vector<MemberRef>& members, MemberRef m) {
  return std::find(members.begin(), members.end(), m) != members.end();
}

// Two members of one scheme share no time.
bool contradicts(const std::vector<MemberRef>& members, MemberRef wanted) {
  return std::any_of(members.begin(), members.end(),
                     [&](MemberRef m) { return m.scheme == wanted.scheme && m.member != wanted.member; });
}

}  // namespace

std::vector<Metered::Reads> Metered::reads_of(ChannelId channel) const {
  std::vector<Reads> groups;
  for (std::size_t i = 0; i < facts_.cycle.reads.size(); ++i) {
    const RegisterRead& r = facts_.cycle.reads[i];
    if (r.channel != channel) continue;
    std::vector<MemberRef> members = r.members;
    std::sort(members.begin(), members.end());
    std::set<SchemeId> schemes;
    for (const MemberRef m : members) schemes.insert(m.scheme);
    auto at = std::find_if(groups.begin(), groups.end(), [&](const Reads& g) { return g.schemes == schemes; });
    if (at == groups.end()) at = groups.insert(groups.end(), Reads{schemes, {}, i});
    at->amounts[members] += r.amount;
  }
  return groups;
}

DaySet Metered::days_within(const DaySet& days, const std::vector<MemberRef>& within) const {
  return days.where([&](Date d) {
    return std::all_of(within.begin(), within.end(), [&](MemberRef m) {
      return tariff_[m.scheme].kind == SchemeKind::period || member_on(tariff_, m.scheme, d) == m.member;
    });
  });
}

// Does some read of the group hold every moment that is asked for?
bool Metered::covers(const Reads& reads, const DaySet& days, const std::vector<MemberRef>& within) {
  if (reads.schemes.empty()) return true;
  const auto in_some_read = [&](Date day, LocalTime local) {
    return std::any_of(reads.amounts.begin(), reads.amounts.end(), [&](const auto& read) {
      return std::all_of(read.first.begin(), read.first.end(),
                         [&](MemberRef m) { return member_then(m.scheme, day, local) == m.member; });
    });
  };
  const bool by_hours = std::any_of(reads.schemes.begin(), reads.schemes.end(),
                                    [&](SchemeId s) { return tariff_[s].kind == SchemeKind::period; });
  if (!by_hours) return std::all_of(days.begin(), days.end(), [&](Date d) { return in_some_read(d, {}); });
  bool all = true;
  for_each_stretch(days, [&](Date day, LocalTime local, std::int64_t) {
    const bool asked =
        std::all_of(within.begin(), within.end(), [&](MemberRef m) { return member_then(m.scheme, day, local) == m.member; });
    if (asked && all) all = in_some_read(day, local);
  });
  return all;
}

Number Metered::from_reads(ChannelId channel, const DaySet& asked, const std::vector<MemberRef>& within) {
  const std::string& name = tariff_[channel].name;
  std::vector<Reads> groups = reads_of(channel);
  if (groups.empty()) refuse(Code::channel_missing, "`{}` is not measured for this cycle", name);
  for (const MemberRef m : within)
    if (contradicts(within, m)) return 0;
  const DaySet days = days_within(asked, within);
  std::vector<MemberRef> periods;
  for (const MemberRef m : within)
    if (tariff_[m.scheme].kind == SchemeKind::period) periods.push_back(m);

  // The finest division by days first, then the coarsest by hours, then the order of the reads.
  const auto rank = [&](const Reads& g) {
    const auto by_hours =
        std::count_if(g.schemes.begin(), g.schemes.end(), [&](SchemeId s) { return tariff_[s].kind == SchemeKind::period; });
    const auto by_days = static_cast<std::ptrdiff_t>(g.schemes.size()) - by_hours;
    return std::tuple(-by_days, by_hours, g.first);
  };
  std::sort(groups.begin(), groups.end(), [&](const Reads& a, const Reads& b) { return rank(a) < rank(b); });
  for (const Reads& group : groups) {
    const bool tells =
        std::all_of(periods.begin(), periods.end(), [&](MemberRef m) { return group.schemes.contains(m.scheme); });
    if (!tells || !covers(group, days, within)) continue;
    Number sum = 0;
    const DaySet whole = DaySet::between(facts_.cycle.from, facts_.cycle.through);
    for (const auto& [members, amount] : group.amounts) {
      if (!std::all_of(periods.begin(), periods.end(), [&](MemberRef m) { return has(members, m); })) continue;
      const DaySet of_read = days_within(whole, members), part = of_read.meet(days);
      if (part.empty()) continue;
      if (part != of_read && !tariff_.rules.allocate)
        refuse(Code::allocate_missing, "the read of `{}` must be divided between days, and no `allocate` rule says how", name);
      sum += number(amount, power_of_ten(kQuantityScale)) * Number(part.count(), of_read.count());
    }
    return sum;
  }
  refuse(Code::channel_missing, "`{}` is not measured for the time that is asked for", name);
}

void Metered::check_sources(ChannelId channel) {
  const std::string& name = tariff_[channel].name;
  const DaySet whole = DaySet::between(facts_.cycle.from, facts_.cycle.through);
  std::optional<Number> known;
  if (has_intervals(channel)) {
    Integer sum = 0;
    for (const Interval& i : intervals_.at(channel).list) sum += Integer(i.amount);
    known = Number(sum, Integer(intervals_.at(channel).scale));
  }
  const Number allowed = tariff_.rules.register_check_within ? number(*tariff_.rules.register_check_within) : Number(0);
  for (const Reads& group : reads_of(channel)) {
    Int128 sum = 0;
    for (const auto& [members, amount] : group.amounts) {
      sum += amount;
      if (amount != 0 && days_within(whole, members).empty())
        refuse(Code::sources_disagree, "a read of `{}` is for days that the cycle does not have", name);
    }
    if (!group.schemes.empty() && !covers(group, whole, {})) continue;
    const Number total = number(sum, power_of_ten(kQuantityScale));
    if (known && abs(Number(*known - total)) > allowed)
      refuse(Code::sources_disagree, "`{}` has two sums for the cycle: {} and {}", name, format_shown(shown(*known)),
             format_shown(shown(total)));
    if (!known) known = total;
  }
}

}  // namespace ratebook::oracle
