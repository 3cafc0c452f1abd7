#include "runtime/batch/merged_report.hpp"

#include <algorithm>
#include <array>

#include "language/base/decimal.hpp"

namespace ratebook {

namespace {

using Json = MergedReport::Json;

// Of an input: what became of its rows.
constexpr std::array<const char*, 6> kFates{"billed", "refused_with_cycle", "bad", "orphan", "duplicate", "outside_cycles"};
// Of `counts`: those that add.
constexpr std::array<const char*, 5> kCounts{"accounts", "bills", "lines", "quarantined_cycles", "quarantine_records"};

// Keys that shards of one run say alike, and what it means when they don't.
struct Alike {
  const char* key;
  const char* words;
};
constexpr std::array<Alike, 4> kAlike{{{"schema", "is of another version of the program"},
                                       {"engine_version", "is of another version of the program"},
                                       {"tariffs", "was rated with other scripts"},
                                       {"zones", "was rated with other data of time zones"}}};

// What an input's report says of the file itself.
Json of_the_file(Json input) {
  for (const char* fate : kFates) input.erase(fate);
  return input;
}

Int128 sum_of(const Json& json) {
  const std::string text = json.get<std::string>();
  Int128 sum = 0;
  int decimals = -1;  // none before the point
  std::size_t digits = 0;
  for (std::size_t i = text.starts_with('-') ? 1 : 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (is_digit) {
      sum = sum * 10 + (text[i] - '0');
      ++digits;
    }
    if (is_digit ? decimals >= 0 : text[i] == '.' && decimals < 0)
      ++decimals;
    else if (!is_digit)
      throw std::invalid_argument("`" + text + "` is no sum");
  }
  const int more = kSumScale - std::max(decimals, 0);
  if (digits == 0 || more < 0 || digits + static_cast<std::size_t>(more) > 38)
    throw std::invalid_argument("`" + text + "` is no sum");
  sum *= power_of_ten(more);
  return text.starts_with('-') ? -sum : sum;
}

}  // namespace

Outcome<void> MergedReport::compare(const std::string& named, const ShardManifest& manifest, const Json& json) {
  const auto refuse = [&](const std::string& words) { return usage_failure(named + " " + words + " than " + first_); };
  for (const auto& [key, words] : kAlike) {
    if (json.at(key) != base_.at(key)) return refuse(words);
  }
  for (const auto& [name, value] : manifest.options) {
    const auto other = options_.find(name);
    if (other == options_.end() || other->second != value)
      return usage_failure(named + " was rated with other options than " + first_ + ": " + name + " is " + value + ", not " +
                           (other == options_.end() ? "given" : other->second));
  }
  if (json.at("inputs_digest") != base_.at("inputs_digest") || json.at("inputs").size() != base_.at("inputs").size()) {
    for (std::size_t i = 0; i < std::min(json.at("inputs").size(), base_.at("inputs").size()); ++i) {
      if (json.at("inputs")[i].at("digest") != base_.at("inputs")[i].at("digest"))
        return refuse("read other inputs (" + json.at("inputs")[i].at("name").get<std::string>() + ")");
    }
    return refuse("read other inputs");
  }
  for (std::size_t i = 0; i < json.at("inputs").size(); ++i) {
    const Json& own = json.at("inputs")[i];
    if (of_the_file(own) != of_the_file(base_.at("inputs")[i]))
      return refuse("names or reads an input in another way (" + own.at("name").get<std::string>() + ")");
  }
  return {};
}

void MergedReport::add_counts(const Json& json) {
  inputs_.resize(json.at("inputs").size());
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const Json& own = json.at("inputs")[i];
    inputs_[i].name = own.at("name").get<std::string>();
    inputs_[i].rows = own.at("rows").get<std::uint64_t>();
    for (const char* fate : kFates) inputs_[i].counts[fate] += own.at(fate).get<std::uint64_t>();
  }
  for (const char* count : kCounts) counts_[count] += json.at("counts").at(count).get<std::uint64_t>();
  for (const auto& [minutes, bills] : json.at("counts").at("bills_by_interval_minutes").items())
    intervals_[std::stoull(minutes)] += bills.get<std::uint64_t>();
  for (const auto& [code, times] : json.at("quarantine").items()) quarantine_[code] += times.get<std::uint64_t>();
  for (const auto& [engine, bills] : json.at("accounts_by_engine").items()) engines_[engine] += bills.get<std::uint64_t>();
  for (const auto& [input, texts] : json.at("unknown_texts").items()) {
    for (const auto& [text, times] : texts.items()) unknown_texts_[input][text] += times.get<std::uint64_t>();
  }
  for (const auto& [currency, types] : json.at("sums").items()) {
    for (const auto& [type, sum] : types.items()) sums_[currency][type] += sum_of(sum);
  }
}

Outcome<void> MergedReport::add(const std::string& named, const ShardManifest& manifest, const std::string& run_json) {
  try {
    Json json = Json::parse(run_json);
    if (json.at("shard") != manifest.shard.words())
      return usage_failure(named + "/run.json is damaged: it is of another shard");
    if (first_.empty()) {
      first_ = named;
      options_ = manifest.options;
    } else if (auto compared = compare(named, manifest, json); !compared) {
      return compared;
    }
    add_counts(json);
    runs_[manifest.shard.index] = json.at("run");
    const std::string started = json.at("run").at("started").get<std::string>();
    if (first_started_.empty() || started < first_started_) first_started_ = started;
    if (base_.is_null()) base_ = std::move(json);
    return {};
  } catch (const std::exception& fault) {  // JSON's, and numbers that are none
    return usage_failure(named + "/run.json is damaged: " + fault.what());
  }
}

Outcome<void> MergedReport::check_rows() const {
  for (const Input& input : inputs_) {
    std::uint64_t accounted = 0;
    for (const auto& [fate, rows] : input.counts) accounted += rows;
    if (accounted != input.rows)
      return usage_failure(fmt::format("{} has {} rows, but the shards account for {}", input.name, input.rows, accounted));
  }
  return {};
}

Json MergedReport::runs() const {
  Json all = Json::array();
  for (const auto& [index, run] : runs_) {
    all.push_back({{"shard", index}});
    all.back().update(run);
  }
  return all;
}

Json MergedReport::merged(const std::vector<std::string>& files, Json run) const {
  Json json = base_;
  json.erase("shard");
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    for (const auto& [fate, rows] : inputs_[i].counts) json["inputs"][i][fate] = rows;
  }
  for (const auto& [count, times] : counts_) json["counts"][count] = times;
  json["counts"]["bills_by_interval_minutes"] = Json::object();
  for (const auto& [minutes, bills] : intervals_) json["counts"]["bills_by_interval_minutes"][std::to_string(minutes)] = bills;
  json["quarantine"] = quarantine_;
  json["sums"] = Json::object();
  for (const auto& [currency, types] : sums_) {
    for (const auto& [type, sum] : types) json["sums"][currency][type] = format_scaled(sum, kSumScale, 2);
  }
  json["accounts_by_engine"] = engines_;
  json["unknown_texts"] = unknown_texts_;
  json["files"] = files;
  if (base_.at("run").contains("as_known")) run["as_known"] = base_.at("run").at("as_known");
  run["shards"] = runs();
  json["run"] = std::move(run);
  return json;
}

MergeReport MergedReport::summary() const {
  const auto count = [&](const char* name) { return counts_.at(name); };
  return {runs_.size(),   count("accounts"),           count("bills"),
          count("lines"), count("quarantine_records"), count("quarantined_cycles"),
          sums_};
}

}  // namespace ratebook
