#include <fmt/format.h>

#include "language/semantics/claims.hpp"
#include "language/semantics/prove.hpp"
#include "language/semantics/prove_years.hpp"

namespace ratebook {
namespace {

struct Claim {
  MemberIndex member = 0;
  const SeasonSpan* span = nullptr;
};

std::string day_words(Date d) { return fmt::format("{} {}", kMonthWords[month_of(d) - 1], day_of_month(d)); }

// The stretch of days around `day` on which `holds`, at most a year: "Sep 16 through Sep 30".
template <class F>
std::string stretch_words(Date day, F holds) {
  Date first = day, last = day;
  for (int i = 0; i < 365 && holds(first - Days{1}); ++i) first -= Days{1};
  for (int i = 0; i < 365 && holds(last + Days{1}); ++i) last += Days{1};
  return first == last ? day_words(day) : fmt::format("{} through {}", day_words(first), day_words(last));
}

class Proof {
 public:
  Proof(Checker& checker, const Scheme& scheme) : checker_(checker), scheme_(scheme), claims_(scheme) {}

  bool prove(const std::vector<OverrideWords>& overrides, const std::vector<int>& years) {
    for (const int year : years)
      for (const Date day : season_edges(scheme_, year)) place(day);
    return sound_ && claims_.report_idle(checker_.sink, "season", overrides);
  }

 private:
  void place(Date day) {
    std::vector<Claim> claims;
    std::vector<MemberIndex> members;
    for (std::size_t m = 0; m < scheme_.members.size(); ++m)
      for (const SeasonSpan& s : scheme_.members[m].spans) {
        if (!span_holds(s, day)) continue;
        const auto member = static_cast<MemberIndex>(m);
        claims.push_back({member, &s});
        if (members.empty() || members.back() != member) members.push_back(member);
      }
    if (claims_.place(members) == Claims::Verdict::gap && !gap_told_) tell_gap(day);
    for (std::size_t i = 0; i < claims.size(); ++i)
      for (std::size_t j = i + 1; j < claims.size(); ++j)
        if (claims[i].member == claims[j].member || claims_.quarrel(claims[i].member, claims[j].member))
          tell_overlap(claims[i], claims[j], day);
  }

  void tell_gap(Date day) {
    gap_told_ = true;
    sound_ = false;
    if (checker_.may_have_lost("season")) return;
    const auto free = [&](Date d) {
      for (const Member& m : scheme_.members)
        if (season_claims(m, d)) return false;
      return true;
    };
    auto& d = checker_.sink.report<Code::season_gap>(scheme_.span);
    d.notes.push_back(fmt::format("first such day: {}", format_weekday_date(day)));
    d.notes.push_back(fmt::format("no season holds {}", stretch_words(day, free)));
    d.help = "`season NAME = otherwise` takes what no other season claims";
  }

  void tell_overlap(Claim a, Claim b, Date day) {
    sound_ = false;
    if (b.span->span.begin < a.span->span.begin) std::swap(a, b);
    if (!told_.insert({a.span, b.span}).second) return;
    const std::string days = stretch_words(day, [&](Date d) { return span_holds(*a.span, d) && span_holds(*b.span, d); });
    auto& d = checker_.sink.report<Code::season_overlap>(b.span->span);
    const std::string& other = scheme_.members[a.member].name;
    d.at_span =
        a.member == b.member ? fmt::format("{} is in {} already", days, other) : fmt::format("{} is also {}", days, other);
    show_other(checker_.sources, d, a.span->span);
    d.notes.push_back(fmt::format("first such day: {}", format_weekday_date(day)));
    if (a.member != b.member && claims_.overrides(a.member, b.member))
      d.notes.push_back(fmt::format("`{}` and `{}` override each other", other, scheme_.members[b.member].name));
  }

  Checker& checker_;
  const Scheme& scheme_;
  Claims claims_;
  bool sound_ = true, gap_told_ = false;
  std::set<std::pair<const SeasonSpan*, const SeasonSpan*>> told_;
};

}  // namespace

bool prove_seasons(Checker& checker, const Scheme& scheme, const std::vector<OverrideWords>& overrides,
                   const std::vector<int>& years) {
  return Proof(checker, scheme).prove(overrides, years);
}

}  // namespace ratebook
