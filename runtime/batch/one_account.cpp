#include "runtime/batch/one_account.hpp"

#include <algorithm>

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
  AssemblyOptions options;
  options.reading = reading;
  options.only_account = account_id;
  auto assembler = CycleAssembler::make(*inputs, **clocks, pool, options, gathered, gathered);
  if (!assembler) return failure(assembler.error());
  AssembledBlock block;
  for (;;) {
    const auto more = (*assembler)->next(block);
    if (!more) return failure(more.error());
    if (!*more) break;
    account.known = true;
    for (std::size_t e = 0; e < block.cycles.size(); ++e) {
      account.cycles.push_back({block.cycles.tariff[e], make_account_cycle(block.cycles, e), block.number_given[e] != 0});
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

void follow(const TariffEditions& tariff, AccountCycleOf& cycle, const AccountCycleOf& previous, const Bill& bill) {
  if (!reads_earlier_cycles(tariff)) return;
  EarlierCycle earlier{previous.facts.through, {}};
  for (const LeftValue& left : left_values(tariff, previous.facts.from, previous.facts.through, bill))
    earlier.recorded.emplace(left.name, left.value);
  std::vector<EarlierCycle> history = previous.facts.history;
  std::erase_if(history, [&](const EarlierCycle& e) { return e.through == earlier.through; });
  history.insert(history.begin(), std::move(earlier));
  cycle.facts.history = std::move(history);
  cycle.facts.history_given = true;
  const auto before = previous.facts.cycle_number ? previous.facts.cycle_number
                      : previous.facts.first      ? std::optional<std::uint32_t>(1)
                                                  : std::nullopt;
  if (before && !cycle.number_given) cycle.facts.cycle_number = *before + 1;
}

}  // namespace ratebook
