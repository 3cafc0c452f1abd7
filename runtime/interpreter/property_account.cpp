#include "runtime/interpreter/property_account.hpp"

#include <algorithm>

#include "language/base/limits.hpp"
#include "runtime/interpreter/account_facts.hpp"

namespace ratebook::oracle {
namespace {

const Number kMicro(1, 1000000);

Ratio ratio_of_number(const Number& n) { return *to_ratio(n); }

Number finest_step(const Input& input) {
  if (input.count || input.unit.text.empty()) return input.count ? Number(1) : Number(1, 1000);
  return number(input.unit.factor) / 100;
}

bool given_fact(const ExampleCycle& account, std::variant<InputId, Fact> fact) {
  return std::any_of(account.facts.begin(), account.facts.end(), [&](const GivenFact& f) { return f.fact == fact; });
}

}  // namespace

PropertyAccounts::PropertyAccounts(const TariffEditions& editions, std::uint32_t edition, const Property& property)
    : editions_(editions), tariff_(editions.editions[edition]), property_(property) {}

bool PropertyAccounts::is_quantified(InputId input) const {
  return std::any_of(property_.quantified.begin(), property_.quantified.end(), [&](const Quantified& q) {
    const auto* mine = std::get_if<InputId>(&q.what);
    return mine != nullptr && *mine == input;
  });
}

// Days on which every value has a version and every calendar lists the year.
std::pair<Date, Date> PropertyAccounts::rated_days() const {
  Date first = tariff_.edition_stated ? tariff_.edition : make_date(1990, 1, 1);
  const auto put = [&](const auto& versions) {
    if (!versions.empty()) first = std::max(first, versions.front().dates.from);
  };
  for (const Value& v : tariff_.values) put(v.versions);
  for (const Table& t : tariff_.tables) put(t.versions);
  Date last = first + Days{3 * 365};
  for (const Calendar& c : tariff_.calendars) {
    if (c.dates.empty()) continue;
    first = std::max(first, make_date(year_of(c.dates.front().date), 1, 1));
    int year = year_of(first);
    while (c.lists_year(year)) ++year;
    last = std::min(last, make_date(year, 1, 1) - Days{1});
  }
  return {first, std::max(first, last)};
}

FactValue PropertyAccounts::some_value(const Input& input, Dice& dice) const {
  switch (input.type.kind) {
    case Type::Kind::flag:
      return dice.one_in(2);
    case Type::Kind::date:
      return rated_days().first + Days{static_cast<int>(dice.below(1000))} - Days{300};
    case Type::Kind::word: {
      if (!input.type.choice) return std::string(kMonthWords[dice.below(12)]);
      const Choice& choice = tariff_[input.type.choice];
      return choice.members[dice.below(choice.members.size())];
    }
    case Type::Kind::text:
      if (!input.words.empty() && !dice.one_in(4)) return input.words[dice.below(input.words.size())];
      return input.initial ? *input.initial : FactValue(std::string("elsewhere"));
    case Type::Kind::number:
      break;
  }
  const Number low = input.low ? number(*input.low) : Number(0);
  const Number high = input.high ? number(*input.high) : low + Number(input.count ? 12 : 1000) * number(input.unit.factor);
  return ratio_of_number(dice.between(low, high, finest_step(input)));
}

void PropertyAccounts::add_facts(ExampleCycle& account, Dice& dice) const {
  for (std::size_t i = 0; i < tariff_.inputs.size(); ++i) {
    const Input& input = tariff_.inputs[i];
    const FactValue value = some_value(input, dice);
    if (input.scope == FactScope::invoice || is_quantified(InputId{i}) || given_fact(account, InputId{i})) continue;
    account.facts.push_back({InputId{i}, value, std::nullopt, {}});
  }
  const Ratio cycle_number{static_cast<std::int64_t>(1 + dice.below(24)), 1};
  if (!given_fact(account, Fact::account_cycle_number))
    account.facts.push_back({Fact::account_cycle_number, cycle_number, std::nullopt, {}});
  const Date since = account.from - Days{static_cast<int>(dice.below(900))};
  if (!given_fact(account, Fact::account_since)) account.facts.push_back({Fact::account_since, since, std::nullopt, {}});
  for (const Fact f : {Fact::cycle_first, Fact::cycle_last})
    if (dice.one_in(8) && !given_fact(account, f)) account.facts.push_back({f, true, std::nullopt, {}});
  const bool by_schedule = tariff_.rules.monthly && tariff_.rules.monthly->rule.kind == Proration::Kind::scheduled_days;
  if (by_schedule && !given_fact(account, Fact::cycle_scheduled_days))
    account.facts.push_back({Fact::cycle_scheduled_days, Ratio{30, 1}, std::nullopt, {}});
}

void PropertyAccounts::add_history(ExampleCycle& account, Dice& dice) const {
  if (!account.histories.empty() || tariff_.histories.empty()) return;
  std::map<std::string, std::uint32_t> cycles;
  for (const History& h : tariff_.histories)
    for (const std::string& name : h.reads) cycles[name] = std::max(cycles[name], h.cycles);
  const bool optional = std::none_of(tariff_.histories.begin(), tariff_.histories.end(),
                                     [](const History& h) { return h.missing != History::Missing::as_amount; });
  if (optional && dice.one_in(4)) {
    GivenHistory none;
    none.none = true;
    account.histories.push_back(none);
    return;
  }
  for (const auto& [name, count] : cycles) {
    GivenHistory h;
    h.name = name;
    Number step(1, 10);
    for (const Measure& m : tariff_.measures)
      if (m.name == name && m.rounding) step = number(m.rounding->step);
    for (std::uint32_t i = 0; i < count; ++i) h.values.push_back(ratio_of_number(dice.between(0, step * 5000, step)));
    account.histories.push_back(std::move(h));
  }
}

ExampleCycle PropertyAccounts::generate(Dice& dice) const {
  ExampleCycle account = property_.given;
  if (account.from == Date{}) {
    const auto [first, last] = rated_days();
    const int length = dice.one_in(3) ? 1 + static_cast<int>(dice.below(62)) : 28 + static_cast<int>(dice.below(6));
    const int room = std::max(1, static_cast<int>((last - first).count()) - length);
    account.from = first + Days{static_cast<int>(dice.below(static_cast<std::size_t>(room)))};
    account.through = account.from + Days{length - 1};
  }
  add_facts(account, dice);
  add_history(account, dice);
  return account;
}

NumberSpan PropertyAccounts::span_of(std::size_t quantified) const {
  const Quantified& q = property_.quantified[quantified];
  NumberSpan span{number(*q.low), number(*q.high), kMicro};
  if (const auto* input = std::get_if<InputId>(&q.what)) span.step = finest_step(tariff_[*input]);
  if (std::holds_alternative<Fact>(q.what)) span.step = 1;
  if (const auto* measure = std::get_if<MeasureId>(&q.what))
    span.step = tariff_[*measure].rounding ? number(tariff_[*measure].rounding->step) : Number(1, 1000);
  return span;
}

Unit PropertyAccounts::unit_of_path(std::size_t quantified) const {
  const Quantified& q = property_.quantified[quantified];
  if (const auto* read = std::get_if<GivenRead>(&q.what)) return tariff_[read->channel].unit;
  if (const auto* measure = std::get_if<MeasureId>(&q.what)) return tariff_[*measure].unit;
  if (const auto* input = std::get_if<InputId>(&q.what)) return tariff_[*input].type.unit;
  return unit_of(Dimension::day);
}

std::vector<FactValue> PropertyAccounts::values_of(std::size_t quantified) const {
  const Input& input = tariff_[std::get<InputId>(property_.quantified[quantified].what)];
  if (input.type.kind == Type::Kind::flag) return {false, true};
  std::vector<FactValue> all;
  if (input.type.choice)
    all.assign(tariff_[input.type.choice].members.begin(), tariff_[input.type.choice].members.end());
  else
    for (const std::string_view month : kMonthWords) all.emplace_back(std::string(month));
  return all;
}

ExampleCycle PropertyAccounts::with_value(ExampleCycle account, std::size_t quantified, const FactValue& value) const {
  account.facts.push_back({std::get<InputId>(property_.quantified[quantified].what), value, std::nullopt, {}});
  return account;
}

ExampleCycle PropertyAccounts::with(ExampleCycle account, std::size_t quantified, const Number& value) const {
  const Quantified& q = property_.quantified[quantified];
  const Ratio ratio = ratio_of_number(value);
  if (const auto* read = std::get_if<GivenRead>(&q.what)) account.reads.push_back({read->channel, read->members, ratio, {}});
  if (const auto* measure = std::get_if<MeasureId>(&q.what)) account.measures.push_back({*measure, ratio, {}});
  if (const auto* input = std::get_if<InputId>(&q.what)) account.facts.push_back({*input, ratio, std::nullopt, {}});
  if (std::holds_alternative<Fact>(q.what)) account.through = account.from + Days{ratio.num - 1};
  return account;
}

}  // namespace ratebook::oracle
