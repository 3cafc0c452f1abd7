// make_book: scripts of a size, to see what they cost: a book of many editions with an account for each, or one long script.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "bench/sample/script_book.hpp"

int main(int argc, char** argv) {
  CLI::App app(
      "Writes a book of scripts, accounts and usage; or one long script to standard output.\n"
      "  make_book --out out/book --tariffs 40 --editions 1000\n"
      "  make_book --charges 1000 > long.tariff");
  ratebook::sample::ScriptBook wanted;
  std::uint32_t charges = 0, periods = 0;
  auto* out = app.add_option("--out", wanted.folder, "the folder to write to");
  app.add_option("--tariffs", wanted.tariffs)->capture_default_str()->check(CLI::Range(1, 99));
  app.add_option("--editions", wanted.editions, "of all tariffs together")->capture_default_str()->check(CLI::Range(1, 10000));
  app.add_option("--charges", charges, "one script with so many charges")->excludes(out);
  app.add_option("--periods", periods, "one script with so many periods of the day")->excludes(out)->check(CLI::Range(2, 1440));
  CLI11_PARSE(app, argc, argv);
  try {
    if (charges > 0) fmt::print("{}", ratebook::sample::long_script(charges));
    if (periods > 0) fmt::print("{}", ratebook::sample::script_of_periods(periods));
    if (!wanted.folder.empty()) ratebook::sample::write_script_book(wanted);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "make_book: {}\n", failure.what());
    return 1;
  }
  return 0;
}
