#include "runtime/calendar/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "language/base/civil.hpp"
#include "runtime/calendar/posix_rule.hpp"

namespace ratebook {
namespace {

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < width; ++i) n = n << 8 | static_cast<unsigned char>(bytes[at + i]);
  if (width == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(n));
  return static_cast<std::int64_t>(n);
}

struct TzifHeader {
  char version = 0;
  std::size_t isutcnt = 0, isstdcnt = 0, leapcnt = 0, timecnt = 0, typecnt = 0, charcnt = 0;
  std::size_t body(std::size_t time_size) const {
    return timecnt * time_size + timecnt + typecnt * 6 + charcnt + leapcnt * (time_size + 4) + isstdcnt + isutcnt;
  }
};

std::optional<TzifHeader> read_header(std::string_view bytes, std::size_t at) {
  if (bytes.size() < at + 44 || bytes.substr(at, 4) != "TZif") return std::nullopt;
  TzifHeader h;
  h.version = bytes[at + 4];
  std::size_t* const counts[] = {&h.isutcnt, &h.isstdcnt, &h.leapcnt, &h.timecnt, &h.typecnt, &h.charcnt};
  for (std::size_t i = 0; i < 6; ++i)
    *counts[i] = static_cast<std::size_t>(static_cast<std::uint32_t>(big_endian(bytes, at + 20 + 4 * i, 4)));
  return h;
}

Instant start_of_year(int year) { return Instant{day_number(make_date(year, 1, 1))} * 86400; }

// Appends the footer's changes of the years after the last explicit transition.
void extend(std::vector<ZoneTransition>& transitions, const PosixRule& rule, int last_year) {
  const Instant known = transitions.empty() ? INT64_MIN : transitions.back().at;
  if (!rule.has_daylight) return;
  const int first_year = transitions.empty() ? 1900 : year_of(Date{Days{static_cast<int>(known / 86400)}});
  for (int year = first_year; year <= last_year; ++year) {
    const Instant on = Instant{day_number(rule.begins.date(year))} * 86400 + rule.begins.seconds - rule.standard_offset;
    const Instant off = Instant{day_number(rule.ends.date(year))} * 86400 + rule.ends.seconds - rule.daylight_offset;
    ZoneTransition a{on, rule.daylight_offset, true}, b{off, rule.standard_offset, false};
    if (b.at < a.at) std::swap(a, b);
    for (const ZoneTransition& t : {a, b})
      if (t.at > known) transitions.push_back(t);
  }
}

}  // namespace

Result<Zone, std::string> Zone::from_bytes(std::string name, std::string_view bytes) {
  auto bad = [&](std::string_view why) { return failure(fmt::format("time zone {}: {}", name, why)); };
  auto header = read_header(bytes, 0);
  if (!header) return bad("not a TZif file");
  std::size_t at = 44;
  std::size_t time_size = 4;
  if (header->version >= '2') {
    const std::size_t second = 44 + header->body(4);
    header = read_header(bytes, second);
    if (!header) return bad("its second block is damaged");
    at = second + 44;
    time_size = 8;
  }
  if (header->typecnt == 0 || bytes.size() < at + header->body(time_size)) return bad("the file is truncated");

  const std::size_t types_at = at + header->timecnt * (time_size + 1);
  auto type_offset = [&](std::size_t type) { return static_cast<std::int32_t>(big_endian(bytes, types_at + 6 * type, 4)); };
  auto type_daylight = [&](std::size_t type) { return bytes[types_at + 6 * type + 4] != 0; };

  Zone zone;
  zone.initial_offset_ = type_offset(0);
  for (std::size_t i = 0; i < header->timecnt; ++i) {
    const auto type = static_cast<unsigned char>(bytes[at + header->timecnt * time_size + i]);
    if (type >= header->typecnt) return bad("a transition names a type that is not there");
    zone.transitions_.push_back({big_endian(bytes, at + i * time_size, time_size), type_offset(type), type_daylight(type)});
    if (i > 0 && zone.transitions_[i].at <= zone.transitions_[i - 1].at) return bad("its transitions are not in order");
  }
  if (time_size == 8) {
    const std::string_view footer = bytes.substr(at + header->body(8));
    const std::size_t end = footer.size() > 1 ? footer.find('\n', 1) : std::string_view::npos;
    if (footer.empty() || footer[0] != '\n' || end == std::string_view::npos) return bad("its footer is damaged");
    const std::string_view rule_text = footer.substr(1, end - 1);
    if (!rule_text.empty()) {
      const auto rule = parse_posix_rule(rule_text);
      if (!rule) return bad(fmt::format("its rule `{}` is not understood", rule_text));
      zone.goes_on_ = rule->has_daylight;
      extend(zone.transitions_, *rule, kLastYear);
    }
  }
  // Only changes of the offset matter to billing.
  std::vector<ZoneTransition> changes;
  std::int32_t offset = zone.initial_offset_;
  for (const ZoneTransition& t : zone.transitions_) {
    if (t.offset == offset) continue;
    offset = t.offset;
    changes.push_back(t);
  }
  zone.transitions_ = std::move(changes);
  zone.name_ = std::move(name);
  zone.bytes_ = std::string(bytes);
  return zone;
}

Result<Zone, std::string> Zone::load(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos)
    return failure(fmt::format("`{}` is not the name of a time zone", name));
  const char* directory = std::getenv("TZDIR");
  const std::filesystem::path path = std::filesystem::path(directory && *directory ? directory : "/usr/share/zoneinfo") / name;
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path))
    return failure(fmt::format("time zone {}: {} cannot be opened", name, path.string()));
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  return from_bytes(std::string(name), bytes);
}

std::int32_t Zone::offset_at(Instant t) const {
  const auto next = std::upper_bound(transitions_.begin(), transitions_.end(), t,
                                     [](Instant x, const ZoneTransition& z) { return x < z.at; });
  return next == transitions_.begin() ? initial_offset_ : std::prev(next)->offset;
}

Zone::Occurrence Zone::instants_of_local(LocalSeconds local) const {
  // Candidates: every offset in force within two days around, each valid where it really holds.
  std::vector<Instant> found;
  auto consider = [&](std::int32_t offset) {
    const Instant t = local - offset;
    if (offset_at(t) == offset && std::find(found.begin(), found.end(), t) == found.end()) found.push_back(t);
  };
  constexpr Instant two_days = 172800;
  consider(offset_at(local - two_days));
  consider(offset_at(local + two_days));
  const auto near = transitions_between(local - two_days, local + two_days);
  for (const ZoneTransition& t : near) consider(t.offset);
  std::sort(found.begin(), found.end());
  if (found.size() == 1) return {Occurrence::Kind::once, found[0], found[0]};
  if (found.size() >= 2) return {Occurrence::Kind::twice, found.front(), found.back()};
  for (const ZoneTransition& t : near) {
    const std::int32_t before = offset_at(t.at - 1);
    if (local >= t.at + before && local < t.at + t.offset) return {Occurrence::Kind::never, t.at, t.at};
  }
  return {Occurrence::Kind::never, local, local};
}

std::vector<ZoneTransition> Zone::transitions_between(Instant from, Instant to) const {
  auto after = [](Instant x, const ZoneTransition& z) { return x < z.at; };
  const auto first = std::upper_bound(transitions_.begin(), transitions_.end(), from, after);
  auto last = first;
  while (last != transitions_.end() && last->at < to) ++last;
  return {first, last};
}

std::int32_t Zone::smallest_offset(int year) const {
  const Instant begin = start_of_year(year), end = start_of_year(year + 1);
  std::int32_t smallest = offset_at(begin);
  for (const ZoneTransition& t : transitions_between(begin, end)) smallest = std::min(smallest, t.offset);
  return smallest;
}

}  // namespace ratebook
