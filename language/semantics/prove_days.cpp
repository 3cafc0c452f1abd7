#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "language/semantics/claims.hpp"
#include "language/semantics/prove.hpp"

namespace ratebook {
namespace {

class Proof {
 public:
  Proof(Checker& checker, const Scheme& scheme) : checker_(checker), scheme_(scheme), claims_(scheme) {}

  bool prove(const std::vector<OverrideWords>& overrides, const std::vector<int>& years) {
    std::set<Date> listed;
    for (const Calendar& c : checker_.tariff.calendars)
      for (const HolidayDate& h : c.dates) listed.insert(h.date);
    for (const int year : years) {
      const Date first = make_date(year, 1, 1), end = make_date(year + 1, 1, 1);
      if (std::count(plain_seen_.begin(), plain_seen_.end(), true) < 7) {
        for (Date day = first; day < end; day += Days{1}) place(day);
      } else {
        for (auto day = listed.lower_bound(first); day != listed.end() && *day < end; ++day) place(*day);
      }
    }
    return sound_ && claims_.report_idle(checker_.sink, "day type", overrides);
  }

 private:
  void place(Date day) {
    // Days of one weekday that the same calendars list are alike; most stand in none.
    const std::size_t weekday = weekday_from_monday(day);
    kind_.assign(7 + checker_.tariff.calendars.size(), false);
    kind_[weekday] = true;
    bool listed = false;
    for (std::size_t c = 0; c < checker_.tariff.calendars.size(); ++c)
      if (checker_.tariff.calendars[c].contains(day)) kind_[7 + c] = listed = true;
    if (!listed && plain_seen_[weekday]) return;
    if (listed && seen_.contains(kind_)) return;
    if (listed)
      seen_.insert(kind_);
    else
      plain_seen_[weekday] = true;

    std::vector<MemberIndex> members;
    for (std::size_t m = 0; m < scheme_.members.size(); ++m)
      if (day_claims(checker_.tariff, scheme_.members[m], day)) members.push_back(static_cast<MemberIndex>(m));
    if (claims_.place(members) == Claims::Verdict::gap && !gap_told_) tell_gap(day);
    for (std::size_t i = 0; i < members.size(); ++i)
      for (std::size_t j = i + 1; j < members.size(); ++j)
        if (claims_.quarrel(members[i], members[j])) tell_overlap(members[i], members[j], day);
  }

  // "Sat 2025-07-05", or "a date of `holidays`, Fri 2025-07-04".
  std::string words(Date day) const {
    for (const Calendar& c : checker_.tariff.calendars)
      if (c.contains(day)) return fmt::format("{}, a date of `{}`", format_weekday_date(day), c.name);
    return format_weekday_date(day);
  }

  void tell_gap(Date day) {
    gap_told_ = true;
    sound_ = false;
    if (checker_.may_have_lost("day")) return;
    auto& d = checker_.sink.report<Code::day_gap>(scheme_.span);
    d.notes.push_back(fmt::format("first such day: {}", words(day)));
    d.help = "`day NAME = otherwise` takes what no other day type claims";
  }

  void tell_overlap(MemberIndex first, MemberIndex second, Date day) {
    sound_ = false;
    const Member *a = &scheme_.members[first], *b = &scheme_.members[second];
    if (!told_.insert({first, second}).second) return;
    // The selector of the later member that brings the day in.
    Span place = b->span;
    for (const DaySelector& s : b->days)
      if (selector_holds(checker_.tariff, s, day)) {
        place = s.span;
        break;
      }
    auto& d = checker_.sink.report<Code::day_overlap>(place);
    d.at_span = fmt::format("{} is also {}", kWeekdayWords[weekday_from_monday(day)], a->name);
    show_other(checker_.sources, d, a->span);
    d.notes.push_back(fmt::format("first such day: {}", words(day)));
    if (claims_.overrides(first, second)) d.notes.push_back(fmt::format("`{}` and `{}` override each other", a->name, b->name));
  }

  Checker& checker_;
  const Scheme& scheme_;
  Claims claims_;
  bool sound_ = true, gap_told_ = false;
  std::vector<bool> kind_;
  std::array<bool, 7> plain_seen_{};
  std::set<std::vector<bool>> seen_;
  std::set<std::pair<MemberIndex, MemberIndex>> told_;
};

}  // namespace

bool prove_days(Checker& checker, const Scheme& scheme, const std::vector<OverrideWords>& overrides,
                const std::vector<int>& years) {
  return Proof(checker, scheme).prove(overrides, years);
}

}  // namespace ratebook
