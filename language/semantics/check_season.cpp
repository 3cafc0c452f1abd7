// Seasons (language reference, section 6).
#include <fmt/format.h>

#include "language/semantics/classify.hpp"
#include "language/semantics/schemes.hpp"
#include "language/semantics/time_words.hpp"

namespace ratebook {

void check_seasons(Checker& checker) {
  SchemeParts parts(checker, SchemeKind::season);
  checker.each<syntax::Season>([&](const syntax::Season& s) {
    Member member;
    member.name = s.name.text;
    member.span = s.name.span;
    member.otherwise = s.otherwise;
    member.cites = checker.resolve(s.cites);
    if (!s.otherwise) checker.want_cite(s.cites, s.name.span, fmt::format("the season `{}`", s.name.text));
    bool sound = true;
    for (const syntax::SeasonSpan& span : s.spans) {
      for (const syntax::DayRule* bound : {&span.first, &span.last}) {
        if (!names_leap_day(*bound)) continue;
        checker.sink.report<Code::season_leap>(bound->span).help = "write `last day of Feb`";
        sound = false;
      }
      if (sound) member.spans.push_back({day_rule(span.first), day_rule(span.last), span.span});
    }
    if (!sound) return parts.spoil(s.name, s.scheme);
    parts.add(std::move(member), s.scheme, s.overrides);
  });
  checker.years = proof_years(checker.tariff);
  parts.finish([&](const Scheme& scheme, const std::vector<OverrideWords>& overrides) {
    return prove_seasons(checker, scheme, overrides, checker.years.of_seasons);
  });
  for (const Scheme& scheme : checker.tariff.schemes)
    if (scheme.members.size() > 1) checker.need(RuleKind::season, scheme.span, "a year of several seasons");
}

std::optional<Date> season_change_inside_month(const Checker& checker, SchemeId scheme) {
  for (const int year : checker.years.of_seasons)
    for (const Date day : season_edges(checker.tariff[scheme], year))
      if (day_of_month(day) != 1 && member_on(checker.tariff, scheme, day) != member_on(checker.tariff, scheme, day - Days{1}))
        return day;
  return std::nullopt;
}

}  // namespace ratebook
