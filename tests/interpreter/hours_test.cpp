// A year of TOU-R with h kW in UTC hour h, in the tariff's two clocks and in other zones. A flat load could not tell the clocks apart. The
// figures come from a separate count of hours (Python's zoneinfo, each UTC hour put into its local hour).
#include <gtest/gtest.h>

#include <map>

#include "runtime/interpreter/rate.hpp"
#include "tests/interpreter/read_script.hpp"

namespace ratebook {
namespace {

constexpr const char* kScript = R"(tariff TOU-R "Time-of-Use" {{
  utility  "Example Power & Light"
  timezone {}
  currency USD
  source s9 "TOU-R" effective 2025-01-01
  rules {{
    season  by usage day cite s9 "1"
    clock   {} cite s9 "3"
    round   each line half up to 0.01 USD cite s9 "9"
  }}
  season summer = Jun 1 through Sep 30 cite s9 "Rates"
  season winter = otherwise
  calendar holidays cite s9 "Definitions" {{
    2025-01-01 2025-05-26 2025-07-04 2025-09-01 2025-11-11 2025-11-27 2025-12-25
  }}
  day weekday = Mon..Fri except holidays
  day weekend = otherwise
  period on_peak  = weekday 16:00 to 21:00 cite s9 "Time Periods"
  period mid_peak = weekday 07:00 to 16:00, weekday 21:00 to 23:00 cite s9 "Time Periods"
  period off_peak = otherwise
  charge energy "Energy" = usage split by season, period at 1 USD/kWh cite s9 "Rates"
}}
)";

struct Year {
  const char* zone;
  bool standard;
  std::vector<std::int64_t> kwh;  // summer on, mid, off; winter on, mid, off
};

class HoursOfYear : public testing::TestWithParam<Year> {};

TEST_P(HoursOfYear, EachUtcHourIsInItsLocalPeriod) {
  const Year& year = GetParam();
  const test::Script script(fmt::format(kScript, year.zone, year.standard ? "standard time" : "local daylight time"));
  ASSERT_FALSE(script.sink.has_errors()) << script.diagnostics();
  AccountCycle cycle;
  cycle.from = make_date(2025, 1, 1);
  cycle.through = make_date(2025, 12, 31);
  // Two days more at either end: the year's first and last instants differ from zone to zone.
  const Date first = cycle.from - Days{2};
  IntervalSeries series{kUsage, std::int64_t{day_number(first)} * 86400, 3600, {}};
  for (int hour = 0; hour < 369 * 24; ++hour) series.readings.push_back((hour % 24) * 1000000);
  cycle.intervals.push_back(series);

  const Rated rated = rate(script.editions(), cycle);
  ASSERT_TRUE(rated) << code_word(rated.error().code) << rated.error().message;
  std::map<std::string, std::string> got;
  for (const BillRow& row : rated->rows) got[row_address(script.tariff(), row, false)] = format_shown(row.quantity);
  std::map<std::string, std::string> expected;
  const std::string seasons[] = {"summer", "winter"}, periods[] = {"on_peak", "mid_peak", "off_peak"};
  for (std::size_t i = 0; i < 6; ++i) expected["energy." + seasons[i / 3] + "." + periods[i % 3]] = std::to_string(year.kwh[i]);
  EXPECT_EQ(got, expected);
}

INSTANTIATE_TEST_SUITE_P(Zones, HoursOfYear,
                         testing::Values(Year{"America/Los_Angeles", false, {2465, 14535, 16672, 3248, 29856, 33964}},
                                         Year{"America/Los_Angeles", true, {850, 15470, 17352, 1690, 30758, 34620}},
                                         Year{"Asia/Jerusalem", false, {6375, 9265, 18032, 13205, 19587, 34276}},
                                         Year{"Asia/Jerusalem", true, {6800, 10200, 16672, 13520, 20280, 33268}},
                                         Year{"Europe/Berlin", false, {6800, 10200, 16672, 14055, 21457, 31556}},
                                         Year{"Europe/Berlin", true, {7225, 11135, 15312, 14365, 22139, 30564}},
                                         Year{"Europe/London", false, {7225, 11135, 15312, 14900, 23316, 28852}},
                                         Year{"Europe/London", true, {7650, 12070, 13952, 15210, 23998, 27860}},
                                         Year{"Europe/Dublin", true, {7650, 12070, 13952, 15210, 23998, 27860}},
                                         Year{"Australia/Sydney", false, {3400, 8840, 21432, 6125, 19227, 41716}},
                                         Year{"Australia/Sydney", true, {3400, 8840, 21432, 6760, 17576, 42732}},
                                         Year{"America/Phoenix", false, {2465, 14535, 16672, 4901, 28899, 33268}},
                                         Year{"America/Phoenix", true, {2465, 14535, 16672, 4901, 28899, 33268}}),
                         [](const auto& year) {
                           std::string name = std::string(year.param.zone) + (year.param.standard ? "_standard" : "_daylight");
                           for (char& c : name)
                             if (c == '/') c = '_';
                           return name;
                         });

}  // namespace
}  // namespace ratebook
