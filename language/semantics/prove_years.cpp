#include "language/semantics/prove_years.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "language/semantics/classify.hpp"

namespace ratebook {
namespace {

constexpr int kFirstYear = 1900, kLastYear = 2999;
constexpr int kYearWithoutAnyDate = 2024;  // where neither an edition nor a calendar nor a source says which years matter

bool names_easter(const CheckedTariff& tariff) {
  const auto easter = [](const DayRule& r) { return r.kind == DayRule::Kind::easter; };
  for (const Scheme& s : tariff.schemes)
    for (const Member& m : s.members)
      if (std::any_of(m.spans.begin(), m.spans.end(), [&](const SeasonSpan& x) { return easter(x.first) || easter(x.last); }))
        return true;
  return false;
}

// Two years of the same kind are alike for every rule but Easter, a span that began up to three years before included.
using YearKind = std::array<int, 8>;
YearKind kind_of(int year) {
  YearKind kind{static_cast<int>(weekday_from_monday(make_date(year, 1, 1)))};
  for (int k = -3; k <= 3; ++k) kind[static_cast<std::size_t>(k + 4)] = is_leap(year + k) ? 1 : 0;
  return kind;
}

std::set<int> listed_years(const CheckedTariff& tariff) {
  std::set<int> years;
  for (const Calendar& c : tariff.calendars)
    for (const HolidayDate& h : c.dates) years.insert(year_of(h.date));
  return years;
}

int first_of_interest(const CheckedTariff& tariff, const std::set<int>& listed) {
  if (tariff.edition != Date::min()) return year_of(tariff.edition);
  if (!listed.empty()) return *listed.begin();
  std::optional<Date> effective;
  for (const SourceDoc& s : tariff.sources)
    if (s.effective && (!effective || *s.effective < *effective)) effective = s.effective;
  return effective ? year_of(*effective) : kYearWithoutAnyDate;
}

// `all`: each year is a kind of its own.
std::vector<int> years_of_each_kind(int base, const std::set<int>& listed, bool all) {
  std::vector<int> years;
  std::set<YearKind> seen;
  const auto consider = [&](int year) {
    const bool is_new = seen.insert(kind_of(year)).second;
    if (all || is_new || listed.contains(year)) years.push_back(year);
  };
  for (int year = base; year <= kLastYear; ++year) consider(year);
  for (int year = kFirstYear; year < base; ++year) consider(year);
  return years;
}

bool is_moved(const SeasonSpan& s) { return s.first.offset_days != 0 || s.last.offset_days != 0; }

}  // namespace

ProofYears proof_years(const CheckedTariff& tariff) {
  const std::set<int> listed = listed_years(tariff);
  const int base = std::clamp(first_of_interest(tariff, listed), kFirstYear, kLastYear);
  ProofYears years{years_of_each_kind(base, listed, false), {}};
  years.of_seasons = names_easter(tariff) ? years_of_each_kind(base, listed, true) : years.of_days;
  return years;
}

std::vector<Date> season_edges(const Scheme& scheme, int year) {
  const Date january = make_date(year, 1, 1), december = make_date(year, 12, 31);
  std::set<Date> edges{january};
  const auto add = [&](Date d) {
    if (january <= d && d <= december) edges.insert(d);
  };
  for (const Member& m : scheme.members)
    for (const SeasonSpan& s : m.spans) {
      const int reach = is_moved(s) ? 2 : 0;
      for (int y = year - reach; y <= year + reach; ++y) {
        add(resolve(s.first, y));
        add(resolve(s.last, y) + Days{1});
      }
    }
  return {edges.begin(), edges.end()};
}

std::vector<MemberIndex> day_strip(const CheckedTariff& tariff, SchemeId id, int year) {
  const Scheme& scheme = tariff[id];
  const Date eve = make_date(year - 1, 12, 31);
  std::vector<MemberIndex> strip{member_on(tariff, id, eve)};
  if (scheme.kind == SchemeKind::season) {
    const std::vector<Date> edges = season_edges(scheme, year);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const Date end = i + 1 < edges.size() ? edges[i + 1] : make_date(year + 1, 1, 1);
      strip.insert(strip.end(), static_cast<std::size_t>((end - edges[i]).count()), member_on(tariff, id, edges[i]));
    }
    return strip;
  }
  // A day's member depends on its weekday and on the calendars that list it; most days stand in none.
  std::array<std::optional<MemberIndex>, 7> plain;
  std::map<std::vector<bool>, MemberIndex> listed;
  const int days = days_in_year(year);
  strip.reserve(static_cast<std::size_t>(days) + 1);
  for (int n = 1; n <= days; ++n) {
    const Date d = eve + Days{n};
    const std::size_t weekday = weekday_from_monday(d);
    const auto lists = [&](const Calendar& c) { return c.contains(d); };
    if (std::none_of(tariff.calendars.begin(), tariff.calendars.end(), lists)) {
      if (!plain[weekday]) plain[weekday] = member_on(tariff, id, d);
      strip.push_back(*plain[weekday]);
      continue;
    }
    std::vector<bool> kind(7, false);
    kind[weekday] = true;
    for (const Calendar& c : tariff.calendars) kind.push_back(lists(c));
    const auto [at, is_new] = listed.try_emplace(std::move(kind), MemberIndex{0});
    if (is_new) at->second = member_on(tariff, id, d);
    strip.push_back(at->second);
  }
  return strip;
}

}  // namespace ratebook
