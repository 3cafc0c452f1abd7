// ratebook merge: the results of all shards of a run into one.
#include <atomic>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/numbers.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "runtime/batch/merge_run.hpp"

namespace ratebook::cli {

namespace {

std::atomic<bool> interrupted{false};
extern "C" void interrupt_merge(int) { interrupted = true; }

void print_summary(const MergeReport& report, const std::string& out, std::uint64_t milliseconds) {
  print(fmt::format("{}, {} in {}\n", counted(report.bills, "bill"), counted(report.lines, "line"), out));
  for (const auto& [currency, types] : report.sums)
    print(fmt::format("  {:<16} {:>20} {}\n", "total", grouped(types.at("total"), kSumScale, 2), currency));
  if (report.quarantine_records > 0)
    print(fmt::format("quarantined: {} without a bill, {} in {}/quarantine.csv\n", counted(report.quarantined_cycles, "cycle"),
                      counted(report.quarantine_records, "record"), out));
  print(fmt::format("{} of {} in {}.{:02} s\n", counted(report.shards, "shard"), counted(report.accounts, "account"),
                    milliseconds / 1000, milliseconds % 1000 / 10));
}

void print_json(const MergeReport& report, const std::string& out, std::uint64_t milliseconds) {
  nlohmann::ordered_json json;
  json["out"] = out;
  json["shards"] = report.shards;
  json["bills"] = report.bills;
  json["lines"] = report.lines;
  json["accounts"] = report.accounts;
  json["quarantined_cycles"] = report.quarantined_cycles;
  json["quarantine_records"] = report.quarantine_records;
  json["milliseconds"] = milliseconds;
  print(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

int merge(MergeOptions options, bool as_json) {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, interrupt_merge);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a failed write, not a death
  Progress progress;
  options.progress = [&](const MergeOptions::Progress& p) { progress.show(p.bytes, p.of_bytes); };
  options.stop = &interrupted;
  const auto started = std::chrono::steady_clock::now();
  const auto report = merge_shards(options);
  const auto milliseconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started).count());
  if (!report) {
    complain(report.error().message);
    return report.error().kind == Failure::Kind::usage ? kWrongUse : kFailed;
  }
  if (as_json)
    print_json(*report, options.out, milliseconds);
  else
    print_summary(*report, options.out, milliseconds);
  return report->quarantine_records > 0 ? kQuarantined : kSuccess;
}

}  // namespace

void add_merge(CLI::App& app, Run& run) {
  auto options = std::make_shared<MergeOptions>();
  auto as_json = std::make_shared<bool>(false);
  CLI::App* command =
      app.add_subcommand("merge", "Put the results of all shards of a run together, as if it had not been split");
  command->add_option("SHARD", options->shards, "Results of rate --shard I/N, all N, in any order")->required()->type_name("");
  command->add_option("--out", options->out, "Directory of the result")->required()->type_name("DIR");
  command->add_flag("--replace", options->replace, "Put the new result in the place of an existing one");
  command->add_option("--max-rows", options->max_rows, "Rows of a result file; what is more goes to lines_2.csv …")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
      ->capture_default_str()
      ->type_name("N");
  command->add_option("--run-id", options->run_id, "Name of this run in run.json")->type_name("ID");
  command->add_flag("--json", *as_json, "Print the summary as one JSON object");
  command->footer(
      "Example:\n"
      "  ratebook rate tariffs/energyco --accounts accounts.csv --usage reads.csv --shard 1/2 --out shard-1\n"
      "  ratebook rate tariffs/energyco --accounts accounts.csv --usage reads.csv --shard 2/2 --out shard-2\n"
      "  ratebook merge shard-1 shard-2 --out bills");
  command->callback([options, as_json, &run] { run = [options, as_json] { return merge(*options, *as_json); }; });
}

}  // namespace ratebook::cli
