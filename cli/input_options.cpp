#include "cli/input_options.hpp"

#include <filesystem>

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"
#include "runtime/io/input_headers.hpp"

namespace ratebook::cli {

namespace {

// "15min", "15 min", "1h"; nothing when it does not divide a day.
std::optional<int> minutes_of(const std::string& text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos || digits > 4) return std::nullopt;
  const std::size_t unit = text.find_first_not_of(' ', digits);
  const std::string word = unit == std::string::npos ? "" : text.substr(unit);
  const int minutes = std::stoi(text.substr(0, digits)) * (word == "h" ? 60 : 1);
  if ((word != "min" && word != "h") || minutes < 1 || minutes > 1440 || 1440 % minutes != 0) return std::nullopt;
  return minutes;
}

}  // namespace

InputPaths InputOptions::paths() const {
  InputPaths paths{accounts, usage, std::nullopt, history, cache};
  if (!facts.empty()) paths.facts = facts;
  return paths;
}

ReadingOptions InputOptions::reading() const {
  ReadingOptions reading;
  if (round_usage >= 0) reading.round_decimals = round_usage;
  reading.stamps_are_ends = stamp == "end";
  reading.interval_minutes = minutes_of(interval);
  return reading;
}

std::optional<Date> InputOptions::known_on() const { return as_known.empty() ? std::nullopt : parse_date(as_known); }

int InputOptions::look_at_headers() const {
  const auto faults = faults_of_headers(paths(), std::filesystem::temp_directory_path().string());
  for (const std::string& fault : faults) complain(fault);
  return faults.empty() ? kSuccess : kWrongUse;
}

std::string cut_off_words(const std::string& input) {
  return input + ": the last row has no line end; it is read as it stands, but a file that was cut off ends so too";
}

CLI::Validator is_date() {
  return {[](const std::string& text) { return parse_date(text) ? "" : "`" + text + "` is not a date such as 2025-07-01"; },
          ""};
}

void add_inputs(CLI::App& command, InputOptions& options) {
  const CLI::Validator is_interval(
      [](const std::string& text) {
        return minutes_of(text) ? "" : "`" + text + "` is not a length such as 15min or 1h that divides a day";
      },
      "");
  command.add_option("BOOK", options.book, "A script, or a directory of scripts")->required()->type_name("");
  command.add_option("--accounts", options.accounts, "Accounts and their cycles (CSV or Parquet; - for standard input)")
      ->required()
      ->type_name("FILE");
  command.add_option("--usage", options.usage, "Register reads or intervals (CSV or Parquet); may be given several times")
      ->required()
      ->type_name("FILE");
  command.add_option("--facts", options.facts, "Dated facts: account_id, name, from, value")->type_name("FILE");
  command
      .add_option("--history", options.history,
                  "What earlier cycles recorded: history.csv of the run before; several times when it was split")
      ->type_name("FILE");
  command
      .add_option("--cache", options.cache,
                  "Directory of the usage cache: intervals are read as text once, and from there until their file changes")
      ->type_name("DIR");
  command.add_option("--stamp", options.stamp, "Time stamps are the start or the end of an interval")
      ->check(CLI::IsMember({"start", "end"}))
      ->capture_default_str();
  command
      .add_option("--interval", options.interval, "Length of the intervals, such as 15min; found from the data unless given")
      ->check(is_interval)
      ->type_name("LENGTH");
  command.add_option("--round-usage", options.round_usage, "Round readings half even to so many decimals of kWh")
      ->check(CLI::Range(0, 6))
      ->type_name("N");
  command.add_option("--as-known", options.as_known, "Rate with what was known on this day (default: today)")
      ->check(is_date())
      ->type_name("DATE");
}

}  // namespace ratebook::cli
