// Readings of an example's `load from "file.csv"`.
#include <algorithm>
#include <map>

#include "runtime/interpreter/load_shape.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

std::vector<std::string_view> pieces(std::string_view text, char separator) {
  std::vector<std::string_view> result;
  while (true) {
    const auto at = text.find(separator);
    std::string_view piece = text.substr(0, at);
    if (!piece.empty() && piece.back() == '\r') piece.remove_suffix(1);
    result.push_back(piece);
    if (at == std::string_view::npos) return result;
    text.remove_prefix(at + 1);
  }
}

// "2025-07-01T00:15", with ":00" for seconds or without, then "Z", "-07:00" or nothing.
std::int64_t instant_of(std::string_view text, const WallClock& wall, std::optional<std::int64_t> before) {
  const auto bad = [&]() -> std::int64_t {
    refuse(Code::example_load, "`{}` is not a time such as 2025-07-01T00:15:00-07:00", text);
  };
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ')) return bad();
  const auto date = parse_date(text.substr(0, 10));
  const auto minute = parse_clock(text.substr(11, 5));
  if (!date || !minute) return bad();
  std::string_view rest = text.substr(16);
  if (rest.starts_with(":00")) rest.remove_prefix(3);
  const std::int64_t local = std::int64_t{day_number(*date)} * 86400 + std::int64_t{*minute} * 60;
  if (rest == "Z") return local;
  if (rest.size() == 6 && (rest[0] == '+' || rest[0] == '-')) {
    const auto offset = parse_clock(rest.substr(1));
    if (!offset) return bad();
    return local - (rest[0] == '+' ? 1 : -1) * std::int64_t{*offset} * 60;
  }
  if (!rest.empty()) return bad();
  constexpr std::int64_t reach = 2 * 86400;
  for (const std::int64_t t : wall.showing(*minute % 1440, local - reach, local + reach))
    if (wall.at(t).date == *date && (!before || t > *before)) return t;
  return bad();
}

}  // namespace

IntervalSeries read_load(const CheckedTariff& tariff, const GivenLoad& load, const std::string& text, Date from, Date through) {
  const Channel& channel = tariff[load.channel];
  const WallClock wall = WallClock::make(tariff.timezone, ClockRule::local_daylight, from, through);
  const std::vector<std::string_view> lines = pieces(text, '\n');
  const std::vector<std::string_view> header = pieces(lines.front(), ',');
  const auto column = [&](std::string_view name) { return std::find(header.begin(), header.end(), name) - header.begin(); };
  const auto start_at = static_cast<std::size_t>(column("start"));
  auto value_at = static_cast<std::size_t>(column(channel.column));
  if (value_at == header.size() && header.size() == 2 && start_at < 2) value_at = 1 - start_at;
  if (start_at == header.size() || value_at == header.size())
    refuse(Code::example_load, "`{}` has no columns `start` and `{}`", load.file, channel.column);

  std::map<std::int64_t, std::int64_t> readings;
  std::optional<std::int64_t> before;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    const std::vector<std::string_view> fields = pieces(lines[i], ',');
    if (fields.size() != header.size())
      refuse(Code::example_load, "line {} of `{}` has {} fields", i + 1, load.file, fields.size());
    before = instant_of(fields[start_at], wall, before);
    std::int64_t amount = kMissing;
    if (!fields[value_at].empty()) {
      const auto number = parse_decimal(fields[value_at]);
      if (!number || number->scale > kQuantityScale)
        refuse(Code::example_load, "line {} of `{}`: `{}` is no reading", i + 1, load.file, fields[value_at]);
      amount = number->mantissa * power_of_ten(kQuantityScale - number->scale);
    }
    if (!readings.emplace(*before, amount).second)
      refuse(Code::example_load, "`{}` has two readings for {}", load.file, fields[start_at]);
  }
  if (readings.size() < 2) refuse(Code::example_load, "`{}` has fewer than two readings", load.file);
  const std::int64_t first = readings.begin()->first, last = readings.rbegin()->first;
  const std::int64_t step = std::next(readings.begin())->first - first;
  IntervalSeries series{load.channel, first, static_cast<std::int32_t>(step),
                        std::vector<std::int64_t>(static_cast<std::size_t>((last - first) / step) + 1, kMissing)};
  for (const auto& [start, amount] : readings) {
    if ((start - first) % step != 0)
      refuse(Code::example_load, "the readings of `{}` are not {} min apart", load.file, step / 60);
    series.readings[static_cast<std::size_t>((start - first) / step)] = amount;
  }
  return series;
}

}  // namespace ratebook::oracle
