// One declared input as a column of integers (FactGroup): how a field's text becomes one, and what it may not be.
#pragma once
#include <optional>
#include <string_view>

#include "language/base/limits.hpp"
#include "language/semantics/tariff.hpp"
#include "runtime/io/batch_input.hpp"
#include "runtime/io/rows.hpp"

namespace ratebook {

class FactColumn {
 public:
  FactColumn(const CheckedTariff& tariff, const Input& input);

  struct Value {
    std::int64_t encoded = kAbsentFact;
    bool other_word = false;  // a text that the script does not name
    std::optional<RowFault> fault;
  };
  Value parse(std::string_view field) const;
  const Input& input() const { return *input_; }

 private:
  Value parse_number(std::string_view field) const;
  bool in_range(std::int64_t encoded, std::string& range) const;

  const CheckedTariff* tariff_;
  const Input* input_;
  Limit limit_{};  // of limits.def, in canonical whole units
  int decimals_ = 6;
};

// How a field that holds a number is refused, if it is: `flaw` of parse_scaled, `decimals` that it may have at most.
std::optional<RowFault> number_fault(NumberFlaw flaw, std::string_view name, std::string_view field, int decimals);

}  // namespace ratebook
