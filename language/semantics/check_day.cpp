// Day types (language reference, section 6).
#include <fmt/format.h>

#include "language/semantics/schemes.hpp"

namespace ratebook {
namespace {

// A calendar by its path. Nothing after a report, or silently when its own statement has an error.
std::optional<CalendarId> calendar(Checker& checker, const syntax::Path& path) {
  const Declaration* d = checker.names.read(path.text);
  if (d != nullptr && d->state == Declaration::State::poisoned) return std::nullopt;
  if (d != nullptr)
    if (const auto* id = std::get_if<CalendarId>(&d->what)) return *id;
  checker.report_unknown("calendar", path);
  return std::nullopt;
}

std::optional<DaySelector> selector(Checker& checker, const syntax::DayItem& item) {
  DaySelector s;
  s.span = item.span;
  if (const auto* w = std::get_if<syntax::WeekdayRange>(&item.days)) {
    s.first = static_cast<std::uint8_t>(w->first);
    s.last = static_cast<std::uint8_t>(w->last);
    return s;
  }
  const auto id = calendar(checker, std::get<syntax::Path>(item.days));
  if (!id) return std::nullopt;
  s.kind = DaySelector::Kind::calendar;
  s.calendar = *id;
  return s;
}

}  // namespace

void check_days(Checker& checker) {
  SchemeParts parts(checker, SchemeKind::day);
  checker.each<syntax::DayType>([&](const syntax::DayType& d) {
    Member member;
    member.name = d.name.text;
    member.span = d.name.span;
    member.otherwise = d.otherwise;
    member.cites = checker.resolve(d.cites);
    bool sound = true;
    for (const syntax::DayItem& item : d.items) {
      const auto s = selector(checker, item);
      if (s)
        member.days.push_back(*s);
      else
        sound = false;
    }
    for (const syntax::Path& path : d.except) {
      const auto id = calendar(checker, path);
      if (id)
        member.except.push_back(*id);
      else
        sound = false;
    }
    if (!sound) return parts.spoil(d.name, d.scheme);
    parts.add(std::move(member), d.scheme, d.overrides);
  });
  parts.finish([&](const Scheme& scheme, const std::vector<OverrideWords>& overrides) {
    return prove_days(checker, scheme, overrides, checker.years.of_days);
  });
}

}  // namespace ratebook
