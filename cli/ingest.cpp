// ratebook ingest: usage files of intervals into the cache.
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/loaded_book.hpp"
#include "cli/numbers.hpp"
#include "cli/terminal.hpp"
#include "runtime/io/usage_ingest.hpp"

namespace ratebook::cli {

namespace {

struct Options {
  std::string book, cache;
  std::vector<std::string> usage;
  int round_usage = -1;
  unsigned threads = 0;
  bool json = false;
};

struct Kept {
  std::string name;
  std::uint64_t text_bytes = 0;
  Ingested ingested;
};

Outcome<std::vector<Kept>> ingest_all(const Book& book, const Options& options) {
  const std::string temporary = std::filesystem::temp_directory_path().string();
  IngestOptions ingesting;
  ingesting.directory = options.cache;
  if (options.round_usage >= 0) ingesting.reading.round_decimals = options.round_usage;
  ingesting.sort.directory = temporary;
  TaskPool pool(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency()));
  MeteredNames names(book);
  std::vector<Kept> all;
  for (const std::string& path : options.usage) {
    auto file = InputFile::open(path, temporary);
    if (!file) return failure(file.error());
    const auto header = read_header(*file);
    if (!header) return failure(header.error());
    const auto columns = recognise_usage(*header, names);
    if (!columns) return failure(columns.error());
    auto kept = ratebook::ingest(*file, *columns, ingesting, pool);
    if (!kept) return failure(kept.error());
    all.push_back({path, file->size(), std::move(*kept)});
  }
  return all;
}

void print_kept(const std::vector<Kept>& all) {
  for (const Kept& one : all) {
    const UsageCache::Totals& totals = one.ingested.cache->totals();
    print(fmt::format("{}: {}\n", one.name, one.ingested.words()));
    print(fmt::format("  {} of {}, {} MB (text {} MB)\n", counted(totals.readings, "reading"),
                      counted(totals.accounts, "account"), grouped((one.ingested.cache->bytes() + 999999) / 1000000),
                      grouped((one.text_bytes + 999999) / 1000000)));
    print(fmt::format("  in {}\n", one.ingested.cache->path()));
    if (totals.unsorted) print("  sorted: the file is not ascending by account_id\n");
    if (totals.rounded > 0) print(fmt::format("  {} rounded\n", counted(totals.rounded, "reading")));
    if (totals.refused > 0)
      print(fmt::format("  {} cannot be read; a run quarantines them and says why\n", counted(totals.refused, "row")));
  }
}

void print_json(const std::vector<Kept>& all) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Kept& one : all) {
    const UsageCache::Totals& totals = one.ingested.cache->totals();
    json.push_back({{"usage", one.name},
                    {"cache", one.ingested.cache->path()},
                    {"how", one.ingested.words()},
                    {"rows", totals.records},
                    {"refused_rows", totals.refused},
                    {"accounts", totals.accounts},
                    {"readings", totals.readings},
                    {"rounded_readings", totals.rounded},
                    {"bytes", one.ingested.cache->bytes()},
                    {"sorted", totals.unsorted},
                    {"digest", totals.digest}});
  }
  print(nlohmann::ordered_json{{"usage_caches", json}}.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

int ingest(const Options& options) {
  LoadedBook loaded;
  load_book(loaded, {options.book}, {.strict = false, .kernels = false});
  if (loaded.exit_code != kSuccess) return loaded.exit_code;
  const auto kept = ingest_all(loaded.book, options);
  if (!kept) {
    complain(kept.error().message);
    return kept.error().kind == Failure::Kind::usage ? kWrongUse : kFailed;
  }
  if (options.json)
    print_json(*kept);
  else
    print_kept(*kept);
  return kSuccess;
}

}  // namespace

void add_ingest(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("ingest", "Put usage files of intervals into the cache, so that runs need not read text");
  command->add_option("BOOK", options->book, "A script, or a directory of scripts: they say which columns are usage")
      ->required()
      ->type_name("");
  command->add_option("--usage", options->usage, "Intervals (CSV or Parquet); may be given several times")
      ->required()
      ->type_name("FILE");
  command->add_option("--cache", options->cache, "Directory of the cache; made when it does not exist")
      ->required()
      ->type_name("DIR");
  command->add_option("--round-usage", options->round_usage, "Round readings half even to so many decimals of kWh")
      ->check(CLI::Range(0, 6))
      ->type_name("N");
  command->add_option("--threads", options->threads, "Threads (default: as many as processors)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command->add_flag("--json", options->json, "Print what was kept as one JSON object");
  command->footer(
      "Example:\n  ratebook ingest tariffs/energyco --usage intervals.csv --cache usage-cache\n"
      "  ratebook rate tariffs/energyco --accounts accounts.csv --usage intervals.csv --cache usage-cache --out bills");
  command->callback([options, &run] { run = [options] { return ingest(*options); }; });
}

}  // namespace ratebook::cli
