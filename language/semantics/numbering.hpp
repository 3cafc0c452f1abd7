// One number for all expressions that are the same computation wherever they stand: `usage * 2` written twice has one. Proofs use it to see
// that a quantity in one condition is the quantity of another. A call of a define has the number of its body.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

class Numbering {
 public:
  explicit Numbering(const CheckedTariff& tariff) : tariff_(tariff) {}
  std::uint32_t of(ExprId id);
  // The first expression seen with this number.
  ExprId expression(std::uint32_t number) const { return first_[number]; }

 private:
  const CheckedTariff& tariff_;
  std::vector<std::uint32_t> known_;                        // by ExprId: 1 + number, 0 when not seen yet
  std::unordered_map<std::string, std::uint32_t> numbers_;  // by what it computes
  std::vector<ExprId> first_;
};

}  // namespace ratebook
