// The input files of a run, opened and recognised by their headers; kept open while the run reads them, perhaps twice.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/io/account_rows.hpp"
#include "runtime/io/batch_input.hpp"
#include "runtime/io/dated_rows.hpp"
#include "runtime/io/history_rows.hpp"
#include "runtime/io/open_cycle.hpp"
#include "runtime/io/usage_columns.hpp"
#include "runtime/io/usage_ingest.hpp"

namespace ratebook {

struct InputPaths {
  std::string accounts;
  std::vector<std::string> usage;
  std::optional<std::string> facts;
  std::vector<std::string> history;  // one, or the files into which a large one was split
  std::string cache;                 // directory of the usage cache; "": usage is read as text
};

class InputSet {
 public:
  // Failures (usage): a file that cannot be opened or lacks a column; "-" given twice.
  static Outcome<InputSet> open(const Book& book, const InputPaths& paths, const std::string& temporary_directory);

  InputFile& file(InputIndex input) { return files_[input]; }
  const std::vector<InputFile>& files() const { return files_; }
  std::uint64_t bytes() const;  // of all files
  const AccountParser& accounts() const { return *accounts_; }
  // Input i is usage file i - 1.
  const std::vector<UsageFile>& usage() const { return usage_; }
  std::optional<InputIndex> facts_input() const { return facts_ ? std::optional(usage_.size() + 1) : std::nullopt; }
  // Input first_history() + i is history file i.
  const std::vector<HistoryParser>& history() const { return history_; }
  InputIndex first_history() const { return files_.size() - history_.size(); }
  const DatedParser& facts() const { return *facts_; }
  const BlockContext& context() const { return context_; }
  // Columns of the input that nobody reads.
  std::vector<std::string> unread_columns(InputIndex input) const;
  Outcome<void> rewind();

  // Usage files of intervals into the cache, those that can be kept there; they are read from it from now on. Returns one for each of them.
  // Failures: system.
  Outcome<std::vector<Ingested>> use_cache(const IngestOptions& options, TaskPool& pool);
  // A file of the cache turned out not to be what was written; it is taken away.
  Outcome<Ingested> make_cache_anew(InputIndex input, const IngestOptions& options, TaskPool& pool);
  // Null: the input's text is read.
  const std::shared_ptr<const UsageCache>& cache(InputIndex input) const { return caches_[input]; }

 private:
  Outcome<CsvHeader> add(const std::string& path, const std::string& temporary_directory);
  std::vector<InputFile> files_;
  std::optional<AccountParser> accounts_;
  std::vector<UsageFile> usage_;
  std::optional<DatedParser> facts_;
  std::vector<HistoryParser> history_;
  BlockContext context_;
  std::vector<std::shared_ptr<const UsageCache>> caches_;  // by input
};

}  // namespace ratebook
