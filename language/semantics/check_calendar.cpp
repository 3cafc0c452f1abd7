// Calendars of holidays (language reference, section 6): the listed dates are the truth, rules and years only check them.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "language/base/digest.hpp"
#include "language/semantics/checker.hpp"
#include "language/semantics/time_words.hpp"
#include "language/semantics/toml_calendar.hpp"

namespace ratebook {
namespace {

class CalendarCheck {
 public:
  CalendarCheck(Checker& checker, const syntax::Calendar& text) : checker_(checker), text_(text) {}

  std::optional<Calendar> check() {
    calendar_.name = text_.name.text;
    calendar_.span = text_.name.span;
    calendar_.cites = checker_.resolve(text_.cites);
    checker_.want_cite(text_.cites, text_.name.span, fmt::format("the calendar `{}`", calendar_.name));
    if (text_.file ? !read_file() : !read_dates()) return std::nullopt;
    if (calendar_.rules.empty()) return std::move(calendar_);
    for (int year = first_year(); year <= last_year(); ++year)
      if (calendar_.lists_year(year)) years_.insert(year);
    return match_rules() ? std::optional(std::move(calendar_)) : std::nullopt;
  }

 private:
  bool read_file() {
    const syntax::Text& path = *text_.file;
    const auto where = std::filesystem::path(checker_.sources.file(checker_.tree.file).path).parent_path() / path.text;
    const auto bytes = read_script_file(checker_.options, where);
    if (!bytes) {
      checker_.sink.report<Code::file_missing>(path.span, path.text);
      return false;
    }
    auto file = read_calendar(*bytes);
    if (!file) {
      auto& d = checker_.sink.report<Code::file_malformed>(path.span, path.text, "a calendar");
      const FileError& e = file.error();
      d.notes.push_back(e.line == 0 ? fmt::format("{}: {}", path.text, e.message)
                                    : fmt::format("{}:{}: {}", path.text, e.line, e.message));
      return false;
    }
    calendar_.file = path.text;
    calendar_.digest = sha256_digest(*bytes);
    calendar_.dates = std::move(file->dates);
    for (HolidayDate& h : calendar_.dates) h.span = path.span;
    return true;
  }

  bool read_dates() {
    bool sound = true;
    for (const syntax::Holiday& h : text_.dates) calendar_.dates.push_back({h.date.date, h.name ? h.name->text : "", h.span});
    auto& dates = calendar_.dates;
    std::stable_sort(dates.begin(), dates.end(), [](const auto& a, const auto& b) { return a.date < b.date; });
    for (std::size_t i = 1; i < dates.size(); ++i) {
      if (dates[i].date != dates[i - 1].date) continue;
      auto& d = checker_.sink.report<Code::stated_twice>(dates[i].span, format_date(dates[i].date));
      d.labels.push_back({dates[i - 1].span, "first stated here"});
      sound = false;
    }
    for (const syntax::HolidayRule& r : text_.rules) {
      if (names_leap_day(r.day)) {
        checker_.sink.report<Code::holiday_rule>(r.day.span, "29 February is not a day of every year");
        sound = false;
        continue;
      }
      HolidayRule rule{r.name.text, day_rule(r.day), {}, r.span};
      for (const syntax::Observed& o : r.observed)
        rule.observed.push_back({static_cast<std::uint8_t>(o.on), static_cast<std::uint8_t>(o.when)});
      calendar_.rules.push_back(std::move(rule));
    }
    return sound;
  }

  int first_year() const { return calendar_.dates.empty() ? 1 : year_of(calendar_.dates.front().date); }
  int last_year() const { return calendar_.dates.empty() ? 0 : year_of(calendar_.dates.back().date); }

  bool match_rules() {
    bool sound = true;
    std::set<Date> ruled;
    for (const HolidayRule& rule : calendar_.rules) {
      std::vector<Date> absent;
      // An observed day may lie in the year before or after its own.
      for (int year = first_year() - 1; year <= last_year() + 1; ++year) {
        const Date day = observed(rule, year);
        ruled.insert(day);
        if (years_.contains(year_of(day)) && !calendar_.contains(day)) absent.push_back(day);
      }
      if (absent.empty()) continue;
      sound = false;
      auto& d = checker_.sink.report<Code::holiday_rule>(
          rule.span, fmt::format("the rule \"{}\" gives {}, which the calendar does not list", rule.name,
                                 format_weekday_date(absent.front())));
      if (absent.size() > 1)
        d.notes.push_back(
            fmt::format("{} more of its days are not listed, the last {}", absent.size() - 1, format_date(absent.back())));
    }
    for (const HolidayDate& h : calendar_.dates) {
      if (!h.name.empty() || ruled.contains(h.date)) continue;
      checker_.sink.report<Code::holiday_rule>(
          h.span, fmt::format("{} follows from no rule of the calendar and has no name", format_weekday_date(h.date)));
      sound = false;
    }
    return sound;
  }

  Checker& checker_;
  const syntax::Calendar& text_;
  Calendar calendar_;
  std::set<int> years_;  // those listed
};

}  // namespace

std::optional<std::string> read_script_file(const CheckOptions& options, const std::filesystem::path& path) {
  if (options.read_file != nullptr) return options.read_file(path);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return std::nullopt;
  return bytes;
}

void check_calendars(Checker& checker) {
  checker.each<syntax::Calendar>([&](const syntax::Calendar& c) {
    auto calendar = CalendarCheck(checker, c).check();
    if (!calendar) return checker.names.poison(c.name.text);
    checker.names.settle(c.name.text, CalendarId{checker.tariff.calendars.size()});
    checker.tariff.calendars.push_back(std::move(*calendar));
  });
}

void check_holiday_years(Checker& checker) {
  for (const Calendar& c : checker.tariff.calendars) {
    if (!checker.names.find(c.name)->used) continue;
    std::vector<int> absent;
    const auto want = [&](int year) {
      if (!c.lists_year(year)) absent.push_back(year);
    };
    const bool dated = checker.tariff.edition != Date::min();
    const int edition = dated ? year_of(checker.tariff.edition) : 0;
    const int first = c.dates.empty() ? edition : year_of(c.dates.front().date);
    const int last = c.dates.empty() ? edition : year_of(c.dates.back().date);
    if (dated && edition < first) want(edition);
    for (int year = first; year <= last; ++year) want(year);
    if (dated && edition > last) want(edition);
    if (absent.empty() || absent.front() == 0) continue;
    auto& d = checker.sink.report<Code::holiday_year>(c.span, c.name, absent.front());
    if (absent.size() > 1) d.notes.push_back(fmt::format("{} later years have none either", absent.size() - 1));
    if (dated && absent.front() == edition)
      d.notes.push_back(fmt::format("prices are in force from {}", format_date(checker.tariff.edition)));
  }
}

}  // namespace ratebook
