#include "runtime/batch/run_report.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>

#include "language/base/digest.hpp"
#include "runtime/io/input_file.hpp"

namespace ratebook {

namespace {

using Json = nlohmann::ordered_json;

Json tariffs(const Sources& sources, const Book& book, const IrDigests& ir_digests) {
  Json all = Json::array();
  for (std::size_t t = 0; t < book.tariffs.size(); ++t) {
    for (std::size_t e = 0; e < book.tariffs[t].editions.size(); ++e) {
      const CheckedTariff& edition = book.tariffs[t].editions[e];
      Json one;
      one["tariff"] = edition.id;
      one["edition"] = edition.edition == Date::min() ? "" : format_date(edition.edition);
      one["script"] = std::filesystem::path(sources.file(edition.file).path).filename().string();
      one["source_digest"] = edition.source_digest;
      one["ir_digest"] = ir_digests[t][e];
      Json calendars = Json::object();
      for (const Calendar& calendar : edition.calendars) {
        if (!calendar.file.empty()) calendars[calendar.name] = {{"file", calendar.file}, {"digest", calendar.digest}};
      }
      one["calendars"] = std::move(calendars);
      all.push_back(std::move(one));
    }
  }
  return all;
}

Json inputs(const BatchReport& report) {
  Json all = Json::array();
  for (const InputReport& input : report.inputs) {
    Json one;
    one["name"] = input.name;
    one["kind"] = input.kind;
    one["digest"] = input.digest;
    one["rows"] = input.rows;
    one["billed"] = input.counts.used;
    one["refused_with_cycle"] = input.counts.refused;
    one["bad"] = input.counts.bad;
    one["orphan"] = input.counts.orphan;
    one["duplicate"] = input.counts.duplicate;
    one["outside_cycles"] = input.counts.outside;
    one["rounded_readings"] = input.rounded;
    one["rows_without_line_end"] = input.ends_in_a_row ? 1 : 0;
    one["unread_columns"] = input.unread_columns;
    all.push_back(std::move(one));
  }
  return all;
}

// Bills by the length of their intervals in minutes.
Json intervals(const BatchReport& report) {
  Json all = Json::object();
  for (const auto& [minutes, bills] : report.cycles_by_interval) all[std::to_string(minutes)] = bills;
  return all;
}

Json sums(const Sums& sums) {
  Json all = Json::object();
  for (const auto& [currency, types] : sums) {
    for (const auto& [type, sum] : types) all[currency][type] = format_scaled(sum, kSumScale, 2);
  }
  return all;
}

}  // namespace

std::string utc_words(std::chrono::system_clock::time_point at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  return format_stamp({seconds, false});
}

std::string random_run_id() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}", source(), source());
}

std::string machine_words() {
  utsname machine{};
  return ::uname(&machine) == 0 ? std::string(machine.nodename) + " " + machine.machine : std::string();
}

std::string inputs_digest(const std::vector<InputReport>& inputs) {
  std::string all;
  for (const InputReport& input : inputs) all += input.kind + " " + input.digest + "\n";
  return sha256_digest(all);
}

Outcome<void> write_run_report(const std::string& directory, const Sources& sources, const Book& book,
                               const IrDigests& ir_digests, const BatchOptions& options, const BatchReport& report,
                               std::chrono::system_clock::time_point started) {
  Json json;
  json["schema"] = kRunSchema;
  json["engine_version"] = options.engine_version;
  if (options.shard) json["shard"] = options.shard->words();
  json["tariffs"] = tariffs(sources, book, ir_digests);
  json["zones"] = report.zones;
  json["inputs_digest"] = inputs_digest(report.inputs);
  json["inputs"] = inputs(report);
  if (options.as_known_given) json["as_known"] = format_date(options.as_known);
  json["counts"] = {{"accounts", report.accounts},
                    {"bills", report.bills},
                    {"lines", report.lines},
                    {"quarantined_cycles", report.quarantined_cycles},
                    {"quarantine_records", report.quarantine_records},
                    {"rows_without_line_end", std::count_if(report.inputs.begin(), report.inputs.end(),
                                                            [](const InputReport& input) { return input.ends_in_a_row; })},
                    {"bills_by_interval_minutes", intervals(report)}};
  json["quarantine"] = report.quarantine_by_code;
  json["sums"] = sums(report.sums);
  json["accounts_by_engine"] = {{report.engine, report.bills}};
  json["unknown_texts"] = report.unknown_texts;
  json["files"] = report.files;

  const auto ended = std::chrono::system_clock::now();
  Json run;
  run["id"] = options.run_id.empty() ? random_run_id() : options.run_id;
  run["started"] = utc_words(started);
  run["ended"] = utc_words(ended);
  run["milliseconds"] = std::chrono::duration_cast<std::chrono::milliseconds>(ended - started).count();
  if (!options.as_known_given) run["as_known"] = format_date(options.as_known);
  run["threads"] = options.threads;
  run["machine"] = machine_words();
  Json sorted = Json::array();
  for (const InputReport& input : report.inputs) {
    if (input.sorted) sorted.push_back(input.name);
  }
  run["sorted_inputs"] = std::move(sorted);
  for (const InputReport& input : report.inputs) {
    if (!input.cache.empty()) run["usage_cache"][input.name] = input.cache;
  }
  json["run"] = std::move(run);

  return write_new_file(directory + "/run.json", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace ratebook
