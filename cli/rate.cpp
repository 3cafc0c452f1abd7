// ratebook rate: a batch of bills.
#include <atomic>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/command.hpp"
#include "cli/emit.hpp"
#include "cli/engines.hpp"
#include "cli/exit_code.hpp"
#include "cli/input_options.hpp"
#include "cli/numbers.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "ratebook_version.hpp"
#include "runtime/batch/batch_run.hpp"
#include "runtime/io/output_directory.hpp"
#include "runtime/io/parquet_rows.hpp"

namespace ratebook::cli {

namespace {

struct Options {
  InputOptions inputs;
  std::string out, engine = "native", run_id, emit, shard;
  std::string format = "csv";
  unsigned threads = 0;
  std::uint64_t max_rows = 1000000;
  bool replace = false, strict = false, json = false;
};

std::atomic<bool> interrupted{false};
extern "C" void interrupt(int) { interrupted = true; }

// What an operator looks at after a run.
void print_summary(const BatchReport& report, const Options& options, std::uint64_t milliseconds) {
  print(fmt::format("{}, {} in {}\n", counted(report.bills, "bill"), counted(report.lines, "line"), options.out));
  if (!options.shard.empty()) print(fmt::format("shard {} of the run: ratebook merge puts shards together\n", options.shard));
  for (const auto& [currency, types] : report.sums) {
    print(fmt::format("  {:<16} {:>20} {}\n", "total", grouped(types.at("total"), kSumScale, 2), currency));
    for (const auto& [type, sum] : types) {
      if (type != "total") print(fmt::format("  {:<16} {:>20} {}\n", type, grouped(sum, kSumScale, 2), currency));
    }
  }
  if (report.quarantine_records > 0) {
    print(fmt::format("quarantined: {} without a bill, {} in {}/quarantine.{}\n", counted(report.quarantined_cycles, "cycle"),
                      counted(report.quarantine_records, "record"), options.out, options.format));
    for (const auto& [code, times] : report.quarantine_by_code) print(fmt::format("  {:<24} {:>12}\n", code, grouped(times)));
  }
  for (const InputReport& input : report.inputs) {
    std::string said;
    const auto say = [&](std::uint64_t count, std::string_view what, std::string_view how) {
      if (count > 0) said += fmt::format("{}{} {}", said.empty() ? "" : ", ", counted(count, what), how);
    };
    say(input.counts.duplicate, "equal duplicate", "dropped");
    say(input.counts.outside, "row", "outside every cycle");
    say(input.rounded, "reading", "rounded");
    if (!said.empty()) print(fmt::format("{}: {}\n", input.name, said));
    if (!input.unread_columns.empty())
      print(fmt::format("{}: no tariff reads `{}`\n", input.name, fmt::join(input.unread_columns, "`, `")));
  }
  std::string lengths;
  for (const auto& [minutes, bills] : report.cycles_by_interval)
    lengths += fmt::format("{}{} of {} min", lengths.empty() ? "" : ", ", counted(bills, "bill"), minutes);
  if (!lengths.empty()) print("intervals: " + lengths + "\n");
  std::uint64_t words = 0;
  for (const auto& [input, texts] : report.unknown_texts) words += texts.size();
  if (words > 0)
    print(fmt::format("{} that no script names: unknown_texts in {}/run.json\n", counted(words, "text value"), options.out));
  const std::uint64_t per_second = report.accounts * 1000 / std::max<std::uint64_t>(milliseconds, 1);
  print(fmt::format("{} in {}.{:02} s, {} accounts/s, {} engine on {}\n", counted(report.accounts, "account"),
                    milliseconds / 1000, milliseconds % 1000 / 10, grouped(per_second), report.engine,
                    counted(options.threads, "thread")));
}

void print_json(const BatchReport& report, const Options& options, std::uint64_t milliseconds) {
  nlohmann::ordered_json json;
  json["out"] = options.out;
  if (!options.shard.empty()) json["shard"] = options.shard;
  json["bills"] = report.bills;
  json["lines"] = report.lines;
  json["accounts"] = report.accounts;
  json["quarantined_cycles"] = report.quarantined_cycles;
  json["quarantine_records"] = report.quarantine_records;
  json["quarantine"] = report.quarantine_by_code;
  json["sums"] = nlohmann::ordered_json::object();
  for (const auto& [currency, types] : report.sums) {
    for (const auto& [type, sum] : types) json["sums"][currency][type] = format_scaled(sum, kSumScale, 2);
  }
  json["engine"] = report.engine;
  json["milliseconds"] = milliseconds;
  print(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

// What is wrong with the use of the command, whatever the scripts are.
int look_at_inputs(const Options& options) {
  const int code = options.inputs.look_at_headers();
  const auto out = OutputDirectory::begin(options.out, options.replace);
  if (out || out.error().kind != Failure::Kind::usage) return code;
  complain(out.error().message);
  return kWrongUse;
}

int rate(Options options) {
  LoadedBook loaded;
  load_book(loaded, {options.inputs.book}, {.strict = options.strict, .kernels = options.engine != "interpreter"});
  if (loaded.exit_code != kSuccess && options.emit.empty()) return graver(loaded.exit_code, look_at_inputs(options));
  if (loaded.exit_code != kSuccess) return loaded.exit_code;
  if (!options.emit.empty())
    return options.emit == "tree" ? emit_trees(script_files({options.inputs.book})) : emit(loaded, options.emit);
  if (options.format == "parquet" && !options.shard.empty()) {
    complain("--format parquet: shards are CSV files");
    return kWrongUse;
  }
  if (options.format == "parquet" && !parquet_is_built_in()) {
    complain("--format parquet: this program was built without Parquet");
    return kWrongUse;
  }
  if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());

  BatchOptions batch;
  batch.inputs = options.inputs.paths();
  batch.out = options.out;
  batch.replace = options.replace;
  batch.threads = options.threads;
  batch.max_rows = options.max_rows;
  batch.parquet = options.format == "parquet";
  batch.reading = options.inputs.reading();
  batch.as_known_given = options.inputs.known_on().has_value();
  batch.as_known = options.inputs.known_on().value_or(today());
  batch.run_id = options.run_id;
  if (!options.shard.empty()) batch.shard = parse_shard(options.shard);
  batch.engine_version = kEngineVersion;
  Progress progress;
  batch.progress = [&](const BatchOptions::Progress& p) { progress.show(p.bytes, p.of_bytes, p.bills, p.again); };
  batch.stop = &interrupted;
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, interrupt);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a failed write, not a death

  const auto engine = make_engine(options.engine, loaded.book, RatingOptions{batch.as_known}, loaded.programs);
  const auto started = std::chrono::steady_clock::now();
  const auto report = run_batch(loaded.sources, loaded.book, *engine, ir_digests(loaded.book, *loaded.programs), batch);
  const auto milliseconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started).count());
  if (!report) {
    complain(report.error().message);
    return report.error().kind == Failure::Kind::usage ? kWrongUse : kFailed;
  }
  for (const InputReport& input : report->inputs) {
    if (input.ends_in_a_row) complain(cut_off_words(input.name));
  }
  if (options.json)
    print_json(*report, options, milliseconds);
  else
    print_summary(*report, options, milliseconds);
  return report->quarantine_records > 0 ? kQuarantined : kSuccess;
}

}  // namespace

void add_rate(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("rate", "Rate a batch of accounts: bills, lines, history, quarantine and a report of the run");
  add_inputs(*command, options->inputs);
  command->add_option("--out", options->out, "Directory of the result")->type_name("DIR");
  command->add_flag("--replace", options->replace, "Put the new result in the place of an existing one");
  command->add_option("--engine", options->engine, "native or interpreter")
      ->check(CLI::IsMember({"native", "interpreter"}))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads (default: as many as processors)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command->add_option("--max-rows", options->max_rows, "Rows of a result file; what is more goes to lines_2.csv …")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
      ->capture_default_str()
      ->type_name("N");
  const CLI::Validator is_shard(
      [](const std::string& text) {
        return parse_shard(text) ? "" : fmt::format("`{}` is not a shard such as 2/7 (at most {})", text, kMostShards);
      },
      "");
  command
      ->add_option("--shard", options->shard, "Only the I-th of N shares of the accounts; ratebook merge puts shares together")
      ->check(is_shard)
      ->type_name("I/N");
  command->add_option("--format", options->format, "csv or parquet: what the tables of the result are")
      ->check(CLI::IsMember({"csv", "parquet"}))
      ->capture_default_str();
  command->add_option("--run-id", options->run_id, "Name of this run in run.json")->type_name("ID");
  add_emit(*command, options->emit);
  command->add_flag("--json", options->json, "Print the summary as one JSON object");
  command->add_flag("--strict", options->strict, "Warnings of scripts are errors");
  command->footer(
      "Example:\n  ratebook rate tariffs/energyco --accounts accounts.csv --usage reads.csv --usage intervals.csv --out bills");
  command->callback([options, &run] {
    if (options->out.empty() && options->emit.empty()) throw CLI::RequiredError("--out");
    run = [options] { return rate(*options); };
  });
}

}  // namespace ratebook::cli
