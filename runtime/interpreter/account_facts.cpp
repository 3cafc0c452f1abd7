#include "runtime/interpreter/account_facts.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "language/semantics/classify.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

// A bill month without a year is the one nearest to the cycle's end; of two equally near ones the earlier.
int nearest_year(unsigned month, Date through) {
  const auto months = [](int year, unsigned m) { return year * 12 + static_cast<int>(m); };
  const int end = months(year_of(through), month_of(through));
  int best = year_of(through) - 1;
  for (const int year : {year_of(through), year_of(through) + 1})
    if (std::abs(months(year, month) - end) < std::abs(months(best, month) - end)) best = year;
  return best;
}

FactValue key_number(std::int64_t n) { return Ratio{n, 1}; }

}  // namespace

Date first_of_bill_month(const AccountCycle& c) {
  const unsigned month = c.bill_month.value_or(month_of(c.through));
  return make_date(c.bill_year ? *c.bill_year : c.bill_month ? nearest_year(month, c.through) : year_of(c.through), month, 1);
}

AccountFacts::AccountFacts(const CheckedTariff& t, const AccountCycle& c, Date from, Date through, Date known)
    : tariff(t), cycle(c), days(DaySet::between(from, through)), as_known(known) {
  const Date bill = first_of_bill_month(c);
  bill_month_ = month_of(bill);
  bill_year_ = year_of(bill);
}

WholeCycle AccountFacts::whole_cycle() const {
  return {cycle.from, cycle.through, cycle.scheduled_days, cycle.first, cycle.last};
}

const DatedFact* AccountFacts::dated(InputId id, Date day) const {
  const DatedFact* found = nullptr;
  for (const DatedFact& f : cycle.dated)
    if (f.input == id && f.from <= day && (found == nullptr || f.from >= found->from)) found = &f;
  return found;
}

const FactValue* AccountFacts::find(InputId id, Date day) const {
  if (tariff[id].dated)
    if (const DatedFact* f = dated(id, day)) return &f->value;
  if (id.index < cycle.inputs.size() && cycle.inputs[id.index]) return &*cycle.inputs[id.index];
  return tariff[id].initial ? &*tariff[id].initial : nullptr;
}

const FactValue& AccountFacts::input(InputId id, Date day) const {
  const FactValue* value = find(id, day);
  if (value == nullptr) refuse(Code::input_missing, "`{}` is not given and has no default", tariff[id].path);
  return *value;
}

std::optional<Date> AccountFacts::input_since(InputId id, Date day) const {
  if (!tariff[id].dated) return std::nullopt;
  const DatedFact* f = dated(id, day);
  return f != nullptr ? std::optional(f->from) : std::nullopt;
}

void AccountFacts::check_value(const Input& input, const FactValue& value) const {
  if (const auto* word = std::get_if<std::string>(&value);
      word != nullptr && input.type.kind == Type::Kind::word && input.type.choice) {
    const Choice& choice = tariff[input.type.choice];
    if (std::find(choice.members.begin(), choice.members.end(), *word) == choice.members.end())
      refuse(Code::bad_choice, "`{}` is `{}`, which is not a member of {}", input.path, *word, choice.name);
  }
  if (const auto* n = std::get_if<Ratio>(&value)) {
    const bool low = input.low && compare(*n, *input.low) < 0, high = input.high && compare(*n, *input.high) > 0;
    if (low || high) refuse(Code::input_range, "`{}` is outside its range", input.path);
  }
}

void AccountFacts::check() const {
  for (std::size_t i = 0; i < tariff.inputs.size(); ++i) {
    const Input& in = tariff.inputs[i];
    if (in.scope == FactScope::invoice) continue;
    if (!in.dated) {
      check_value(in, input(InputId{i}, days.first()));
      continue;
    }
    for (const Date d : days) check_value(in, input(InputId{i}, d));
  }
}

Date AccountFacts::ruling_day(CutRule rule, Date day) const {
  switch (rule) {
    case CutRule::usage_day:
      return day;
    case CutRule::cycle_end:
      return days.last();
    case CutRule::cycle_start:
      return days.first();
    case CutRule::bill_month:
      return make_date(bill_year_, bill_month_, 1);
  }
  return day;
}

MemberIndex AccountFacts::season(SchemeId scheme, CutRule rule, Date day) const {
  return member_on(tariff, scheme, ruling_day(rule, day));
}

AccountFacts::Key AccountFacts::key(const CutBy& cut, Date day) const {
  Key key;
  const Date version_day = ruling_day(cut.version_rule, day);
  const auto put_version = [&](const auto& versions) {
    const auto v = version_on(versions, version_day, as_known);
    key.push_back(key_number(v ? static_cast<std::int64_t>(*v) : -1));
  };
  for (const ValueId v : cut.cuts.values) put_version(tariff[v].versions);
  for (const TableId t : cut.cuts.tables) put_version(tariff[t].versions);
  for (const SchemeId s : cut.cuts.seasons) key.push_back(key_number(season(s, cut.season_rule, day)));
  for (const InputId i : cut.cuts.dated) {
    // Texts that the script never names change no amount, whichever they are.
    const FactValue& value = input(i, version_day);
    const auto* word = std::get_if<std::string>(&value);
    const bool unnamed = word != nullptr && tariff[i].type.kind == Type::Kind::text &&
                         std::find(tariff[i].words.begin(), tariff[i].words.end(), *word) == tariff[i].words.end();
    key.push_back(unnamed ? FactValue(std::string()) : value);
  }
  if (cut.cuts.month) key.push_back(key_number(month_of(day)));
  return key;
}

std::vector<DaySet> AccountFacts::parts(const CutBy& cut) const {
  std::vector<Key> keys;
  std::vector<DaySet> parts;
  for (const Date d : days) {
    const Key k = key(cut, d);
    const auto at = std::find(keys.begin(), keys.end(), k);
    const auto place = static_cast<std::size_t>(at - keys.begin());
    if (at == keys.end()) {
      keys.push_back(k);
      parts.emplace_back();
    }
    parts[place].add(d);
  }
  return parts;
}

}  // namespace ratebook::oracle
