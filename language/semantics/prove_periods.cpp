#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/claims.hpp"
#include "language/semantics/prove.hpp"
#include "language/semantics/prove_years.hpp"

namespace ratebook {
namespace {

// A range on the minutes [from, to) of one local day. `after_midnight`: it started on the day before.
struct Claim {
  MemberIndex member = 0;
  const PeriodRange* range = nullptr;
  int from = 0, to = 0;
  bool after_midnight = false;
};

class Proof {
 public:
  Proof(Checker& checker, const Scheme& scheme) : checker_(checker), scheme_(scheme), claims_(scheme) {
    for (const Member& m : scheme.members)
      for (const PeriodRange& r : m.ranges) {
        if (r.season) add_scheme(r.season->scheme);
        if (r.day) add_scheme(r.day->scheme);
      }
  }

  // Days with the same members of the schemes that ranges name, on the day before as on the day itself, have the same claims.
  bool prove(const std::vector<OverrideWords>& overrides, const std::vector<int>& years) {
    for (const int year : years) {
      strips_.clear();
      for (const SchemeId s : schemes_) strips_.push_back(day_strip(checker_.tariff, s, year));
      const Date eve = make_date(year - 1, 12, 31);
      const auto days = static_cast<std::size_t>(days_in_year(year));
      std::vector<MemberIndex> kind, last;  // most days are as the day before
      for (std::size_t i = 1; i <= days; ++i) {
        kind.clear();
        for (const auto& strip : strips_) kind.insert(kind.end(), {strip[i - 1], strip[i]});
        if ((i > 1 && kind == last) || seen_.contains(kind)) continue;
        last = kind;
        seen_.insert(kind);
        prove_day(eve + Days{i}, i);
      }
    }
    return sound_ && claims_.report_idle(checker_.sink, "period", overrides);
  }

 private:
  void add_scheme(SchemeId s) {
    if (std::find(schemes_.begin(), schemes_.end(), s) == schemes_.end()) schemes_.push_back(s);
  }
  bool holds(MemberRef ref, std::size_t day) const {
    const auto at = std::find(schemes_.begin(), schemes_.end(), ref.scheme) - schemes_.begin();
    return strips_[static_cast<std::size_t>(at)][day] == ref.member;
  }
  bool starts(const PeriodRange& r, std::size_t day) const {
    return (!r.season || holds(*r.season, day)) && (!r.day || holds(*r.day, day));
  }

  void prove_day(Date day, std::size_t at) {
    std::vector<Claim> claims;
    std::vector<int> edges{0, 1440};
    const auto claim = [&](std::size_t m, const PeriodRange& r, int from, int to, bool after_midnight) {
      claims.push_back({static_cast<MemberIndex>(m), &r, from, to, after_midnight});
      edges.insert(edges.end(), {from, to});
    };
    for (std::size_t m = 0; m < scheme_.members.size(); ++m)
      for (const PeriodRange& r : scheme_.members[m].ranges) {
        if (starts(r, at)) claim(m, r, r.from_minute, wraps(r) ? 1440 : r.to_minute, false);
        if (!wraps(r) || !starts(r, at - 1)) continue;
        claim(m, r, 0, r.to_minute, true);
        if (r.season && !holds(*r.season, at)) tell_night(m, r, day);
      }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) prove_minutes(day, edges[i], claims);
  }

  void prove_minutes(Date day, int minute, const std::vector<Claim>& claims) {
    std::vector<const Claim*> here;
    std::vector<MemberIndex> members;
    for (const Claim& c : claims) {
      if (minute < c.from || minute >= c.to) continue;
      here.push_back(&c);
      if (members.empty() || members.back() != c.member) members.push_back(c.member);
    }
    if (claims_.place(members) == Claims::Verdict::gap && !gap_told_) tell_gap(day, minute, claims);
    for (std::size_t i = 0; i < here.size(); ++i)
      for (std::size_t j = i + 1; j < here.size(); ++j)
        if (here[i]->member == here[j]->member || claims_.quarrel(here[i]->member, here[j]->member))
          tell_overlap(*here[i], *here[j], day, minute);
  }

  static std::string instant(Date day, int minute) {
    return fmt::format("{} {}", format_weekday_date(day), format_clock(minute));
  }

  // "weekday 16:00 to 17:00", "in summer every day 00:00 to 06:00"; "00:00 to 06:00 after weekday" for the part past midnight.
  std::string words(const Claim& c, int from, int to) const {
    const auto name = [&](MemberRef m) {
      const Scheme& s = checker_.tariff[m.scheme];
      const bool named = s.name != "season" && s.name != "day" && s.name != "period";
      return named ? fmt::format("{}.{}", s.name, s.members[m.member].name) : s.members[m.member].name;
    };
    const std::string season = c.range->season ? fmt::format("in {} ", name(*c.range->season)) : "";
    const std::string day = c.range->day ? name(*c.range->day) : "every day";
    const std::string hours = fmt::format("{} to {}", format_clock(from), format_clock(to));
    return c.after_midnight ? fmt::format("{} after {}{}", hours, season, day) : fmt::format("{}{} {}", season, day, hours);
  }

  void tell_gap(Date day, int minute, const std::vector<Claim>& claims) {
    gap_told_ = true;
    sound_ = false;
    if (checker_.may_have_lost("period")) return;
    int end = 1440;
    for (const Claim& c : claims)
      if (c.from > minute) end = std::min(end, c.from);
    auto& d = checker_.sink.report<Code::period_gap>(scheme_.span);
    d.notes.push_back(fmt::format("first such instant: {}", instant(day, minute)));
    d.notes.push_back(fmt::format("no period holds {} to {} of that day", format_clock(minute), format_clock(end)));
    d.help = "`period NAME = otherwise` takes what no other period claims";
  }

  // Of the same days it is the hours that are wrong: "07:00 to 17:00" of "weekday 07:00 to 17:00".
  Span quarrelling_span(const PeriodRange& a, const PeriodRange& b) const {
    Span span = b.span;
    if (a.season != b.season || a.day != b.day) return span;
    const std::string_view text = checker_.sources.text(span);
    const std::size_t to = text.find(" to ");
    if (to == std::string_view::npos) return span;
    const std::size_t last = text.find_last_not_of(' ', to);
    const std::size_t blank = text.rfind(' ', last);
    if (blank != std::string_view::npos) span.begin += static_cast<std::uint32_t>(blank + 1);
    return span;
  }

  void tell_overlap(const Claim& one, const Claim& other, Date day, int minute) {
    sound_ = false;
    const bool in_order = one.range->span.begin <= other.range->span.begin;
    const Claim &a = in_order ? one : other, &b = in_order ? other : one;
    if (!told_.insert({a.range, b.range}).second) return;
    const std::string time = words(b, std::max(a.from, b.from), std::min(a.to, b.to));
    const std::string& name = scheme_.members[a.member].name;
    auto& d = checker_.sink.report<Code::period_overlap>(quarrelling_span(*a.range, *b.range));
    d.at_span =
        a.member == b.member ? fmt::format("{} is in {} already", time, name) : fmt::format("{} is also {}", time, name);
    show_other(checker_.sources, d, a.range->span);
    d.notes.push_back(fmt::format("first such instant: {}", instant(day, minute)));
    if (a.member != b.member && claims_.overrides(a.member, b.member))
      d.notes.push_back(fmt::format("`{}` and `{}` override each other", name, scheme_.members[b.member].name));
  }

  // A night that starts in the season its range names and ends in another.
  void tell_night(std::size_t m, const PeriodRange& r, Date morning) {
    if (!nights_.insert(&r).second) return;
    auto& d = checker_.sink.report<Code::wrap_at_season>(r.span, scheme_.members[m].name);
    d.notes.push_back(
        fmt::format("first such night: {} to {}; what is used after midnight has the prices of its own date's season",
                    format_weekday_date(morning - Days{1}), format_weekday_date(morning)));
  }

  Checker& checker_;
  const Scheme& scheme_;
  Claims claims_;
  std::vector<SchemeId> schemes_;
  std::vector<std::vector<MemberIndex>> strips_;  // of the year at hand, one for each of schemes_
  bool sound_ = true, gap_told_ = false;
  std::set<std::vector<MemberIndex>> seen_;
  std::set<std::pair<const PeriodRange*, const PeriodRange*>> told_;
  std::set<const PeriodRange*> nights_;
};

}  // namespace

bool prove_periods(Checker& checker, const Scheme& scheme, const std::vector<OverrideWords>& overrides,
                   const std::vector<int>& years) {
  return Proof(checker, scheme).prove(overrides, years);
}

}  // namespace ratebook
