// Register reads: which of them answer a question, and how far (semantics.md, point 5; language reference, section 26, 16).
#include <fmt/format.h>

#include <algorithm>

#include "runtime/plan/meter_readings.hpp"

namespace ratebook {
namespace {

constexpr std::uint32_t state_of(Code code) { return 1 + static_cast<std::uint32_t>(code); }
bool has(const std::vector<MemberRef>& members, const MemberRef& m) {
  return std::find(members.begin(), members.end(), m) != members.end();
}

bool contradictory(const std::vector<MemberRef>& members) {
  for (std::size_t i = 0; i < members.size(); ++i)
    for (std::size_t k = i + 1; k < members.size(); ++k)
      if (members[i].scheme == members[k].scheme && members[i].member != members[k].member) return true;
  return false;
}

}  // namespace

std::vector<MeterReadings::ReadGroup> MeterReadings::groups_of(ChannelId channel) const {
  std::vector<ReadGroup> groups;
  for (std::size_t i = 0; i < view_.reads.size(); ++i) {
    const ReadView& r = view_.reads[i];
    if (r.channel != channel) continue;
    std::vector<MemberRef> members = r.members;
    std::sort(members.begin(), members.end());
    std::vector<SchemeId> schemes;
    for (const MemberRef& m : members) schemes.push_back(m.scheme);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const ReadGroup& g) { return g.schemes == schemes; });
    if (group == groups.end()) group = groups.insert(groups.end(), ReadGroup{schemes, {}, i});
    auto same = std::find_if(group->reads.begin(), group->reads.end(), [&](const auto& x) { return x.first == members; });
    if (same == group->reads.end())
      group->reads.emplace_back(members, r.amount);
    else
      same->second += r.amount;
  }
  // Finest by days first, then coarsest by hours, then in the order given.
  auto rank = [&](const ReadGroup& g) {
    const auto by_hours =
        std::count_if(g.schemes.begin(), g.schemes.end(), [&](SchemeId s) { return tariff_[s].kind == SchemeKind::period; });
    return std::tuple(by_hours - static_cast<std::ptrdiff_t>(g.schemes.size()), by_hours, g.first);
  };
  std::sort(groups.begin(), groups.end(), [&](const ReadGroup& a, const ReadGroup& b) { return rank(a) < rank(b); });
  return groups;
}

// Days on which the season and day members all hold.
std::vector<Date> MeterReadings::days_in(const std::vector<MemberRef>& members, const std::vector<Date>& days) const {
  if (members.empty()) return days;
  std::vector<Date> result;
  for (Date d : days) {
    const bool inside = std::all_of(members.begin(), members.end(), [&](const MemberRef& m) {
      return tariff_[m.scheme].kind == SchemeKind::period || context_.paint->day_member(m.scheme, d) == m.member;
    });
    if (inside) result.push_back(d);
  }
  return result;
}

bool MeterReadings::covers(const ReadGroup& group, const std::vector<Date>& days, const std::vector<MemberRef>& within) const {
  if (group.schemes.empty() || days.empty()) return true;
  // Every stretch of the days that lies within must have a read of its members.
  std::vector<SchemeId> schemes = group.schemes;
  for (const MemberRef& m : within) schemes.push_back(m.scheme);
  std::sort(schemes.begin(), schemes.end());
  schemes.erase(std::unique(schemes.begin(), schemes.end()), schemes.end());
  auto holds = [&](const Stretch& s, const std::vector<MemberRef>& members) {
    return std::all_of(members.begin(), members.end(), [&](const MemberRef& m) {
      const auto at = std::lower_bound(schemes.begin(), schemes.end(), m.scheme) - schemes.begin();
      return s.members[static_cast<std::size_t>(at)] == m.member;
    });
  };
  for (const Stretch& s : window_.stretches_of_cycle(schemes)) {
    if (!std::binary_search(days.begin(), days.end(), s.day) || !holds(s, within)) continue;
    if (std::none_of(group.reads.begin(), group.reads.end(), [&](const auto& read) { return holds(s, read.first); }))
      return false;
  }
  return true;
}

const MeterReadings::ReadGroup* MeterReadings::choose(const std::vector<ReadGroup>& groups,
                                                      const std::vector<MemberRef>& within,
                                                      const std::vector<Date>& days) const {
  for (const ReadGroup& group : groups) {
    const bool tells = std::all_of(within.begin(), within.end(), [&](const MemberRef& m) {
      return tariff_[m.scheme].kind != SchemeKind::period ||
             std::find(group.schemes.begin(), group.schemes.end(), m.scheme) != group.schemes.end();
    });
    if (tells && covers(group, days, within)) return &group;
  }
  return nullptr;
}

std::uint32_t MeterReadings::quantity_state(ChannelId channel, const ScopeRef& scope, const std::vector<Date>& asked) const {
  if (has_intervals(channel)) return 0;
  const std::vector<ReadGroup> groups = groups_of(channel);
  if (groups.empty()) return state_of(Code::channel_missing);
  if (contradictory(scope.members)) return 0;
  const std::vector<Date> days = days_in(scope.members, asked);
  const ReadGroup* group = choose(groups, scope.members, days);
  if (group == nullptr) return state_of(Code::channel_missing);
  for (const auto& [members, amount] : group->reads) {
    const bool same = std::all_of(scope.members.begin(), scope.members.end(), [&](const MemberRef& m) {
      return tariff_[m.scheme].kind != SchemeKind::period || has(members, m);
    });
    if (!same || tariff_.rules.allocate) continue;
    const std::vector<Date> of_read = days_in(members, cycle_days());
    std::vector<Date> part;
    std::set_intersection(of_read.begin(), of_read.end(), days.begin(), days.end(), std::back_inserter(part));
    if (!part.empty() && part.size() != of_read.size()) return state_of(Code::allocate_missing);
  }
  return 0;
}

// All that is known of a channel's sum over the cycle must agree.
std::optional<RowError> MeterReadings::check_sums(ChannelId channel) const {
  std::optional<Int128> known;
  if (const SeriesView* series = series_of(channel)) known = sum_between(*series, window_.cycle_begin(), window_.cycle_end());
  for (const ReadGroup& group : groups_of(channel)) {
    Int128 sum = 0;
    for (const auto& [members, amount] : group.reads) {
      sum += amount;
      if (amount != 0 && days_in(members, cycle_days()).empty())
        return RowError{Code::sources_disagree,
                        fmt::format("a read of `{}` is for days that the cycle does not have", tariff_[channel].name)};
    }
    if (!group.schemes.empty() && !covers(group, cycle_days(), {})) continue;
    if (known) {
      const Int128 difference = *known > sum ? *known - sum : sum - *known;
      const Ratio allowed = tariff_.rules.register_check_within.value_or(Ratio{0, 1});
      if (difference * allowed.den > Int128{allowed.num} * 1000000)
        return RowError{Code::sources_disagree,
                        fmt::format("`{}` has two sums for the cycle: {} and {}", tariff_[channel].name,
                                    format_scaled(*known, kQuantityScale, 0), format_scaled(sum, kQuantityScale, 0))};
    } else {
      known = sum;
    }
  }
  return std::nullopt;
}

}  // namespace ratebook
