// make_tou_month: accounts and readings for the benchmark of whole commands.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "bench/whole/tou_month.hpp"

int main(int argc, char** argv) {
  CLI::App app(
      "Writes accounts.csv and usage.csv for tou-month.tariff: N homes with 2,880 readings each.\n"
      "The same options write the same bytes.\n"
      "  make_tou_month --out out/tou --accounts 145000");
  ratebook::whole::TouMonth wanted;
  app.add_option("--out", wanted.folder, "the folder to write to")->required();
  app.add_option("--accounts", wanted.accounts)->required()->check(CLI::Range(1, 99'999'999));
  app.add_option("--seed", wanted.seed, "another seed, other readings")->capture_default_str();
  auto* bad = app.add_option("--bad-per-mille", wanted.bad_per_mille, "accounts of a thousand whose usage row is bad");
  bad->capture_default_str()->check(CLI::Range(0, 1000));
  app.add_flag("--columns", wanted.columns, "also writes usage.columns, for hand_written_tou")->excludes(bad);
  CLI11_PARSE(app, argc, argv);
  try {
    fmt::print("{} readings\n", ratebook::whole::write_tou_month(wanted));
  } catch (const std::exception& failure) {
    fmt::print(stderr, "make_tou_month: {}\n", failure.what());
    return 1;
  }
  return 0;
}
