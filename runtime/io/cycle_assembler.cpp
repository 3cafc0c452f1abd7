#include "runtime/io/cycle_assembler.hpp"

#include <algorithm>

#include "runtime/io/parsed_stream.hpp"

namespace ratebook {

CycleAssembler::CycleAssembler(InputSet& inputs, TariffClocks& clocks, AssemblyOptions options, Refusals& refusals,
                               HistoryKeeper& history)
    : inputs_(inputs),
      clocks_(clocks),
      options_(std::move(options)),
      refusals_(refusals),
      keeper_(history),
      readings_(*inputs.context().book, inputs.context().metered, clocks, options_.reading, refusals),
      reads_(*inputs.context().book, inputs.context().metered, refusals),
      facts_(inputs.context(), refusals, words_),
      counts_(inputs.files().size()),
      builder_(inputs.context()) {
  for (const TariffEditions& tariff : inputs.context().book->tariffs) earlier_.emplace_back(tariff);
}

CycleAssembler::~CycleAssembler() = default;

Outcome<std::unique_ptr<CycleAssembler>> CycleAssembler::make(InputSet& inputs, TariffClocks& clocks, TaskPool& pool,
                                                              AssemblyOptions options, Refusals& refusals,
                                                              HistoryKeeper& history) {
  std::unique_ptr<CycleAssembler> assembler(new CycleAssembler(inputs, clocks, std::move(options), refusals, history));
  if (auto opened = assembler->open_streams(pool); !opened) return failure(opened.error());
  return assembler;
}

Outcome<void> CycleAssembler::open_streams(TaskPool& pool) {
  const auto group = [&]<class Row>(InputIndex input,
                                    std::unique_ptr<RowSource<Row>> source) -> Outcome<std::unique_ptr<GroupStream<Row>>> {
    auto stream =
        std::make_unique<GroupStream<Row>>(input, std::move(source), [this, input](const BadRow& bad) -> Outcome<void> {
          refusals_.refuse_row(input, bad.line, bad.id, bad.fault, bad.text);
          ++counts_[input].bad;
          return {};
        });
    if (options_.only) stream->take_only(*options_.only);
    if (options_.unsorted.contains(input) && !inputs_.cache(input)) {  // a cache is in order
      if (auto sorted = stream->sort(options_.sort); !sorted) return failure(sorted.error());
    }
    return stream;
  };
  const auto open = [&]<class Parser>(InputIndex input, const Parser& parser) {
    std::unique_ptr<RowSource<typename Parser::Row>> source =
        std::make_unique<ParsedStream<Parser>>(inputs_.file(input), parser, pool, options_.chunk_bytes);
    return group(input, std::move(source));
  };
  const auto open_readings = [&](InputIndex input) {
    const auto& cache = inputs_.cache(input);
    if (!cache) return open(input, ReadingParser(inputs_.usage()[input - 1], options_.reading));
    std::unique_ptr<RowSource<ReadingRun>> source = std::make_unique<CachedReadings>(cache, inputs_.file(input), pool);
    return group(input, std::move(source));
  };
  const auto keep = [](auto& into, auto opened) -> Outcome<void> {
    if (!opened) return failure(opened.error());
    into = std::move(*opened);
    return {};
  };
  if (auto kept = keep(accounts_, open(0, inputs_.accounts())); !kept) return kept;
  for (std::size_t i = 0; i < inputs_.usage().size(); ++i) {
    const UsageFile& file = inputs_.usage()[i];
    Usage& usage = usage_.emplace_back();
    const auto kept = file.form == UsageForm::registers
                          ? keep(usage.registers, open(i + 1, RegisterParser(file, options_.reading)))
                          : keep(usage.readings, open_readings(i + 1));
    if (!kept) return kept;
  }
  if (const auto input = inputs_.facts_input()) {
    if (auto kept = keep(dated_, open(*input, inputs_.facts())); !kept) return kept;
  }
  for (const HistoryParser& parser : inputs_.history()) {
    const InputIndex input = inputs_.first_history() + history_.size();
    if (auto kept = keep(history_.emplace_back(), open(input, parser)); !kept) return kept;
  }
  return {};
}

// Groups before `id` have no account (all that are left, when there is no id); the group of `id` is the account's.
template <class Stream, class Group, class Place, class Orphan>
Outcome<void> CycleAssembler::join(Stream& stream, Group& group, std::optional<std::string_view> id, Place&& place,
                                   Orphan&& orphan) {
  for (;;) {
    const auto next = stream.peek();
    if (!next) return failure(next.error());
    if (!*next || (id && **next > *id)) return {};
    const bool is_account = id && **next == *id;
    if (auto taken = stream.take(group); !taken) return taken;
    if (!is_account) {
      orphan();
      continue;
    }
    place();
    return {};
  }
}

Outcome<void> CycleAssembler::join_all(std::optional<std::string_view> id) {
  const std::span<OpenCycle> cycles(cycles_.data(), open_);
  for (std::size_t i = 0; i < usage_.size(); ++i) {
    Usage& usage = usage_[i];
    const InputIndex input = i + 1;
    const UsageFile& file = inputs_.usage()[i];
    RowCounts& counts = counts_[input];
    Outcome<void> joined;
    // An account whose rows in the accounts file are all bad is known, but has no cycle.
    const auto place_rows = [&](auto& group, auto& placer, auto rows_of) {
      if (!cycles.empty()) return placer.place(input, file, group, cycles, counts);
      for (const BadRow& bad : group.bad) {
        refusals_.refuse_row(input, bad.line, bad.id, bad.fault, bad.text);
        ++counts.bad;
      }
      for (const auto& row : group.rows) counts.refused += rows_of(row);
    };
    const auto orphan_rows = [&](auto& group) {
      for (const BadRow& bad : group.bad) {
        refusals_.refuse_row(input, bad.line, bad.id, bad.fault, bad.text);
        ++counts.bad;
      }
    };
    if (usage.readings) {
      auto& group = usage.reading_group;
      joined = join(
          *usage.readings, group, id, [&] { place_rows(group, readings_, [](const ReadingRun& run) { return run.rows(); }); },
          [&] {
            orphan_rows(group);
            for (const ReadingRun& run : group.rows) refuse_orphan(input, run);
          });
    } else {
      auto& group = usage.register_group;
      joined = join(
          *usage.registers, group, id, [&] { place_rows(group, reads_, [](const RegisterRow&) { return std::uint64_t{1}; }); },
          [&] {
            orphan_rows(group);
            for (const RegisterRow& row : group.rows) refuse_orphan(input, row.line, row.id, row.text);
          });
    }
    if (!joined) return joined;
  }
  // Facts and history of accounts that are not billed in this run are usual.
  if (dated_) {
    const InputIndex input = *inputs_.facts_input();
    const auto place = [&](std::span<OpenCycle> with) { facts_.place_dated(input, dated_group_, with, counts_[input]); };
    auto joined = join(
        *dated_, dated_group_, id, [&] { place(cycles); }, [&] { place({}); });
    if (!joined) return joined;
  }
  for (std::size_t i = 0; i < history_.size(); ++i) {
    const InputIndex input = inputs_.first_history() + i;
    const auto place = [&](std::span<OpenCycle> with) {
      facts_.place_history(input, history_group_, with, counts_[input]);
      for (const HistoryRow& row : history_group_.rows) keeper_.keep(row);
    };
    auto joined = join(
        *history_[i], history_group_, id, [&] { place(cycles); }, [&] { place({}); });
    if (!joined) return joined;
  }
  return {};
}

void CycleAssembler::refuse_orphan(InputIndex input, std::uint64_t row, std::string_view id, std::string_view original) {
  refusals_.refuse_row(input, row, id, row_fault<Code::orphan_usage>(id), original);
  ++counts_[input].orphan;
}

void CycleAssembler::refuse_orphan(InputIndex input, const ReadingRun& run) {
  std::string_view rest = run.whole_text();
  if (run.wide) return refuse_orphan(input, run.line, run.id, rest);
  for (std::uint32_t k = 0; k < run.count; ++k) {
    std::string_view row = k + 1 < run.count ? rest.substr(0, rest.find('\n')) : rest;
    rest.remove_prefix(std::min(rest.size(), row.size() + 1));
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    refuse_orphan(input, run.line + k, run.id, row);
  }
}

// Cycles of one tariff that share days refuse each other.
void CycleAssembler::refuse_overlaps() {
  if (open_ < 2) return;
  std::vector<OpenCycle*> order;
  for (std::size_t i = 0; i < open_; ++i) order.push_back(&cycles_[i]);
  std::stable_sort(order.begin(), order.end(), [](const OpenCycle* a, const OpenCycle* b) {
    return std::tie(a->account->tariff, a->account->from) < std::tie(b->account->tariff, b->account->from);
  });
  OpenCycle* latest = order[0];
  for (std::size_t i = 1; i < order.size(); ++i) {
    OpenCycle* cycle = order[i];
    if (cycle->account->tariff == latest->account->tariff && cycle->account->from <= latest->account->through) {
      cycle->refuse(0, latest->account->line, row_fault<Code::overlapping_cycles>(latest->account->line));
      latest->refuse(0, cycle->account->line, row_fault<Code::overlapping_cycles>(cycle->account->line));
    }
    if (cycle->account->tariff != latest->account->tariff || cycle->account->through > latest->account->through) latest = cycle;
  }
}

// A row of the accounts file that could not be read is a cycle all the same: it repeats another, and bills that would read its own miss it.
bool CycleAssembler::may_be_of(const BadRow& bad, std::uint32_t tariff) { return !bad.tariff || *bad.tariff == tariff; }

void CycleAssembler::refuse_repeated() {
  for (const BadRow& bad : account_group_.bad) {
    if (!bad.tariff || (!bad.from && !bad.through)) continue;
    const Date from = bad.from ? *bad.from : *bad.through, through = std::max(from, bad.through ? *bad.through : *bad.from);
    for (std::size_t i = 0; i < open_; ++i) {
      const AccountRow& row = *cycles_[i].account;
      if (row.tariff == *bad.tariff && from <= row.through && through >= row.from)
        cycles_[i].refuse(0, bad.line, row_fault<Code::overlapping_cycles>(bad.line));
    }
  }
}

// A bill that reads an earlier one of the account can't be made when that one is refused.
void CycleAssembler::refuse_followers() {
  std::set<std::uint32_t> tariffs;
  for (std::size_t i = 0; i < open_; ++i) {
    if (earlier_[cycles_[i].account->tariff].are_read()) tariffs.insert(cycles_[i].account->tariff);
  }
  for (const std::uint32_t tariff : tariffs) refuse_followers(tariff);
}

void CycleAssembler::refuse_followers(std::uint32_t tariff) {
  const EarlierCycles& earlier = earlier_[tariff];
  struct Billing {
    EarlierCycles::Cycle days;
    std::uint64_t row = 0;
    OpenCycle* cycle = nullptr;  // null: a row that could not be read
    bool has_bill() const { return cycle != nullptr && !cycle->cause; }
  };
  std::vector<Billing> order;
  for (std::size_t i = 0; i < open_; ++i) {
    const AccountRow& row = *cycles_[i].account;
    if (row.tariff == tariff) order.push_back({{row.from, row.through}, row.line, &cycles_[i]});
  }
  std::uint64_t undated = 0;  // a row that may have been any cycle
  for (const BadRow& bad : account_group_.bad) {
    if (!may_be_of(bad, tariff)) continue;
    if (bad.from)
      order.push_back({{*bad.from, std::max(*bad.from, bad.through.value_or(*bad.from))}, bad.line, nullptr});
    else if (undated == 0)
      undated = bad.line;
  }
  std::stable_sort(order.begin(), order.end(), [](const Billing& a, const Billing& b) { return a.days.from < b.days.from; });
  std::vector<EarlierCycles::Cycle> until;
  for (std::size_t i = 0; i < order.size(); ++i) {
    until.push_back(order[i].days);
    if (order[i].cycle == nullptr) continue;
    OpenCycle& cycle = *order[i].cycle;
    const auto blamed = std::find_if(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i),
                                     [](const Billing& other) { return !other.has_bill(); });
    cycle.refused_before = blamed - order.begin() < static_cast<std::ptrdiff_t>(i) ? blamed->row : undated;
    if (cycle.cause || cycle.refused_before == 0) continue;
    if (undated != 0 && earlier.looks_back(order[i].days)) {
      cycle.refuse(0, undated, no_bill_before(undated));
    } else if (const auto needed = needed_without_bill(earlier, until, [&](std::size_t k) { return order[k].has_bill(); })) {
      cycle.refuse(0, order[*needed].row, no_bill_before(order[*needed].row));
    }
  }
}

Outcome<void> CycleAssembler::gather(std::string_view id) {
  ++accounts_taken_;
  for (const BadRow& bad : account_group_.bad) {
    refusals_.refuse_row(0, bad.line, bad.id, bad.fault, bad.text);
    ++counts_[0].bad;
  }
  open_ = account_group_.rows.size();
  if (cycles_.size() < open_) cycles_.resize(open_);
  for (std::size_t i = 0; i < open_; ++i) {
    const AccountRow& row = account_group_.rows[i];
    cycles_[i].open(row, inputs_.context().book->tariffs[row.tariff], inputs_.files().size());
  }
  refuse_overlaps();
  refuse_repeated();
  if (auto joined = join_all(id); !joined) return joined;
  refuse_followers();
  finish_account();
  return {};
}

void CycleAssembler::finish_account() {
  const std::size_t first = builder_.size();
  for (std::size_t i = 0; i < open_; ++i) {
    OpenCycle& cycle = cycles_[i];
    count_unknown_words(cycle);
    if (!cycle.cause) {
      append(cycle);
      continue;
    }
    for (InputIndex input = 0; input < counts_.size(); ++input) counts_[input].refused += cycle.rows[input];
    const RefusalCause& cause = *cycle.cause;
    refusals_.refuse_cycle({cycle.account->line, cycle.account->id, cycle.account->text, cause.fault,
                            cause.input == 0 && cause.row == cycle.account->line ? std::nullopt : std::optional(cause.input),
                            cause.row});
  }
  // Chains of cycles whose bills depend on each other.
  const CycleBlock& made = builder_.block();
  for (std::size_t e = first; e < builder_.size(); ++e) {
    std::uint32_t previous = AssembledBlock::kNoEntry;
    for (std::size_t k = first; k < builder_.size() && earlier_[made.tariff[e]].are_read(); ++k) {
      const bool earlier = made.tariff[k] == made.tariff[e] && made.from[k] < made.from[e];
      if (earlier && (previous == AssembledBlock::kNoEntry || made.from[k] > made.from[previous]))
        previous = static_cast<std::uint32_t>(k);
    }
    block_.previous.push_back(previous);
  }
}

void CycleAssembler::append(OpenCycle& cycle) {
  const bool number_given = cycle.account->cycle_number != kAbsentFact;
  block_.number_given.push_back(number_given ? 1 : 0);
  block_.number_counted.push_back(cycle.cycle_number);
  block_.refused_before.push_back(cycle.refused_before);
  if (cycle.refused_before != 0 && !number_given) cycle.cycle_number = kAbsentFact;
  builder_.append(cycle);
  block_.row_text += cycle.account->text;
  block_.row_begin.push_back(block_.row_text.size());
  block_.used_rows.insert(block_.used_rows.end(), cycle.rows.begin(), cycle.rows.end());
}

void CycleAssembler::count_unknown_words(const OpenCycle& cycle) {
  const FactColumns& columns = inputs_.context().facts[cycle.account->tariff];
  const CheckedTariff& edition = inputs_.context().book->tariffs[cycle.account->tariff].editions[cycle.edition];
  const std::uint32_t first = columns.first_of_edition[cycle.edition];
  for (const AccountRow::Word& word : cycle.account->words) {
    if (word.fact >= first && word.fact - first < edition.inputs.size())
      words_.count(edition.inputs[word.fact - first].path, word.text);
  }
}

Outcome<bool> CycleAssembler::next(AssembledBlock& block) {
  block_ = {};
  while (builder_.size() < options_.block_entries && builder_.readings() < options_.block_readings) {
    const auto id = accounts_->peek();
    if (!id) return failure(id.error());
    if (!*id) {
      if (auto rest = join_all(std::nullopt); !rest) return failure(rest.error());
      break;
    }
    const std::string account(**id);
    if (auto taken = accounts_->take(account_group_); !taken) return failure(taken.error());
    if (auto gathered = gather(account); !gathered) return failure(gathered.error());
  }
  if (builder_.size() == 0) return false;
  block_.cycles = builder_.take();
  block = std::move(block_);
  return true;
}

std::uint64_t CycleAssembler::records(InputIndex input) const {
  if (input == 0) return accounts_->records();
  if (input <= usage_.size())
    return usage_[input - 1].readings ? usage_[input - 1].readings->records() : usage_[input - 1].registers->records();
  return input == inputs_.facts_input() ? dated_->records() : history_[input - inputs_.first_history()]->records();
}

std::uint64_t CycleAssembler::taken(InputIndex input) const {
  if (input == 0) return accounts_->taken();
  if (input <= usage_.size())
    return usage_[input - 1].readings ? usage_[input - 1].readings->taken() : usage_[input - 1].registers->taken();
  return input == inputs_.facts_input() ? dated_->taken() : history_[input - inputs_.first_history()]->taken();
}

std::uint64_t CycleAssembler::bytes() const {
  std::uint64_t bytes = accounts_->bytes();
  for (const Usage& usage : usage_) bytes += usage.readings ? usage.readings->bytes() : usage.registers->bytes();
  return bytes;
}

std::uint64_t CycleAssembler::rounded(InputIndex input) const {
  if (input == 0 || input > usage_.size()) return 0;
  if (inputs_.cache(input)) return inputs_.cache(input)->totals().rounded;  // also of pieces that were left out
  return usage_[input - 1].readings ? usage_[input - 1].readings->rounded() : usage_[input - 1].registers->rounded();
}

std::string CycleAssembler::digest(InputIndex input) {
  if (input == 0) return accounts_->digest();
  if (input <= usage_.size())
    return usage_[input - 1].readings ? usage_[input - 1].readings->digest() : usage_[input - 1].registers->digest();
  return input == inputs_.facts_input() ? dated_->digest() : history_[input - inputs_.first_history()]->digest();
}

}  // namespace ratebook
