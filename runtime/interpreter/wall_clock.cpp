#include "runtime/interpreter/wall_clock.hpp"

#include <date/tz.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

constexpr std::int64_t kDay = 86400;

std::int64_t seconds_of(Date day) { return std::int64_t{day_number(day)} * kDay; }
date::sys_seconds instant_of(std::int64_t seconds) { return date::sys_seconds{std::chrono::seconds{seconds}}; }
Date date_of(std::int64_t local_seconds) {
  const std::int64_t n = local_seconds >= 0 ? local_seconds / kDay : -((-local_seconds + kDay - 1) / kDay);
  return date_of_number(static_cast<std::int32_t>(n));
}

const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    refuse(Code::unknown_timezone, "`{}` is not a time zone of this system", name);
  }
}

// A zone file ends in a line with the rule for the time after its last change (RFC 8536, section 3.3), which the library does not read. A
// comma in it means that the clocks go on changing.
bool changes_go_on(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto end = bytes.find_last_of('\n');
  if (end == std::string::npos || end == 0) return true;
  const auto begin = bytes.find_last_of('\n', end - 1);
  return begin == std::string::npos || bytes.substr(begin, end - begin).find(',') != std::string::npos;
}

std::vector<WallClock::Piece> listed_pieces(const date::time_zone& zone, std::int64_t begin, std::int64_t end) {
  std::vector<WallClock::Piece> pieces;
  for (std::int64_t t = begin; t < end;) {
    const date::sys_info info = zone.get_info(instant_of(t));
    if (pieces.empty() || pieces.back().offset != info.offset.count()) pieces.push_back({t, info.offset.count()});
    t = info.end.time_since_epoch().count();
  }
  return pieces;
}

// The offset of `clock standard time` in a year: the smallest one that holds at some local time of it.
std::int64_t smallest_offset(const date::time_zone& zone, int year) {
  const std::int64_t begin = seconds_of(make_date(year, 1, 1)), end = seconds_of(make_date(year + 1, 1, 1));
  std::optional<std::int64_t> smallest;
  for (std::int64_t t = begin - kDay; t < end + kDay;) {
    const date::sys_info info = zone.get_info(instant_of(t));
    const std::int64_t until = info.end.time_since_epoch().count(), offset = info.offset.count();
    if (until + offset > begin && std::max(t, info.begin.time_since_epoch().count()) + offset < end)
      smallest = std::min(smallest.value_or(offset), offset);
    t = until;
  }
  return *smallest;
}

}  // namespace

WallClock WallClock::make(const std::string& name, ClockRule rule, Date from, Date through) {
  const date::time_zone* zone = find_zone(name);
  const int first_year = year_of(from), last_year = year_of(through);
  const bool goes_on = changes_go_on(name);
  for (int year = first_year; goes_on && year <= last_year; ++year) {
    const auto listed_until = zone->get_info(instant_of(seconds_of(make_date(year, 1, 1)))).end;
    if (listed_until > date::sys_seconds{make_date(3000, 1, 1)})
      refuse(Code::zone_year, "the time zone {} has no listed clock changes for {}", name, year);
  }
  WallClock clock;
  const std::int64_t begin = seconds_of(from) - 3 * kDay;
  clock.end_ = seconds_of(through) + 4 * kDay;
  if (rule == ClockRule::local_daylight) {
    clock.pieces_ = listed_pieces(*zone, begin, clock.end_);
    return clock;
  }
  std::int64_t offset = smallest_offset(*zone, first_year);
  clock.pieces_.push_back({begin, offset});
  for (int year = first_year + 1; year <= last_year; ++year) {
    const std::int64_t next = smallest_offset(*zone, year);
    if (next != offset) clock.pieces_.push_back({seconds_of(make_date(year, 1, 1)) - std::max(offset, next), next});
    offset = next;
  }
  return clock;
}

LocalTime WallClock::at(std::int64_t instant) const {
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), instant, [](std::int64_t t, const Piece& p) { return t < p.begin; });
  const std::int64_t local = instant + std::prev(after)->offset;
  const Date date = date_of(local);
  return {date, static_cast<int>((local - seconds_of(date)) / 60)};
}

std::int64_t WallClock::day_start(Date day) const {
  const std::int64_t midnight = seconds_of(day);
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const std::int64_t end = i + 1 < pieces_.size() ? pieces_[i + 1].begin : end_;
    const std::int64_t start = std::max(pieces_[i].begin, midnight - pieces_[i].offset);
    if (start < end) return start;
  }
  return end_;
}

Date WallClock::day_of(std::int64_t instant) const {
  Date day = at(instant).date;
  while (day_start(day + Days{1}) <= instant) day += Days{1};
  return day;
}

std::vector<std::int64_t> WallClock::showing(int minute, std::int64_t begin, std::int64_t end) const {
  std::vector<std::int64_t> instants;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const std::int64_t first = std::max(begin, pieces_[i].begin);
    const std::int64_t last = std::min(end, i + 1 < pieces_.size() ? pieces_[i + 1].begin : end_);
    if (first >= last) continue;
    for (Date day = date_of(first + pieces_[i].offset); day <= date_of(last + pieces_[i].offset); day += Days{1}) {
      const std::int64_t t = seconds_of(day) + std::int64_t{minute} * 60 - pieces_[i].offset;
      if (t >= first && t < last) instants.push_back(t);
    }
  }
  return instants;
}

}  // namespace ratebook::oracle
