// What a proof about a scheme keeps while it walks through time: who held a place, who claimed one together, and the first witness of each
// mistake. Season, day and period proofs differ only in what a place is.
#pragma once
#include <set>
#include <utility>

#include "language/semantics/classify.hpp"
#include "language/semantics/prove.hpp"

namespace ratebook {

// Underlines the place of the other claim, unless it stands in the line above, which is shown with the mistake anyway.
inline void show_other(const Sources& sources, Diagnostic& d, Span other) {
  const auto line = [&](Span s) { return sources.position(s).line; };
  if (line(other) + 1 != line(d.span)) d.labels.push_back({other, ""});
}

class Claims {
 public:
  explicit Claims(const Scheme& scheme) : scheme_(scheme), held_(scheme.members.size(), false) {}

  enum class Verdict : std::uint8_t { held, gap, overlap };
  // One place and the members that claim it, each once, ascending.
  Verdict place(const std::vector<MemberIndex>& claimants) {
    for (std::size_t i = 0; i < claimants.size(); ++i)
      for (std::size_t j = i + 1; j < claimants.size(); ++j) met_.insert({claimants[i], claimants[j]});
    const auto m = holder(scheme_, claimants);
    if (m) held_[*m] = true;
    return m ? Verdict::held : claimants.empty() ? Verdict::gap : Verdict::overlap;
  }
  // Whether both claim a place at some time.
  bool met(MemberIndex a, MemberIndex b) const { return met_.contains({std::min(a, b), std::max(a, b)}); }
  bool overrides(MemberIndex a, MemberIndex b) const {
    for (const MemberIndex o : scheme_.members[a].overrides)
      if (o == b) return true;
    return false;
  }
  // Whether the two may not claim one place: neither takes it from the other, or each does.
  bool quarrel(MemberIndex a, MemberIndex b) const { return overrides(a, b) == overrides(b, a); }

  // After a proof without errors: members that never hold a place, overrides that take nothing. `kind` is "season", "day type", "period".
  bool report_idle(DiagnosticSink& sink, std::string_view kind, const std::vector<OverrideWords>& overrides) const {
    bool sound = true;
    for (const OverrideWords& o : overrides) {
      if (scheme_.members[o.other].otherwise || met(o.member, o.other)) continue;
      sink.report<Code::override_needless>(o.span, scheme_.members[o.member].name, scheme_.members[o.other].name);
      sound = false;
    }
    for (std::size_t m = 0; m < held_.size(); ++m)
      if (!held_[m] && sound)
        sink.report<Code::never_happens>(scheme_.members[m].span, fmt::format("the {} `{}`", kind, scheme_.members[m].name));
    return sound;
  }

 private:
  const Scheme& scheme_;
  std::vector<bool> held_;
  std::set<std::pair<MemberIndex, MemberIndex>> met_;
};

}  // namespace ratebook
