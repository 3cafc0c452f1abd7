#include "runtime/interpreter/example_facts.hpp"

#include <algorithm>

#include "runtime/interpreter/calendar_months.hpp"
#include "runtime/interpreter/edition_facts.hpp"
#include "runtime/interpreter/load_shape.hpp"
#include "runtime/interpreter/number.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook {
namespace {

using namespace oracle;

std::int64_t micro_units(Ratio amount) { return scaled(number(amount), kQuantityScale); }

bool of_the_cycle(const GivenFact& fact) {
  const auto* f = std::get_if<Fact>(&fact.fact);
  return f != nullptr && *f != Fact::account_since;
}

// The i-th earlier cycle, newest first; they end one calendar month apart, counted back from this one's end.
EarlierCycle& earlier_cycle(std::vector<EarlierCycle>& history, std::size_t i, Date through) {
  while (history.size() <= i) history.push_back({add_months(through, -static_cast<int>(history.size()) - 1), {}});
  return history[i];
}

std::vector<EarlierCycle> given_history(const std::vector<GivenHistory>& given, Date through) {
  std::vector<EarlierCycle> history;
  for (const GivenHistory& h : given) {
    for (std::size_t i = 0; i < h.values.size(); ++i) earlier_cycle(history, i, through).recorded[h.name] = h.values[i];
    for (std::uint32_t i = 0; h.highest && i < h.cycles; ++i)
      earlier_cycle(history, i, through).recorded[h.name] = i == 0 ? *h.highest : Ratio{0, 1};
  }
  return history;
}

void put_fact(AccountCycle& cycle, const GivenFact& given) {
  if (const auto* input = std::get_if<InputId>(&given.fact)) {
    if (given.from)
      cycle.dated.push_back({*input, *given.from, given.value});
    else
      cycle.inputs[input->index] = given.value;
    return;
  }
  const auto whole = [&] { return std::get<Ratio>(given.value).num; };
  switch (std::get<Fact>(given.fact)) {
    case Fact::cycle_first:
      cycle.first = std::get<bool>(given.value);
      break;
    case Fact::cycle_last:
      cycle.last = std::get<bool>(given.value);
      break;
    case Fact::cycle_month:
      cycle.bill_month = static_cast<unsigned>(whole());
      break;
    case Fact::cycle_year:
      cycle.bill_year = static_cast<int>(whole());
      break;
    case Fact::cycle_scheduled_days:
      cycle.scheduled_days = static_cast<int>(whole());
      break;
    case Fact::account_cycle_number:
      cycle.cycle_number = static_cast<std::uint32_t>(whole());
      break;
    case Fact::account_since:
      cycle.since = std::get<Date>(given.value);
      break;
    default:
      break;  // computed, never given
  }
}

}  // namespace

ExampleAccount::ExampleAccount(const TariffEditions& editions, std::uint32_t edition, ExampleFiles files)
    : editions_(editions), edition_(edition), files_(std::move(files)) {}

RatingOptions ExampleAccount::options(const ExampleCycle& given) {
  if (given.as_known) as_known_ = given.as_known;
  return {as_known_.value_or(Date::max())};
}

Result<AccountCycle, RowError> ExampleAccount::next(const ExampleCycle& given) {
  const CheckedTariff& tariff = editions_.editions[edition_];
  const std::uint32_t newest = edition_on(editions_, given.through);
  AccountCycle cycle;
  cycle.account_id = "example";
  cycle.from = given.from;
  cycle.through = given.through;
  cycle.inputs.resize(tariff.inputs.size());
  cycle.cycle_number = cycle_number_ ? *cycle_number_ + 1 : 1;

  std::erase_if(facts_, of_the_cycle);
  for (const GivenFact& f : given.facts) {
    std::erase_if(facts_, [&](const GivenFact& old) { return old.fact == f.fact && old.from == f.from; });
    facts_.push_back(f);
  }
  for (const GivenFact& f : facts_) put_fact(cycle, f);
  std::stable_sort(cycle.dated.begin(), cycle.dated.end(),
                   [](const DatedFact& a, const DatedFact& b) { return a.from < b.from; });
  cycle_number_ = cycle.cycle_number;

  for (const GivenRead& r : given.reads) cycle.reads.push_back({r.channel, r.members, micro_units(r.amount)});
  for (const GivenMeasure& m : given.measures) cycle.given_measures.emplace_back(m.measure, m.value);
  if (!given.histories.empty()) {
    history_ = given_history(given.histories, given.through);
    history_given_ = true;
  }
  cycle.history = history_;
  cycle.history_given = history_given_;

  try {
    if (!given.loads.empty()) {
      const CheckedTariff& cutting = editions_.editions[newest];
      const CheckedTariff& clocked = cutting.rules.clock ? cutting : tariff;
      if (!clocked.rules.clock) refuse(Code::rule_missing, "a load needs the rule `clock`");
      const WallClock clock = WallClock::make(clocked.timezone, clocked.rules.clock->rule, given.from, given.through);
      const int minutes = sampling_minutes(editions_, given.loads, clock);
      for (const GivenLoad& load : given.loads) {
        if (load.file.empty()) {
          cycle.intervals.push_back(sample(tariff, load, clock, given.from, given.through, minutes));
          continue;
        }
        const auto text = files_ ? files_(load.file) : std::nullopt;
        if (!text) refuse(Code::example_load, "`{}` cannot be read", load.file);
        cycle.intervals.push_back(read_load(tariff, load, *text, given.from, given.through));
      }
    }
  } catch (const Refusal& refusal) {
    return failure(refusal.error);
  }
  return in_edition(editions_, cycle, edition_, newest);
}

void ExampleAccount::billed(const AccountCycle& cycle, const Bill& bill) {
  EarlierCycle earlier{cycle.through, {}};
  earlier.recorded["days"] = Ratio{(cycle.through - cycle.from).count() + 1, 1};
  std::map<std::string, Number> values;
  std::map<std::string, std::uint32_t> edition_of;
  for (const RecordedValue& v : bill.recorded) {
    const Measure& m = editions_.editions[v.edition][v.measure];
    const auto [at, fresh] = edition_of.try_emplace(m.name, v.edition);
    // A later edition's value replaces an earlier one's (section 26, 18); parts of one measure add where its unit does.
    if (fresh || at->second != v.edition || !is_additive(m.unit))
      values[m.name] = number(v.value);
    else
      values[m.name] += number(v.value);
    at->second = v.edition;
  }
  for (const RecordedQuantity& q : bill.quantities) values[editions_.editions[q.edition][q.channel].name] += number(q.value);
  for (const auto& [name, value] : values)
    if (const auto ratio = to_ratio(value)) earlier.recorded[name] = *ratio;
  history_.insert(history_.begin(), std::move(earlier));
  history_given_ = true;
}

}  // namespace ratebook
