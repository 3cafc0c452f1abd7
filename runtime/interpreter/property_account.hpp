// Accounts that a property is tried on, in the form of an example's cycle: what the property gives, then everything else that the tariff
// needs, generated within its types and ranges.
#pragma once
#include "runtime/interpreter/example_facts.hpp"
#include "runtime/interpreter/property_values.hpp"

namespace ratebook::oracle {

class PropertyAccounts {
 public:
  PropertyAccounts(const TariffEditions& editions, std::uint32_t edition, const Property& property);

  // Dates and facts of one account; the quantified paths are left open.
  ExampleCycle generate(Dice& dice) const;
  // The account with a value at a quantified path. `share` divides what a channel's total leaves open between periods, the same for every
  // value of one account.
  ExampleCycle with(ExampleCycle account, std::size_t quantified, const Number& value) const;
  ExampleCycle with_value(ExampleCycle account, std::size_t quantified, const FactValue& value) const;
  // Reads, loads and demand measures that are still open once all paths have their values.
  ExampleCycle complete(ExampleCycle account, Dice dice) const;

  // Of a path `from … to …`: its bounds, unit and finest step. Of a path `values`: all of them.
  NumberSpan span_of(std::size_t quantified) const;
  Unit unit_of_path(std::size_t quantified) const;
  std::vector<FactValue> values_of(std::size_t quantified) const;

 private:
  std::pair<Date, Date> rated_days() const;
  void add_facts(ExampleCycle& account, Dice& dice) const;
  void add_history(ExampleCycle& account, Dice& dice) const;
  FactValue some_value(const Input& input, Dice& dice) const;
  bool is_quantified(InputId input) const;
  bool has_measure(const ExampleCycle& account, MeasureId measure) const;

  const TariffEditions& editions_;
  const CheckedTariff& tariff_;
  const Property& property_;
};

}  // namespace ratebook::oracle
