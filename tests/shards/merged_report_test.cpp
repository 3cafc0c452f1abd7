// What run.json of a merged result says, and which shards are refused by theirs.
#include "runtime/batch/merged_report.hpp"

#include <gtest/gtest.h>

namespace ratebook {
namespace {

using Json = MergedReport::Json;

ShardManifest manifest(std::uint32_t index) {
  ShardManifest manifest;
  manifest.shard = {index, 2};
  manifest.options = {{"stamp", "start"}};
  return manifest;
}

Json shard(std::uint32_t index) {
  Json json = Json::parse(R"({
    "schema": "ratebook.run/1", "engine_version": "1.0.0", "shard": "",
    "tariffs": [{"tariff": "T", "ir_digest": "sha256:1"}], "zones": {"UTC": "sha256:2"}, "inputs_digest": "sha256:3",
    "inputs": [{"name": "accounts.csv", "kind": "accounts", "digest": "sha256:4", "rows": 5,
                "billed": 1, "refused_with_cycle": 1, "bad": 0, "orphan": 0, "duplicate": 0, "outside_cycles": 0}],
    "counts": {"accounts": 2, "bills": 1, "lines": 3, "quarantined_cycles": 1, "quarantine_records": 1,
               "rows_without_line_end": 1, "bills_by_interval_minutes": {"15": 1}},
    "quarantine": {"bad_number": 1}, "sums": {"USD": {"total": "10.005"}}, "accounts_by_engine": {"native": 1},
    "unknown_texts": {"premise.city": {"Sprinfield": 1}}, "files": ["bills.csv"],
    "run": {"id": "x", "started": "2025-12-01T10:00:00Z", "as_known": "2025-12-01"}})");
  json["shard"] = manifest(index).shard.words();
  return json;
}

// The words in which the second shard is refused.
std::string refusal(const Json& second, const ShardManifest& of_second = manifest(2)) {
  MergedReport report;
  EXPECT_TRUE(report.add("one", manifest(1), shard(1).dump()));
  const auto added = report.add("two", of_second, second.dump());
  return added ? "" : added.error().message;
}

TEST(MergedReport, adds_counts_and_sums_and_keeps_the_rest) {
  Json second = shard(2);
  second["inputs"][0]["billed"] = 2;
  second["counts"]["bills"] = 2;
  second["counts"]["bills_by_interval_minutes"] = {{"5", 1}, {"60", 1}};
  second["sums"] = {{"EUR", {{"total", "123456789012345678901234.56"}}}, {"USD", {{"total", "-0.000000000001"}}}};
  second["run"]["started"] = "2025-12-01T09:00:00Z";
  MergedReport report;
  ASSERT_TRUE(report.add("two", manifest(2), second.dump()));
  ASSERT_TRUE(report.add("one", manifest(1), shard(1).dump()));
  EXPECT_TRUE(report.check_rows());
  const Json merged = report.merged({"bills.csv", "lines.csv"}, {{"id", "all"}});
  EXPECT_FALSE(merged.contains("shard"));
  EXPECT_EQ(merged["inputs"][0]["billed"], 3);
  EXPECT_EQ(merged["inputs"][0]["rows"], 5);
  EXPECT_EQ(merged["counts"]["bills"], 3);
  EXPECT_EQ(merged["counts"]["rows_without_line_end"], 1) << "of the file, not of the shard";
  EXPECT_EQ(merged["counts"]["bills_by_interval_minutes"].dump(), R"({"5":1,"15":1,"60":1})") << "as numbers";
  EXPECT_EQ(merged["sums"].dump(), R"({"EUR":{"total":"123456789012345678901234.56"},"USD":{"total":"10.004999999999"}})");
  EXPECT_EQ(merged["quarantine"]["bad_number"], 2);
  EXPECT_EQ(merged["unknown_texts"]["premise.city"]["Sprinfield"], 2);
  EXPECT_EQ(merged["accounts_by_engine"]["native"], 2);
  EXPECT_EQ(merged["files"].dump(), R"(["bills.csv","lines.csv"])");
  EXPECT_EQ(merged["run"]["as_known"], "2025-12-01");
  EXPECT_EQ(merged["run"]["shards"][0]["shard"], 1);
  EXPECT_EQ(report.first_started(), "2025-12-01T09:00:00Z");
}

TEST(MergedReport, rows_that_are_in_no_shard_or_in_two) {
  for (const int billed : {1, 3}) {
    Json second = shard(2);
    second["inputs"][0]["billed"] = billed;
    MergedReport report;
    ASSERT_TRUE(report.add("one", manifest(1), shard(1).dump()));
    ASSERT_TRUE(report.add("two", manifest(2), second.dump()));
    const auto checked = report.check_rows();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message, "accounts.csv has 5 rows, but the shards account for " + std::to_string(3 + billed));
  }
}

TEST(MergedReport, shards_of_other_runs) {
  EXPECT_EQ(refusal(shard(2)), "");
  const auto with = [](const char* key, const Json& value) {
    Json json = shard(2);
    json[key] = value;
    return refusal(json);
  };
  EXPECT_EQ(with("engine_version", "1.0.1"), "two is of another version of the program than one");
  EXPECT_EQ(with("schema", "ratebook.run/2"), "two is of another version of the program than one");
  EXPECT_EQ(with("tariffs", Json::array()), "two was rated with other scripts than one");
  EXPECT_EQ(with("zones", Json::object()), "two was rated with other data of time zones than one");
  EXPECT_EQ(with("inputs_digest", "sha256:5"), "two read other inputs than one");
  EXPECT_EQ(with("shard", "1/2"), "two/run.json is damaged: it is of another shard");
  Json renamed = shard(2);
  renamed["inputs"][0]["name"] = "a.csv";
  EXPECT_EQ(refusal(renamed), "two names or reads an input in another way (a.csv) than one");
  ShardManifest other = manifest(2);
  other.options["stamp"] = "end";
  EXPECT_EQ(refusal(shard(2), other), "two was rated with other options than one: stamp is end, not start");
}

TEST(MergedReport, what_no_run_writes) {
  for (const char* sum : {"", "-", "1.2.3", "1e5", "0.0000000000001", "123456789012345678901234567890"}) {
    Json second = shard(2);
    second["sums"]["USD"]["total"] = sum;
    EXPECT_NE(refusal(second).find("two/run.json is damaged"), std::string::npos) << sum;
  }
  Json second = shard(2);
  second.erase("counts");
  EXPECT_NE(refusal(second).find("two/run.json is damaged"), std::string::npos);
}

}  // namespace
}  // namespace ratebook
