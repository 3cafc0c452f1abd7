#include "runtime/batch/one_account.hpp"

#include <algorithm>

#include "runtime/io/earlier_cycles.hpp"
#include "runtime/io/history_file.hpp"

namespace ratebook {

namespace {

class Gathered : public Refusals, public HistoryKeeper {
 public:
  Gathered(OneAccount& account, const InputSet& inputs) : account_(account), inputs_(inputs) {}
  void refuse_row(InputIndex input, std::uint64_t row, std::string_view account_id, const RowFault& fault,
                  std::string_view) override {
    if (input == 0 && !account_id.empty()) account_.known = true;
    if (!account_id.empty()) account_.refusals.push_back({inputs_.files()[input].name(), row, fault});
  }
  void refuse_cycle(const CycleRefusal& refusal) override {
    account_.known = true;
    RowFault fault = refusal.fault;
    if (refusal.cause_input && *refusal.cause_input != 0)
      fault.message =
          fmt::format("{} row {}: {}", inputs_.files()[*refusal.cause_input].name(), refusal.cause_row, fault.message);
    account_.refusals.push_back({inputs_.files()[0].name(), refusal.row, std::move(fault)});
  }
  void keep(const HistoryRow&) override {}

 private:
  OneAccount& account_;
  const InputSet& inputs_;
};

}  // namespace

Outcome<OneAccount> read_account(const Book& book, const InputPaths& paths, const ReadingOptions& reading,
                                 const std::string& account_id, const std::string& temporary_directory) {
  auto inputs = InputSet::open(book, paths, temporary_directory);
  if (!inputs) return failure(inputs.error());
  auto clocks = TariffClocks::make(book);
  if (!clocks) return failure(clocks.error());
  OneAccount account;
  Gathered gathered(account, *inputs);
  TaskPool pool(2);
  if (!paths.cache.empty()) {
    const IngestOptions ingest{paths.cache, reading, kChunkBytes, {temporary_directory}};
    // One account's text is read where the cache can be neither found nor made.
    if (!inputs->use_cache(ingest, pool)) {
      if (auto rewound = inputs->rewind(); !rewound) return failure(rewound.error());
    }
  }
  AssemblyOptions options;
  options.reading = reading;
  options.only = AccountRange::of_one(account_id);
  auto assembler = CycleAssembler::make(*inputs, **clocks, pool, options, gathered, gathered);
  if (!assembler) return failure(assembler.error());
  AssembledBlock block;
  for (;;) {
    const auto more = (*assembler)->next(block);
    if (!more && more.error().kind == Failure::Kind::damaged_cache) {  // the next batch makes it anew
      InputPaths as_text = paths;
      as_text.cache.clear();
      return read_account(book, as_text, reading, account_id, temporary_directory);
    }
    if (!more) return failure(more.error());
    if (!*more) break;
    account.known = true;
    for (std::size_t e = 0; e < block.cycles.size(); ++e) {
      account.cycles.push_back({block.cycles.tariff[e],
                                make_account_cycle(block.cycles, e),
                                block.cycles.row[e],
                                block.refused_before[e] != 0,
                                block.number_given[e] != 0,
                                {}});
    }
  }
  for (const InputFile& file : inputs->files()) {
    if (file.ends_inside_a_line()) account.cut_off.push_back(file.name());
  }
  std::stable_sort(account.cycles.begin(), account.cycles.end(), [](const AccountCycleOf& a, const AccountCycleOf& b) {
    return std::tie(a.tariff, a.facts.from) < std::tie(b.tariff, b.facts.from);
  });
  return account;
}

std::optional<RowError> follow(const Book& book, std::vector<AccountCycleOf>& cycles, std::size_t at,
                               const std::vector<const Bill*>& bills) {
  AccountCycleOf& cycle = cycles[at];
  const TariffEditions& tariff = book.tariffs[cycle.tariff];
  const EarlierCycles earlier(tariff);
  if (at == 0 || cycles[at - 1].tariff != cycle.tariff || !earlier.are_read()) return std::nullopt;
  std::size_t first = at;
  std::vector<EarlierCycles::Cycle> until;
  while (first > 0 && cycles[first - 1].tariff == cycle.tariff) --first;
  for (std::size_t k = first; k <= at; ++k) until.push_back({cycles[k].facts.from, cycles[k].facts.through});
  const AccountCycleOf& previous = cycles[at - 1];
  cycle.followed = previous.followed;
  if (const auto needed = needed_without_bill(earlier, until, [&](std::size_t k) { return bills[first + k] != nullptr; })) {
    RowFault fault = no_bill_before(cycles[first + *needed].row);
    return RowError{fault.code, std::move(fault.message)};
  }
  if (bills[at - 1] != nullptr) {
    EarlierCycle recorded{previous.facts.through, {}};
    for (const LeftValue& left : left_values(tariff, previous.facts.from, previous.facts.through, *bills[at - 1]))
      recorded.recorded.emplace(left.name, left.value);
    if (!recorded.recorded.empty()) cycle.followed.insert(cycle.followed.begin(), std::move(recorded));
  }
  auto& history = cycle.facts.history;
  for (const EarlierCycle& newer : cycle.followed) {
    std::erase_if(history, [&](const EarlierCycle& e) { return e.through == newer.through; });
    history.push_back(newer);
    cycle.facts.history_given = true;
  }
  std::stable_sort(history.begin(), history.end(),
                   [](const EarlierCycle& a, const EarlierCycle& b) { return a.through > b.through; });
  if (cycle.number_given) return std::nullopt;
  if (cycle.follows_refused ||
      std::any_of(bills.begin() + static_cast<std::ptrdiff_t>(first), bills.begin() + static_cast<std::ptrdiff_t>(at),
                  [](const Bill* bill) { return bill == nullptr; })) {
    cycle.facts.cycle_number.reset();  // one before it is not counted yet
  } else if (const auto before = previous.facts.cycle_number ? previous.facts.cycle_number
                                 : previous.facts.first      ? std::optional<std::uint32_t>(1)
                                                             : std::nullopt) {
    cycle.facts.cycle_number = *before + 1;
  }
  return std::nullopt;
}

}  // namespace ratebook
