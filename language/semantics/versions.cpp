#include "language/semantics/versions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ratebook {

VersionDates version_dates(const CheckedTariff& tariff, const syntax::VersionWords& words, const std::vector<Cite>& cites) {
  VersionDates v;
  v.from = words.from.date;
  if (words.through) v.through = words.through->date;
  if (words.known) v.known = words.known->date;
  v.usable = v.known;
  for (const Cite& cite : cites) {
    if (v.known || !cite.source.valid()) continue;
    if (const auto day = tariff.sources[cite.source.index].usable()) v.usable = std::max(v.usable.value_or(*day), *day);
  }
  v.span = words.span;
  return v;
}

bool check_versions(Checker& checker, const syntax::Name& name, const std::vector<VersionDates>& versions) {
  bool sound = true;
  for (const VersionDates& v : versions)
    if (v.through && *v.through < v.from) return false;  // said by the parser
  const auto overlap = [&](const VersionDates& a, const VersionDates& b) {
    auto& d = checker.sink.report<Code::version_overlap>(b.span, name.text, format_date(b.from));
    d.labels.push_back({a.span, "in force then as well"});
    sound = false;
  };
  for (std::size_t i = 1; i < versions.size(); ++i) {
    const VersionDates &a = versions[i - 1], &b = versions[i];
    if (a.from == b.from) {
      if (a.known == b.known) overlap(a, b);
      continue;
    }
    // The versions that begin with `a`, its corrections among them, end before the next one begins.
    for (std::size_t j = i; j-- > 0 && versions[j].from == a.from;) {
      const VersionDates& ends = versions[j];
      if (!ends.through) continue;
      if (*ends.through >= b.from) {
        overlap(ends, b);
      } else if (*ends.through + Days{1} < b.from) {
        auto& d = checker.sink.report<Code::value_gap>(b.span, name.text, format_date(*ends.through + Days{1}));
        d.labels.push_back({ends.span, fmt::format("ends on {}", format_date(*ends.through))});
        sound = false;
      }
    }
  }
  if (sound && !versions.empty() && versions.front().from != versions.back().from)
    checker.need(RuleKind::version, name.span, fmt::format("a new price of `{}`", name.text));
  return sound;
}

}  // namespace ratebook
