// Civil dates: proleptic Gregorian days, independent of any time zone. Shared by both engines (day number <-> date only;
// classification of time is done twice, see docs/structure.md).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ratebook {

using Date = std::chrono::sys_days;  // a civil day; arithmetic with Days
using Days = std::chrono::days;
using Weekday = std::chrono::weekday;

// Day number, 0 = 1970-01-01.
constexpr std::int32_t day_number(Date d) { return static_cast<std::int32_t>(d.time_since_epoch().count()); }
constexpr Date date_of_number(std::int32_t n) { return Date{Days{n}}; }

constexpr Date make_date(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}
constexpr std::chrono::year_month_day ymd(Date d) { return std::chrono::year_month_day{d}; }
constexpr int year_of(Date d) { return static_cast<int>(ymd(d).year()); }
constexpr unsigned month_of(Date d) { return static_cast<unsigned>(ymd(d).month()); }
constexpr unsigned day_of_month(Date d) { return static_cast<unsigned>(ymd(d).day()); }
constexpr bool is_leap(int year) { return std::chrono::year{year}.is_leap(); }
unsigned days_in_month(int year, unsigned month);
constexpr int days_in_year(int year) { return is_leap(year) ? 366 : 365; }
// 0 = Monday … 6 = Sunday.
constexpr unsigned weekday_from_monday(Date d) { return Weekday{d}.iso_encoding() - 1; }

// Western (Gregorian) Easter Sunday of a year 1583…9999. Source: Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8).
Date easter_sunday(int year);

// "2025-07-01" exactly, years 1900…2999, an existing date; nothing otherwise.
std::optional<Date> parse_date(std::string_view text);
std::string format_date(Date d);          // 2025-07-01
std::string format_weekday_date(Date d);  // Thu 2025-01-02
inline constexpr std::string_view kMonthWords[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
inline constexpr std::string_view kWeekdayWords[7] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

// Minutes after 00:00, 0…1440. "16:00" or "24:00"; nothing otherwise.
std::optional<int> parse_clock(std::string_view text);
std::string format_clock(int minutes);

}  // namespace ratebook
