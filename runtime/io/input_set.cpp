#include "runtime/io/input_set.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace ratebook {

namespace {

std::vector<std::string> history_names(const Book& book) {
  std::set<std::string> names;
  for (const TariffEditions& tariff : book.tariffs) {
    for (const CheckedTariff& edition : tariff.editions) {
      for (const History& history : edition.histories) names.insert(history.reads.begin(), history.reads.end());
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace

Outcome<CsvHeader> InputSet::add(const std::string& path, const std::string& temporary_directory) {
  auto file = InputFile::open(path, temporary_directory);
  if (!file) return failure(file.error());
  files_.push_back(std::move(*file));
  return read_header(files_.back());
}

std::vector<std::string> InputSet::unread_columns(InputIndex input) const {
  if (input == 0) return accounts_->header().unread();
  if (input <= usage_.size()) return usage_[input - 1].header.unread();
  return std::optional(input) == facts_input() ? facts_->header().unread()
                                               : history_[input - first_history()].header().unread();
}

Outcome<InputSet> InputSet::open(const Book& book, const InputPaths& paths, const std::string& temporary_directory) {
  InputSet set;
  std::vector<std::string> all = paths.usage;
  all.push_back(paths.accounts);
  all.insert(all.end(), paths.history.begin(), paths.history.end());
  if (paths.facts) all.push_back(*paths.facts);
  if (std::count(all.begin(), all.end(), "-") > 1) return usage_failure("standard input can be one of the input files only");

  const auto accounts_header = set.add(paths.accounts, temporary_directory);
  if (!accounts_header) return failure(accounts_header.error());
  auto accounts = AccountParser::make(book, *accounts_header);
  if (!accounts) return failure(accounts.error());
  set.accounts_ = std::move(*accounts);
  MeteredNames names(book);
  for (const std::string& path : paths.usage) {
    const auto header = set.add(path, temporary_directory);
    if (!header) return failure(header.error());
    auto usage = recognise_usage(*header, names);
    if (!usage) return failure(usage.error());
    set.usage_.push_back(std::move(*usage));
  }
  if (paths.facts) {
    const auto header = set.add(*paths.facts, temporary_directory);
    if (!header) return failure(header.error());
    auto facts = DatedParser::make(book, *header);
    if (!facts) return failure(facts.error());
    set.facts_ = std::move(*facts);
  }
  for (const std::string& path : paths.history) {
    const auto header = set.add(path, temporary_directory);
    if (!header) return failure(header.error());
    auto history = HistoryParser::make(book, *header);
    if (!history) return failure(history.error());
    set.history_.push_back(std::move(*history));
  }
  set.caches_.resize(set.files_.size());
  set.context_.book = &book;
  for (const TariffEditions& tariff : book.tariffs) set.context_.facts.push_back(fact_columns(tariff));
  set.context_.metered = names.take();
  set.context_.history_names = history_names(book);
  return set;
}

std::uint64_t InputSet::bytes() const {
  std::uint64_t bytes = 0;
  for (const InputFile& file : files_) bytes += file.size();
  return bytes;
}

Outcome<std::vector<Ingested>> InputSet::use_cache(const IngestOptions& options, TaskPool& pool) {
  std::vector<Ingested> kept;
  for (std::size_t i = 0; i < usage_.size(); ++i) {
    InputFile& file = files_[i + 1];
    if (usage_[i].form == UsageForm::registers || !file.state()) continue;
    auto ingested = ingest(file, usage_[i], options, pool);
    if (!ingested) return failure(ingested.error());
    ingested->input = i + 1;
    caches_[i + 1] = ingested->cache;
    kept.push_back(std::move(*ingested));
  }
  return kept;
}

Outcome<Ingested> InputSet::make_cache_anew(InputIndex input, const IngestOptions& options, TaskPool& pool) {
  std::error_code error;
  std::filesystem::remove(caches_[input]->path(), error);
  auto ingested = ingest(files_[input], usage_[input - 1], options, pool);
  if (ingested) caches_[input] = ingested->cache;
  return ingested;
}

Outcome<void> InputSet::rewind() {
  for (InputFile& file : files_) {
    if (auto rewound = file.rewind(); !rewound) return rewound;
  }
  return {};
}

}  // namespace ratebook
