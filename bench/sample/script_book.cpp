#include "bench/sample/script_book.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>

#include "bench/sample/csv_file.hpp"

namespace ratebook::sample {
namespace {

using std::chrono::year_month_day;

std::string day_text(year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

constexpr std::string_view kHead = R"(  utility  "Example Power & Light"
  timezone America/Denver
  currency USD
)";
constexpr std::string_view kRules = R"(
  rules {{
    season   by usage day                                                 cite s "Special Condition 2"
    version  by cycle end                                                 cite s "Special Condition 5"
    clock    standard time                                                cite s "Special Condition 3"
    demand   60 min fixed windows                                         cite s "Special Condition 4"
    prorate  monthly amounts by days / 30 when cycle outside 25..35 days  cite s "Special Condition 4"
    round    each line half up to 0.01 USD                                cite s "Rule 9"
  }}

  season summer = Jun 1 through Sep 30  cite s "Rates"
  season winter = otherwise
)";
constexpr std::string_view kPeriods = R"(
  day weekday = Mon..Fri
  day weekend = otherwise
  period on_peak  = weekday 15:00 to 20:00  cite s "Time Periods"
  period off_peak = otherwise
)";

// The n-th tariff's edition from `day` on; `before` is the script that it supersedes.
std::string edition_script(std::uint32_t n, std::uint32_t number, const std::string& day, const std::string& before) {
  const std::string from = fmt::format("    from {}  cite s \"Rates\"\n", day);
  std::string text = fmt::format("tariff T-{:02} \"Service {}\" {{\n{}", n, n, kHead);
  text += fmt::format("  edition  {}{}  cite s \"Title page\"\n\n", day, before.empty() ? "" : " supersedes \"" + before + '"');
  text += fmt::format("  source s \"T-{:02}, Rev. {}\"  docket \"{:04}\"  effective {}\n", n, number, number, day);
  text += fmt::format(fmt::runtime(kRules));
  if (n % 3 != 0) text += kPeriods;
  text += fmt::format("\n  value customer_charge {{ from {} = {}.{:02} USD/month  cite s \"Customer Charge\" }}\n", day,
                      8 + n % 7, number % 100);
  if (n % 3 == 0) {
    text += "\n  table energy_rate : USD/kWh {\n" + from + "      | season | tier_1 | tier_2 |\n";
    text += fmt::format("      | summer | 0.1{:03} | 0.2{:03} |\n      | winter | 0.0{:03} | 0.1{:03} |\n  }}\n", 100 + number,
                        200 + number, 700 + number % 200, 300 + number);
    text += "\n  charge energy \"Energy\" = usage split by season in tiers {\n";
    text += "    tier_1 first 16 kWh/day * days at energy_rate[season, tier_1]\n";
    text += "    tier_2 above at energy_rate[season, tier_2]\n  }\n";
  } else {
    text += "\n  table energy_rate : USD/kWh {\n" + from + "      | season | on_peak | off_peak |\n";
    text += fmt::format("      | summer | 0.2{:03} | 0.1{:03} |\n      | winter | 0.1{:03} | 0.0{:03} |\n  }}\n", 100 + number,
                        200 + number, 300 + number, 700 + number % 200);
    text += "\n  charge energy \"Energy\" = usage split by period at energy_rate[season, period]\n";
  }
  if (n % 3 == 2) {
    text += "\n  measure peak_kw = maximum demand in on_peak\n";
    text += fmt::format("  charge demand \"Demand\" = peak_kw * {}.{:02} USD/kW/month * months  cite s \"Demand\"\n", 5 + n % 9,
                        number % 100);
  }
  text += "  charge customer \"Customer Charge\" = customer_charge * months\n";
  text += "  tax sales \"Sales tax\" = 6.25% of all lines  cite s \"Taxes\"\n}\n";
  return text;
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file << text;
}

std::string head_of_one(std::string_view id) {
  return fmt::format("tariff {} \"Generated\" {{\n{}\n  source s \"Sheet\"  docket \"1\"  effective 2025-01-01\n", id, kHead) +
         fmt::format(fmt::runtime(kRules));
}

}  // namespace

void write_script_book(const ScriptBook& wanted) {
  namespace chrono = std::chrono;
  std::filesystem::create_directories(wanted.folder / "tariffs");
  CsvFile accounts(wanted.folder / "accounts.csv", "account_id,tariff,from,through");
  CsvFile usage(wanted.folder / "usage.csv", "account_id,start,interval_minutes,kwh");
  for (std::uint32_t e = 0; e < wanted.editions; ++e) {
    const std::uint32_t tariff = e % wanted.tariffs, number = e / wanted.tariffs;
    const auto begin = [&](std::uint32_t n) {
      return year_month_day(chrono::year(2000) / chrono::January / 1 + chrono::months(3 * static_cast<int>(n)));
    };
    const auto name = [&](std::uint32_t n) { return fmt::format("T-{:02}-{}.tariff", tariff, day_text(begin(n))); };
    write_text(wanted.folder / "tariffs" / name(number),
               edition_script(tariff, number, day_text(begin(number)), number == 0 ? "" : name(number - 1)));
    const chrono::sys_days from = begin(number) + chrono::months(1);
    const std::string account = fmt::format("{:06}", e);
    accounts.text(account).text(fmt::format("T-{:02}", tariff)).text(day_text(from)).text(day_text(from + chrono::days(27)));
    accounts.end_row();
    usage.text(account).text(day_text(from) + "T00:00:00-07:00").number(60).begin_field();
    for (std::uint32_t hour = 0; hour < 28 * 24; ++hour) {
      if (hour > 0) usage.append(";");
      usage.append_thousandths(300 + (hour * 37 + e * 11) % 1900);
    }
    usage.end_row();
  }
  accounts.close();
  usage.close();
}

std::string long_script(std::uint32_t charges) {
  std::string text = head_of_one("LONG") + std::string(kPeriods) + "\n";
  for (std::uint32_t i = 0; i < charges; ++i) {
    const auto amount = [&](std::string_view unit) {
      switch (i % 4) {
        case 0:
          return fmt::format("usage * 0.{:05} USD/kWh", 1000 + i);
        case 1:
          return fmt::format("{}.{:02} USD/month * months", i % 17, i % 100);
        case 2:
          return fmt::format("{}.{:02} {} * days", i % 7, i % 100, unit);
        default:
          return fmt::format("usage in on_peak * 0.{:05} USD/kWh", 3000 + i);
      }
    };
    text += fmt::format("  charge c{} \"Charge {}\" = {}  cite s \"Line {}\"\n", i, i, amount("USD/day"), i);
  }
  return text + "  tax sales \"Sales tax\" = 6.25% of all lines  cite s \"Taxes\"\n}\n";
}

std::string script_of_periods(std::uint32_t periods) {
  std::string text = head_of_one("PERIODS") + "\n", table;
  const auto clock = [](std::uint32_t minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); };
  for (std::uint32_t i = 0; i < periods; ++i) {
    text += i + 1 < periods
                ? fmt::format("  period p{} = every day {} to {}  cite s \"Time Periods\"\n", i, clock(i), clock(i + 1))
                : fmt::format("  period p{} = otherwise\n", i);
    table += fmt::format("      | p{} | 0.{:05} |\n", i, 1000 + i);
  }
  text +=
      "\n  table energy_rate : USD/kWh {\n    from 2025-01-01  cite s \"Energy Charge\"\n      | period | price |\n" + table;
  return text + "  }\n\n  charge energy \"Energy\" = usage split by period at energy_rate[period, price]\n}\n";
}

}  // namespace ratebook::sample
