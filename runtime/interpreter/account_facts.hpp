// The facts of one account for the days that one edition rates: inputs by day, versions, seasons, and the parts that they cut.
#pragma once
#include <optional>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "runtime/interpreter/day_set.hpp"
#include "runtime/interpreter/proration.hpp"
#include "runtime/interpreter/what_is_read.hpp"

namespace ratebook::oracle {

// The first day of the month that the bill is for: as given, else the month of the cycle's last day.
Date first_of_bill_month(const AccountCycle& cycle);

class AccountFacts {
 public:
  // `cycle` in the ids of `tariff`; from … through are the days that this edition rates.
  AccountFacts(const CheckedTariff& tariff, const AccountCycle& cycle, Date from, Date through, Date as_known);

  // Every required fact is there on every day, within its range and choice. Refuses in the order of the inputs.
  void check() const;

  // In force on `day`. Not for facts of invoices.
  const FactValue& input(InputId id, Date day) const;
  // First day of the dated value that is in force; nothing for a value without a date.
  std::optional<Date> input_since(InputId id, Date day) const;

  // The day whose versions, or seasons, count for `day` under a rule: itself, the last or first day that the edition rates, or the first
  // day of the bill month.
  Date ruling_day(CutRule rule, Date day) const;
  MemberIndex season(SchemeId scheme, CutRule rule, Date day) const;
  // Days with equal keys form one part, in the order of their first days (language reference, section 1).
  std::vector<DaySet> parts(const CutBy& cut) const;
  bool same_part(const CutBy& cut, Date a, Date b) const { return key(cut, a) == key(cut, b); }

  unsigned bill_month() const { return bill_month_; }  // 1…12
  int bill_year() const { return bill_year_; }
  WholeCycle whole_cycle() const;

  const CheckedTariff& tariff;
  const AccountCycle& cycle;
  const DaySet days;  // that the edition rates
  const Date as_known;

 private:
  using Key = std::vector<FactValue>;
  Key key(const CutBy& cut, Date day) const;
  const DatedFact* dated(InputId id, Date day) const;
  const FactValue* find(InputId id, Date day) const;
  void check_value(const Input& input, const FactValue& value) const;

  unsigned bill_month_;
  int bill_year_;
};

}  // namespace ratebook::oracle
