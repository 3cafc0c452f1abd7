#include "runtime/io/input_headers.hpp"

namespace ratebook {

std::vector<std::string> faults_of_headers(const InputPaths& paths, const std::string& temporary_directory) {
  const Book none;
  std::vector<std::string> faults;
  const auto look = [&](const std::string& path, auto&& recognise) {
    auto file = InputFile::open(path, temporary_directory);
    if (!file) return faults.push_back(file.error().message);
    auto header = read_header(*file);
    if (!header) return faults.push_back(header.error().message);
    if (auto recognised = recognise(std::move(*header)); !recognised) faults.push_back(recognised.error().message);
  };
  look(paths.accounts, [&](CsvHeader header) { return AccountParser::make(none, std::move(header)); });
  for (const std::string& path : paths.usage) {
    look(path, [](CsvHeader header) {
      auto usage = recognise_form(std::move(header));
      if (usage && usage->header.unread().empty()) usage = usage_failure(usage->header.file + " has no column with readings");
      return usage;
    });
  }
  if (paths.facts) look(*paths.facts, [&](CsvHeader header) { return DatedParser::make(none, std::move(header)); });
  for (const std::string& path : paths.history)
    look(path, [&](CsvHeader header) { return HistoryParser::make(none, std::move(header)); });
  return faults;
}

}  // namespace ratebook
