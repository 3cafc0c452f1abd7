#include "language/syntax/builder.hpp"

namespace ratebook::syntax {
namespace {
// Days that a month has in some year.
constexpr unsigned kMonthDays[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr std::int64_t kMaxShift = 366;
}  // namespace

DayRule Builder::day_rule(CstView v) {
  DayRule rule;
  rule.span = span(v);
  std::uint32_t i = v.first();
  std::int64_t shift = 0;
  for (const CstView c : v) {
    if (c.kind() != NodeKind::shift) continue;
    std::int64_t by = 1;
    if (const CstView n = c.child(NodeKind::count)) by = count(n).value;
    if (by > kMaxShift) error<Code::syntax>(span(c.child(NodeKind::count)), "at most 366 days"), by = 0;
    shift += is(c.last() - 1, Word::w_before) ? -by : by;
    i = c.last();
  }
  if (shift > kMaxShift || shift < -kMaxShift)
    error<Code::syntax>(rule.span, "at most 366 days before or after a day"), shift = 0;
  rule.shift = static_cast<int>(shift);
  const Word word = token(i).word;
  if (word == Word::w_Easter) {
    rule.day = EasterDay{};
  } else if (is_month(word)) {
    const Count day = count_child(v);
    const unsigned month = month_number(word);
    if (day.value < 1 || day.value > kMonthDays[month - 1])
      error<Code::syntax>(day.span,
                          "a day from 1 to " + std::to_string(kMonthDays[month - 1]) + " of " + std::string(text_of(word)));
    rule.day = MonthDay{month, static_cast<unsigned>(day.value)};
  } else if (is(i + 1, Word::w_day)) {
    rule.day = LastDayOf{month_number(token(v.last() - 1).word)};
  } else {
    const int nth = word == Word::w_first    ? 1
                    : word == Word::w_second ? 2
                    : word == Word::w_third  ? 3
                    : word == Word::w_fourth ? 4
                                             : -1;
    rule.day = NthWeekday{nth, weekday(i + 1), month_number(token(v.last() - 1).word)};
  }
  return rule;
}

SeasonSpan Builder::season_span(CstView v) {
  SeasonSpan s;
  s.span = span(v);
  bool last = false;
  for (const CstView c : v) {
    (last ? s.last : s.first) = day_rule(c);
    last = true;
  }
  return s;
}

Season Builder::season(CstView v) {
  Season s{name_child(v), scheme(v), v.has(NodeKind::otherwise), {}, overrides(v), cites(v)};
  for (const CstView c : v)
    if (c.kind() == NodeKind::season_span) s.spans.push_back(season_span(c));
  return s;
}

Calendar Builder::calendar(CstView v) {
  Calendar calendar;
  calendar.name = name_child(v);
  calendar.cites = cites(v);
  for (const CstView c : v) {
    if (c.kind() == NodeKind::holiday) calendar.dates.push_back({span(c), date_child(c), optional_text(c)});
    if (c.kind() == NodeKind::text) calendar.file = text(c);
    if (c.kind() != NodeKind::holiday_rule) continue;
    HolidayRule rule{span(c), text_child(c), day_rule(c.child(NodeKind::day_rule)), {}};
    for (const CstView o : c)
      if (o.kind() == NodeKind::observed) rule.observed.push_back({span(o), weekday(o.first() + 1), weekday(o.first() + 3)});
    calendar.rules.push_back(std::move(rule));
  }
  require_piece(v, calendar.file || !calendar.dates.empty() || !calendar.rules.empty(), "a date before `}`");
  return calendar;
}

DayType Builder::day(CstView v) {
  DayType d;
  d.name = name_child(v);
  d.scheme = scheme(v);
  d.otherwise = v.has(NodeKind::otherwise);
  for (const CstView c : v) {
    if (c.kind() == NodeKind::weekdays) {
      const unsigned from = weekday(c.first());
      d.items.push_back({span(c), WeekdayRange{from, c.last() - c.first() > 1 ? weekday(c.last() - 1) : from}});
    }
    if (c.kind() == NodeKind::days_of) d.items.push_back({span(c), DaysOfEvent{path_child(c)}});
    if (c.kind() == NodeKind::day_path) d.items.push_back({span(c), path_child(c)});
    if (c.kind() == NodeKind::except) d.except = paths(c);
  }
  d.overrides = overrides(v);
  d.cites = cites(v);
  return d;
}

DaysWords Builder::days(CstView v) const {
  DaysWords d{span(v), std::nullopt};
  if (const CstView p = v.child(NodeKind::path)) d.day_type = path(p);
  return d;
}

HoursWords Builder::hours(CstView v) {
  HoursWords h;
  h.span = span(v);
  h.all_day = true;
  for (const CstView c : v) {
    (h.all_day ? h.from : h.to) = clock(c);
    h.all_day = false;
  }
  return h;
}

Period Builder::period(CstView v) {
  Period p;
  p.name = name_child(v);
  p.scheme = scheme(v);
  p.otherwise = v.has(NodeKind::otherwise);
  if (const CstView e = v.child(NodeKind::during)) p.during = path_child(e);
  for (const CstView c : v) {
    if (c.kind() != NodeKind::period_piece) continue;
    PeriodItem piece;
    piece.span = span(c);
    if (const CstView season = c.child(NodeKind::in_season)) piece.season = path_child(season);
    piece.days = days(c.child(NodeKind::days));
    piece.hours = hours(c.child(NodeKind::hours));
    p.items.push_back(std::move(piece));
  }
  p.overrides = overrides(v);
  p.cites = cites(v);
  return p;
}

Event Builder::event(CstView v) {
  Event e;
  e.name = name_child(v);
  e.file = text_child(v);
  once(v, NodeKind::per_account, "`per account`");
  once(v, NodeKind::event_on, "`on`");
  once(v, NodeKind::in_season, "`in`");
  once(v, NodeKind::event_at_most, "`at most`");
  e.per_account = v.has(NodeKind::per_account);
  if (const CstView on = v.child(NodeKind::event_on))
    e.on = EventFrame{span(on), days(on.child(NodeKind::days)), hours(on.child(NodeKind::hours))};
  if (const CstView season = v.child(NodeKind::in_season)) e.season = path_child(season);
  if (const CstView most = v.child(NodeKind::event_at_most))
    e.at_most = AtMostPer{span(most), count_child(most), name_child(most)};
  e.cites = cites(v);
  return e;
}

}  // namespace ratebook::syntax
