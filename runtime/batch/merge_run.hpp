// Results of the shards of one run into one result: the bytes of a run that was not split, run.json's key `run` aside. Memory is bounded
// whatever the size: tables are copied (merge_tables.hpp), counts and sums add.
#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "runtime/batch/rated_text.hpp"

namespace ratebook {

struct MergeOptions {
  std::vector<std::string> shards;  // directories, in any order
  std::string out;
  bool replace = false;
  std::uint64_t max_rows = 1000000;
  std::string run_id;  // "": one is made
  struct Progress {
    std::uint64_t bytes = 0, of_bytes = 0;
  };
  std::function<void(const Progress&)> progress;
  const std::atomic<bool>* stop = nullptr;  // set: ends the merge as a system failure
};

struct MergeReport {
  std::size_t shards = 0;
  std::uint64_t accounts = 0, bills = 0, lines = 0;
  std::uint64_t quarantine_records = 0, quarantined_cycles = 0;
  Sums sums;
};

// Failures: usage (a shard is missing, given twice, damaged, or of another run: its inputs, scripts, options or program are others), system.
Outcome<MergeReport> merge_shards(const MergeOptions& options);

}  // namespace ratebook
