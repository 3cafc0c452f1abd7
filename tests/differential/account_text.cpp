// Accounts as examples of a script, and in words.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/calendar/clock.hpp"
#include "tests/differential/account_cycle.hpp"

namespace ratebook::differential {
namespace {

constexpr std::size_t kMostPieces = 24;
constexpr std::size_t kMostRuns = 60;  // of readings in words

std::string micro(std::int64_t amount) { return format_scaled(amount, kQuantityScale); }

const CheckedTariff& own_edition(const TariffEditions& editions, const Account& a) {
  std::size_t at = 0;
  for (std::size_t e = 0; e < editions.editions.size(); ++e)
    if (editions.editions[e].edition <= a.through) at = e;
  return editions.editions[at];
}

std::string energy_unit(const CheckedTariff& t, const std::string& channel) {
  for (const Channel& c : t.channels)
    if (c.name == channel) return format_unit(c.unit);
  return "kWh";
}
std::string power_unit(const std::string& energy) {
  if (energy == "kWh" || energy == "kVARh" || energy == "kVAh") return energy.substr(0, energy.size() - 1);
  return energy + "/h";
}

// Runs of equal readings within one local day, but for the commonest level, which is `otherwise`.
std::optional<std::string> shape(const CheckedTariff& t, const Account& a, const SeriesWords& s) {
  const auto zone = Zone::load(t.timezone);
  if (!zone || s.readings.empty()) return std::nullopt;
  const bool standard = t.rules.clock && t.rules.clock->rule == ClockRule::standard;
  const TariffClock clock(*zone, standard ? ClockRule::standard : ClockRule::local_daylight);
  std::map<std::int64_t, std::size_t> levels;
  for (const std::int64_t r : s.readings)
    if (r != kMissing) ++levels[r];
  if (levels.empty()) return std::nullopt;
  const auto commonest =
      std::max_element(levels.begin(), levels.end(), [](const auto& x, const auto& y) { return x.second < y.second; })->first;
  const std::string unit = power_unit(energy_unit(t, s.channel));
  auto level = [&](std::int64_t r) { return fmt::format("{} {}", micro(r * 3600 / s.step), unit); };

  std::vector<std::string> pieces;
  const Instant begin = clock.day_begin(a.from);
  for (std::size_t k = 0; k < s.readings.size();) {
    const std::int64_t r = s.readings[k];
    if (r == commonest) {
      ++k;
      continue;
    }
    const Instant at = begin + static_cast<Instant>(k) * s.step;
    const std::int64_t local = at + clock.offset_at(at);
    const std::int64_t day = local / 86400;
    std::int64_t end = local;
    for (; k < s.readings.size() && s.readings[k] == r; ++k) {
      const Instant next = begin + static_cast<Instant>(k) * s.step;
      const std::int64_t here = next + clock.offset_at(next);
      if (here / 86400 != day || here < end) break;
      end = here + s.step;
    }
    const int from = static_cast<int>(local % 86400 / 60), to = static_cast<int>((end - day * 86400) / 60);
    pieces.push_back(fmt::format("{} on {} {} to {}", r == kMissing ? "missing" : level(r),
                                 format_date(date_of_number(static_cast<std::int32_t>(day))), format_clock(from),
                                 format_clock(to)));
    if (pieces.size() > kMostPieces) return std::nullopt;
  }
  if (pieces.empty()) return level(commonest) + " constant";
  std::string text;
  for (const std::string& p : pieces) text += p + ", ";
  return text + level(commonest) + " otherwise";
}

struct Lines {
  std::string text;
  void given(const std::string& line) { text += "    given " + line + "\n"; }
};

bool give_quantities(Lines& out, const CheckedTariff& t, const Account& a) {
  if (!a.demand_reads.empty()) return false;
  for (const ReadWords& r : a.reads) {
    std::string bucket;
    for (const std::string& m : r.members) bucket += (bucket.empty() ? " " : ".") + m;
    out.given(fmt::format("{}{} {} {}", r.channel, bucket, micro(r.amount), energy_unit(t, r.channel)));
  }
  for (const SeriesWords& s : a.series) {
    const auto text = shape(t, a, s);
    if (!text) return false;
    out.given(fmt::format("load {}{}", s.channel == "usage" ? "" : "of " + s.channel + " ", *text));
  }
  return true;
}

bool give_history(Lines& out, const Account& a) {
  if (!a.history_given) return true;
  if (a.history.empty()) {
    out.given("history none");
    return true;
  }
  for (const auto& [name, first] : a.history[0].recorded) {
    std::string text = "history " + name + " ";
    for (std::size_t k = 0; k < a.history.size(); ++k) {
      const auto at = a.history[k].recorded.find(name);
      if (at == a.history[k].recorded.end()) return false;
      text += (k == 0 ? "" : ", ") + at->second;
    }
    out.given(text);
  }
  return true;
}

void give_facts(Lines& out, const CheckedTariff& t, const Account& a) {
  auto declared = [&](const std::string& path) {
    return std::any_of(t.inputs.begin(), t.inputs.end(), [&](const Input& i) { return i.path == path; });
  };
  for (const auto& [path, value] : a.facts)
    if (declared(path)) out.given(path + " = " + value);
  for (const DatedWords& d : a.dated)
    if (declared(d.path)) out.given(fmt::format("on {} {} = {}", format_date(d.from), d.path, d.value));
  if (a.first) out.given("cycle.first = true");
  if (a.last) out.given("cycle.last = true");
  if (a.bill_month) out.given(fmt::format("cycle.month = {}", kMonthWords[*a.bill_month - 1]));
  if (a.scheduled_days) out.given(fmt::format("cycle.scheduled_days = {} days", *a.scheduled_days));
  if (a.cycle_number) out.given(fmt::format("account.cycle_number = {}", *a.cycle_number));
  if (a.since) out.given(fmt::format("account.since = {}", format_date(*a.since)));
  if (a.as_known) out.given(fmt::format("as_known = {}", format_date(*a.as_known)));
}

}  // namespace

std::optional<std::string> example_text(const TariffEditions& editions, const Account& a, const Rated& rated) {
  const CheckedTariff& t = own_edition(editions, a);
  Lines out;
  out.given(fmt::format("cycle {} through {} ({} days)", format_date(a.from), format_date(a.through), a.days()));
  if (!give_quantities(out, t, a) || !give_history(out, a)) return std::nullopt;
  give_facts(out, t, a);
  if (rated)
    out.text +=
        fmt::format("    expect total {} {}\n", format_scaled(rated->total, rated->amount_scale, 2), currency_code(t.currency));
  else
    out.text += fmt::format("    expect error {}\n", code_word(rated.error().code));
  return "  example \"found by comparing the engines\" {\n" + out.text + "  }\n";
}

std::string describe(const Account& a) {
  std::string text = fmt::format("cycle {} through {} ({} days)\n", format_date(a.from), format_date(a.through), a.days());
  for (const auto& [path, value] : a.facts) text += fmt::format("{} = {}\n", path, value);
  for (const DatedWords& d : a.dated) text += fmt::format("on {} {} = {}\n", format_date(d.from), d.path, d.value);
  text += fmt::format("first {} last {} bill_month {} scheduled_days {} cycle_number {} since {} as_known {}\n", a.first,
                      a.last, a.bill_month.value_or(0), a.scheduled_days.value_or(0), a.cycle_number.value_or(0),
                      a.since ? format_date(*a.since) : "none", a.as_known ? format_date(*a.as_known) : "now");
  auto reads = [&](const char* what, const std::vector<ReadWords>& all) {
    for (const ReadWords& r : all) {
      text += fmt::format("{} {}", what, r.channel);
      for (const std::string& m : r.members) text += fmt::format(" {}", m);
      text += fmt::format(" {}\n", micro(r.amount));
    }
  };
  reads("read", a.reads);
  reads("demand read", a.demand_reads);
  for (const SeriesWords& s : a.series) {
    text += fmt::format("series {} every {} s, {} readings:", s.channel, s.step, s.readings.size());
    std::size_t runs = 0;
    for (std::size_t k = 0; k < s.readings.size();) {
      if (++runs > kMostRuns) {
        text += fmt::format(" … {} more", s.readings.size() - k);
        break;
      }
      std::size_t n = k;
      while (n < s.readings.size() && s.readings[n] == s.readings[k]) ++n;
      text += fmt::format(" {}", s.readings[k] == kMissing ? "missing" : micro(s.readings[k]));
      if (n - k > 1) text += fmt::format(" x{}", n - k);
      k = n;
    }
    text += "\n";
  }
  text += a.history_given ? fmt::format("history of {} cycles\n", a.history.size()) : std::string("no history\n");
  for (const EarlierWords& e : a.history) {
    text += fmt::format("  through {}:", format_date(e.through));
    for (const auto& [name, value] : e.recorded) text += fmt::format(" {} {};", name, value);
    text += "\n";
  }
  return text;
}

}  // namespace ratebook::differential
