#include "tests/semantics/brute_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace ratebook::test {
namespace {

constexpr int kStep = 15;  // minutes; every edge is a multiple

int pick(std::mt19937& dice, int low, int high) {
  return low + static_cast<int>(dice() % static_cast<unsigned>(high - low + 1));
}
bool chance(std::mt19937& dice, int percent) { return pick(dice, 1, 100) <= percent; }

void random_overrides(std::mt19937& dice, std::vector<RandomMember>& members, int percent) {
  for (std::size_t a = 0; a < members.size(); ++a)
    for (std::size_t b = 0; b < members.size(); ++b)
      if (a != b && !members[a].otherwise && chance(dice, percent)) members[a].overrides.push_back(b);
}

std::vector<RandomMember> sound_seasons() {
  RandomMember summer{"summer", false, {{6, 1, 9, 30}}, {}, false, false, {}, {}},
      winter{"winter", true, {}, {}, false, false, {}, {}};
  return {summer, winter};
}
std::vector<RandomMember> random_seasons(std::mt19937& dice) {
  std::vector<RandomMember> seasons;
  const int count = pick(dice, 1, 3);
  // Cuts of a year into spans, some of them pushed out of place.
  std::vector<std::pair<int, int>> cuts;
  for (int i = 0; i < count * 2; ++i) cuts.emplace_back(pick(dice, 1, 12), chance(dice, 60) ? 1 : pick(dice, 2, 28));
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  for (int i = 0; i < count; ++i) seasons.push_back({fmt::format("s{}", i), false, {}, {}, false, false, {}, {}});
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    const auto [from_month, from_day] = cuts[i];
    auto [to_month, to_day] = cuts[(i + 1) % cuts.size()];  // the day before the next cut
    if (--to_day == 0) to_month = to_month == 1 ? 12 : to_month - 1;
    if (chance(dice, 10)) to_day = to_day == 0 ? 0 : std::min(28, to_day + 3);
    if (chance(dice, 10)) continue;
    seasons[i % seasons.size()].spans.push_back({from_month, from_day, to_month, to_day});
  }
  std::erase_if(seasons, [](const RandomMember& m) { return m.spans.empty(); });
  if (seasons.empty() || chance(dice, 40)) seasons.push_back({"rest", true, {}, {}, false, false, {}, {}});
  random_overrides(dice, seasons, 10);
  return seasons;
}

std::vector<RandomMember> sound_days() {
  RandomMember workday{"workday", false, {}, {true, true, true, true, true, false, false}, false, true, {}, {}};
  RandomMember sunday{"sunday", false, {}, {false, false, false, false, false, false, true}, true, false, {}, {}};
  RandomMember saturday{"saturday", true, {}, {}, false, false, {}, {}};
  return {workday, sunday, saturday};
}
std::vector<RandomMember> random_days(std::mt19937& dice) {
  std::vector<RandomMember> days;
  const int count = pick(dice, 1, 3);
  for (int i = 0; i < count; ++i)
    days.push_back({fmt::format("d{}", i), false, {}, {}, chance(dice, 25), chance(dice, 25), {}, {}});
  for (std::size_t w = 0; w < 7; ++w) {
    if (chance(dice, 12)) continue;
    days[dice() % days.size()].weekdays[w] = true;
    if (chance(dice, 8)) days[dice() % days.size()].weekdays[w] = true;
  }
  for (RandomMember& d : days) {
    if (d.holidays) d.except = false;
    if (std::none_of(d.weekdays.begin(), d.weekdays.end(), [](bool b) { return b; })) d.holidays = true, d.except = false;
  }
  if (chance(dice, 45)) days.push_back({"rest", true, {}, {}, false, false, {}, {}});
  random_overrides(dice, days, 12);
  return days;
}

std::vector<RandomMember> random_periods(std::mt19937& dice) {
  std::vector<RandomMember> periods;
  if (chance(dice, 30)) {
    // Two ranges that rarely meet, beside the rest.
    for (int i = 0; i < 2; ++i) {
      const int from = kStep * (i * 48 + pick(dice, 0, 20));
      periods.push_back({fmt::format("p{}", i),
                         false,
                         {},
                         {},
                         false,
                         false,
                         {{-1, pick(dice, -1, 2), from, from + kStep * pick(dice, 1, 30)}},
                         {}});
    }
    if (chance(dice, 30)) {
      // The second wholly inside the first, which takes its time: it never holds any.
      const RandomMember::Range outer{-1, -1, 600, 1200};
      periods[0].ranges = {outer};
      periods[1].ranges = {{-1, pick(dice, -1, 2), 660, 900}};
      periods[0].overrides = {1};
    }
    periods.push_back({"rest", true, {}, {}, false, false, {}, {}});
    if (periods[0].overrides.empty()) random_overrides(dice, periods, 30);
    return periods;
  }
  const int count = pick(dice, 1, 3);
  for (int i = 0; i < count; ++i) {
    RandomMember p{fmt::format("p{}", i), false, {}, {}, false, false, {}, {}};
    const int ranges = pick(dice, 1, 3);
    for (int r = 0; r < ranges; ++r) {
      const int from = kStep * pick(dice, 0, 95);
      const int to = chance(dice, 25) ? 1440 : kStep * pick(dice, 1, 96);
      p.ranges.push_back({chance(dice, 35) ? pick(dice, 0, 1) : -1, chance(dice, 60) ? pick(dice, 0, 2) : -1, from, to});
    }
    periods.push_back(std::move(p));
  }
  if (chance(dice, 70)) periods.push_back({"rest", true, {}, {}, false, false, {}, {}});
  random_overrides(dice, periods, 30);
  return periods;
}

// -- the judge -------------------------------------------------------------------------------------------------------------------------

bool span_holds(const RandomMember::Span& s, Date d) {
  const auto ordinal = [&](int month, int day) {
    const int last = static_cast<int>(days_in_month(year_of(d), static_cast<unsigned>(month)));
    return month * 100 + (day == 0 ? last : day);
  };
  const int at = ordinal(static_cast<int>(month_of(d)), static_cast<int>(day_of_month(d)));
  const int from = ordinal(s.from_month, s.from_day), to = ordinal(s.to_month, s.to_day);
  return from <= to ? from <= at && at <= to : from <= at || at <= to;
}
bool claims_season(const RandomMember& m, Date d) {
  return std::any_of(m.spans.begin(), m.spans.end(), [&](const auto& s) { return span_holds(s, d); });
}
bool claims_day(const RandomTime& t, const RandomMember& m, Date d) {
  const bool holiday = std::find(t.holidays.begin(), t.holidays.end(), d) != t.holidays.end();
  return ((m.holidays && holiday) || m.weekdays[weekday_from_monday(d)]) && !(m.except && holiday);
}

bool overrides(const std::vector<RandomMember>& members, std::size_t a, std::size_t b) {
  return std::find(members[a].overrides.begin(), members[a].overrides.end(), b) != members[a].overrides.end();
}

// Judges places one after the other.
class Judge {
 public:
  explicit Judge(const std::vector<RandomMember>& members) : members_(members) {
    verdict.ever.assign(members.size(), false);
    met_.assign(members.size() * members.size(), false);
  }

  void place(const std::vector<std::size_t>& claimants, bool twice_by_one, const std::function<std::string()>& words) {
    bool quarrel = twice_by_one;
    for (const std::size_t a : claimants)
      for (const std::size_t b : claimants) {
        if (a == b) continue;
        met_[a * members_.size() + b] = true;
        quarrel = quarrel || overrides(members_, a, b) == overrides(members_, b, a);
      }
    if (claimants.empty()) {
      const auto rest = std::find_if(members_.begin(), members_.end(), [](const auto& m) { return m.otherwise; });
      if (rest != members_.end())
        verdict.ever[static_cast<std::size_t>(rest - members_.begin())] = true;
      else if (!verdict.gap)
        verdict.gap = words();
      return;
    }
    if (quarrel) {
      if (!verdict.overlap) verdict.overlap = words();
      return;
    }
    // Pairs are in order; the one that overrides all others holds. Three in a circle have no such one.
    for (const std::size_t a : claimants)
      if (std::all_of(claimants.begin(), claimants.end(), [&](std::size_t b) { return a == b || overrides(members_, a, b); }))
        verdict.ever[a] = true;
  }

  Verdict finish() {
    for (std::size_t a = 0; a < members_.size(); ++a)
      for (const std::size_t b : members_[a].overrides)
        if (!members_[b].otherwise && !met_[a * members_.size() + b]) verdict.idle_override = true;
    return verdict;
  }

  Verdict verdict;

 private:
  const std::vector<RandomMember>& members_;
  std::vector<bool> met_;
};

template <class F>
void each_day(F f) {
  for (Date d = make_date(kFirstYear, 1, 1); d < make_date(kFirstYear + kYears, 1, 1); d += Days{1}) f(d);
}

// The sound season or day type of a date.
int season_of(const RandomTime& t, Date d) { return claims_season(t.seasons[0], d) ? 0 : 1; }
int day_of(const RandomTime& t, Date d) { return claims_day(t, t.days[0], d) ? 0 : claims_day(t, t.days[1], d) ? 1 : 2; }

// -- the script ------------------------------------------------------------------------------------------------------------------------

std::string overrides_words(const std::vector<RandomMember>& members, const RandomMember& m) {
  std::string words;
  for (const std::size_t o : m.overrides) words += fmt::format("{}{}", words.empty() ? "  overrides " : ", ", members[o].name);
  return words;
}
std::string joined(const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, ", ")); }

}  // namespace

RandomTime random_time(std::mt19937& dice, Faulty faulty) {
  RandomTime t;
  std::set<Date> holidays;
  for (int year : {kFirstYear, kFirstYear + 1})
    for (int i = 0; i < 6; ++i)
      holidays.insert(make_date(year, static_cast<unsigned>(pick(dice, 1, 12)), static_cast<unsigned>(pick(dice, 1, 28))));
  t.holidays.assign(holidays.begin(), holidays.end());
  t.seasons = faulty == Faulty::seasons ? random_seasons(dice) : sound_seasons();
  t.days = faulty == Faulty::days ? random_days(dice) : sound_days();
  if (faulty == Faulty::periods) t.periods = random_periods(dice);
  return t;
}

std::string RandomTime::script() const {
  std::string text =
      "tariff T \"Random\" {\n  utility \"U\"\n  timezone America/Phoenix\n  currency USD\n  source s \"S\"\n  rules {\n"
      "    season by usage day  cite s\n    clock standard time  cite s\n    round each line half up to 0.01 USD  cite s\n  "
      "}\n";
  for (const RandomMember& m : seasons) {
    std::vector<std::string> items;
    for (const auto& s : m.spans) {
      const std::string from = fmt::format("{} {}", kMonthWords[static_cast<std::size_t>(s.from_month - 1)], s.from_day);
      const std::string_view month = kMonthWords[static_cast<std::size_t>(s.to_month - 1)];
      items.push_back(fmt::format(
          "{} through {}", from, s.to_day == 0 ? fmt::format("last day of {}", month) : fmt::format("{} {}", month, s.to_day)));
    }
    text += fmt::format("  season {} = {}{}  cite s\n", m.name, m.otherwise ? "otherwise" : joined(items),
                        overrides_words(seasons, m));
  }
  text += "  calendar holidays  cite s {\n";
  for (const Date d : holidays) text += fmt::format("    {}\n", format_date(d));
  text += "  }\n";
  for (const RandomMember& m : days) {
    std::vector<std::string> items;
    for (std::size_t w = 0; w < 7; ++w)
      if (m.weekdays[w]) items.emplace_back(kWeekdayWords[w]);
    if (m.holidays) items.emplace_back("holidays");
    text += fmt::format("  day {} = {}{}{}\n", m.name, m.otherwise ? "otherwise" : joined(items),
                        m.except ? " except holidays" : "", overrides_words(days, m));
  }
  for (const RandomMember& m : periods) {
    std::vector<std::string> items;
    for (const auto& r : m.ranges) {
      const std::string season = r.season < 0 ? "" : fmt::format("in {} ", seasons[static_cast<std::size_t>(r.season)].name);
      const std::string day = r.day < 0 ? "every day" : days[static_cast<std::size_t>(r.day)].name;
      items.push_back(fmt::format("{}{} {} to {}", season, day, format_clock(r.from), format_clock(r.to)));
    }
    text += fmt::format("  period {} = {}{}  cite s\n", m.name, m.otherwise ? "otherwise" : joined(items),
                        overrides_words(periods, m));
  }
  return text + fmt::format("  value fixed {{ from {}-01-01 = 1.00 USD/day  cite s }}\n  charge c \"C\" = fixed * days\n}}\n",
                            kFirstYear);
}

Verdict judge_seasons(const RandomTime& t) {
  Judge judge(t.seasons);
  each_day([&](Date d) {
    std::vector<std::size_t> claimants;
    bool twice = false;
    for (std::size_t m = 0; m < t.seasons.size(); ++m) {
      const auto n =
          std::count_if(t.seasons[m].spans.begin(), t.seasons[m].spans.end(), [&](const auto& s) { return span_holds(s, d); });
      if (n > 0) claimants.push_back(m);
      twice = twice || n > 1;
    }
    judge.place(claimants, twice, [&] { return format_weekday_date(d); });
  });
  return judge.finish();
}

Verdict judge_days(const RandomTime& t) {
  Judge judge(t.days);
  each_day([&](Date d) {
    std::vector<std::size_t> claimants;
    for (std::size_t m = 0; m < t.days.size(); ++m)
      if (claims_day(t, t.days[m], d)) claimants.push_back(m);
    judge.place(claimants, false, [&] { return format_weekday_date(d); });
  });
  return judge.finish();
}

Verdict judge_periods(const RandomTime& t) {
  Judge judge(t.periods);
  each_day([&](Date d) {
    const int season = season_of(t, d), day = day_of(t, d), eve_season = season_of(t, d - Days{1}),
              eve_day = day_of(t, d - Days{1});
    const auto starts = [](const RandomMember::Range& r, int s, int w) {
      return (r.season < 0 || r.season == s) && (r.day < 0 || r.day == w);
    };
    for (int minute = 0; minute < 1440; minute += kStep) {
      std::vector<std::size_t> claimants;
      bool twice = false;
      for (std::size_t m = 0; m < t.periods.size(); ++m) {
        int n = 0;
        for (const auto& r : t.periods[m].ranges) {
          const bool wraps = r.to <= r.from;
          if (starts(r, season, day) && minute >= r.from && (wraps || minute < r.to)) ++n;
          if (wraps && starts(r, eve_season, eve_day) && minute < r.to) ++n;
        }
        if (n > 0) claimants.push_back(m);
        twice = twice || n > 1;
      }
      judge.place(claimants, twice, [&] { return fmt::format("{} {}", format_weekday_date(d), format_clock(minute)); });
    }
  });
  return judge.finish();
}

}  // namespace ratebook::test
