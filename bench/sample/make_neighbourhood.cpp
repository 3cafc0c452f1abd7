// make_neighbourhood: sample accounts and readings for demos, tests and benchmarks.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <charconv>
#include <exception>
#include <string>

#include "bench/sample/bad_usage.hpp"
#include "bench/sample/neighbourhood.hpp"

namespace {

using ratebook::sample::Form;
using ratebook::sample::Neighbourhood;

std::string check_month(const std::string& text) {
  unsigned year = 0, month = 0;
  const char* const end = text.data() + text.size();
  const bool good =
      text.size() == 7 && text[4] == '-' && std::from_chars(text.data(), text.data() + 4, year).ptr == text.data() + 4 &&
      std::from_chars(text.data() + 5, end, month).ptr == end && year >= 1970 && year <= 2037 && month >= 1 && month <= 12;
  return good ? "" : "a month is written 2025-07, from 1970 to 2037";
}

std::chrono::year_month parse_month(const std::string& text) {
  return std::chrono::year(std::stoi(text.substr(0, 4))) / std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5))));
}

void report(const Neighbourhood& wanted, const ratebook::sample::Written& written) {
  fmt::print("{}: {} accounts, {} readings\n", wanted.folder.string(), written.accounts, written.readings);
  for (std::size_t kind = 0; kind < written.bad.size(); ++kind)
    if (written.bad[kind] > 0)
      fmt::print("  {} × {}\n", written.bad[kind], ratebook::sample::bad_row_word(static_cast<ratebook::sample::BadRow>(kind)));
  if (wanted.bad_per_mille > 0) fmt::print("  {} accounts can be billed\n", written.accounts - written.refused());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Writes accounts and a month of readings for the sample tariffs R1, R2 and C1.\n"
      "The same options write the same bytes.\n"
      "  make_neighbourhood --out out/sample --r1 1500 --r2 1500 --c1 200");
  Neighbourhood wanted;
  std::string month = "2025-07", form = "wide";
  app.add_option("--out", wanted.folder, "the folder to write to")->required();
  app.add_option("--seed", wanted.seed, "another seed, other accounts")->capture_default_str();
  app.add_option("--r1", wanted.r1_accounts, "tiered homes, a register read each");
  app.add_option("--r2", wanted.r2_accounts, "time-of-use homes, intervals");
  app.add_option("--c1", wanted.c1_accounts, "businesses, intervals of kWh and kvarh");
  app.add_option("--month", month, "the month in which the cycles start")->capture_default_str()->check(check_month);
  app.add_option("--days", wanted.cycles.days, "days of a cycle; 0: to the day before the same day of the next month")
      ->capture_default_str()
      ->check(CLI::Range(0, 400));
  app.add_option("--windows", wanted.cycles.windows, "cycles that start on as many days, from the first on")
      ->capture_default_str()
      ->check(CLI::Range(1, 28));
  app.add_option("--interval", wanted.cycles.interval_minutes, "minutes")
      ->capture_default_str()
      ->check(CLI::IsMember({5, 15, 30, 60}));
  app.add_option("--timezone", wanted.cycles.timezone)->capture_default_str();
  app.add_option("--form", form, "wide: a row a cycle; long: a row an interval")
      ->capture_default_str()
      ->check(CLI::IsMember({"wide", "long"}));
  app.add_option("--bad-per-mille", wanted.bad_per_mille,
                 "accounts of a thousand that have a bad usage row, of ten kinds in turn")
      ->capture_default_str()
      ->check(CLI::Range(0, 1000));
  app.add_flag("--shuffled", wanted.shuffled, "usage in another order than accounts.csv");
  CLI11_PARSE(app, argc, argv);
  wanted.cycles.month = parse_month(month);
  wanted.form = form == "wide" ? Form::wide : Form::row_per_interval;
  try {
    report(wanted, ratebook::sample::write_neighbourhood(wanted));
  } catch (const std::exception& failure) {
    fmt::print(stderr, "make_neighbourhood: {}\n", failure.what());
    return 1;
  }
  return 0;
}
