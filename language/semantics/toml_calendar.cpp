#include "language/semantics/toml_calendar.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>

namespace ratebook {
namespace {

FileError error_at(const toml::source_region& where, std::string message) { return {where.begin.line, std::move(message)}; }

// The first key of the table that is none of `known`.
const toml::key* stranger(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table)
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) return &key;
  return nullptr;
}

// A date of the years that scripts may name, from a local date of TOML, which may hold any numbers.
std::optional<Date> civil_date(const toml::date& d) {
  return parse_date(fmt::format("{:04}-{:02}-{:02}", d.year, unsigned{d.month}, unsigned{d.day}));
}

using DateResult = Result<HolidayDate, FileError>;

DateResult read_date(const toml::table& table) {
  if (const auto* key = stranger(table, {"on", "name"}))
    return failure(error_at(key->source(), fmt::format("`{}` is not a key of a date; `on` and `name` are", key->str())));
  const toml::node* on = table.get("on");
  if (on == nullptr) return failure(error_at(table.source(), "a date has no `on`"));
  const auto* local = on->as_date();
  if (local == nullptr)
    return failure(error_at(on->source(), "`on` must be a date such as 2025-07-04, without quotes or time"));
  const auto date = civil_date(local->get());
  if (!date) return failure(error_at(on->source(), "the date is not one of the years 1900 to 2999"));
  HolidayDate holiday;
  holiday.date = *date;
  if (const toml::node* name = table.get("name")) {
    if (!name->is_string()) return failure(error_at(name->source(), "`name` must be a string"));
    holiday.name = name->as_string()->get();
  }
  return holiday;
}

Result<CalendarFile, FileError> read_table(const toml::table& table) {
  if (const auto* key = stranger(table, {"name", "date"}))
    return failure(
        error_at(key->source(), fmt::format("`{}` is not a key of a calendar; `name` and `[[date]]` are", key->str())));
  CalendarFile file;
  if (const toml::node* name = table.get("name")) {
    if (!name->is_string()) return failure(error_at(name->source(), "`name` must be a string"));
    file.name = name->as_string()->get();
  }
  const toml::node* dates = table.get("date");
  if (dates == nullptr) return failure(FileError{0, "the file has no `[[date]]`"});
  if (!dates->is_array_of_tables()) return failure(error_at(dates->source(), "dates are written as `[[date]]` tables"));
  std::map<Date, unsigned> lines;
  for (const toml::node& node : *dates->as_array()) {
    auto holiday = read_date(*node.as_table());
    if (!holiday) return failure(std::move(holiday.error()));
    const auto line = node.as_table()->get("on")->source().begin.line;
    if (const auto [at, is_new] = lines.try_emplace(holiday->date, line); !is_new)
      return failure(FileError{line, fmt::format("{} stands in line {} already", format_date(holiday->date), at->second)});
    file.dates.push_back(std::move(*holiday));
  }
  std::sort(file.dates.begin(), file.dates.end(), [](const auto& a, const auto& b) { return a.date < b.date; });
  return file;
}

}  // namespace

Result<CalendarFile, FileError> read_calendar(std::string_view text) {
  try {
    return read_table(toml::parse(text));
  } catch (const toml::parse_error& e) {
    return failure(error_at(e.source(), std::string(e.description())));
  }
}

}  // namespace ratebook
