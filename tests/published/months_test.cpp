// tariffs/published against the reference months of ../shared/data/ssc, on both engines.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "language/semantics/check.hpp"
#include "runtime/calendar/clock.hpp"
#include "runtime/interpreter/rate.hpp"
#include "runtime/plan/native_engine.hpp"

namespace ratebook {
namespace {

const std::filesystem::path kRoot = RATEBOOK_SOURCE_DIR;
const std::filesystem::path kData = kRoot / ".." / "shared" / "data";

struct ReferenceRate {
  const char* script;
  const char* reference;
  const char* reading;  // of tiers with periods
};
constexpr ReferenceRate kRates[] = {
    {"pge-e-19-2016-01", "pge_sce_E_190_revised__v06_2016-01-01", "monthly_proration"},
    {"pge-e-19-2016-03", "pge_sce_E_190_revised__v07_2016-03-01", "monthly_proration"},
    {"sce-tou-gs-3", "pge_sce_u17609_Commercial_TOU_GS_3_TOU_revised__v02_2015-06-01", "monthly_proration"},
    {"sample-tiered-tou-pro-rata", "hpxml_Sample_Tiered_Time-of-Use_Rate", "monthly_proration"},
    {"sample-tiered-tou-time-order", "hpxml_Sample_Tiered_Time-of-Use_Rate", "chronological"},
    {"made-daily-baseline-pro-rata", "made_tou_daily_baseline", "monthly_proration"},
    {"made-daily-baseline-time-order", "made_tou_daily_baseline", "chronological"},
    {"made-three-blocks-pro-rata", "made_commercial_tou_three_blocks", "monthly_proration"},
    {"made-three-blocks-time-order", "made_commercial_tou_three_blocks", "chronological"},
};

// "0.123456789…" kWh to micro-kWh, half to even, from the decimal text.
std::int64_t micro_of(const std::string& text) {
  const std::size_t point = text.find('.');
  std::string digits = text.substr(0, point);
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  while (!fraction.empty() && (fraction.back() < '0' || fraction.back() > '9')) fraction.pop_back();
  fraction.resize(std::max<std::size_t>(fraction.size(), 7), '0');
  std::int64_t n = std::stoll(digits + fraction.substr(0, 6));
  const bool more = fraction.find_first_not_of('0', 7) != std::string::npos;
  if (fraction[6] > '5' || (fraction[6] == '5' && (more || n % 2 != 0))) ++n;
  return n;
}

std::vector<std::int64_t> load_of(const std::string& path) {
  std::ifstream file(kData / path);
  std::vector<std::int64_t> hours;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && (line[0] == '.' || (line[0] >= '0' && line[0] <= '9'))) hours.push_back(micro_of(line));
  return hours;
}

// An amount of a JSON number in 10^-9 USD, from its text: the reference is the only thing here that came from floating point.
Int128 nano_of(const nlohmann::json& number) {
  std::string text = number.dump();
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos) return 0;  // below 10^-9
  const bool negative = text[0] == '-';
  if (negative) text.erase(0, 1);
  const std::size_t point = text.find('.');
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  fraction.resize(9, '0');
  const Int128 n = Int128{std::stoll(text.substr(0, point))} * 1000000000 + std::stoll(fraction);
  return negative ? -n : n;
}

class PublishedMonths : public testing::TestWithParam<ReferenceRate> {};

TEST_P(PublishedMonths, BothEnginesGiveTheReferenceMonths) {
  if (!std::filesystem::exists(kData / "ssc")) GTEST_SKIP() << "shared data not present";
  const ReferenceRate& rate_case = GetParam();
  Sources sources;
  DiagnosticSink sink;
  const auto path = kRoot / "tariffs" / "published" / (std::string(rate_case.script) + ".tariff");
  const Book book = open_book(sources, {path}, {}, sink);
  for (const Diagnostic& d : sink.all()) EXPECT_NE(d.severity, Severity::error) << code_word(d.code) << ": " << d.message;
  ASSERT_EQ(book.tariffs.size(), 1u);
  const TariffEditions& editions = book.tariffs[0];
  const CheckedTariff& tariff = editions.editions[0];
  auto engine = NativeEngine::make(editions, {});
  ASSERT_TRUE(engine.has_value()) << engine.error();
  const auto zone = Zone::load(tariff.timezone);
  ASSERT_TRUE(zone.has_value());
  const TariffClock clock(*zone, tariff.rules.clock->rule);

  std::ifstream file(kData / "ssc" / (std::string(rate_case.reference) + ".json"));
  const auto reference = nlohmann::json::parse(file);
  // 2018's weekdays, in the year in which the edition's prices are in force: the next year that begins on a Monday.
  int year = std::max(2018, year_of(tariff.edition) + 1);
  while (weekday_from_monday(make_date(year, 1, 1)) != 0 || is_leap(year)) ++year;
  int months = 0;
  for (const char* load : {"res", "com"}) {
    const std::vector<std::int64_t> hours = load_of(reference["loads"][load]);
    ASSERT_EQ(hours.size(), 8760u);
    const auto& expected = reference["expected"][std::string(load) + "_" + rate_case.reading]["monthly_bill"];
    for (unsigned month = 1; month <= 12; ++month) {
      AccountCycle cycle;
      cycle.account_id = load;
      cycle.from = make_date(year, month, 1);
      cycle.through = cycle.from + Days{days_in_month(year, month) - 1};
      cycle.inputs.resize(tariff.inputs.size());
      cycle.cycle_number = month;
      const auto first = static_cast<std::ptrdiff_t>((cycle.from - make_date(year, 1, 1)).count() * 24);
      const auto last = first + static_cast<std::ptrdiff_t>(days_in_month(year, month) * 24);
      cycle.intervals.push_back({kUsage, clock.day_begin(cycle.from), 3600, {hours.begin() + first, hours.begin() + last}});
      const Rated oracle = rate(editions, cycle);
      ASSERT_TRUE(oracle.has_value()) << code_word(oracle.error().code) << ": " << oracle.error().message;
      const auto native = (*engine)->rate(cycle);
      ASSERT_TRUE(native.has_value()) << native.error();
      ASSERT_TRUE(native->has_value()) << code_word(native->error().code) << ": " << native->error().message;
      EXPECT_EQ(oracle->total, (*native)->total);
      ASSERT_EQ(oracle->rows.size(), (*native)->rows.size());
      for (std::size_t r = 0; r < oracle->rows.size(); ++r) {
        EXPECT_EQ(row_address(tariff, oracle->rows[r], true), row_address(tariff, (*native)->rows[r], true));
        EXPECT_EQ(oracle->rows[r].amount, (*native)->rows[r].amount);
        EXPECT_EQ(oracle->rows[r].unrounded, (*native)->rows[r].unrounded);
      }
      const Int128 total = Int128{oracle->total} * power_of_ten(9 - oracle->amount_scale);
      const Int128 difference = total - nano_of(expected[month - 1]);
      const Int128 allowed = Int128{5000000} * static_cast<std::int64_t>(oracle->rows.size()) + 10000000;
      EXPECT_LE(difference < 0 ? -difference : difference, allowed)
          << load << " month " << month << ": total " << format_scaled(oracle->total, oracle->amount_scale) << ", reference "
          << expected[month - 1];
      ++months;
    }
  }
  EXPECT_EQ(months, 24);
}

INSTANTIATE_TEST_SUITE_P(Rates, PublishedMonths, testing::ValuesIn(kRates), [](const auto& p) {
  std::string name = p.param.script;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// In the tiered rates the two readings of tiers with periods must not agree by accident: some month differs.
TEST(PublishedReadings, SomeMonthsTellTheReadingsApart) {
  if (!std::filesystem::exists(kData / "ssc")) GTEST_SKIP() << "shared data not present";
  for (const char* name :
       {"hpxml_Sample_Tiered_Time-of-Use_Rate", "made_tou_daily_baseline", "made_commercial_tou_three_blocks"}) {
    std::ifstream file(kData / "ssc" / (std::string(name) + ".json"));
    const auto reference = nlohmann::json::parse(file);
    bool differ = false;
    for (const std::string load : {"res", "com"})
      for (int month = 0; month < 12; ++month) {
        const Int128 a = nano_of(reference["expected"][load + "_monthly_proration"]["monthly_bill"][month]);
        const Int128 b = nano_of(reference["expected"][load + "_chronological"]["monthly_bill"][month]);
        differ = differ || a - b > 50000000 || b - a > 50000000;
      }
    EXPECT_TRUE(differ) << name;
  }
}

}  // namespace
}  // namespace ratebook
