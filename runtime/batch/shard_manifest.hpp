// shard.json: what tells the result of a shard from that of a whole run, and what `ratebook merge` must know of it besides run.json: which
// accounts it holds, the options that change bills, and each of its files with rows, size and checksum.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "runtime/batch/batch_run.hpp"
#include "runtime/io/result_files.hpp"

namespace ratebook {

inline constexpr std::string_view kShardSchema = "ratebook.shard/1";

struct ShardManifest {
  Shard shard;
  AccountRange accounts;
  std::map<std::string, std::string> options;  // as rating_options
  std::vector<ResultFile> files;
};

// What besides inputs, scripts and program decides about bills, in words: as-known, engine, interval, round-usage, stamp.
std::map<std::string, std::string> rating_options(const BatchOptions& options, const BatchReport& report);

// When all other files of the result are in the directory and complete.
Outcome<void> write_shard_manifest(const std::string& directory, Shard shard, const AccountRange& accounts,
                                   const std::map<std::string, std::string>& options,
                                   const std::vector<BatchReport::Table>& tables);
// Failure (usage): there is none, or it is not what was written.
Outcome<ShardManifest> read_shard_manifest(const std::string& directory);

// All of a small file. Failure (usage): it cannot be read.
Outcome<std::string> text_of_file(const std::string& path);

}  // namespace ratebook
