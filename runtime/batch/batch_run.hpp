// A batch: input files in, a directory of result files out (interfaces.md, "Output files of `rate`"). Bills stand in the order of the accounts
// file; the same bytes for any number of threads. Every row of every input is accounted for, or the run fails.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/batch/engine.hpp"
#include "runtime/batch/rated_text.hpp"
#include "runtime/io/account_shares.hpp"

namespace ratebook {

struct BatchOptions {
  InputPaths inputs;
  std::string out;
  bool replace = false;
  unsigned threads = 1;
  std::uint64_t max_rows = 1000000;
  bool parquet = false;  // tables of the result are Parquet files, not CSV; not of a shard
  ReadingOptions reading;
  Date as_known;  // the engine's
  bool as_known_given = false;
  std::string run_id;  // "": one is made
  std::string engine_version;
  std::optional<Shard> shard;  // only these accounts; what merging needs stands beside (shard_manifest.hpp)
  std::size_t chunk_bytes = kChunkBytes;
  std::size_t sort_memory = std::size_t{256} << 20;  // of all sorting together
  struct Progress {
    std::uint64_t bytes = 0, of_bytes = 0, bills = 0, accounts = 0;
    bool again = false;  // an input is not in order: it was begun anew
  };
  std::function<void(const Progress&)> progress;
  const std::atomic<bool>* stop = nullptr;  // set: ends the run as a system failure
};

struct InputReport {
  std::string name, kind, digest;  // kind: accounts, registers, long_intervals, wide_intervals, facts, history
  std::uint64_t rows = 0, rounded = 0;
  RowCounts counts;
  bool sorted = false;         // was not ascending by account_id
  bool ends_in_a_row = false;  // its last row has no line end: perhaps it was cut off
  std::vector<std::string> unread_columns;
  std::string cache;  // how a usage cache served: "found", "made", "made anew: …"; "": the text was read
};

struct BatchReport {
  std::vector<InputReport> inputs;
  std::uint64_t accounts = 0, bills = 0, lines = 0;
  std::uint64_t quarantine_records = 0, quarantined_cycles = 0;
  std::map<std::string, std::uint64_t> quarantine_by_code;
  std::map<std::int32_t, std::uint64_t> cycles_by_interval;  // bills by the length of their intervals, in minutes
  Sums sums;
  std::map<std::string, std::map<std::string, std::uint64_t>> unknown_texts;
  std::map<std::string, std::string> zones;
  std::vector<std::string> files;  // of the result, in the order of interfaces.md
  struct Table {
    std::vector<std::string> files;
    std::uint64_t rows = 0;            // of all of them
    std::uint64_t rows_of_a_file = 0;  // of each but the last
  };
  std::vector<Table> tables;  // the same files
  std::string engine;
};

// Failures: usage and system (failure.hpp). `ir_digests` by tariff and edition.
Outcome<BatchReport> run_batch(const Sources& sources, const Book& book, Engine& engine, const IrDigests& ir_digests,
                               const BatchOptions& options);

}  // namespace ratebook
