#include "runtime/batch/batch_run.hpp"

#include <chrono>
#include <deque>
#include <filesystem>
#include <mutex>

#include "runtime/batch/bill_places.hpp"
#include "runtime/batch/run_report.hpp"
#include "runtime/batch/shard_manifest.hpp"
#include "runtime/io/output_directory.hpp"
#include "runtime/io/parquet_tables.hpp"
#include "runtime/io/quarantine.hpp"

namespace ratebook {

namespace {

// BillText writers, one for each task at work; they keep their words from block to block.
class TextWriters {
 public:
  TextWriters(const Sources& sources, const Book& book, const IrDigests& ir_digests, Date as_known)
      : sources_(sources), book_(book), ir_digests_(ir_digests), as_known_(as_known) {}
  std::unique_ptr<BillText> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<BillText>(sources_, book_, ir_digests_, as_known_);
    auto text = std::move(free_.back());
    free_.pop_back();
    return text;
  }
  void give_back(std::unique_ptr<BillText> text) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(text));
  }

 private:
  const Sources& sources_;
  const Book& book_;
  const IrDigests& ir_digests_;
  Date as_known_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<BillText>> free_;
};

std::string_view kind_word(UsageForm form) {
  switch (form) {
    case UsageForm::registers:
      return "registers";
    case UsageForm::long_intervals:
      return "long_intervals";
    case UsageForm::wide_intervals:
      return "wide_intervals";
  }
  return {};
}

// One pass over the inputs. When an input turns out not to be in order, the pass is given up and another one sorts that input.
class Pass {
 public:
  Pass(const Sources& sources, const Book& book, Engine& engine, const IrDigests& ir_digests, const BatchOptions& options,
       InputSet& inputs, TariffClocks& clocks, const std::string& directory, std::set<InputIndex> unsorted,
       const AccountRange& accounts)
      : book_(book),
        engine_(engine),
        options_(options),
        inputs_(inputs),
        clocks_(clocks),
        directory_(directory),
        unsorted_(std::move(unsorted)),
        accounts_(accounts),
        sort_{directory, options.sort_memory / (unsorted_.size() + 4)},
        writers_(sources, book, ir_digests, options.as_known),
        quarantine_(names_of(inputs), sort_),
        history_(book, sort_),
        pool_(options.threads) {}

  Outcome<BatchReport> run() {
    AssemblyOptions assembly;
    assembly.reading = options_.reading;
    assembly.chunk_bytes = options_.chunk_bytes;
    assembly.sort = sort_;
    assembly.unsorted = unsorted_;
    if (options_.shard) assembly.only = accounts_;
    auto bills = TableFile::create(directory_, "bills", kBillsHeader, options_.max_rows);
    if (!bills) return failure(bills.error());
    auto lines = TableFile::create(directory_, "lines", kLinesHeader, options_.max_rows);
    if (!lines) return failure(lines.error());
    bills_ = &*bills;
    lines_ = &*lines;
    if (options_.shard) {
      if (auto created = places_.create(directory_); !created) return failure(created.error());
    }
    if (unsorted_.contains(0)) by_row_.emplace(directory_, sort_.bytes);
    auto assembler = CycleAssembler::make(inputs_, clocks_, pool_, std::move(assembly), quarantine_, history_);
    if (!assembler) return failure(assembler.error());
    auto rated = rate_all(**assembler);
    while (!ahead_.empty()) {  // tasks hold on to this pass
      pool_.wait(*ahead_.front().task);
      ahead_.pop_front();
    }
    if (!rated) return failure(rated.error());
    if (by_row_) {
      if (auto written = write_by_row(); !written) return failure(written.error());
    }
    if (auto closed = places_.close(); !closed) return failure(closed.error());
    for (TableFile* table : {bills_, lines_}) {
      if (auto closed = table->close(); !closed) return failure(closed.error());
    }
    return finish(**assembler);
  }

 private:
  struct Ahead {
    std::shared_ptr<AssembledBlock> block;
    std::shared_ptr<RatedText> text;
    std::shared_ptr<TaskPool::Task> task;
  };

  static std::vector<std::string> names_of(const InputSet& inputs) {
    std::vector<std::string> names;
    for (const InputFile& file : inputs.files()) names.push_back(file.name());
    return names;
  }

  Outcome<void> rate_all(CycleAssembler& assembler) {
    counts_.resize(inputs_.files().size());
    for (;;) {
      if (options_.stop != nullptr && *options_.stop) return system_failure("interrupted");
      auto block = std::make_shared<AssembledBlock>();
      const auto more = assembler.next(*block);
      if (!more) return failure(more.error());
      if (!*more) break;
      auto text = std::make_shared<RatedText>();
      ahead_.push_back({block, text, pool_.submit([this, block, text, &assembler] {
                          auto writer = writers_.take();
                          *text = rate_to_text(engine_, *block, assembler.earlier(), *writer);
                          writers_.give_back(std::move(writer));
                        })});
      while (ahead_.size() > 2 * pool_.threads()) {
        if (auto taken = take_oldest(); !taken) return taken;
      }
      tell_progress(assembler);
    }
    while (!ahead_.empty()) {
      if (auto taken = take_oldest(); !taken) return taken;
    }
    tell_progress(assembler);
    return {};
  }

  void tell_progress(const CycleAssembler& assembler) const {
    if (options_.progress)
      options_.progress({assembler.bytes(), inputs_.bytes(), bills_rated_, assembler.accounts(), !unsorted_.empty()});
  }

  // Writes the block that was handed out first, and accounts for its rows.
  Outcome<void> take_oldest() {
    const Ahead oldest = std::move(ahead_.front());
    ahead_.pop_front();
    pool_.wait(*oldest.task);
    const RatedText& text = *oldest.text;
    const AssembledBlock& block = *oldest.block;
    if (text.failure) return system_failure(*text.failure);
    if (by_row_) {
      if (auto kept = keep_by_row(block, text); !kept) return kept;
    } else {
      if (auto written = bills_->write(text.bills, text.bill_ends); !written) return written;
      if (auto written = lines_->write(text.lines, text.line_ends); !written) return written;
      if (auto written = places_.write(block.cycles, text); !written) return written;
    }
    bills_rated_ += text.rated.size();
    const std::size_t inputs = counts_.size();
    for (const RatedText::Entry& entry : text.rated) {
      for (InputIndex i = 0; i < inputs; ++i) counts_[i].used += block.used_rows[entry.entry * inputs + i];
      count_intervals(block.cycles, entry.entry);
    }
    for (const RatedText::Refused& refused : text.refused) {
      for (InputIndex i = 0; i < inputs; ++i) counts_[i].refused += block.used_rows[refused.entry * inputs + i];
      quarantine_.refuse_cycle(
          {block.cycles.row[refused.entry], block.cycles.account_id(refused.entry), block.original(refused.entry),
           refused.fault, refused.cause_row ? std::optional<InputIndex>(0) : std::nullopt, refused.cause_row.value_or(0)});
    }
    for (const RatedText::Left& left : text.left) {
      history_.add(block.cycles.account_id(left.entry), block.cycles.editions(left.entry), block.cycles.through[left.entry],
                   left.values, left.cycle_number);
    }
    for (const auto& [currency, types] : text.sums) {
      for (const auto& [type, sum] : types) sums_[currency][type] += sum;
    }
    return {};
  }

  // A bill counts once for each length that its channels have.
  void count_intervals(const CycleBlock& cycles, std::size_t entry) {
    std::set<std::int32_t> minutes;
    for (const BlockSeries& series : cycles.series_of(entry)) minutes.insert(series.step / 60);
    for (const std::int32_t length : minutes) ++cycles_by_interval_[length];
  }

  // The accounts file is not ascending: bills were made in the order of ids and are put back into the file's own.
  Outcome<void> keep_by_row(const AssembledBlock& block, const RatedText& text) {
    std::string key, record;
    std::uint32_t bill = 0, line_row = 0;
    for (const RatedText::Entry& entry : text.rated) {
      key.clear();
      append_key(key, block.cycles.row[entry.entry]);
      record.clear();
      RecordWriter out(record);
      out.text(std::string_view(text.bills).substr(bill, entry.bill_end - bill));
      const std::uint32_t begin = line_row == 0 ? 0 : text.line_ends[line_row - 1];
      out.number(entry.line_rows_end - line_row);
      for (std::uint32_t r = line_row; r < entry.line_rows_end; ++r) out.number(text.line_ends[r] - begin);
      const std::uint32_t end = entry.line_rows_end == 0 ? 0 : text.line_ends[entry.line_rows_end - 1];
      out.text(std::string_view(text.lines).substr(begin, end - begin));
      if (auto added = by_row_->add(key, record); !added) return added;
      bill = entry.bill_end;
      line_row = entry.line_rows_end;
    }
    return {};
  }

  Outcome<void> write_by_row() {
    if (auto sorted = by_row_->sort(); !sorted) return sorted;
    std::string_view key, record;
    std::vector<std::uint32_t> ends;
    for (;;) {
      const auto more = by_row_->next(key, record);
      if (!more) return failure(more.error());
      if (!*more) return {};
      RecordReader in(record);
      const std::string_view bill = in.text();
      if (auto written = bills_->write_row(bill); !written) return written;
      ends.resize(in.number<std::uint32_t>());
      for (std::uint32_t& end : ends) end = in.number<std::uint32_t>();
      const std::string_view lines = in.text();
      if (auto written = lines_->write(lines, ends); !written) return written;
      if (auto written = places_.write(number_in_key(key, 0), bill.size(), ends.size(), lines.size()); !written) return written;
    }
  }

  Outcome<BatchReport> finish(CycleAssembler& assembler) {
    BatchReport report;
    for (InputIndex i = 0; i < inputs_.files().size(); ++i) {
      RowCounts counts = assembler.counts(i);
      counts.used += counts_[i].used;
      counts.refused += counts_[i].refused;
      const std::uint64_t accounted =
          counts.bad + counts.duplicate + counts.outside + counts.orphan + counts.refused + counts.used;
      const std::uint64_t rows = options_.shard ? assembler.taken(i) : assembler.records(i);
      if (accounted != rows) {
        return system_failure(
            fmt::format("internal: {} has {} rows, but {} are accounted for", inputs_.files()[i].name(), rows, accounted));
      }
      const std::string_view kind = i == 0                                      ? "accounts"
                                    : i <= inputs_.usage().size()               ? kind_word(inputs_.usage()[i - 1].form)
                                    : inputs_.facts_input() == std::optional(i) ? "facts"
                                                                                : "history";
      report.inputs.push_back({inputs_.files()[i].name(), std::string(kind), assembler.digest(i), assembler.records(i),
                               assembler.rounded(i), counts, unsorted_.contains(i), inputs_.files()[i].ends_inside_a_line(),
                               inputs_.unread_columns(i), ""});
    }
    auto quarantine = write_quarantine();
    if (!quarantine) return failure(quarantine.error());
    auto history = history_.write(directory_, options_.max_rows);
    if (!history) return failure(history.error());
    report.accounts = assembler.accounts();
    report.bills = bills_->rows();
    report.lines = lines_->rows();
    report.quarantine_records = quarantine_.records();
    report.quarantined_cycles = quarantine_.cycles();
    report.quarantine_by_code = quarantine_.by_code();
    report.cycles_by_interval = std::move(cycles_by_interval_);
    report.sums = std::move(sums_);
    report.unknown_texts = assembler.words().all();
    report.zones = clocks_.digests();
    for (const TableFile* table : {bills_, lines_, &*history, &*quarantine}) {
      for (const std::string& name : table->names()) report.files.push_back(name);
      report.tables.push_back({table->names(), table->rows(), options_.max_rows});
    }
    report.engine = engine_.name();
    return report;
  }

  Outcome<TableFile> write_quarantine() {
    if (!options_.shard) return quarantine_.write(directory_, options_.max_rows);
    auto places = TableFile::create(directory_, stem_of(kQuarantinePlaces), kQuarantinePlacesHeader, UINT64_MAX);
    if (!places) return places;
    auto written =
        quarantine_.write(directory_, options_.max_rows, [&](InputIndex input, std::uint64_t row, std::size_t bytes) {
          return places->write_row(fmt::format("{},{},{}\n", input, row, bytes));
        });
    if (!written) return written;
    if (auto closed = places->close(); !closed) return failure(closed.error());
    return written;
  }

  const Book& book_;
  Engine& engine_;
  const BatchOptions& options_;
  InputSet& inputs_;
  TariffClocks& clocks_;
  const std::string directory_;
  const std::set<InputIndex> unsorted_;
  const AccountRange& accounts_;  // of the shard
  const SortMemory sort_;
  TextWriters writers_;
  Quarantine quarantine_;
  HistoryFile history_;
  std::optional<RecordSorter> by_row_;
  BillPlaces places_;
  TableFile* bills_ = nullptr;
  TableFile* lines_ = nullptr;
  std::vector<RowCounts> counts_;  // rows of cycles that engines saw, by input
  Sums sums_;
  std::map<std::int32_t, std::uint64_t> cycles_by_interval_;
  std::uint64_t bills_rated_ = 0;
  std::deque<Ahead> ahead_;
  TaskPool pool_;
};

Outcome<void> empty_directory(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error))
    std::filesystem::remove_all(entry.path(), error);
  return error ? system_failure("cannot write " + directory + ": " + error.message()) : Outcome<void>{};
}

// An input in the directory that --replace takes away would be gone with it.
Outcome<void> inputs_stay(const BatchOptions& options) {
  std::vector<std::string> paths = options.inputs.usage;
  paths.push_back(options.inputs.accounts);
  paths.insert(paths.end(), options.inputs.history.begin(), options.inputs.history.end());
  if (options.inputs.facts) paths.push_back(*options.inputs.facts);
  std::error_code error;
  const std::filesystem::path out = std::filesystem::weakly_canonical(options.out, error);
  if (!options.inputs.cache.empty() && std::filesystem::weakly_canonical(options.inputs.cache, error) == out)
    return usage_failure("the usage cache and the result cannot be one directory: " + options.out);
  for (const std::string& path : paths) {
    if (path != "-" && std::filesystem::weakly_canonical(path, error).parent_path() == out)
      return usage_failure(path + " is read by this run and lies in " + options.out + ", which --replace would take away");
  }
  return {};
}

}  // namespace

Outcome<BatchReport> run_batch(const Sources& sources, const Book& book, Engine& engine, const IrDigests& ir_digests,
                               const BatchOptions& options) {
  const auto started = std::chrono::system_clock::now();
  if (auto stay = inputs_stay(options); !stay) return failure(stay.error());
  auto out = OutputDirectory::begin(options.out, options.replace);
  if (!out) return failure(out.error());
  auto inputs = InputSet::open(book, options.inputs, out->path());
  if (!inputs) return failure(inputs.error());
  auto clocks = TariffClocks::make(book);
  if (!clocks) return failure(clocks.error());

  std::map<InputIndex, std::string> caches;
  const IngestOptions ingesting{
      options.inputs.cache, options.reading, options.chunk_bytes, {out->path(), options.sort_memory / 4}};
  if (!options.inputs.cache.empty()) {
    TaskPool pool(options.threads);
    const auto kept = inputs->use_cache(ingesting, pool);
    if (!kept) return failure(kept.error());
    for (const Ingested& one : *kept) caches[one.input] = one.words();
  }

  AccountRange accounts;
  if (options.shard) {
    TaskPool pool(options.threads);
    auto range = accounts_of_shard(*inputs, *options.shard, pool, options.chunk_bytes);
    if (!range) return failure(range.error());
    accounts = std::move(*range);
  }

  std::set<InputIndex> unsorted;
  for (;;) {
    auto report = Pass(sources, book, engine, ir_digests, options, *inputs, **clocks, out->path(), unsorted, accounts).run();
    const auto failed = report ? std::nullopt : std::optional(report.error());
    if (failed && (failed->kind == Failure::Kind::out_of_order || failed->kind == Failure::Kind::damaged_cache)) {
      if (auto emptied = empty_directory(out->path()); !emptied) return failure(emptied.error());
      if (auto rewound = inputs->rewind(); !rewound) return failure(rewound.error());
      if (failed->kind == Failure::Kind::out_of_order) {
        unsorted.insert(failed->input);
        continue;
      }
      if (caches[failed->input].starts_with("made")) return system_failure(failed->message);
      TaskPool pool(options.threads);
      const auto made = inputs->make_cache_anew(failed->input, ingesting, pool);
      if (!made) return failure(made.error());
      caches[failed->input] = "made anew: " + failed->message;
      continue;
    }
    if (!report) return report;
    for (const auto& [input, words] : caches) {
      report->inputs[input].cache = words;
      report->inputs[input].sorted = inputs->cache(input)->totals().unsorted;
    }
    if (options.parquet) {
      if (auto made = make_parquet(out->path(), report->files); !made) return failure(made.error());
    }
    if (auto written = write_run_report(out->path(), sources, book, ir_digests, options, *report, started); !written)
      return failure(written.error());
    if (options.shard) {
      auto written =
          write_shard_manifest(out->path(), *options.shard, accounts, rating_options(options, *report), report->tables);
      if (!written) return failure(written.error());
    }
    if (auto published = out->publish(); !published) return failure(published.error());
    return report;
  }
}

}  // namespace ratebook
