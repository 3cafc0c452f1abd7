#include "bench/sample/window.hpp"

#include <date/tz.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdlib>

namespace ratebook::sample {
namespace {

using std::chrono::local_days;
using std::chrono::year_month_day;

date::sys_seconds first_instant(const date::time_zone& zone, local_days day) {
  return zone.to_sys(date::local_seconds(day.time_since_epoch()), date::choose::earliest);
}

std::string format_start(date::sys_seconds instant, const date::sys_info& zone_then) {
  const auto local = instant + zone_then.offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const year_month_day date{std::chrono::sys_days(day.time_since_epoch())};
  const std::chrono::hh_mm_ss time(local - day);
  const auto offset_minutes = std::chrono::duration_cast<std::chrono::minutes>(zone_then.offset).count();
  return fmt::format("{}T{:02}:{:02}:00{}{:02}:{:02}", format_day(date), time.hours().count(), time.minutes().count(),
                     offset_minutes < 0 ? '-' : '+', std::abs(offset_minutes) / 60, std::abs(offset_minutes) % 60);
}

Slot slot_at(date::sys_seconds instant, const date::sys_info& zone_then) {
  const auto local = instant + zone_then.offset;
  const std::chrono::sys_days day(std::chrono::floor<std::chrono::days>(local).time_since_epoch());
  const auto seconds = local.time_since_epoch() - std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch());
  const unsigned weekday = std::chrono::weekday(day).iso_encoding();
  return {static_cast<std::uint8_t>(seconds / std::chrono::hours(1)), weekday >= 6,
          static_cast<std::uint8_t>(unsigned(year_month_day(day).month()))};
}

}  // namespace

std::string format_day(year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

std::vector<Window> make_windows(const Cycles& cycles) {
  const date::time_zone& zone = *date::locate_zone(cycles.timezone);
  std::vector<Window> windows;
  for (std::uint32_t n = 0; n < cycles.windows; ++n) {
    const year_month_day from = cycles.month / std::chrono::day(n + 1);
    const local_days after = cycles.days > 0 ? local_days(from) + std::chrono::days(cycles.days)
                                             : local_days((cycles.month + std::chrono::months(1)) / std::chrono::day(n + 1));
    Window window{from, year_month_day(after - std::chrono::days(1)), {}, {}};
    const auto end = first_instant(zone, after);
    for (auto t = first_instant(zone, local_days(from)); t < end; t += std::chrono::minutes(cycles.interval_minutes)) {
      const date::sys_info zone_then = zone.get_info(t);
      window.slots.push_back(slot_at(t, zone_then));
      window.starts.push_back(format_start(t, zone_then));
    }
    windows.push_back(std::move(window));
  }
  return windows;
}

}  // namespace ratebook::sample
