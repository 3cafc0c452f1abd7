#include "runtime/batch/shard_manifest.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "runtime/io/file_checksum.hpp"
#include "runtime/io/input_file.hpp"
#include "runtime/io/result_files.hpp"

namespace ratebook {

namespace {

using Json = nlohmann::ordered_json;

std::string path_in(const std::string& directory) { return directory + "/" + std::string(kShardManifest); }

std::string text_of(const Json& json) { return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"; }

Json bound(const std::optional<std::string>& id) { return id ? Json(*id) : Json(nullptr); }
std::optional<std::string> bound(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<std::string>());
}

// A file's rows: what of the table's rows is in it.
Outcome<ResultFile> look_at(const std::string& directory, const std::string& name, std::uint64_t rows) {
  const std::string path = directory + "/" + name;
  std::error_code error;
  const std::uint64_t bytes = std::filesystem::file_size(path, error);
  auto sum = FileChecksum::of_file(path);
  if (error || !sum) return system_failure("cannot read " + path + ", which was just written");
  return ResultFile{name, rows, bytes, std::move(*sum)};
}

}  // namespace

std::map<std::string, std::string> rating_options(const BatchOptions& options, const BatchReport& report) {
  const ReadingOptions& reading = options.reading;
  return {{"as-known", format_date(options.as_known) + (options.as_known_given ? "" : " (the day of the run)")},
          {"engine", report.engine},
          {"interval", reading.interval_minutes ? fmt::format("{} min", *reading.interval_minutes) : "found"},
          {"round-usage", reading.round_decimals ? std::to_string(*reading.round_decimals) : "no"},
          {"stamp", reading.stamps_are_ends ? "end" : "start"}};
}

Outcome<void> write_shard_manifest(const std::string& directory, Shard shard, const AccountRange& accounts,
                                   const std::map<std::string, std::string>& options,
                                   const std::vector<BatchReport::Table>& tables) {
  Json files = Json::array();
  const auto add = [&](const std::string& name, std::uint64_t rows) -> Outcome<void> {
    const auto file = look_at(directory, name, rows);
    if (!file) return failure(file.error());
    files.push_back({{"name", name}, {"rows", file->rows}, {"bytes", file->bytes}, {"checksum", file->checksum}});
    return {};
  };
  for (const BatchReport::Table& table : tables) {
    std::uint64_t rest = table.rows;
    for (std::size_t i = 0; i < table.files.size(); ++i) {  // all but the last are full
      const std::uint64_t rows = i + 1 < table.files.size() ? table.rows_of_a_file : rest;
      rest -= rows;
      if (auto added = add(table.files[i], rows); !added) return added;
    }
  }
  for (const std::string_view name : {kBillPlaces, kQuarantinePlaces, std::string_view("run.json")}) {
    const std::uint64_t rows = name == kBillPlaces ? tables.front().rows : name == kQuarantinePlaces ? tables.back().rows : 0;
    if (auto added = add(std::string(name), rows); !added) return added;
  }
  Json json;
  json["schema"] = kShardSchema;
  json["shard"] = shard.index;
  json["of"] = shard.of;
  json["accounts"] = {{"from", bound(accounts.from)}, {"until", bound(accounts.until)}};
  json["options"] = options;
  json["files"] = std::move(files);
  json["checksum"] = FileChecksum::of_text(text_of(json));
  return write_new_file(path_in(directory), text_of(json));
}

Outcome<std::string> text_of_file(const std::string& path) {
  auto file = InputFile::open(path, ".");
  if (!file) return failure(file.error());
  std::string text(file->size(), '\0');
  const auto got = file->read(text.data(), text.size());
  if (!got) return failure(got.error());
  text.resize(*got);
  return text;
}

Outcome<ShardManifest> read_shard_manifest(const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(path_in(directory), error)) {
    const bool whole = std::filesystem::exists(directory + "/run.json", error);
    return usage_failure(directory + (whole ? " is not the result of a shard, but of a whole run"
                                            : " is not the result of a shard: there is no " + path_in(directory)));
  }
  if (!std::filesystem::is_regular_file(path_in(directory), error)) return usage_failure(path_in(directory) + " is no file");
  const auto text = text_of_file(path_in(directory));
  if (!text) return failure(text.error());
  const auto damaged = [&](const std::string& why) { return usage_failure(path_in(directory) + " is damaged: " + why); };
  try {
    Json json = Json::parse(*text);
    if (json.at("schema") != kShardSchema) return usage_failure(path_in(directory) + " is of another version of the program");
    const std::string sum = json.at("checksum").get<std::string>();
    json.erase("checksum");
    if (sum != FileChecksum::of_text(text_of(json))) return damaged("its checksum is another one");
    ShardManifest manifest;
    manifest.shard = {json.at("shard").get<std::uint32_t>(), json.at("of").get<std::uint32_t>()};
    manifest.accounts = {bound(json.at("accounts").at("from")), bound(json.at("accounts").at("until"))};
    manifest.options = json.at("options").get<std::map<std::string, std::string>>();
    for (const Json& file : json.at("files"))
      manifest.files.push_back({file.at("name").get<std::string>(), file.at("rows").get<std::uint64_t>(),
                                file.at("bytes").get<std::uint64_t>(), file.at("checksum").get<std::string>()});
    for (const ResultFile& file : manifest.files) {
      const std::string path = directory + "/" + file.name;
      if (!std::filesystem::is_regular_file(path, error)) return usage_failure(path + " is not there, or no file");
      if (std::filesystem::file_size(path, error) != file.bytes)
        return usage_failure(fmt::format("{} is damaged: it should have {} bytes", path, file.bytes));
    }
    return manifest;
  } catch (const Json::exception& fault) {
    return damaged(fault.what());
  }
}

}  // namespace ratebook
