// Joins the accounts file with usage, facts and history, account by account, into blocks of complete cycles. All inputs are read as groups
// ascending by account_id, so memory holds one account of each file and the block at hand, however many accounts there are.
// Bad rows go to RowRefusals, and so do the cycles that they refuse; every row of every input is counted once.
#pragma once
#include <memory>
#include <set>
#include <vector>

#include "runtime/io/block_builder.hpp"
#include "runtime/io/cycle_facts.hpp"
#include "runtime/io/cycle_readings.hpp"
#include "runtime/io/cycle_reads.hpp"
#include "runtime/io/earlier_cycles.hpp"
#include "runtime/io/input_set.hpp"
#include "runtime/io/task_pool.hpp"

namespace ratebook {

// A cycle that has no bill: before any engine saw it, or because of what an engine found.
struct CycleRefusal {
  std::uint64_t row = 0;  // of the accounts file
  std::string_view account_id, original;
  RowFault fault;
  std::optional<InputIndex> cause_input;  // nothing: the cycle itself is to blame
  std::uint64_t cause_row = 0;
};

class Refusals : public RowRefusals {
 public:
  virtual void refuse_cycle(const CycleRefusal& refusal) = 0;
};

// Takes history rows of the input that stay part of the account's history.
class HistoryKeeper {
 public:
  virtual ~HistoryKeeper() = default;
  virtual void keep(const HistoryRow& row) = 0;
};

// A block with what the run needs of its entries besides rating them.
struct AssembledBlock {
  static constexpr std::uint32_t kNoEntry = UINT32_MAX;
  CycleBlock cycles;
  std::vector<std::uint32_t>
      previous;  // by entry: the account's cycle before it on the same tariff, when bills depend on it; kNoEntry
  std::vector<std::uint8_t> number_given;  // by entry: account.cycle_number is in the accounts file
  // By entry: the number of the cycle as history counts it. In `cycles` it is absent when a cycle before this one is refused: that one may
  // come to be billed.
  std::vector<std::int64_t> number_counted;
  std::vector<std::uint64_t> refused_before;  // by entry: row of such a cycle, the oldest one; 0: none
  std::string row_text;                       // rows of the accounts file
  std::vector<std::size_t> row_begin{0};
  std::vector<std::uint64_t> used_rows;  // [entry × inputs + input]

  std::string_view original(std::size_t entry) const {
    return std::string_view(row_text).substr(row_begin[entry], row_begin[entry + 1] - row_begin[entry]);
  }
};

struct AssemblyOptions {
  ReadingOptions reading;
  std::size_t chunk_bytes = kChunkBytes;
  SortMemory sort;
  std::set<InputIndex> unsorted;     // inputs that are not ascending by account_id
  std::optional<AccountRange> only;  // no other accounts
  std::size_t block_entries = 1024;
  std::size_t block_readings = std::size_t{1} << 20;
};

class CycleAssembler {
 public:
  // `inputs` at their start. Failures: as of streams.
  static Outcome<std::unique_ptr<CycleAssembler>> make(InputSet& inputs, TariffClocks& clocks, TaskPool& pool,
                                                       AssemblyOptions options, Refusals& refusals, HistoryKeeper& history);
  ~CycleAssembler();

  // False at the end; then all inputs were read to their ends. Failure out_of_order: see AssemblyOptions::unsorted.
  Outcome<bool> next(AssembledBlock& block);

  std::uint64_t records(InputIndex input) const;  // of the file
  std::uint64_t taken(InputIndex input) const;    // of the accounts that are taken
  std::uint64_t bytes() const;                    // read so far
  std::uint64_t accounts() const { return accounts_taken_; }
  const RowCounts& counts(InputIndex input) const { return counts_[input]; }
  const std::vector<EarlierCycles>& earlier() const { return earlier_; }  // by tariff
  std::uint64_t rounded(InputIndex input) const;                          // of the file
  std::string digest(InputIndex input);                                   // after the end, once
  const UnknownWords& words() const { return words_; }

 private:
  CycleAssembler(InputSet& inputs, TariffClocks& clocks, AssemblyOptions options, Refusals& refusals, HistoryKeeper& history);
  struct Usage {  // exactly one of the two
    std::unique_ptr<GroupStream<ReadingRun>> readings;
    std::unique_ptr<GroupStream<RegisterRow>> registers;
    RowGroup<ReadingRun> reading_group;
    RowGroup<RegisterRow> register_group;
  };
  Outcome<void> open_streams(TaskPool& pool);
  Outcome<void> gather(std::string_view id);
  template <class Stream, class Group, class Place, class Orphan>
  Outcome<void> join(Stream& stream, Group& group, std::optional<std::string_view> id, Place&& place, Orphan&& orphan);
  Outcome<void> join_all(std::optional<std::string_view> id);
  void refuse_overlaps();
  static bool may_be_of(const BadRow& bad, std::uint32_t tariff);
  void refuse_repeated();
  void refuse_followers();
  void refuse_followers(std::uint32_t tariff);
  void finish_account();
  void append(OpenCycle& cycle);
  void count_unknown_words(const OpenCycle& cycle);
  void refuse_orphan(InputIndex input, const ReadingRun& run);
  void refuse_orphan(InputIndex input, std::uint64_t row, std::string_view id, std::string_view original);

  InputSet& inputs_;
  TariffClocks& clocks_;
  AssemblyOptions options_;
  Refusals& refusals_;
  HistoryKeeper& keeper_;
  UnknownWords words_;
  CycleReadings readings_;
  CycleReads reads_;
  CycleFacts facts_;
  std::vector<EarlierCycles> earlier_;  // by tariff
  std::unique_ptr<GroupStream<AccountRow>> accounts_;
  std::vector<Usage> usage_;
  std::unique_ptr<GroupStream<DatedRow>> dated_;
  std::vector<std::unique_ptr<GroupStream<HistoryRow>>> history_;
  RowGroup<AccountRow> account_group_;
  RowGroup<DatedRow> dated_group_;
  RowGroup<HistoryRow> history_group_;
  std::vector<OpenCycle> cycles_;  // of the account at hand; its first `open_` are in use
  std::size_t open_ = 0;
  std::vector<RowCounts> counts_;  // by input
  std::uint64_t accounts_taken_ = 0;
  BlockBuilder builder_;
  AssembledBlock block_;
};

}  // namespace ratebook
