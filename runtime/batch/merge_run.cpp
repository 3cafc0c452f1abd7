#include "runtime/batch/merge_run.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "runtime/batch/merge_tables.hpp"
#include "runtime/batch/merged_report.hpp"
#include "runtime/batch/run_report.hpp"
#include "runtime/io/bill_text.hpp"
#include "runtime/io/history_file.hpp"
#include "runtime/io/input_file.hpp"
#include "runtime/io/output_directory.hpp"
#include "runtime/io/quarantine.hpp"

namespace ratebook {

namespace {

namespace fs = std::filesystem;

struct ShardResult {
  std::string directory;
  ShardManifest manifest;
};

// "3", "3 and 5", "1, 2 and 7"; no more than some.
std::string listed(const std::vector<std::uint32_t>& numbers) {
  constexpr std::size_t kMost = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(numbers.size(), kMost); ++i)
    text += (i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ") + std::to_string(numbers[i]);
  return numbers.size() > kMost ? fmt::format("{} and {} more", text, numbers.size() - kMost) : text;
}

// The result would take a shard away, or lie in it.
Outcome<void> shards_stay(const MergeOptions& options) {
  std::error_code error;
  const fs::path out = fs::weakly_canonical(options.out, error);
  for (const std::string& shard : options.shards) {
    const fs::path place = fs::weakly_canonical(shard, error);
    if (place == out || place == out.parent_path())
      return usage_failure(shard + " is a shard; the result needs a place of its own");
  }
  return {};
}

// By their number, each there once.
Outcome<std::vector<ShardResult>> all_shards(const std::vector<std::string>& directories) {
  std::vector<ShardResult> shards;
  for (const std::string& directory : directories) {
    auto manifest = read_shard_manifest(directory);
    if (!manifest) return failure(manifest.error());
    shards.push_back({directory, std::move(*manifest)});
    const std::uint32_t of = shards.front().manifest.shard.of;
    if (shards.back().manifest.shard.of != of)
      return usage_failure(fmt::format("{} is shard {}, but {} is one of {}", directory, shards.back().manifest.shard.words(),
                                       shards.front().directory, of));
  }
  std::sort(shards.begin(), shards.end(),
            [](const ShardResult& a, const ShardResult& b) { return a.manifest.shard.index < b.manifest.shard.index; });
  std::vector<std::uint32_t> missing;
  std::uint32_t next = 1;
  for (std::size_t s = 0; s < shards.size(); ++s) {
    const std::uint32_t index = shards[s].manifest.shard.index;
    if (index < next)
      return usage_failure(fmt::format("shard {} is given twice: {} and {}", shards[s].manifest.shard.words(),
                                       shards[s - 1].directory, shards[s].directory));
    while (next < index) missing.push_back(next++);
    ++next;
  }
  const std::uint32_t of = shards.front().manifest.shard.of;
  while (next <= of) missing.push_back(next++);
  if (!missing.empty())
    return usage_failure(fmt::format("{} {} of {} {} missing", missing.size() == 1 ? "shard" : "shards", listed(missing), of,
                                     missing.size() == 1 ? "is" : "are"));
  return shards;
}

// Ranges that follow each other hold every account once.
Outcome<void> check_ranges(const std::vector<ShardResult>& shards) {
  for (std::size_t s = 0; s < shards.size(); ++s) {
    const AccountRange& own = shards[s].manifest.accounts;
    const bool fits = s == 0 ? !own.from : own.from && own.from == shards[s - 1].manifest.accounts.until;
    if (!fits || (s + 1 == shards.size() && own.until))
      return usage_failure(shards[s].directory + " has other accounts than it should: its accounts file was another one");
  }
  return {};
}

// run.json as it was written.
Outcome<std::string> run_json_of(const ShardResult& shard) {
  auto text = text_of_file(shard.directory + "/run.json");
  if (!text) return text;
  for (const ResultFile& file : shard.manifest.files) {
    if (file.name == "run.json" && file.checksum == FileChecksum::of_text(*text)) return text;
  }
  return usage_failure(shard.directory + "/run.json is damaged: its checksum is another one");
}

class Merge {
 public:
  Merge(const MergeOptions& options, const std::vector<ShardResult>& shards, const std::string& directory)
      : options_(options), shards_(shards), directory_(directory) {
    for (const ShardResult& shard : shards) {
      for (const ResultFile& file : shard.manifest.files) of_bytes_ += file.bytes;
    }
    buffer_ = std::clamp(kMemory / (3 * shards.size()), std::size_t{4} << 10, std::size_t{1} << 20);
  }

  // Returns the files of the result.
  Outcome<std::vector<std::string>> tables() {
    auto bills = create("bills", kBillsHeader);
    if (!bills) return failure(bills.error());
    auto lines = create("lines", kLinesHeader);
    if (!lines) return failure(lines.error());
    if (auto merged = placed(kBillPlaces, kBillPlacesHeader, {&*bills, &*lines},
                             {{"bills", kBillsHeader}, {"lines", kLinesHeader}}, parse_bill_place);
        !merged)
      return failure(merged.error());
    auto history = create("history", kHistoryHeader);
    if (!history) return failure(history.error());
    for (const ShardResult& shard : shards_) {
      TableReader from = reader(shard, "history", kHistoryHeader);
      if (auto copied = copy_table(from, *history); !copied) return failure(copied.error());
    }
    auto quarantine = create("quarantine", kQuarantineHeader);
    if (!quarantine) return failure(quarantine.error());
    if (auto merged = placed(kQuarantinePlaces, kQuarantinePlacesHeader, {&*quarantine}, {{"quarantine", kQuarantineHeader}},
                             parse_quarantine_place);
        !merged)
      return failure(merged.error());
    std::vector<std::string> files;
    for (TableFile* table : {&*bills, &*lines, &*history, &*quarantine}) {
      if (auto closed = table->close(); !closed) return failure(closed.error());
      for (const std::string& name : table->names()) files.push_back(name);
    }
    bills_ = bills->rows();
    lines_ = lines->rows();
    records_ = quarantine->rows();
    return files;
  }

  // The tables have what run.json says.
  bool agrees(const MergeReport& report) const {
    return report.bills == bills_ && report.lines == lines_ && report.quarantine_records == records_;
  }

 private:
  static constexpr std::size_t kMemory = std::size_t{64} << 20;  // of all readers
  struct Table {
    std::string stem;
    std::string_view header;
  };

  Outcome<TableFile> create(const std::string& stem, std::string_view header) {
    return TableFile::create(directory_, stem, header, options_.max_rows);
  }

  TableReader reader(const ShardResult& shard, const std::string& stem, std::string_view header) {
    std::vector<ResultFile> files;
    for (const ResultFile& file : shard.manifest.files) {
      const std::string own = stem_of(file.name);
      const bool numbered =
          own.starts_with(stem + "_") && own.find_first_not_of("0123456789", stem.size() + 1) == std::string::npos;
      if (own == stem || numbered) files.push_back(file);
    }
    TableReader reader(shard.directory, std::move(files), header, buffer_);
    reader.tell([this](std::size_t bytes) { return tell(bytes); });
    return reader;
  }

  Outcome<void> placed(std::string_view places, std::string_view header, const std::vector<TableFile*>& into,
                       const std::vector<Table>& tables, PlacedTables::Parse parse) {
    std::vector<PlacedTables::Shard> shards;
    for (const ShardResult& shard : shards_) {
      PlacedTables::Shard& own = shards.emplace_back(PlacedTables::Shard{reader(shard, stem_of(places), header), {}});
      for (const Table& table : tables) own.tables.push_back(reader(shard, table.stem, table.header));
    }
    return PlacedTables(std::move(shards), into, parse).merge();
  }

  Outcome<void> tell(std::size_t bytes) {
    if (options_.stop != nullptr && *options_.stop) return system_failure("interrupted");
    bytes_ += bytes;
    if (options_.progress) options_.progress({bytes_, of_bytes_});
    return {};
  }

  const MergeOptions& options_;
  const std::vector<ShardResult>& shards_;
  const std::string directory_;
  std::size_t buffer_ = 0;
  std::uint64_t bytes_ = 0, of_bytes_ = 0;
  std::uint64_t bills_ = 0, lines_ = 0, records_ = 0;
};

}  // namespace

Outcome<MergeReport> merge_shards(const MergeOptions& options) {
  const auto started = std::chrono::system_clock::now();
  if (auto stay = shards_stay(options); !stay) return failure(stay.error());
  const auto shards = all_shards(options.shards);
  if (!shards) return failure(shards.error());
  MergedReport report;
  for (const ShardResult& shard : *shards) {
    const auto text = run_json_of(shard);
    if (!text) return failure(text.error());
    if (auto added = report.add(shard.directory, shard.manifest, *text); !added) return failure(added.error());
  }
  if (auto checked = check_ranges(*shards); !checked) return failure(checked.error());
  if (auto checked = report.check_rows(); !checked) return failure(checked.error());

  auto out = OutputDirectory::begin(options.out, options.replace);
  if (!out) return failure(out.error());
  Merge merge(options, *shards, out->path());
  const auto files = merge.tables();
  if (!files) return failure(files.error());
  if (!merge.agrees(report.summary())) return usage_failure("the shards have other rows than their run.json says");

  const auto ended = std::chrono::system_clock::now();
  MergedReport::Json run;
  run["id"] = options.run_id.empty() ? random_run_id() : options.run_id;
  run["started"] = report.first_started();
  run["ended"] = utc_words(ended);
  run["milliseconds_of_merge"] = std::chrono::duration_cast<std::chrono::milliseconds>(ended - started).count();
  run["machine"] = machine_words();
  const auto json = report.merged(*files, std::move(run));
  const std::string text = json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (auto written = write_new_file(out->path() + "/run.json", text); !written) return failure(written.error());
  if (auto published = out->publish(); !published) return failure(published.error());
  return report.summary();
}

}  // namespace ratebook
