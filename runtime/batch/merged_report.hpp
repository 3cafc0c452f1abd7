// run.json of a merged result out of those of its shards: what all of them say alike stays, counts and sums add.
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runtime/batch/merge_run.hpp"
#include "runtime/batch/shard_manifest.hpp"

namespace ratebook {

class MergedReport {
 public:
  using Json = nlohmann::ordered_json;

  // run.json of a shard, `named` in failures. Failure (usage): it is of another run than those before, or not what a run writes.
  Outcome<void> add(const std::string& named, const ShardManifest& manifest, const std::string& run_json);
  // Failure (usage): rows of an input are in no shard or in several. After the last add().
  Outcome<void> check_rows() const;
  // With the key `run` besides what `run` holds; `files` are those of the result.
  Json merged(const std::vector<std::string>& files, Json run) const;
  MergeReport summary() const;
  // What the shards' keys `run` say, by shard.
  Json runs() const;
  const std::string& first_started() const { return first_started_; }

 private:
  struct Input {
    std::string name;
    std::uint64_t rows = 0;
    std::map<std::string, std::uint64_t> counts;  // billed, bad …
  };
  using Counts = std::map<std::string, std::uint64_t>;

  Outcome<void> compare(const std::string& named, const ShardManifest& manifest, const Json& json);
  void add_counts(const Json& json);

  std::string first_;  // the shard that the others are compared with
  Json base_;          // its run.json
  std::map<std::string, std::string> options_;
  std::vector<Input> inputs_;
  Counts counts_, quarantine_, engines_;
  std::map<std::uint64_t, std::uint64_t> intervals_;  // by minutes
  std::map<std::string, Counts> unknown_texts_;
  Sums sums_;
  std::map<std::uint32_t, Json> runs_;  // by shard
  std::string first_started_;
};

}  // namespace ratebook
